"""Working hours of an area, from a day on."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from linli.kernel import stamp
from linli.kernel.command import command
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may_at

from .. import access
from ..events import HoursSet
from ..models import Hours
from ..queries.calendar import HOURS
from ..rules.opening_hours import read_special, tidy_special, tidy_week
from .areas import area_in_force


@command
def set_hours(
    *,
    actor: Actor,
    now: datetime,
    area_id: int,
    since: date,
    week: Sequence[str],
    special: str = "",
) -> HoursSet:
    """Set an area's own hours from a day on, for itself and all below that have none of their own.

    week: five texts, Monday to Friday, such as 08:30-12:00 14:00-18:00, empty for a closed day. special:
    lines with a date from that day on and its own hours, the date alone being closed. A second call for the
    same day corrects the first. Whoever calls this computes the running clocks below anew afterwards.
    Refuses: not_allowed, area_unknown, hours_in_past, and what opening_hours refuses.
    """
    area = area_in_force(area_id)
    if not may_at(actor, access.EDIT_HOURS, area.path):
        raise Refusal("not_allowed", _("工作时间由系统管理员维护。"), status=403)
    if since < now.astimezone(settings.LINLI_ZONE).date():
        raise Refusal("hours_in_past", _("生效日期不能早于今天。"), facts={"field": "since"})
    row, _new = Hours.objects.update_or_create(
        area=area,
        since=since,
        defaults={
            "week": tidy_week(week),
            "special": tidy_special(read_special(special), since),
            "made_at": now,
        },
    )
    stamp.bump(HOURS)
    return HoursSet(subject_id=area.pk, area_path=area.path, hours_id=row.pk, since=since)
