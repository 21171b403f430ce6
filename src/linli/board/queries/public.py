"""Figures anybody may read: rates of whole places, times to answer, what was done; never fewer than five in a cell."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from linli.kernel.scope import SYSTEM, scope
from linli.matters.queries import PublicAnswer, category_names, public_answers
from linli.matters.queries.masking import masked_words
from linli.people.queries import staff_names
from linli.places.queries import Node, tree
from linli.places.terms import Level

from ..models import Frozen
from ..rules.periods import Period, back, month_of
from ..rules.small_cells import FEWEST
from ..terms import Axis
from .choices import Rates, rates_at
from .figures import Counts, figures_by, figures_of

MOST_DONE = 20


@dataclass(frozen=True)
class Time:
    """How long answers took in one category: mean days from report to answer, and of how many."""

    category: str
    days: float
    n: int
    kept: int


@dataclass(frozen=True)
class Done:
    """Something that was done: what it was about, roughly where, and the answer without names."""

    category: str
    place: str
    answer: str


@dataclass(frozen=True)
class Row:
    """One line of the open data; None where fewer than five stand behind a number."""

    month: date
    place: Node
    measure: str
    part: int | None
    whole: int | None
    left_out: int | None


def streets() -> list[Node]:
    """The sub-districts that have figures, in code order."""
    return tree().within("/", Level.STREET)


def public_figures(node: Node, period: Period) -> tuple[Rates, Counts]:
    """A place's rates and counts."""
    with scope(SYSTEM):
        rates = rates_at(node.path, period.last)
        return rates, figures_of(node, period, rates)


def public_places(node: Node, period: Period, rates: Rates) -> list[tuple[Node, Counts | None]]:
    """The places below, in code order."""
    with scope(SYSTEM):
        found = figures_by(node, period, rates, "below")
    return [(one, found.get(one.id)) for one in tree().children(node.id)]


def frozen_on(node: Node, month: date) -> datetime | None:
    """When a month of a place was written down for good; None while it may still change."""
    with scope(SYSTEM):
        rows = Frozen.objects.filter(area_id=node.id, month=month).order_by("-version")
        return rows.values_list("made_at", flat=True).first()


def times_to_answer(node: Node, period: Period) -> list[Time]:
    """By category, in the order of names; categories with fewer than five answers are left out."""
    with scope(SYSTEM):
        found = figures_by(node, period, rates_at(node.path, period.last), "key", axis=Axis.CATEGORY)
        names = category_names([int(key) for key in found if key])
    times = list[Time]()
    for key, counted in found.items():
        n = counted.counts["answered_first"]
        if n >= FEWEST and key and int(key) in names:
            days = round(counted.counts["answer_minutes"] / n / 1440, 1)
            times.append(Time(names[int(key)], days, n, counted.counts["promise_kept"]))
    return sorted(times, key=lambda one: one.category)


def done_lately(node: Node, now: datetime, days: int = 7) -> list[Done]:
    """What was done in the last days. Where fewer than five of its category stand behind it, it is not told.

    The community is named where five of the category were done there, else the sub-district.
    """
    with scope(SYSTEM):
        told = public_answers(node.path, now - timedelta(days=days), now)
        names = category_names([one.category_id for one in told if one.category_id is not None])
        people = staff_names()
    near = Counter((one.category_id, one.community_id) for one in told)
    wide = Counter((one.category_id, one.street_id) for one in told)
    found, seen = list[Done](), set[str]()
    for one, answer in zip(told, masked_words([one.text for one in told], people), strict=True):
        place = _place(one, near, wide)
        if place and one.category_id in names and answer not in seen:
            seen.add(answer)
            found.append(Done(names[one.category_id], place, answer))
    return found[:MOST_DONE]


def _place(
    one: PublicAnswer,
    near: Counter[tuple[int | None, int | None]],
    wide: Counter[tuple[int | None, int | None]],
) -> str:
    """The smallest place with five of its kind; empty where none has."""
    for area, counted in ((one.community_id, near), (one.street_id, wide)):
        node = tree().get(area)
        if node is not None and counted[one.category_id, area] >= FEWEST:
            return node.short
    return ""


def open_rows(node: Node, today: date, months: int = 12) -> list[Row]:
    """The last whole months of a place and the places below it, measure by measure, oldest first."""
    rows = list[Row]()
    for ago in range(months, 0, -1):
        period = month_of(back(today.replace(day=1), ago))
        rates, whole = public_figures(node, period)
        for place, counted in [(node, whole), *public_places(node, period, rates)]:
            if counted is not None:
                rows += _rows(period.first, place, counted)
    return rows


def _rows(month: date, place: Node, counted: Counts) -> list[Row]:
    found = []
    for one in counted.figures:
        told = one.whole >= FEWEST
        # A remainder under five would tell what the rule hides.
        close = told and (one.part < FEWEST or one.whole - one.part < FEWEST)
        found.append(
            Row(
                month, place, one.rate.code, None if not told or close else one.part, one.whole if told else None,
                one.left_out if one.left_out >= FEWEST else None,
            )
        )  # fmt: skip
    for code in ("received", "answered", "closed"):
        n = counted.counts[code]
        found.append(Row(month, place, code, n if n >= FEWEST else None, None, None))
    return found
