"""Who did the work of a matter that somebody else has to verify."""

from linli.kernel.models import EventRow

from ..models import Matter
from ..shape import Kind


def worker_of(matter: Matter, kind: Kind) -> int | None:
    """The person who gave the last answer; None before there is one. One query."""
    answers = {move.code for stage in kind.stages for move in stage.moves if move.answers}
    rows = EventRow.objects.filter(subject="matter", subject_id=matter.pk, code="matters.moved")
    given = rows.filter(facts__move__in=sorted(answers)).order_by("-id")
    return given.values_list("actor_id", flat=True).first()
