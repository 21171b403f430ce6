"""What the board does when something happened to matters: the facts and counts of those matters anew."""

from linli.kernel.event import Event, Happened, registry
from linli.kernel.reaction import first_in_batch, on, subjects
from linli.matters import commands as _matters  # noqa: F401  every event of matters is known now
from linli.matters.events import ImportEnded, MatterEvent, MatterSorted
from linli.matters.queries import matters_of_import
from linli.places.events import CommunitiesMerged, CommunitySplit

from .commands import keep, recount_job
from .events import ExclusionDecided

MATTER_EVENTS: tuple[type[Event], ...] = tuple(
    kind for kind in registry.values() if issubclass(kind, MatterEvent)
)


@on(*MATTER_EVENTS)
def keep_facts(event: MatterEvent, _happened: Happened) -> None:
    """Once for all matters of a batch; alone, for its own."""
    if first_in_batch("board.keep_facts"):
        keep(subjects("matter") | {event.subject_id})


@on(MatterSorted)
def keep_sorted(event: MatterSorted, _happened: Happened) -> None:
    """A matter counts under the category a person gave it; that is told of its text, not of its course."""
    keep([event.subject_id])


@on(ExclusionDecided)
def keep_decided(event: ExclusionDecided, _happened: Happened) -> None:
    """A matter that is left out from now on, or is not."""
    keep([event.matter_id])


@on(ImportEnded)
def keep_imported(event: ImportEnded, _happened: Happened) -> None:
    """Orders that came in with their history: nobody reacts to what happened elsewhere, so they are taken now."""
    if not event.dry:
        ids = matters_of_import(event.subject_id)
        for start in range(0, len(ids), 2_000):
            keep(ids[start : start + 2_000])


@on(CommunitySplit, CommunitiesMerged)
def count_regrouped(_event: Event, happened: Happened) -> None:
    """Open matters lie elsewhere now: everything is counted anew in the background."""
    recount_job.defer(at=happened.at.isoformat())
