"""A question answered while somebody asks: taken in and closed in the same instant, so that it is counted."""

from datetime import datetime

import msgspec
from django.utils.translation import gettext_lazy as _

from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may_at
from linli.kernel.text import free_text

from .. import access
from ..events import MatterOpened
from ..models import Clock, Matter, Remark
from ..shape import Kind
from ..terms import OrderType, Outcome, RemarkKind

MOST = 2000


def may_answer(actor: Actor, path: str, order_type: str) -> None:
    """Refuses answer_not_here (only questions are answered at once, and only by a desk that takes calls)."""
    if order_type != OrderType.ENQUIRY or not may_at(actor, access.TAKE_CALLS, path):
        raise Refusal(
            "answer_not_here", _("只有咨询能当场答复办结，其他的请登记。"), facts={"field": "answer"}
        )


def answered_at_once(
    written: MatterOpened, kind: Kind, text: str, *, actor: Actor, now: datetime
) -> MatterOpened:
    """Close what has just been taken in, with the answer; gives the event that tells it.

    Refuses what the text check says.
    """
    clean = free_text(text, most=MOST, what=_("答复"))
    remark = Remark.objects.create(
        matter_id=written.subject_id, kind=RemarkKind.ANSWER, text=clean, public=True,
        by_person_id=actor.person_id, at=now, area_path=written.area_path,
    )  # fmt: skip
    end = kind.move(kind.asking.at, kind.asking.solved)
    stage = end.to if end is not None else written.stage
    Clock.objects.filter(matter_id=written.subject_id, ended_at=None).update(ended_at=now)
    Matter.objects.filter(pk=written.subject_id).update(
        stage=stage, answered_at=now, closed_at=now, outcome=Outcome.ANSWERED, due_at=None, next_due_at=None
    )
    return msgspec.structs.replace(
        written, stage=Code(stage), outcome=Code(Outcome.ANSWERED), remark_id=remark.pk, due_at=None
    )
