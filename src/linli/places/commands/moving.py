"""Areas that lie elsewhere now, and everybody who must follow: tables that keep an area's path or id.

A split or a merger rewrites the paths of the tree itself; what packages above keep about areas they rewrite
themselves, in the same transaction: each registers a function here and is called with the facts.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection

from linli.kernel.scope import SYSTEM, scope

from ..models import Area, Succession
from ..terms import ChangeReason


@dataclass(frozen=True)
class Moved:
    """What lay below path `before` lies below `after`; whoever named the area `old_id` names `new_id` now."""

    before: str
    after: str
    old_id: int
    new_id: int

    @property
    def values(self) -> dict[str, str | int]:
        """For a statement with the parameters before, after, old_id, new_id."""
        return {"before": self.before, "after": self.after, "old_id": self.old_id, "new_id": self.new_id}


@dataclass(frozen=True)
class Regrouped:
    """What one split or merger did.

    moves: in this order, narrower paths first; the last ones take what lies at an old community itself.
    heirs: (old id, new id) of areas whose own settings go on. on: the first day it is so. Paths are rewritten for what is still open
    only; what is over keeps the place of its day.
    """

    moves: tuple[Moved, ...]
    heirs: tuple[tuple[int, int], ...]
    on: date


Follower = Callable[[Regrouped], None]

followers: list[Follower] = []


def follows_areas(function: Follower) -> Follower:
    """Have a function called when areas move: inside the command's transaction, with every area in scope.

    It may be called again for the same facts, to fetch what was being written at that very moment.
    """
    followers.append(function)
    return function


def follow(regrouped: Regrouped) -> None:
    """Let everybody follow."""
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = 0")  # rare, asked for by a person, and all or nothing
        for function in followers:
            function(regrouped)


MOVE = """
update places_area
set path = %(after)s || substr(path, length(%(before)s) + 1),
    parent_id = case parent_id when %(old_id)s then %(new_id)s else parent_id end
where path ^@ %(before)s and until is null
"""


def move_areas(moves: Iterable[Moved]) -> int:
    """Rewrite the tree itself; gives how many areas lie elsewhere now."""
    with connection.cursor() as cursor:
        moved = 0
        for move in moves:
            cursor.execute(MOVE, move.values)
            moved += cursor.rowcount
    return moved


def regrouped(reason: ChangeReason, old: Iterable[Area], new: Iterable[Area]) -> Regrouped:
    """The facts of a split (one old area) or a merger (one new one), from the tree as it is now."""
    olds, news = list(old), list(new)
    if reason == ChangeReason.MERGED:
        target = news[0]
        return Regrouped(
            tuple(Moved(one.path, target.path, one.pk, target.pk) for one in olds),
            ((olds[0].pk, target.pk),),
            target.since,
        )
    return Regrouped(
        (*_of_children(olds[0], news), Moved(olds[0].path, news[0].path, olds[0].pk, news[0].pk)),
        tuple((olds[0].pk, one.pk) for one in news),
        news[0].since,
    )


def _of_children(old: Area, news: Iterable[Area]) -> Iterator[Moved]:
    for one in news:
        children = Area.objects.filter(parent=one, until=None).order_by("pk").values_list("pk", flat=True)
        for pk in children:
            yield Moved(f"{old.path}{pk}/", f"{one.path}{pk}/", old.pk, one.pk)


def follow_again(reason: ChangeReason, old_ids: Iterable[int], new_ids: Iterable[int]) -> None:
    """Fetch what was written under an old path while the split or merger was on its way."""
    areas = Area.objects.in_bulk([*old_ids, *new_ids])
    if all(areas[one].until is None for one in new_ids):
        follow(regrouped(reason, [areas[one] for one in old_ids], [areas[one] for one in new_ids]))


def succeed(old: Area, new: Area, reason: ChangeReason) -> Succession:
    """Note what became of an area; both must have been saved."""
    return Succession.objects.create(old=old, new=new, on=new.since, reason=reason)
