"""The worker's round for webhooks: claim what is due, send it, write down what came back.

A claim is committed before anything is sent and lapses by itself: a worker killed between sending and writing down
leaves an event that is sent once more under the same id. Until an event of a matter is sent or given up, no later one
of it is claimed. A subscriber that fails is asked with one event at a time, at growing distances.
"""

from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import connection

from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope

from ..models import Delivery, Subscription
from ..queries.webhooks import bodies, calls_itself
from ..rules.envelope import heads
from ..rules.tries import gives_up, next_try, pause_of
from ..terms import DeliveryState
from .calling import SECONDS, Answered, post
from .subscriptions import EVENT_GONE, pause_subscription

log = structlog.get_logger()

AT_ONCE, EACH = 32, 8
CLAIM = timedelta(seconds=60)

DUE = """
select delivery.id from exchange_delivery delivery
join exchange_subscription subscription on subscription.id = delivery.subscription_id
where delivery.state = 'waiting' and delivery.next_try_at <= %(now)s
    and subscription.paused_at is null and subscription.ended_at is null
    and (subscription.next_try_at is null or subscription.next_try_at <= %(now)s)
    and not exists (select from exchange_delivery earlier
        where earlier.subscription_id = delivery.subscription_id and earlier.state = 'waiting'
            and earlier.subject = delivery.subject and earlier.subject_id = delivery.subject_id
            and earlier.event_id < delivery.event_id)
order by delivery.event_id limit %(most)s
for update of delivery skip locked
"""


@dataclass(frozen=True)
class _Parcel:
    """One sending, ready to go."""

    delivery_id: int
    address: str
    body: bytes
    heads: dict[str, str]


def deliver_events(*, now: datetime) -> int:
    """Send what is due; gives how many were tried."""
    loopback = calls_itself()
    parcels = _claim(now)
    if parcels:
        _settle(_send(parcels, loopback), now)
    return len(parcels)


def _claim(now: datetime) -> list[_Parcel]:
    with scope(SYSTEM):
        with connection.cursor() as cursor:
            cursor.execute(DUE, {"now": now, "most": AT_ONCE * 4})
            ids = [row[0] for row in cursor.fetchall()]
        if not ids:
            return []
        rows = Delivery.objects.filter(pk__in=ids).select_related("subscription").order_by("event_id")
        taken = _shared_out(list(rows))
        made = bodies(taken)
        for row in taken:
            row.tries, row.next_try_at = row.tries + 1, now + CLAIM
            if row.pk not in made:
                row.state, row.fault = DeliveryState.DEAD, EVENT_GONE
        Delivery.objects.bulk_update(taken, ["tries", "next_try_at", "state", "fault"])
        probed = {row.subscription_id for row in taken if row.subscription.failures}
        if probed:
            Subscription.objects.filter(pk__in=probed).update(next_try_at=now + CLAIM)
        return [_parcel(row, made[row.pk], now) for row in taken if row.pk in made]


def _shared_out(rows: Sequence[Delivery]) -> list[Delivery]:
    """A few for each subscriber, one for those that fail."""
    taken: dict[int, list[Delivery]] = defaultdict(list)
    for row in rows:
        own = taken[row.subscription_id]
        if len(own) < (1 if row.subscription.failures else EACH):
            own.append(row)
    return [row for own in taken.values() for row in own][:AT_ONCE]


def _parcel(row: Delivery, body: bytes, now: datetime) -> _Parcel:
    subscription = row.subscription
    signed = heads(subscription.open(), event_id=row.event_id, timestamp=int(now.timestamp()), body=body)
    return _Parcel(row.pk, subscription.address, body, signed)


def _send(parcels: Sequence[_Parcel], loopback: bool) -> dict[int, Answered]:
    """All at once; one that hangs, also while asking for a name, holds up nobody for longer than its time."""
    pool = ThreadPoolExecutor(max_workers=len(parcels), thread_name_prefix="webhook")
    calls: dict[int, Future[Answered]] = {
        one.delivery_id: pool.submit(post, one.address, one.body, one.heads, loopback=loopback)
        for one in parcels
    }
    found = {}
    for delivery_id, call in calls.items():
        try:
            found[delivery_id] = call.result(timeout=SECONDS + 5)
        except TooLate:
            found[delivery_id] = Answered(0, "too_slow")
    pool.shutdown(wait=False, cancel_futures=True)
    return found


def _settle(answers: dict[int, Answered], now: datetime) -> None:
    with scope(SYSTEM):
        ids = Delivery.objects.filter(pk__in=answers).values_list("subscription_id", flat=True)
        known = {
            row.pk: row
            for row in Subscription.objects.select_for_update().filter(pk__in=set(ids)).order_by("pk")
        }
        rows = list(Delivery.objects.select_for_update().filter(pk__in=answers).order_by("event_id"))
        for row in rows:
            _write_down(row, known[row.subscription_id], answers[row.pk], now)
        Delivery.objects.bulk_update(rows, ["state", "next_try_at", "sent_at", "status", "fault"])
        for one in known.values():
            one.save(update_fields=["failures", "failing_since", "next_try_at", "last_sent_at"])
        last = {row.subscription_id: row.status or 0 for row in rows if row.state != DeliveryState.SENT}
    for pk, one in known.items():
        since = one.failing_since
        if since and gives_up(status=last.get(pk, 0), failures=one.failures, since=since, now=now):
            _give_up(pk, now)


def _write_down(row: Delivery, to: Subscription, answer: Answered, now: datetime) -> None:
    row.status, row.fault = answer.status or None, answer.fault
    if answer.well:
        row.state, row.sent_at = DeliveryState.SENT, now
        to.failures, to.failing_since, to.next_try_at, to.last_sent_at = 0, None, None, now
        return
    again = next_try(row.tries, now)
    if again is None:
        row.state = DeliveryState.DEAD
    else:
        row.next_try_at = again
    to.failures += 1
    to.failing_since = to.failing_since or now
    to.next_try_at = now + pause_of(to.failures)


def _give_up(subscription_id: int, now: datetime) -> None:
    try:
        pause_subscription(actor=SYSTEM, now=now, subscription_id=subscription_id, by_failing=True)
    except Refusal as refusal:
        log.info("webhook_not_paused", subscription_id=subscription_id, code=refusal.code)
