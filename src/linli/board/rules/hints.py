"""Which work deserves a look. Thresholds in, keys and matters out; a hint says nothing of anybody.

Practice: 145,157 of 321,423 requests closed within ten minutes were found in one city's data (311-data#507); units
that do not sign until they are done dodge the clock (163.com KKHJRLD9055616XS).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from ..terms import HintRule

FAST = timedelta(minutes=5)
SAME_LEAST, SHORTEST_WORDS = 5, 4
AT_ONCE = timedelta(minutes=10)
AGAIN_DAYS = 30
PERFECT_LEAST = 20


@dataclass(frozen=True)
class Found:
    """A hint: by which rule, its key (once for ever), where, and the matters."""

    rule: HintRule
    key: str
    area_path: str
    matters: tuple[int, ...]


class Answer(Protocol):
    """An answered matter as the rules need it."""

    @property
    def matter_id(self) -> int: ...
    @property
    def area_path(self) -> str: ...
    @property
    def community_id(self) -> int | None: ...
    @property
    def street_id(self) -> int | None: ...
    @property
    def received_at(self) -> datetime: ...
    @property
    def signed_at(self) -> datetime | None: ...
    @property
    def signed_late(self) -> bool: ...
    @property
    def answered_at(self) -> datetime: ...
    @property
    def mark(self) -> int: ...
    @property
    def words(self) -> int: ...


class Ask(Protocol):
    """A follow-up as the rules need it."""

    @property
    def hands(self) -> int: ...
    @property
    def community_id(self) -> int | None: ...
    @property
    def street_id(self) -> int | None: ...
    @property
    def matter_id(self) -> int: ...
    @property
    def perfect(self) -> bool: ...
    @property
    def area_path(self) -> str: ...


def place_path(area_path: str, place: int | None) -> str:
    """The path of a place that lies on a path; the whole path where it does not."""
    mark = f"/{place}/"
    return (
        area_path[: area_path.index(mark) + len(mark)]
        if place is not None and mark in area_path
        else area_path
    )


def fast(answers: Iterable[Answer]) -> Iterator[Found]:
    """Answered within minutes of coming in."""
    for one in answers:
        if timedelta(0) <= one.answered_at - one.received_at <= FAST:
            yield Found(HintRule.FAST, str(one.matter_id), one.area_path, (one.matter_id,))


def same_words(answers: Iterable[Answer], day: str) -> Iterator[Found]:
    """One answer, word for word, for many matters of one community in a day."""
    by_words: dict[tuple[int | None, int], list[Answer]] = defaultdict(list)
    for one in answers:
        if one.words >= SHORTEST_WORDS:
            by_words[one.community_id or one.street_id, one.mark].append(one)
    for (place, mark), same in by_words.items():
        if len(same) >= SAME_LEAST:
            path = place_path(same[0].area_path, place)
            yield Found(
                HintRule.SAME_WORDS, f"{day} {place} {mark}", path, tuple(one.matter_id for one in same)
            )


def late_signed(answers: Iterable[Answer]) -> Iterator[Found]:
    """Signed behind the limit, then answered at once: the work may have been done before the signing."""
    for one in answers:
        if (
            one.signed_late
            and one.signed_at is not None
            and one.signed_at <= one.answered_at <= one.signed_at + AT_ONCE
        ):
            yield Found(HintRule.LATE_SIGNED, str(one.matter_id), one.area_path, (one.matter_id,))


def perfect_desks(asks: Iterable[Ask], month: str) -> Iterator[Found]:
    """All of one pair of hands' follow-ups of a month are perfect. Said of the desk, for the desk above it.

    It may be good work; reading a few of the matters tells. Neither the desk's people nor their number are named.
    """
    by_hands: dict[tuple[int | None, int], list[Ask]] = defaultdict(list)
    for one in asks:
        by_hands[one.community_id or one.street_id, one.hands].append(one)
    of_desk: dict[int | None, list[Ask]] = defaultdict(list)
    for (place, _hands), own in by_hands.items():
        if len(own) >= PERFECT_LEAST and all(one.perfect for one in own):
            of_desk[place] += own
    for place, own in of_desk.items():
        path = place_path(own[0].area_path, place)
        yield Found(
            HintRule.ALL_PERFECT, f"{month} {place}", path, tuple(sorted(one.matter_id for one in own))
        )
