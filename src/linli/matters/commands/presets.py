"""Choosing a set of limits for an area from a day on; what is open goes over to it only when asked."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from linli.kernel import stamp
from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may_at, reaching
from linli.places.queries import lineage

from .. import access
from ..events import PresetChosen
from ..models import Matter, StageHours
from ..queries.limits import LIMITS
from ..queries.presets import set_lines, with_lines
from ..queries.standing import china_day
from ..rules.presets import Preset, preset_of
from .clocks import GoOver, recompute_below


@command
def choose_preset(
    *,
    actor: Actor,
    now: datetime,
    area_id: int,
    preset: str,
    since: date,
    open_ones: bool = False,
) -> PresetChosen:
    """Take a set of limits for an area from a day on; matters that came before keep their version.

    open_ones: open matters go over to it too, which is possible on the day itself; each is computed anew from its own
    start, with its extensions and standstills. Refuses: not_allowed, preset_unknown, limit_in_past, limit_exists,
    open_ones_later.
    """
    area = lineage(area_id)
    if area is None or not may_at(actor, access.EDIT_LIMITS, area.path):
        raise Refusal("not_allowed", _("这个区域的时限不归您设置。"), status=403)
    chosen = preset_of(preset)
    if chosen is None:
        raise Refusal("preset_unknown", _("没有这套时限。"), facts={"field": "preset"})
    today = china_day(now)
    if since < today:
        raise Refusal("limit_in_past", _("生效日期不能早于今天。"), facts={"field": "since"})
    if open_ones and since != today:
        raise Refusal(
            "open_ones_later",
            _("在办的诉求只能从今天起一起改，请把生效日期选成今天。"),
            facts={"field": "open_ones"},
        )
    lines = set_lines(chosen, area_id, since)
    rows = [
        StageHours(
            area_id=area_id, area_path=area.path, kind=chosen.kind, stage=line.stage, rung=line.selector.rung,
            urgency=line.selector.urgency, order_type=line.selector.order_type,
            span=line.span.code if line.span is not None else "", since=since, source=line.source[:200],
            made_at=now,
        )
        for line in lines
    ]  # fmt: skip
    taken = StageHours.objects.filter(
        area_id=area_id, kind=chosen.kind, since=since, stage__in={row.stage for row in rows}
    )
    if taken.exists():
        raise Refusal(
            "limit_exists", _("这一天已经设过这个时限，请换一个生效日期。"), facts={"field": "since"}
        )
    StageHours.objects.bulk_create(rows)
    stamp.bump(LIMITS)
    if since == today and not open_ones:
        _keep_version(area.path, chosen.kind, today)
    looked_at, moved = recompute_below(area.path, GoOver(chosen.kind, since)) if open_ones else (0, 0)
    return PresetChosen(
        subject_id=area_id,
        area_path=area.path,
        preset=Code(preset),
        rows=len(rows),
        looked_at=looked_at,
        moved=moved,
    )


def _keep_version(path: str, kind: str, today: date) -> None:
    """What came in earlier today goes on by yesterday's limits, also in its later stages and its promise."""
    midnight = datetime.combine(today, time(), settings.LINLI_ZONE)
    with reaching(path):
        came = Matter.objects.filter(
            area_path__startswith=path, kind=kind, closed_at=None, limits_on=None, received_at__gte=midnight
        )
        came.update(limits_on=today - timedelta(days=1))


def would_move(chosen: Preset, area_id: int, path: str, since: date) -> tuple[int, int]:
    """How many matters are open below the area, and how many would have another limit or promise; writes nothing."""
    known = with_lines(chosen, area_id, since)
    return recompute_below(path, GoOver(chosen.kind, since, known), dry=True)
