"""On the telephone: an earlier matter of the caller is opened, and that is written down before it is shown."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel import secret
from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.phone import phone_number
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may
from linli.people.commands import write_sight
from linli.people.terms import MaskedField, SightReason

from .. import access
from ..events import ReporterSeen
from ..models import Reporter
from .settling import lock


@command
def see_caller(*, actor: Actor, now: datetime, matter_id: int, phone: str) -> ReporterSeen:
    """Open an earlier matter while its reporter's number is calling; the sight is written down like that of a number.

    Only with the whole number it was reported from, so no reason is asked. Refuses: matter_not_found, not_allowed, phone_*,
    caller_other.
    """
    case = lock(actor, matter_id, now, access.TAKE_CALLS)
    reporter = Reporter.objects.get(pk=matter_id)
    if not may(actor, access.SEE_REPORTER, reporter):
        raise Refusal("not_allowed", _("您的岗位不能做这件事。"), status=403)
    if bytes(reporter.phone_index or b"") != secret.blind("phone", phone_number(phone)):
        raise Refusal("caller_other", _("这一件不是这个电话报的。"), status=404)
    sight_id = write_sight(
        actor=actor, now=now, area_path=case.matter.area_path, field=MaskedField.MATTER, reason=SightReason.CALL,
        words=str(_("这个号码正在来电")), person_id=reporter.person_id, matter_id=matter_id,
    )  # fmt: skip
    return ReporterSeen(
        subject_id=matter_id, area_path=case.matter.area_path, sight_id=sight_id, field=Code(MaskedField.MATTER),
        reason=Code(SightReason.CALL),
    )  # fmt: skip
