"""赋能清单 and work outside it: versions published, requests decided by somebody else than who asked."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may, may_at
from linli.kernel.spans import work_days
from linli.kernel.text import free_text, line
from linli.people.terms import Role
from linli.places.queries import lineage, work_time
from linli.places.terms import Level

from .. import access
from ..events import DutyListPublished, OutsideDutyAsked, OutsideDutyDecided
from ..models import Category, DutyItem, DutyList, DutyRequest
from ..rules.duties import may_decide
from ..terms import DutyDecision, DutyKind

DECIDE_WITHIN = work_days(3)
"""How long a request waits for its decision: a house rule, shown with the request."""
MOST_ITEMS = 500
WORDS = 500


class DutyWords(msgspec.Struct, frozen=True):
    """One item as it is published. money, people: what follows the task."""

    kind: str
    group: str
    name: str
    gives: str
    money: str = ""
    people: str = ""
    unit: str = ""
    basis: str = ""


@command
def publish_duties(
    *,
    actor: Actor,
    now: datetime,
    area_id: int,
    since: date,
    items: Sequence[DutyWords],
    basis: str = "",
    sample: bool = False,
) -> DutyListPublished:
    """Publish a new version of a street's list; versions before stay to be read and are never changed.

    sample: the shipped words, shown as 示例 until a street publishes its own. Refuses: not_allowed,
    not_a_street, nothing_listed, too_many_rows, kind_unknown, words_missing.
    """
    area = lineage(area_id)
    if area is None or not may_at(actor, access.EDIT_DUTIES, area.path):
        raise Refusal("not_allowed", _("这个街道的清单不归您维护。"), status=403)
    if area.level != Level.STREET:
        raise Refusal("not_a_street", _("清单按街道发布。"), facts={"field": "area"})
    if not items:
        raise Refusal("nothing_listed", _("清单里还没有事项。"))
    if len(items) > MOST_ITEMS:
        raise Refusal("too_many_rows", _("最多500项。"))
    last = DutyList.objects.filter(area_id=area_id).aggregate(Max("version"))["version__max"] or 0
    kept = DutyList.objects.create(
        area_id=area_id, area_path=area.path, version=last + 1, since=since, sample=sample, made_at=now,
        basis=line(basis, most=WORDS, what=_("依据")),
    )  # fmt: skip
    DutyItem.objects.bulk_create(_item(kept, number, one) for number, one in enumerate(items, 1))
    return DutyListPublished(subject_id=kept.pk, area_path=area.path, version=kept.version, items=len(items))


def _item(kept: DutyList, number: int, one: DutyWords) -> DutyItem:
    if one.kind not in DutyKind.values:
        raise Refusal("kind_unknown", _("第%(n)d项没有写清是哪一部分。") % {"n": number})
    said = {
        name: line(getattr(one, name), most=WORDS, what=_("清单事项"))
        for name in ("group", "name", "gives", "money", "people", "unit", "basis")
    }
    if not said["name"] or not said["gives"]:
        raise Refusal("words_missing", _("第%(n)d项缺事项名称或者提供什么。") % {"n": number})
    return DutyItem(list=kept, number=number, kind=one.kind, **said)


@command
def ask_outside_duty(
    *,
    actor: Actor,
    now: datetime,
    area_id: int,
    what: str,
    reason: str,
    from_on: date,
    until_on: date,
    money: str,
    people: str,
    category: str = "",
) -> OutsideDutyAsked:
    """Ask that a community do something outside its list: why, for how long, what money and people come along.

    By a department or a desk of the street; decided by somebody else within three working days, and whoever may
    decide is told when they are over.
    Refuses: not_allowed, not_a_community, category_unknown, words_missing, days_reversed, too_long.
    """
    area = lineage(area_id)
    if area is None or area.level != Level.COMMUNITY:
        raise Refusal("not_a_community", _("请选一个社区。"), facts={"field": "area_id"})
    unit_id = _asking_unit(actor, area.path)
    kept = Category.objects.filter(code=category, retired_on=None).first() if category else None
    if category and kept is None:
        raise Refusal("category_unknown", _("没有这个类别，请重新选。"), facts={"field": "category"})
    if until_on < from_on:
        raise Refusal("days_reversed", _("截止日期不能早于开始日期。"), facts={"field": "until_on"})
    if (until_on - from_on).days > 366:
        raise Refusal("too_long", _("一次最多申请一年，到期再申请。"), facts={"field": "until_on"})
    said = {"what": what, "reason": reason, "money": money, "people": people}
    for name, text in said.items():
        said[name] = free_text(text, most=WORDS, what=_("申请"))
        if not said[name]:
            sentence = _("请写清楚：做什么、为什么、给多少钱、派多少人。没有也要写“无”。")
            raise Refusal("words_missing", sentence, facts={"field": name})
    due = work_time(area.path).due(now, DECIDE_WITHIN)
    row = DutyRequest.objects.create(
        area_id=area_id, area_path=area.path, category=kept, from_on=from_on, until_on=until_on,
        unit_id=unit_id, asked_by=actor.person_id or 0, asked_at=now, due_at=due.at,
        look_at=due.at, due_provisional=due.provisional, **said,
    )  # fmt: skip
    return OutsideDutyAsked(subject_id=row.pk, area_path=area.path, area_id=area_id, due_at=due.at)


def _asking_unit(actor: Actor, path: str) -> int | None:
    """The asker's unit, None for a desk. Refuses not_allowed."""
    for one in actor.standings:
        if not path.startswith(one.path):
            continue
        if one.role == Role.STREET_DESK:
            return None
        if one.role == Role.DEPARTMENT_STAFF:
            return one.unit_id
    raise Refusal("not_allowed", _("只有街道和部门能提这种申请。"), status=403)


@command
def decide_outside_duty(
    *, actor: Actor, now: datetime, request_id: int, approve: bool, answer: str
) -> OutsideDutyDecided:
    """Approve or refuse work outside the list, with the reason; published either way. Never by who asked.

    A desk's request is decided by a leader or the level above, a department's also by the street.
    Refuses: request_unknown (404), not_allowed (403), decided_already, asked_yourself, words_missing.
    """
    row = (
        DutyRequest.objects.reachable(actor, access.SEE_OUTSIDE_DUTY)
        .select_for_update(of=("self",))
        .filter(pk=request_id)
        .first()
    )
    if row is None:
        raise Refusal("request_unknown", _("没有找到这个申请。"), status=404)
    if not may(actor, access.APPROVE_OUTSIDE_DUTY, row):
        raise Refusal("not_allowed", _("这个申请不归您审批。"), status=403)
    if row.decision:
        raise Refusal("decided_already", _("已经审批过了。"))
    if row.asked_by == actor.person_id:
        raise Refusal("asked_yourself", _("自己的申请要由别人审批。"))
    roles = {one.role for one in actor.standings if row.area_path.startswith(one.path)}
    if not may_decide(roles, by_department=row.unit_id is not None):
        raise Refusal("not_your_level", _("街道自己提的申请由分管领导或者上一级审批。"))
    words = free_text(answer, most=WORDS, what=_("审批意见"))
    if not words:
        raise Refusal("words_missing", _("请写审批意见，会公开。"), facts={"field": "answer"})
    row.decision = DutyDecision.APPROVED if approve else DutyDecision.REFUSED
    row.decided_by, row.decided_at, row.answer, row.look_at = actor.person_id, now, words, None
    row.save(update_fields=["decision", "decided_by", "decided_at", "answer", "look_at"])
    return OutsideDutyDecided(subject_id=row.pk, area_path=row.area_path, decision=Code(row.decision))
