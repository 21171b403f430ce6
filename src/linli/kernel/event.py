"""Facts that happened: frozen, ids and codes only, one row each; trail, timeline, outbox and figures at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar, NewType
from uuid import UUID

import msgspec
from django.db import connection

from .prepared import ask
from .scope import Actor

Code = NewType("Code", str)
"""A stable word of ours (a stage, a role, a reason). Free text never goes into an event."""

registry: dict[str, type["Event"]] = {}


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A fact. `code` is stored and stays for ever; `subject` names what it is about.

    Fields may be ids, codes, numbers, dates and structs of these: a test refuses plain text, so that
    erasing a person never touches history.
    """

    code: ClassVar[str]
    subject: ClassVar[str]

    subject_id: int
    area_path: str

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "code" in cls.__dict__:
            if registry.get(cls.code, cls).__qualname__ != cls.__qualname__:
                raise TypeError(f"two events with the code {cls.code}")
            registry[cls.code] = cls

    def facts(self) -> dict[str, Any]:
        """Everything but subject and place, as JSON-able values."""
        values: dict[str, Any] = msgspec.to_builtins(self)
        values.pop("subject_id")
        values.pop("area_path")
        return values


class Happened(msgspec.Struct, frozen=True):
    """An event as it was written down."""

    id: int
    at: datetime
    actor_kind: str
    actor_id: int | None
    event: Event


def restore(code: str, subject_id: int, area_path: str, facts: dict[str, Any]) -> Event:
    """The event of a stored row."""
    return msgspec.convert(
        {**facts, "subject_id": subject_id, "area_path": area_path}, registry[code], strict=False
    )


INSERT = """
insert into kernel_event
    (code, at, actor_kind, actor_id, door, area_path, subject, subject_id, command_id, body_hash, facts)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
returning id
"""


def record(
    event: Event,
    *,
    actor: Actor,
    now: datetime,
    command_id: UUID | None = None,
    body_hash: bytes | None = None,
) -> int:
    """Write the event row; only `@command` and importers of history call this. Gives the row's id."""
    rows = ask(
        INSERT,
        (
            event.code,
            now,
            actor.kind,
            actor.person_id,
            actor.door,
            event.area_path,
            event.subject,
            event.subject_id,
            command_id,
            body_hash,
            msgspec.json.encode(event.facts()).decode(),
        ),
    )
    return int(rows[0][0])


INSERT_MANY = """
insert into kernel_event (code, at, actor_kind, actor_id, door, area_path, subject, subject_id, facts)
select * from unnest(%s::text[], %s::timestamptz[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[],
    %s::bigint[], %s::jsonb[])
"""


def record_many(events: Sequence[Event], *, actor: Actor, now: datetime | Sequence[datetime]) -> None:
    """Write many event rows in one statement: sweeps and imports, where each row is an event of its own.

    now: one moment for all, or each event's own where history is written down.
    """
    if not events:
        return
    n = len(events)
    moments = [now] * n if isinstance(now, datetime) else list(now)
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT_MANY,
            (
                [event.code for event in events],
                moments,
                [actor.kind] * n,
                [actor.person_id] * n,
                [actor.door] * n,
                [event.area_path for event in events],
                [event.subject for event in events],
                [event.subject_id for event in events],
                [msgspec.json.encode(event.facts()).decode() for event in events],
            ),
        )
