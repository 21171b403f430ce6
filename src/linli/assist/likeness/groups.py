"""Groups of messages about one thing, formed as they come in, and how hot each is.

A message joins a group with two supporters in it, or near its middle: single links would chain unlike messages
together. Groups that formed beside each other about one thing close ranks at the end: their
middles are more alike than two messages ever need to be. What people split or put together is never undone here.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from linli.assist.likeness.score import SHARE, Space, text_of, title_of
from linli.assist.reading import Message, says_something

SUPPORT, MIDDLE = 0.22, 0.25
"""Likeness that makes a supporter, and likeness to the middle of a group that joins."""
RANKS = 0.40
"""Likeness of the middles of two groups that become one (measured: BCubed F .879 instead of .808 on eight issues)."""
SHORT, MORE = 10, 0.15
"""Who says no more than so many characters shares them with many: so much more likeness is needed to join."""
NEAREST, ROWS = 10, 256
ASKED = 5
"""Members of a group that are asked whether the gate lets them to another's."""


class Group(NamedTuple):
    """Members in order of arrival (places in the list); heat: distinct people, and likes weigh little."""

    members: list[int]
    people: int
    heat: float


class Known(NamedTuple):
    """What is settled already. of: the key of each message's group, LOOSE for none; apart: (message, key) never together.

    Settled messages are put where they are before any other is looked at, whatever came first.
    """

    of: Sequence[int]
    apart: frozenset[tuple[int, int]] = frozenset()


LOOSE = -1


class Likeness:
    """Every pair of a list of messages."""

    def __init__(self, messages: Sequence[Message]):
        self.titles = Space([title_of(said) for said in messages]).matrix
        self.texts = Space([text_of(said) for said in messages]).matrix

    def of(self, some: Sequence[int]) -> Any:
        """Likeness of some messages to all, a dense block."""
        titles = (self.titles[list(some)] @ self.titles.T).toarray()
        texts = (self.texts[list(some)] @ self.texts.T).toarray()
        return SHARE * titles + (1 - SHARE) * texts

    def middles(self, groups: Sequence[Sequence[int]]) -> Any:
        """Likeness of the middles of groups to each other, a dense square; 1 for the same direction."""
        import numpy as np
        from scipy import sparse

        members = [at for group in groups for at in group]
        of = [number for number, group in enumerate(groups) for _at in group]
        pick = sparse.csr_matrix(
            (np.ones(len(members)), (of, members)), shape=(len(groups), self.titles.shape[0])
        )
        sums = [(share, pick @ matrix) for share, matrix in ((SHARE, self.titles), (1 - SHARE, self.texts))]
        alike = sum(share * (matrix @ matrix.T).toarray() for share, matrix in sums)
        length = np.sqrt(np.diag(alike))
        return alike / np.maximum(np.outer(length, length), 1e-9)


def grouped(
    messages: Sequence[Message],
    *,
    may_join: Callable[[int, int], bool] | None = None,
    support: float = SUPPORT,
    middle: float = MIDDLE,
    ranks: float = RANKS,
    nearest: list[list[tuple[int, float]]] | None = None,
    settled: Known | None = None,
) -> list[list[int]]:
    """Groups in order of arrival. may_join(new, earlier): the gate of place and time; nearest: filled in passing."""
    import numpy as np

    if not messages:
        return []
    likeness = Likeness(messages)
    forming = _Forming(messages, settled, (support, middle, ranks))
    later = [new for new in range(len(messages)) if not forming.is_settled(new)]
    if nearest is not None or len(later) < len(messages):
        for new, scores in _each(likeness, range(len(messages))):
            if nearest is not None:
                nearest.append(_nearest(scores, new))
            if forming.is_settled(new):
                forming.settle(new, scores)
    for new, scores in _each(likeness, later):
        close = np.flatnonzero(scores >= min(support, middle) * 0.8)
        here = [int(at) for at in close if forming.of[at] is not None]
        if may_join is not None:
            here = [at for at in here if may_join(new, at)]
        forming.add(new, scores, here)
    forming.close_ranks(likeness, may_join)
    return forming.groups


def _each(likeness: Likeness, wanted: Sequence[int]) -> Iterator[tuple[int, Any]]:
    """Each wanted message with its likeness to all, in blocks."""
    for first in range(0, len(wanted), ROWS):
        some = wanted[first : first + ROWS]
        yield from zip(some, likeness.of(some), strict=True)


