"""Requests as rules, desks and figures ask for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from linli.kernel.models import EventRow
from linli.kernel.prepared import ask
from linli.kernel.scope import Actor, may
from linli.people.queries import cards, unit_names
from linli.people.terms import Role
from linli.places.queries import names

from .. import access
from ..kinds import kind_of
from ..models import Clock, FollowUp, Matter, Request
from ..rules.desks import desk_name
from ..rules.requests import Record
from ..terms import OF_THE_CLOCK, OPEN_STATES, RequestKind, RequestState, Satisfaction, Verdict

ARRIVALS = (
    "matters.opened",
    "matters.imported",
    "matters.handed_up",
    "matters.sent_down",
    "matters.assigned",
)
IN_FORCE = (RequestState.GRANTED, RequestState.RUNNING, RequestState.ENDED)
BAD = (Satisfaction.BAD, Satisfaction.VERY_BAD)


def record_of(matter: Matter, clock: Clock | None, what: RequestKind) -> Record:
    """What the requests of a matter so far say about another one; three queries at most."""
    rows = Request.objects.filter(matter_id=matter.pk, kind=what)
    in_run = returns = appeals = 0
    arrived = None
    if what in (RequestKind.EXTENSION, RequestKind.PAUSE) and clock is not None:
        in_run = rows.filter(clock_id=clock.pk, state__in=IN_FORCE).count()
    if what is RequestKind.RETURN:
        returns = rows.filter(state__in=(RequestState.GRANTED, RequestState.REFUSED)).count()
        arrived = arrived_at(matter)
    if what is RequestKind.APPEAL:
        appeals = rows.exclude(state=RequestState.WITHDRAWN).count()
    return Record(
        waits_for=matter.waits_for,
        return_final=matter.return_final,
        supervised=matter.supervised,
        returns=returns,
        in_run=in_run,
        appeals=appeals,
        arrived_at=arrived,
        due_at=matter.due_at,
    )


def records_of(matter: Matter) -> dict[RequestKind, Record]:
    """The same for all requests about the clock at once, for the buttons of a page; three queries."""
    clock = Clock.objects.filter(matter_id=matter.pk, ended_at=None).values_list("pk", flat=True).first()
    rows = list(Request.objects.filter(matter_id=matter.pk).values_list("kind", "state", "clock_id"))
    arrived = arrived_at(matter)
    return {
        what: Record(
            waits_for=matter.waits_for,
            return_final=matter.return_final,
            returns=sum(
                kind == RequestKind.RETURN and state in (RequestState.GRANTED, RequestState.REFUSED)
                for kind, state, _clock in rows
            ),
            in_run=sum(kind == what and state in IN_FORCE and of == clock for kind, state, of in rows),
            arrived_at=arrived,
            due_at=matter.due_at,
        )
        for what in OF_THE_CLOCK
    }


def arrived_at(matter: Matter) -> datetime:
    """When the matter came to whoever holds it: opened, handed on, assigned, or returned to there."""
    came = Q(code__in=ARRIVALS) | Q(
        code="matters.request_decided", facts__what=RequestKind.RETURN.value, facts__granted=True
    )
    rows = EventRow.objects.filter(came, subject="matter", subject_id=matter.pk)
    at = rows.order_by("-id").values_list("at", flat=True).first()
    return at or matter.received_at


def open_requests(matter: Matter) -> list[Request]:
    """Those that wait or run, the newest first; one query."""
    return list(
        Request.objects.filter(matter_id=matter.pk, state__in=OPEN_STATES)
        .select_related("reason", "answer", "told")
        .order_by("-id")
    )


WAITING_AT = (
    "select count(distinct matter_id) from matters_request where approver_area_id = %s and state = %s"
)


def waiting_at(area_id: int) -> int:
    """How many matters have a request that waits for a decision of an area's desk; one query."""
    return int(ask(WAITING_AT, (area_id, str(RequestState.WAITING)))[0][0])


@dataclass(frozen=True)
class Standing:
    """An open request in words: what, by whom, to whom, until when; what this actor may do about it."""

    request: Request
    asker: str
    desk: str
    towards: str
    decides: bool
    withdraws: bool
    ends: bool
    answers: bool


def standing_requests(
    actor: Actor, matter: Matter, *, holds: bool, outranks: Sequence[str]
) -> list[Standing]:
    """The open requests of a matter for its page; five queries at most, none where nothing is open.

    holds: the actor has the matter in hand. outranks: approver roles the actor stands at or above.
    """
    rows = open_requests(matter)
    if not rows:
        return []
    people = cards({row.asked_by for row in rows if row.asked_by is not None})
    areas = names(
        {area for row in rows for area in (row.asked_area_id, row.approver_area_id, row.to_area_id) if area}
    )
    units = {unit for row in rows for unit in (row.asked_unit_id, row.to_unit_id) if unit}
    unit = unit_names(units) if units else {}
    found = []
    for row in rows:
        asker = people.get(row.asked_by or 0)
        own = actor.person_id is not None and row.asked_by == actor.person_id
        waits, runs = row.state == RequestState.WAITING, row.state == RequestState.RUNNING
        above = row.approver_role in outranks
        supervision = row.kind == RequestKind.SUPERVISION
        where = unit.get(row.asked_unit_id or 0) or desk_name(
            row.asked_role, areas.get(row.asked_area_id, "")
        )
        found.append(
            Standing(
                row,
                f"{asker.name}·{where}" if asker else where,
                desk_name(row.approver_role, areas.get(row.approver_area_id, "")),
                unit.get(row.to_unit_id or 0)
                or (desk_name(row.to_role, areas.get(row.to_area_id or 0, "")) if row.to_role else ""),
                decides=waits and above and not own and may(actor, access.DECIDE, matter),
                withdraws=waits and own,
                ends=runs and (own or above if supervision else holds or above),
                answers=runs and supervision and holds and row.answered_at is None,
            )
        )
    return found


def appealable(matter: Matter) -> list[FollowUp]:
    """Answers of the reporter that are bad for whoever dealt with the matter and not appealed so far; one query."""
    bad = Q(verdict__in=(Verdict.PARTLY, Verdict.UNSOLVED)) | Q(satisfaction__in=BAD)
    appealed = Request.objects.filter(
        matter_id=matter.pk, kind=RequestKind.APPEAL, follow_up__isnull=False
    ).exclude(state=RequestState.WITHDRAWN)
    rows = FollowUp.objects.filter(bad, matter_id=matter.pk, reached=True)
    return list(rows.exclude(pk__in=appealed.values("follow_up_id")).order_by("-id"))


def approver_roles(actor: Actor, matter: Matter) -> list[str]:
    """The roles for which this actor decides over a matter's place: that of the own desk and all below it."""
    ladder = kind_of(matter.kind).ladder
    top = max(
        (
            at
            for at, rung in enumerate(ladder)
            for one in actor.standings
            if one.role in rung.roles and matter.area_path.startswith(one.path)
        ),
        default=-1,
    )
    leads = any(one.role == Role.LEADER and matter.area_path.startswith(one.path) for one in actor.standings)
    return [str(role) for rung in ladder[: top + 1] for role in rung.roles] + (
        [str(Role.LEADER)] if leads else []
    )
