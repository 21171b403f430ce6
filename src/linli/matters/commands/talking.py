"""Talk points, and the periodic visits to firms and outlets (诉求收集)."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may_at
from linli.kernel.text import line
from linli.people.queries import unit_path
from linli.places.queries import lineage

from .. import access
from ..events import FirmRoundSet, FirmVisited, TalkPointEdited
from ..models import FirmRound, FirmVisit, TalkPoint
from ..queries.standing import china_day

NAME, PLACE, TIMES = 30, 80, 80
LONGEST_ROUND = 366


@command
def edit_talk_point(
    *,
    actor: Actor,
    now: datetime,
    area_id: int,
    name: str,
    place: str,
    times: str,
    point_id: int | None = None,
) -> TalkPointEdited:
    """Add a talk point to an area, or change one: name, place, times.

    Refuses: not_allowed, point_unknown, name_missing, place_missing, times_missing, point_named_already.
    """
    area = lineage(area_id)
    if area is None or not may_at(actor, access.EDIT_TALK_POINTS, area.path):
        raise Refusal("not_allowed", _("这里的说事点不归您设置。"), status=403)
    said = {
        "name": line(name, most=NAME, what=_("名称")),
        "place": line(place, most=PLACE, what=_("地点")),
        "times": line(times, most=TIMES, what=_("开放时间")),
    }
    for field, text in said.items():
        if not text:
            raise Refusal(f"{field}_missing", _("请填写这一项。"), facts={"field": field})
    same = TalkPoint.objects.filter(area_id=area_id, name=said["name"]).exclude(pk=point_id or 0)
    if same.exists():
        raise Refusal("point_named_already", _("这里已经有同名的说事点。"), facts={"field": "name"})
    if point_id is None:
        row = TalkPoint.objects.create(area_id=area_id, area_path=area.path, since=china_day(now), **said)
        return TalkPointEdited(subject_id=row.pk, area_path=area.path, what=Code("added"))
    found = TalkPoint.objects.reachable(actor, access.EDIT_TALK_POINTS).filter(pk=point_id, area_id=area_id)
    if not found.update(**said, until=None):
        raise Refusal("point_unknown", _("没有这个说事点。"), status=404)
    return TalkPointEdited(subject_id=point_id, area_path=area.path, what=Code("changed"))


@command
def close_talk_point(*, actor: Actor, now: datetime, point_id: int) -> TalkPointEdited:
    """Close a talk point; what was said there stays. Refuses: point_unknown."""
    row = TalkPoint.objects.reachable(actor, access.EDIT_TALK_POINTS).filter(pk=point_id, until=None).first()
    if row is None:
        raise Refusal("point_unknown", _("没有这个说事点。"), status=404)
    row.until = china_day(now)
    row.save(update_fields=["until"])
    return TalkPointEdited(subject_id=point_id, area_path=row.area_path, what=Code("closed"))


@command
def set_firm_round(
    *, actor: Actor, now: datetime, firm_id: int, every_days: int, next_on: date | None = None
) -> FirmRoundSet:
    """Visit a firm or outlet every so many days; the first time on `next_on`, else after one round.

    Refuses: not_allowed, round_unreadable, round_in_past.
    """
    path = unit_path(firm_id)
    if path is None or not may_at(actor, access.EDIT_TALK_POINTS, path):
        raise Refusal("not_allowed", _("这个单位不归您安排走访。"), status=403)
    if not 1 <= every_days <= LONGEST_ROUND:
        raise Refusal("round_unreadable", _("走访周期请填1到366天。"), facts={"field": "every_days"})
    today = china_day(now)
    if next_on is not None and next_on < today:
        raise Refusal("round_in_past", _("下次走访不能早于今天。"), facts={"field": "next_on"})
    row, _new = FirmRound.objects.update_or_create(
        firm_id=firm_id,
        defaults={
            "every_days": every_days,
            "next_on": next_on or today + timedelta(days=every_days),
            "area_path": path,
        },
    )
    return FirmRoundSet(subject_id=firm_id, area_path=path, every_days=row.every_days)


@command
def visit_firm(*, actor: Actor, now: datetime, firm_id: int) -> FirmVisited:
    """Write down today's visit to a firm; the next one is a round from today. Twice a day is once.

    Refuses: not_allowed, firm_unplanned, visited_already.
    """
    path = unit_path(firm_id)
    if path is None or not may_at(actor, access.VISIT_FIRMS, path):
        raise Refusal("not_allowed", _("这个单位不归您走访。"), status=403)
    plan = FirmRound.objects.select_for_update().filter(firm_id=firm_id).first()
    if plan is None:
        raise Refusal("firm_unplanned", _("还没有安排走访，请先设走访周期。"))
    today = china_day(now)
    if FirmVisit.objects.filter(firm_id=firm_id, on=today).exists():
        raise Refusal("visited_already", _("今天已经记过走访了。"))
    visit = FirmVisit.objects.create(
        firm_id=firm_id, on=today, by_person_id=actor.person_id, made_at=now, area_path=path
    )
    plan.last_on, plan.next_on = today, today + timedelta(days=plan.every_days)
    plan.save(update_fields=["last_on", "next_on"])
    return FirmVisited(subject_id=firm_id, area_path=path, visit_id=visit.pk)
