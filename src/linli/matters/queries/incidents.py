"""Incidents as the field and the centre see them: state, checklist, log by minute, the units that were asked."""

from dataclasses import dataclass
from datetime import datetime

from linli.kernel.scope import Actor
from linli.people.queries import cards

from .. import access
from ..models import Ask, Incident, IncidentEntry, IncidentStep, Matter
from ..terms import IncidentType
from .rows import Line, Row, lines
from .together import AskLine, ask_lines

MOST = 100


@dataclass(frozen=True)
class Tick:
    """A line of the checklist with who ticked it."""

    step: IncidentStep
    who: str


@dataclass(frozen=True)
class LogLine:
    """A line of the log. corrected: a later line stands in its place."""

    entry: IncidentEntry
    text: str
    who: str
    corrected: bool


@dataclass(frozen=True)
class Running:
    """One incident. stamp: changes with everything shown, for the ETag of whoever asks again."""

    incident: Incident
    type: str
    steps: list[Tick]
    log: list[LogLine]
    asks: list[AskLine]
    reason: str
    stamp: str

    @property
    def done(self) -> int:
        """How many lines of the checklist are ticked."""
        return sum(one.step.ticked_at is not None for one in self.steps)


def running(matter: Matter) -> Running | None:
    """Everything of an incident, or None for other matters; six queries."""
    incident = Incident.objects.select_related("reason").filter(pk=matter.pk).first()
    if incident is None:
        return None
    steps = list(IncidentStep.objects.filter(matter_id=matter.pk).order_by("position"))
    entries = list(
        IncidentEntry.objects.filter(matter_id=matter.pk).select_related("written").order_by("-minute", "-pk")
    )
    people = {one.ticked_by for one in steps} | {one.written.by_person_id for one in entries}
    known = cards({one for one in people if one is not None})
    asks = ask_lines(Ask.objects.filter(matter_id=matter.pk).order_by("pk"))
    corrected = {one.corrects_id for one in entries}

    def name(person_id: int | None) -> str:
        card = known.get(person_id or 0)
        return card.name if card else ""

    return Running(
        incident,
        str(IncidentType(incident.type).label),
        [Tick(one, name(one.ticked_by)) for one in steps],
        [
            LogLine(one, one.written.text, name(one.written.by_person_id), one.pk in corrected)
            for one in entries
        ],
        asks,
        incident.reason.text if incident.reason else "",
        _stamp(matter, incident, steps, entries, asks),
    )


def _stamp(
    matter: Matter,
    incident: Incident,
    steps: list[IncidentStep],
    entries: list[IncidentEntry],
    asks: list[AskLine],
) -> str:
    ticked = sum(one.ticked_at is not None for one in steps)
    last = max((one.pk for one in entries), default=0)
    states = ".".join(f"{one.ask.state}{one.ask.reminders}{one.ask.late:d}" for one in asks)
    return f"{matter.pk}-{matter.stage}-{incident.ended_at is not None:d}-{ticked}-{last}-{states}"


def incidents(actor: Actor, now: datetime) -> tuple[list[tuple[Line, str]], list[tuple[Line, str]]]:
    """Emergencies that run, and those stood down, newest first, each with its type; three queries at most."""
    found = Matter.objects.reachable(actor, access.RUN_INCIDENTS).filter(kind="incident")
    rows = found.order_by("-received_at").values_list("incident__type", "incident__ended_at", *Row._fields)[
        :MOST
    ]
    known = [(kind, ended, Row(*row)) for kind, ended, *row in rows if kind]
    drawn = lines([row for _kind, _ended, row in known], now)
    pairs = [
        (line, str(IncidentType(kind).label), ended)
        for line, (kind, ended, _row) in zip(drawn, known, strict=True)
    ]
    return (
        [(line, label) for line, label, ended in pairs if ended is None and line.row.closed_at is None],
        [
            (line, label)
            for line, label, ended in pairs
            if ended is not None or line.row.closed_at is not None
        ],
    )


def step_of(matter: Matter, step_id: int) -> bool:
    """True when the line of a checklist belongs to this emergency."""
    return IncidentStep.objects.filter(pk=step_id, matter_id=matter.pk).exists()
