"""Rows that reactions keep: deliveries for subscribers, updates that outsiders may see."""

from linli.kernel.event import Event, Happened

from ..models import Delivery, PublicUpdate
from ..queries.webhooks import Told


def queue_deliveries(event: Event, happened: Happened, wanted: list[Told]) -> None:
    """One delivery for each of the subscriptions; a repeat adds nothing."""
    Delivery.objects.bulk_create(
        [
            Delivery(
                subscription_id=one.id, event_id=happened.id, type=event.code, subject=event.subject,
                subject_id=event.subject_id, area_path=event.area_path, made_at=happened.at, next_try_at=happened.at,
            )
            for one in wanted
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def keep_update(event: Event, happened: Happened, *, remark_id: int | None, closed: bool) -> None:
    """An update of a public matter; a repeat adds nothing."""
    PublicUpdate.objects.bulk_create(
        [
            PublicUpdate(
                event_id=happened.id, matter_id=event.subject_id, remark_id=remark_id, closed=closed, at=happened.at,
                area_path=event.area_path,
            )
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def drop_updates(matter_id: int) -> None:
    """Who took a report back is shown to nobody any more."""
    PublicUpdate.objects.filter(matter_id=matter_id).delete()
