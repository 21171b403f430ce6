"""What places do when something happened to places."""

from linli.kernel.event import Happened
from linli.kernel.reaction import on

from .commands import follow_again
from .events import CommunitiesMerged, CommunitySplit
from .terms import ChangeReason


@on(CommunitySplit)
def fetch_after_split(event: CommunitySplit, happened: Happened) -> None:
    """What was written below the old community while it was being split follows now."""
    follow_again(ChangeReason.SPLIT, [event.subject_id], event.new_ids)


@on(CommunitiesMerged)
def fetch_after_merger(event: CommunitiesMerged, happened: Happened) -> None:
    """The same for a merger."""
    follow_again(ChangeReason.MERGED, event.old_ids, [event.subject_id])
