"""A grid worker's day: what is in the grid's hands, what runs out first on top, the rest by building."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from linli.kernel.prepared import ask
from linli.kernel.scope import Actor
from linli.people.terms import Role
from linli.places.queries import names, tree
from linli.places.terms import Level

from ..kinds import kinds
from .counts import day_end
from .rows import ROWS, Line, Row, lines

MOST = 200
IN_HAND = (
    "grid_id = any(%s) and closed_at is null and not rides and holder_role = %s order by due_at, id limit %s"
)
HANDS = (Role.GRID_WORKER, Role.GRID_LEADER)
_LATELY = 300


@dataclass(frozen=True)
class Group:
    """Matters of one building, or of a grid's open ground."""

    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Today:
    """late and due come first, in the order they run out; rest by building; done: how many were answered today."""

    late: list[Line]
    due: list[Line]
    rest: list[Group]
    done: int

    @property
    def open(self) -> int:
        """How many are in hand."""
        return len(self.late) + len(self.due) + sum(len(group.lines) for group in self.rest)

    @property
    def to_do(self) -> int:
        """How many must be done today."""
        return len(self.late) + len(self.due)


def today(actor: Actor, now: datetime) -> Today:
    """What lies in the hands of the actor's grids; five queries at most."""
    held = lines(_in_hand(actor), now)
    end = day_end(now)
    late = [line for line in held if line.row.due_at is not None and line.row.due_at < now]
    due = [line for line in held if line.row.due_at is not None and now <= line.row.due_at < end]
    first = {line.row.id for line in (*late, *due)}
    rest = [line for line in held if line.row.id not in first]
    return Today(late, due, _by_building(rest), _done_today(actor, now))


def own_grids(actor: Actor) -> list[int]:
    """The grids somebody works in: those of the postings, all below a wider one."""
    return sorted(
        {
            node.id
            for one in actor.standings
            if one.role in HANDS
            for node in tree().within(one.path, Level.GRID)
        }
    )


def _in_hand(actor: Actor) -> list[Row]:
    grids = own_grids(actor)
    if not grids:
        return []
    return [Row(*row) for row in ask(f"{ROWS} where {IN_HAND}", [grids, str(Role.GRID_WORKER), MOST])]


def _by_building(rest: list[Line]) -> list[Group]:
    """Buildings in the order of their numbers, a grid's open ground after them."""
    called = names({line.row.building_id for line in rest if line.row.building_id is not None})
    groups: dict[tuple[bool, int, str], list[Line]] = {}
    for line in rest:
        grid = tree().on_path(line.row.area_path).get(Level.GRID)
        ground = line.row.building_id not in called
        title = (grid.short if grid else "") if ground else called[line.row.building_id or 0]
        groups.setdefault((ground, len(title), title), []).append(line)
    return [Group(title, groups[ground, length, title]) for ground, length, title in sorted(groups)]


DONE = """
select count(distinct subject_id)
from (select code, at, subject_id, facts from kernel_event where actor_id = %s order by id desc limit %s) lately
where code = 'matters.moved' and at >= %s and facts->>'move' = any(%s)
"""


def _done_today(actor: Actor, now: datetime) -> int:
    """How many matters this person answered since midnight, by the newest events."""
    if actor.person_id is None:
        return 0
    midnight = day_end(now) - timedelta(days=1, seconds=1)
    answers = {
        move.code
        for kind in kinds().values()
        for stage in kind.stages
        for move in stage.moves
        if move.answers
    }
    return int(ask(DONE, (actor.person_id, _LATELY, midnight, sorted(answers)))[0][0])
