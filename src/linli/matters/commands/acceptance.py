"""Acceptance of orders: six reasons not to dispatch, each with its answer; one objection, reviewed a level above."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel import stamp
from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may_at, reaching
from linli.kernel.text import free_text
from linli.places.queries import lineage

from .. import access
from ..events import MatterMoved, NoDispatchTextSet
from ..models import Matter, NoDispatchText, NotAccepted
from ..queries.no_dispatch import NO_DISPATCH_TEXTS, no_dispatch_answer
from ..queries.standing import china_day
from ..rules.steps import moved
from ..terms import NotDispatched
from .moving_on import move_on
from .settling import MOST_WORDS, Case, case_of, lock, not_here, still_open


@command
def not_dispatch(
    *, actor: Actor, now: datetime, matter_id: int, reason: str, text: str = "", earlier: str = ""
) -> MatterMoved:
    """Answer an order at once and give it to nobody. The answer is that of the reason, with `text` after it.

    earlier: the number of the same matter, obligatory for that reason. Once dispatched after an objection it
    stays so. Refuses: matter_not_found, not_allowed, matter_closed, move_unknown, reason_unknown,
    earlier_unknown, earlier_itself, reviewed_already.
    """
    case = lock(actor, matter_id, now, access.ACCEPT)
    still_open(case)
    after, move = moved(case.kind, case.state, "not_dispatch", case.desks)
    if reason not in NotDispatched.values:
        raise Refusal("reason_unknown", _("请选一个不派单的原因。"), facts={"field": "reason"})
    before_it = _earlier(actor, case, reason, earlier)
    if NotAccepted.objects.filter(matter_id=matter_id).exists():
        raise Refusal("reviewed_already", _("上一级复核过，应当派单，不能再不派。"))
    answer = no_dispatch_answer(case.matter.area_path, NotDispatched(reason), china_day(now))
    more = free_text(text, most=MOST_WORDS, what=_("补充说明"))
    words = f"{answer.text}\n{more}" if more else str(answer.text)
    NotAccepted.objects.create(
        matter=case.matter, reason=reason, text_id=answer.row_id, earlier=before_it,
        by_person_id=actor.person_id, at=now, area_path=case.matter.area_path,
    )  # fmt: skip
    return move_on(case, actor, now, after, move, words[:MOST_WORDS])


def _earlier(actor: Actor, case: Case, reason: str, number: str) -> Matter | None:
    if reason != NotDispatched.SAME_MATTER:
        return None
    found = Matter.objects.reachable(actor, access.SEE).filter(number=number.strip()).first()
    if found is None:
        raise Refusal("earlier_unknown", _("请填原来那件的编号。"), facts={"field": "earlier"})
    if found.pk == case.matter.pk:
        raise Refusal("earlier_itself", _("这就是这一件，请填原来那件的编号。"), facts={"field": "earlier"})
    return found


@command
def object_no_dispatch(*, actor: Actor, now: datetime, matter_id: int, text: str) -> MatterMoved:
    """The reporter does not accept that the order was not dispatched; a desk may say so for somebody. Once only.

    The matter is open again, for acceptance by the level above. Refuses: matter_not_found, move_unknown,
    objected_already, words_missing.
    """
    case = _told(actor, matter_id, now)
    matter = case.matter
    after, move = moved(case.kind, case.state, "object", case.desks)
    words = free_text(text, most=MOST_WORDS, what=_("理由"))
    if not words:
        raise Refusal("words_missing", _("请说说为什么应当派单。"), facts={"field": "text"})
    with reaching(matter.area_path):
        row = NotAccepted.objects.select_for_update().filter(matter_id=matter_id).first()
        if row is None or row.objected_at is not None:
            raise Refusal("objected_already", _("异议只能提一次，已经复核过了。"))
        row.objected_at = now
        row.save(update_fields=["objected_at"])
        matter.closed_at, matter.outcome = None, ""
        return move_on(case, actor, now, after, move, words)


def _told(actor: Actor, matter_id: int, now: datetime) -> Case:
    """The matter of a reporter, or one at a desk that decides about acceptance."""
    for permission in (access.SPEAK, access.ACCEPT):
        reachable = Matter.objects.reachable(actor, permission)
        matter = reachable.select_for_update(of=("self",)).filter(pk=matter_id).first()
        if matter is not None:
            return case_of(matter, now)
    raise not_here()


@command
def review_no_dispatch(
    *, actor: Actor, now: datetime, matter_id: int, dispatch: bool, text: str = ""
) -> MatterMoved:
    """The level above decides about the objection: dispatch after all, or keep it undispatched with an answer.

    Never the person who decided first. Refuses: matter_not_found, not_allowed, not_your_level, move_unknown,
    reviewed_by_same, words_missing.
    """
    case = lock(actor, matter_id, now, access.ACCEPT)
    still_open(case)
    after, move = moved(case.kind, case.state, "dispatch" if dispatch else "uphold", case.desks)
    if not actor.serves_as(case.state.holder_role, case.matter.area_path):
        raise Refusal("not_your_level", _("异议由上一级复核。"), status=403)
    words = free_text(text, most=MOST_WORDS, what=_("说明"))
    if not dispatch and not words:
        raise Refusal("words_missing", _("请写明为什么维持不派单。"), facts={"field": "text"})
    row = NotAccepted.objects.select_for_update().get(matter_id=matter_id)
    if row.by_person_id is not None and row.by_person_id == actor.person_id:
        raise Refusal("reviewed_by_same", _("原来就是您定的，请换一个人复核。"))
    row.upheld, row.reviewed_by, row.reviewed_at = not dispatch, actor.person_id, now
    row.save(update_fields=["upheld", "reviewed_by", "reviewed_at"])
    return move_on(case, actor, now, after, move, words)


@command
def set_no_dispatch_text(
    *, actor: Actor, now: datetime, area_id: int, reason: str, text: str, since: date
) -> NoDispatchTextSet:
    """Give an area its own answer for a reason from a day on; the versions before stay as they were told.

    Refuses: not_allowed, reason_unknown, text_missing, since_in_past, text_exists.
    """
    area = lineage(area_id)
    if area is None or not may_at(actor, access.EDIT_NO_DISPATCH_TEXTS, area.path):
        raise Refusal("not_allowed", _("这个地方的答复不归您维护。"), status=403)
    if reason not in NotDispatched.values:
        raise Refusal("reason_unknown", _("请选一个不派单的原因。"), facts={"field": "reason"})
    words = free_text(text, most=MOST_WORDS, what=_("答复"))
    if not words:
        raise Refusal("text_missing", _("请写答复。"), facts={"field": "text"})
    if since < china_day(now):
        raise Refusal("since_in_past", _("生效日期不能早于今天。"), facts={"field": "since"})
    row, new = NoDispatchText.objects.get_or_create(
        area_id=area_id, reason=reason, since=since,
        defaults={"area_path": area.path, "text": words, "made_at": now},
    )  # fmt: skip
    if not new:
        raise Refusal("text_exists", _("这一天已经定过，请换一个生效日期。"), facts={"field": "since"})
    stamp.bump(NO_DISPATCH_TEXTS)
    return NoDispatchTextSet(subject_id=row.pk, area_path=area.path, reason=Code(reason))
