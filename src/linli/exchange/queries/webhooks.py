"""Subscriptions and their deliveries, for whoever sees to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Q

from linli.kernel.keyset import Slice, cut, read_mark
from linli.kernel.models import EventRow
from linli.kernel.scope import SYSTEM, Actor, scope
from linli.kernel.stamp import Kept
from linli.matters.queries.published import numbers_of
from linli.people.queries import sample_town

from .. import access
from ..models import Delivery, Subscription
from ..rules.envelope import envelope, plain_facts
from ..terms import DeliveryState

SUBSCRIPTIONS = "subscriptions"
SIZE = 50


@dataclass(frozen=True, slots=True)
class Told:
    """A subscription as reactions ask for it: which types, below which path."""

    id: int
    types: tuple[str, ...]
    area_path: str


def _make() -> tuple[Told, ...]:
    with scope(SYSTEM):
        rows = Subscription.objects.filter(ended_at=None).values_list("id", "types", "area_path")
        return tuple(Told(pk, tuple(types), path) for pk, types, path in rows)


_kept = Kept(_make, SUBSCRIPTIONS)


def subscribers() -> tuple[Told, ...]:
    """All subscriptions that are not ended, paused ones too; no query until an edit."""
    return _kept.get()


@dataclass(frozen=True)
class SubscriptionLine:
    """A subscription with how many of its deliveries wait and were given up."""

    row: Subscription
    waiting: int
    dead: int

    @property
    def state(self) -> str:
        """ok, failing, paused or ended."""
        if self.row.ended_at is not None:
            return "ended"
        if self.row.paused_at is not None:
            return "paused"
        return "failing" if self.row.failing_since is not None else "ok"


def _counted(rows: Any) -> list[SubscriptionLine]:
    counted = rows.annotate(
        waiting=Count("deliveries", filter=Q(deliveries__state=DeliveryState.WAITING)),
        dead=Count("deliveries", filter=Q(deliveries__state=DeliveryState.DEAD)),
    )
    return [SubscriptionLine(row, row.waiting, row.dead) for row in counted]


def subscriptions(actor: Actor) -> list[SubscriptionLine]:
    """Those below the actor's areas, those in force first, newest first; one query."""
    rows = Subscription.objects.reachable(actor, access.SEE_WEBHOOKS)
    return sorted(_counted(rows.order_by("-id")), key=lambda one: one.row.ended_at is not None)


def subscription_line(actor: Actor, subscription_id: int) -> SubscriptionLine | None:
    """One of them, or None."""
    found = _counted(Subscription.objects.reachable(actor, access.SEE_WEBHOOKS).filter(pk=subscription_id))
    return found[0] if found else None


def deliveries(
    actor: Actor, subscription_id: int, *, state: str = "", after: str = "", size: int = SIZE
) -> Slice[Delivery]:
    """Deliveries of a subscription, newest event first. Refuses page_mark_unreadable."""
    rows = Delivery.objects.reachable(actor, access.SEE_WEBHOOKS).filter(subscription_id=subscription_id)
    if state:
        rows = rows.filter(state=state)
    if after:
        rows = rows.filter(event_id__lt=read_mark(after, (int,))[0])
    found = list(rows.order_by("-event_id")[: size + 1])
    return cut(found, size, lambda row: (row.event_id,), backwards=False, inner=False)


def bodies(rows: Sequence[Delivery]) -> dict[int, bytes]:
    """What is sent for each delivery, by its id: made from the event itself, so a repeat is the same; two queries."""
    events = {row.pk: row for row in EventRow.objects.filter(pk__in=[one.event_id for one in rows])}
    matters = numbers_of(one.subject_id for one in rows if one.subject == "matter")
    found = {}
    for one in rows:
        event = events.get(one.event_id)
        if event is not None:
            found[one.pk] = _body(event, matters.get(event.subject_id) if event.subject == "matter" else None)
    return found


def _body(event: EventRow, matter: tuple[str, str] | None) -> bytes:
    number, kind = matter or ("", "")
    data = {
        "event": event.code,
        "subject": event.subject,
        "subject_id": event.subject_id,
        "area_path": event.area_path,
        **({"number": number, "kind": kind} if number else {}),
        "facts": plain_facts(event.facts),
    }
    return envelope(
        event_id=event.pk, code=event.code, at=event.at, source=f"{settings.LINLI_PUBLIC_URL}/",
        subject=number or f"{event.subject}/{event.subject_id}", data=data,
    )  # fmt: skip


def calls_itself() -> bool:
    """Whether this machine itself may be called, by http: in a sample town, or where the operator says so."""
    return bool(settings.LINLI_WEBHOOKS_LOOPBACK) or sample_town()
