"""Whom to ask today (一事一回访): what waits for somebody to ask, by due day, with what was tried so far."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from linli.kernel.keyset import Slice, cut, read_mark
from linli.kernel.models import EventRow
from linli.kernel.scope import Actor

from .. import access
from ..kinds import kinds
from ..models import FollowUp, Matter, Reporter
from ..rules.asking import next_try, tries_made
from ..shape import Kind
from ..terms import Via
from .rows import Line, Row, lines

SIZE = 20


@dataclass(frozen=True)
class ToAsk:
    """One matter to ask about. tries: those that count; next_at: from when the next one does; None: at once.

    not_by_you: why somebody else has to ask; ways: how it may be done, the reporter's own first.
    """

    line: Line
    name: str
    phone: str
    best_hours: str
    tries: int
    most: int
    next_at: datetime | None
    attempts: tuple[FollowUp, ...]
    ways: tuple[Via, ...]
    not_by_you: str = ""


def _at_desks(actor: Actor) -> Q:
    """What waits in the hands of the actor's own desks: each kind at its own stage."""
    here = Q(pk__in=())
    for standing in actor.standings:
        here |= Q(holder_role=standing.role, holder_area_id=standing.area_id)
    own = here | Q(holder_person_id=actor.person_id or 0)
    stages = Q(pk__in=())
    for kind in kinds().values():
        stages |= Q(kind=kind.code, stage=kind.asking.at)
    return own & stages


def follow_ups(actor: Actor, now: datetime, *, after: str = "", size: int = SIZE) -> Slice[ToAsk]:
    """A page of what the actor's desks have to ask, what is due first on top; six queries at most.

    Refuses page_mark_unreadable.
    """
    found = Matter.objects.reachable(actor, access.FOLLOW_UP).filter(_at_desks(actor), closed_at=None)
    if after:
        at, pk = read_mark(after, (datetime, int))
        found = found.filter(Q(due_at__gt=at) | Q(due_at=at, id__gt=pk))
    rows = list(found.defer("search", "text").order_by("due_at", "id")[: size + 1])
    page = cut(rows, size, lambda row: (row.due_at, row.pk), backwards=False, inner=bool(after))
    return Slice(_told(actor, list(page.rows), now), page.before, page.after)


def _told(actor: Actor, matters: list[Matter], now: datetime) -> list[ToAsk]:
    ids = [one.pk for one in matters]
    tried: dict[int, list[FollowUp]] = defaultdict(list)
    rounds = {one.pk: one.redos + 1 for one in matters}
    for attempt in FollowUp.objects.filter(matter_id__in=ids).order_by("-at"):
        if attempt.round == rounds[attempt.matter_id]:
            tried[attempt.matter_id].append(attempt)
    seen = Reporter.objects.reachable(actor, access.SEE_REPORTER).filter(pk__in=ids)
    callers = {one.pk: one for one in seen.defer("name", "phone")}
    answered = _answered_by(matters)
    shown = lines([Row(*(getattr(one, field) for field in Row._fields)) for one in matters], now)
    return [
        _one(actor, matter, line, tried[matter.pk], callers.get(matter.pk), answered.get(matter.pk))
        for matter, line in zip(matters, shown, strict=True)
    ]


def _answered_by(matters: list[Matter]) -> dict[int, int | None]:
    """Who gave each answer; one query."""
    stages = sorted({one.stage for one in matters})
    rows = EventRow.objects.filter(
        subject="matter",
        subject_id__in=[one.pk for one in matters],
        code="matters.moved",
        facts__stage__in=stages,
    )
    return dict(rows.order_by("id").values_list("subject_id", "actor_id"))


def _one(
    actor: Actor, matter: Matter, line: Line, tried: list[FollowUp], caller: Reporter | None, by: int | None
) -> ToAsk:
    kind = kinds()[matter.kind]
    moments = [one.at for one in tried]
    return ToAsk(
        line,
        caller.name_mark if caller else "",
        caller.phone_mark if caller else "",
        caller.best_hours if caller else "",
        tries_made(moments),
        kind.asking.tries,
        next_try(moments),
        tuple(tried),
        _ways(kind, matter.follow_via),
        _not_by(kind, by, actor),
    )


def _ways(kind: Kind, chosen: str) -> tuple[Via, ...]:
    known = [one for one in kind.asking.via if one is not Via.LINK]
    return tuple(sorted(known, key=lambda one: one.value != chosen))


def _not_by(kind: Kind, answered_by: int | None, actor: Actor) -> str:
    if kind.asking.other_person and answered_by == actor.person_id:
        return "handler"
    if kind.asking.same_person and answered_by not in (None, actor.person_id):
        return "other"
    return ""
