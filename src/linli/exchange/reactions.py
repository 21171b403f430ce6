"""What exchange does because something happened below: rows for subscribers, updates that outsiders may see."""

from typing import Any

from linli.kernel.event import Event, Happened, registry
from linli.kernel.reaction import on
from linli.matters.events import MatterFollowedUp, MatterMoved, MatterNoted, MatterWithdrawn
from linli.matters.queries.published import numbers_of
from linli.places.events import CommunitiesMerged, CommunitySplit
from linli.places.queries import tree

from .commands import tell_of_new_place
from .commands.told import drop_updates, keep_update, queue_deliveries
from .events import TestAsked
from .queries.webhooks import Told, subscribers
from .rules.types import fits, published
from .terms import PUBLIC_KINDS

PUBLISHED: tuple[type[Event], ...] = tuple(registry[code] for code in published())


@on(*PUBLISHED)
def tell_subscribers(event: Event, happened: Happened) -> None:
    """One delivery for each subscription that wants the event, in the transaction of the reader's place."""
    wanted = [
        one
        for one in subscribers()
        if event.area_path.startswith(one.area_path) and fits(event.code, one.types)
    ]
    if wanted and (event.subject != "matter" or numbers_of([event.subject_id])):
        queue_deliveries(event, happened, wanted)


@on(TestAsked)
def tell_one_subscriber(event: TestAsked, happened: Happened) -> None:
    """The test event goes to the one that was asked to be tested."""
    queue_deliveries(event, happened, [Told(event.subject_id, (), event.area_path)])


@on(CommunitySplit, CommunitiesMerged)
def ask_about_new_place(event: CommunitySplit | CommunitiesMerged, happened: Happened) -> None:
    """Whoever made a webhook about a community that is no more is asked to look at it."""
    node = tree().get(event.new_ids[0] if isinstance(event, CommunitySplit) else event.subject_id)
    if node is not None:
        tell_of_new_place(node.id, node.path, happened.at)


@on(MatterMoved, MatterNoted, MatterFollowedUp, MatterWithdrawn)
def keep_public_update(event: Any, happened: Happened) -> None:
    """What outsiders may see of a public matter's course."""
    known = numbers_of([event.subject_id]).get(event.subject_id)
    if known is None or known[1] not in PUBLIC_KINDS:
        return
    if isinstance(event, MatterWithdrawn):
        drop_updates(event.subject_id)
        return
    hidden = isinstance(event, MatterNoted) and not event.public
    if hidden or (isinstance(event, MatterFollowedUp) and not event.reached):
        return
    spoken = event.remark_id if isinstance(event, MatterMoved | MatterNoted) else None
    keep_update(event, happened, remark_id=spoken, closed=bool(getattr(event, "outcome", "")))
