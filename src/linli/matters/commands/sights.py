"""Opening a reporter's masked field: a typed reason, written down before the value is shown."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor
from linli.kernel.text import free_text
from linli.people.models import Sight
from linli.people.terms import MaskedField, SightReason

from .. import access
from ..events import ReporterSeen
from ..models import Reporter
from .settling import lock

A_DAY = 20


@dataclass(frozen=True)
class Opened:
    """The plain value, with the id of the row that says who saw it."""

    value: str
    sight_id: int


@command
def see_reporter(
    *, actor: Actor, now: datetime, matter_id: int, field: str, reason: str, words: str
) -> ReporterSeen:
    """Write down who opens the reporter's telephone or name, and why; `reporter_field` then gives the value.

    Refuses: matter_not_found, not_allowed, reason_missing, nothing_kept, sights_used_up (20 a day).
    """
    case = lock(actor, matter_id, now, access.UNMASK_REPORTER)
    if field not in (MaskedField.PHONE, MaskedField.NAME) or reason not in SightReason.values:
        raise Refusal("reason_missing", _("请选一个查看的原因。"), facts={"field": "reason"})
    why = free_text(words, most=200, what=_("原因"))
    if len(why) < 2:
        raise Refusal("reason_missing", _("请写一句为什么要看，会留下记录。"), facts={"field": "words"})
    reporter = Reporter.objects.get(pk=matter_id)
    if getattr(reporter, field) is None:
        raise Refusal("nothing_kept", _("反映人没有留这一项。"))
    assert actor.person_id is not None  # noqa: S101  the permission follows from a posting
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if Sight.objects.filter(by_person_id=actor.person_id, at__gte=today).count() >= A_DAY:
        raise Refusal("sights_used_up", _("今天已经看过%(n)d次，要再看请找安全管理员。") % {"n": A_DAY})
    sight = Sight.objects.create(
        person_id=reporter.person_id,
        matter_id=matter_id,
        field=field,
        reason=reason,
        words=why,
        by_person_id=actor.person_id,
        by_name=actor.name,
        by_role=actor.standings[0].role if actor.standings else "",
        at=now,
        area_path=case.matter.area_path,
    )
    return ReporterSeen(
        subject_id=matter_id,
        area_path=case.matter.area_path,
        sight_id=sight.pk,
        field=Code(field),
        reason=Code(reason),
    )


def reporter_field(event: ReporterSeen) -> Opened:
    """The value that the event allows to show; without the event there is no way to it."""
    sight = Sight.objects.get(pk=event.sight_id)
    reporter = Reporter.objects.get(pk=event.subject_id)
    return Opened(reporter.open_field(sight.field), sight.pk)
