"""Clocks after an edit of days, hours or limits: what runs is computed anew, and it is said how much moved."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel import stamp
from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, Actor, may_at, scope
from linli.kernel.spans import Span
from linli.places.queries import lineage, work_time

from .. import access
from ..events import ClocksRecomputed, LimitSet
from ..kinds import kinds
from ..models import Clock, Matter, StageHours
from ..queries.limits import LIMITS, PROMISE
from ..rules.lapses import next_look

CHUNK = 500


@command
def recompute_clocks(*, actor: Actor, now: datetime, below: str = "/") -> ClocksRecomputed:
    """Compute every running clock below a path anew from its own start and span.

    Called by the commands that change days or hours; the spans of running matters stay those of their day.
    A limit that had passed and no longer has is looked at again by the sweep; done lapses stay done.
    """
    looked_at = moved = 0
    with scope(SYSTEM):
        clocks = (
            Clock.objects.select_related("matter")
            .select_for_update(of=("self", "matter"))
            .filter(ended_at=None, area_path__startswith=below, matter__closed_at=None)
            .order_by("id")
        )
        for clock in clocks.iterator(chunk_size=CHUNK):
            looked_at += 1
            moved += _recompute(clock)
    return ClocksRecomputed(subject_id=0, area_path=below, looked_at=looked_at, moved=moved)


def _recompute(clock: Clock) -> int:
    work = work_time(clock.area_path)
    due = work.due(clock.started_at, Span.parse(clock.span))
    if (due.at, due.provisional) == (clock.due_at, clock.provisional):
        return 0
    changed = due.at != clock.due_at
    clock.due_at, clock.provisional = due.at, due.provisional
    clock.save(update_fields=["due_at", "provisional"])
    matter: Matter = clock.matter
    stage = kinds()[matter.kind].stage(matter.stage)
    matter.due_at, matter.due_provisional = due.at, due.provisional
    matter.next_due_at = next_look(stage, due.at, clock.lapses, lambda at, span: work.due(at, span).at)
    matter.save(update_fields=["due_at", "due_provisional", "next_due_at"])
    return int(changed)


@command
def set_limit(
    *,
    actor: Actor,
    now: datetime,
    area_id: int,
    kind: str,
    stage: str,
    span: str,
    since: datetime,
    rung: int | None = None,
    source: str = "",
) -> LimitSet:
    """Set an area's own limit for a stage (or the promise) from a day on; matters opened before keep theirs.

    span: a code such as 4wh, 5wd, 24h, 15d. Refuses: not_allowed, stage_unknown, span_unreadable,
    limit_in_past, limit_exists.
    """
    area = lineage(area_id)
    if area is None or not may_at(actor, access.EDIT_LIMITS, area.path):
        raise Refusal("not_allowed", _("这个区域的时限不归您设置。"), status=403)
    found = kinds().get(kind)
    if found is None or (stage != PROMISE and stage not in {one.code for one in found.stages if one.within}):
        raise Refusal("stage_unknown", _("没有这个环节，或者这个环节没有时限。"), facts={"field": "stage"})
    try:
        code = Span.parse(span.strip().lower()).code
    except ValueError:
        raise Refusal(
            "span_unreadable", _("时限请写成 4wh、5wd、24h、15d 这样的形式。"), facts={"field": "span"}
        ) from None
    if since.date() < now.date():
        raise Refusal("limit_in_past", _("生效日期不能早于今天。"), facts={"field": "since"})
    row, new = StageHours.objects.get_or_create(
        area_id=area_id, kind=kind, stage=stage, rung=rung, since=since.date(),
        defaults={"span": code, "source": source[:200], "made_at": now, "area_path": area.path},
    )  # fmt: skip
    if not new:
        raise Refusal(
            "limit_exists", _("这一天已经设过这个时限，请换一个生效日期。"), facts={"field": "since"}
        )
    stamp.bump(LIMITS)
    return LimitSet(
        subject_id=row.pk, area_path=area.path, kind=Code(kind), stage=Code(stage), rung=rung, span=Code(code)
    )
