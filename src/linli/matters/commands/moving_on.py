"""One plain step of a matter with its words: what commands of a single kind share beside `move_matter`."""

from datetime import datetime

import msgspec

from linli.kernel.event import Code
from linli.kernel.scope import Actor

from ..events import MatterMoved
from ..rules.steps import State
from ..shape import Move
from .settling import Case, remark, settle


def move_on(case: Case, actor: Actor, now: datetime, after: State, move: Move, words: str) -> MatterMoved:
    """Keeps the words as the move says (none where empty), puts `after` down, winds the clock; the event of it."""
    said = remark(case, actor, now, words, move.remark, public=move.public)
    before = case.held(None)
    done = settle(case, after, now, move=move)
    matter = case.matter
    return MatterMoved(
        subject_id=matter.pk,
        area_path=matter.area_path,
        move=Code(move.code),
        before=msgspec.structs.replace(before, clock_id=done.ended_clock_id),
        stage=Code(matter.stage),
        holder_role=Code(matter.holder_role),
        holder_area_id=matter.holder_area_id,
        remark_id=said.pk if said else None,
        outcome=Code(matter.outcome),
        due_at=done.due_at,
    )
