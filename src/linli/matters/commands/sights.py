"""Opening a reporter's masked field: a typed reason, written down before the value is shown."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor
from linli.people.commands import write_sight
from linli.people.terms import MaskedField

from .. import access
from ..events import ReporterSeen
from ..models import Reporter
from .settling import lock

FIELDS = (MaskedField.PHONE, MaskedField.NAME, MaskedField.EMAIL)


@command
def see_reporter(
    *, actor: Actor, now: datetime, matter_id: int, field: str, reason: str, words: str
) -> ReporterSeen:
    """Write down who opens the reporter's telephone or name, and why; `reporter_field` then gives the value.

    Refuses: matter_not_found, not_allowed, field_unknown, nothing_kept, reason_missing, sights_used_up.
    """
    case = lock(actor, matter_id, now, access.UNMASK_REPORTER)
    if field not in FIELDS:
        raise Refusal("field_unknown", _("没有这一项。"))
    reporter = Reporter.objects.get(pk=matter_id)
    if getattr(reporter, field) is None:
        raise Refusal("nothing_kept", _("反映人没有留这一项。"))
    sight_id = write_sight(
        actor=actor, now=now, area_path=case.matter.area_path, field=MaskedField(field), reason=reason,
        words=words, person_id=reporter.person_id, matter_id=matter_id,
    )  # fmt: skip
    return ReporterSeen(
        subject_id=matter_id,
        area_path=case.matter.area_path,
        sight_id=sight_id,
        field=Code(field),
        reason=Code(reason),
    )


def reporter_field(event: ReporterSeen) -> str:
    """The value that the event allows to show; without the event there is no way to it."""
    return Reporter.objects.get(pk=event.subject_id).open_field(event.field)