class _Forming:
    """Groups while they form. inner: sum of likeness over all ordered pairs of a group, each with itself included."""

    def __init__(self, messages: Sequence[Message], settled: Known | None, least: tuple[float, float, float]):
        import numpy as np

        self.settled = settled or Known([LOOSE] * len(messages))
        self.more = np.asarray([MORE * (len(one.text or one.title) <= SHORT) for one in messages], np.float32)
        self.mute = [not says_something(one.title + one.text) for one in messages]
        self.support, self.middle, self.ranks = least
        self.of: list[int | None] = [None] * len(messages)
        self.groups: list[list[int]] = []
        self.inner: list[float] = []
        self.keys: list[int] = []
        self._place: dict[int, int] = {}

    def is_settled(self, message: int) -> bool:
        """True where a group of it is known."""
        return self.settled.of[message] != LOOSE

    def settle(self, message: int, scores: Any) -> None:
        """Put a message into its known group."""
        key = self.settled.of[message]
        self._put(message, scores, self._place.get(key), key)
        self._place.setdefault(key, len(self.groups) - 1)

    def add(self, message: int, scores: Any, close: list[int]) -> None:
        """Put a message into the group whose middle is nearest among those that take it, or into one of its own.

        What says nothing (marks, pictures) is nobody's issue.
        """
        import numpy as np

        best, best_score = None, 0.0
        near = [] if self.mute[message] else close
        for group in {group for at in near if (group := self.of[at]) is not None}:
            if (message, self.keys[group]) in self.settled.apart:
                continue
            theirs = scores[self.groups[group]]
            centre = float(theirs.sum()) / math.sqrt(self.inner[group])
            more = np.maximum(self.more[self.groups[group]], self.more[message])
            supporters = int((theirs >= self.support + more).sum())
            if (supporters >= 2 or centre >= self.middle + more.min()) and centre > best_score:
                best, best_score = group, centre
        self._put(message, scores, best, LOOSE)

    def close_ranks(self, likeness: Likeness, may_join: Callable[[int, int], bool] | None) -> None:
        """Groups whose middles are nearest to each other become one, again and again until none are near enough."""
        while pairs := self._near(likeness, may_join):
            for one, other in pairs:
                self.groups[one] += self.groups[other]
                self.groups[other] = []
                self.keys[one] = max(self.keys[one], self.keys[other])
        self.groups = [sorted(members) for members in self.groups if members]

    def _near(self, likeness: Likeness, may_join: Callable[[int, int], bool] | None) -> list[tuple[int, int]]:
        """Pairs of groups of two and more that are each other's nearest and may become one."""
        import numpy as np

        some = [at for at, members in enumerate(self.groups) if len(members) > 1]
        if len(some) < 2:
            return []
        alike = likeness.middles([self.groups[at] for at in some])
        np.fill_diagonal(alike, 0.0)
        best = alike.argmax(axis=1)
        return [
            (some[one], some[other])
            for one, other in enumerate(best.tolist())
            if one < other
            and int(best[other]) == one
            and float(alike[one, other]) >= self.ranks
            and self._may_be_one(some[one], some[other], may_join)
        ]

    def _may_be_one(self, one: int, other: int, may_join: Callable[[int, int], bool] | None) -> bool:
        """Never two that people know as two, nor what people keep apart; and the gate lets most of them through."""
        keys = {key for key in (self.keys[one], self.keys[other]) if key != LOOSE}
        if len(keys) > 1:
            return False
        members = (*self.groups[one], *self.groups[other])
        if any((at, key) in self.settled.apart for key in keys for at in members):
            return False
        if may_join is None:
            return True
        pairs = [(a, b) for a in self.groups[one][:ASKED] for b in self.groups[other][:ASKED]]
        return 2 * sum(may_join(max(pair), min(pair)) for pair in pairs) > len(pairs)

    def _put(self, message: int, scores: Any, group: int | None, key: int) -> None:
        if group is None:
            group = len(self.groups)
            self.groups.append([])
            self.inner.append(0.0)
            self.keys.append(key)
        self.inner[group] += 2 * float(scores[self.groups[group]].sum()) + 1.0
        self.groups[group].append(message)
        self.of[message] = group


def _nearest(scores: Any, new: int) -> list[tuple[int, float]]:
    import numpy as np

    order = np.argsort(-scores, kind="stable")[: NEAREST + 1]
    return [(int(at), round(float(scores[at]), 4)) for at in order if at != new][:NEAREST]


def heat(people: int, likes: int, dislikes: int) -> float:
    """Distinct people, and twice the logarithm of those who only pressed a button."""
    return round(people + 2 * math.log1p(max(0, likes) + max(0, dislikes)), 3)


def ranked(groups: Iterable[list[int]], who: Sequence[str], likes: Sequence[tuple[int, int]]) -> list[Group]:
    """Groups of two or more, the hottest first. who: of each message; one person who writes ten times is one."""
    found = []
    for members in groups:
        if len(members) < 2:
            continue
        people = len({who[at] or f"#{at}" for at in members})
        up, down = (sum(likes[at][side] for at in members) for side in (0, 1))
        found.append(Group(members, people, heat(people, up, down)))
    return sorted(found, key=lambda one: (-one.heat, one.members[0]))
