"""The sweep of requests: decisions that did not come in time, pauses whose review has come."""

from datetime import datetime

from django.db import connection

from linli.kernel.event import Code, Event
from linli.kernel.refusal import Refusal

from ..events import RequestOverdue
from ..models import Matter, Request
from ..terms import RequestKind, RequestLapse, RequestState
from .deciding import over, settle_request
from .settling import case_of

# The matter is locked first, as by every command; one that somebody works on is left for the next round.
DUE = """
select request.id, request.matter_id
from matters_request request join matters_matter matter on matter.id = request.matter_id
where request.look_at <= %s and not matter.rides
order by request.look_at, request.id limit %s
for update of matter skip locked
"""


def lapse_requests(now: datetime, most: int) -> tuple[int, list[Event]]:
    """Take the requests whose moment has come, inside the sweep's transaction; gives how many, and the events.

    Idempotent by construction: a taken row looks at nothing any more, in the same transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(DUE, (now, most))
        due = cursor.fetchall()
    events = (_lapse(request_id, matter_id, now) for request_id, matter_id in due)
    return len(due), [event for event in events if event is not None]


def _lapse(request_id: int, matter_id: int, now: datetime) -> Event | None:
    matter = Matter.objects.get(pk=matter_id)
    request = Request.objects.select_related("clock").get(pk=request_id)
    if request.look_at is None or request.look_at > now:  # another one of this matter has just ended it
        return None
    case = case_of(matter, now)
    if request.kind == RequestKind.PAUSE and request.state == RequestState.RUNNING:
        return over(case, request, now, auto=True)
    if request.state == RequestState.WAITING and request.lapse != RequestLapse.REMIND:
        granted = request.lapse == RequestLapse.GRANT and (request.until is None or request.until > now)
        try:
            return settle_request(case, request, now, granted=granted, auto=True)
        except Refusal:
            request.refresh_from_db()
    request.lapsed, request.look_at = True, None
    request.save(update_fields=["lapsed", "look_at"])
    return RequestOverdue(
        subject_id=matter.pk,
        area_path=matter.area_path,
        request_id=request.pk,
        what=Code(request.kind),
        desk_role=Code(request.approver_role),
        desk_area_id=request.approver_area_id,
    )
