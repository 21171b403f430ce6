"""Reactions: what a package does when something happened below it. Once each, in order, from the event table.

The worker reads committed events in the order (transaction, id) up to the oldest transaction still running,
so none is jumped over. Effects and the reader's place commit together. A batch runs as one; where a reaction
fails it runs again one by one, the failed one keeps its debt in `Reacted` and is tried again, the others go on.
"""

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any, TypeVar

import msgspec
import structlog
from django.db import connection, transaction

from .event import Event, Happened, restore
from .models import Cursor, Reacted
from .notice import gathered
from .prepared import ask
from .scope import SYSTEM, scope

E = TypeVar("E", bound=Event)
Handler = Callable[[Any, Happened], None]

registry: dict[str, list[tuple[str, Handler]]] = {}
log = structlog.get_logger()

BATCH = 200
TRIES = 12
_FIRST_WAIT = timedelta(seconds=10)
_LONGEST_WAIT = timedelta(hours=1)


def on(*kinds: type[Event]) -> Callable[[Handler], Handler]:
    """Register a function for events; its code is package.function and stays for ever."""

    def keep(handler: Handler) -> Handler:
        code = f"{handler.__module__.split('.')[1]}.{handler.__name__}"
        for kind in kinds:
            registry.setdefault(kind.code, []).append((code, handler))
        return handler

    return keep


HORIZON = "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint"

READ = """
select id, xid, era, code, at, actor_kind, actor_id, subject_id, area_path, facts from kernel_event
where (era, xid, id) > (%s, %s, %s) and xid < %s and code = any(%s) and door <> 'history'
order by era, xid, id limit %s
"""

LAST = "select era, xid, id from kernel_event where xid < %s order by era desc, xid desc, id desc limit 1"


def react(*, now: datetime, batch: int = BATCH) -> int:
    """Take the next events and run their reactions; gives how many events were taken. One worker at a time."""
    with scope(SYSTEM):
        cursor = Cursor.objects.select_for_update(skip_locked=True).filter(name="reactions").first()
        if cursor is None:
            if not Cursor.objects.filter(name="reactions").exists():
                Cursor.objects.get_or_create(name="reactions")
            return 0
        rows, reached = _read(cursor, batch)
        happened = [_happened(row) for row in rows]
        if not _run_together(happened, now):
            for one in happened:
                _run_all(one, now)
        if reached is not None:
            Cursor.objects.filter(name="reactions").update(
                era=reached[0], xid=reached[1], event_id=reached[2]
            )
    return len(rows)


Place = tuple[int, int, int]


def _read(cursor: Cursor, batch: int) -> tuple[list[tuple[Any, ...]], Place | None]:
    """The next events somebody reacts to, and how far the reader has come; None where nothing is new."""
    here = (cursor.era, cursor.xid, cursor.event_id)
    with connection.cursor() as db:
        db.execute(HORIZON)
        horizon: int = db.fetchall()[0][0]
        db.execute(READ, (*here, horizon, list(registry), batch))
        rows: list[tuple[Any, ...]] = db.fetchall()
        if len(rows) == batch:
            return rows, (rows[-1][2], rows[-1][1], rows[-1][0])
        # Nobody reacts to what is left: the next reading begins behind it.
        db.execute(LAST, (horizon,))
        last: Place | None = db.fetchone()
    return rows, last if last is not None and last > here else None


def _happened(row: tuple[Any, ...]) -> Happened:
    event_id, _xid, _era, code, at, actor_kind, actor_id, subject_id, area_path, facts = row
    plain = msgspec.json.decode(facts) if isinstance(facts, str) else facts
    return Happened(event_id, at, actor_kind, actor_id, restore(code, subject_id, area_path, plain))


_batch: ContextVar[Sequence[Happened]] = ContextVar("linli_batch", default=())


def subjects(kind: str) -> set[int]:
    """What the events of the running batch are about, so that a reaction can fetch for all of them at once."""
    return {one.event.subject_id for one in _batch.get() if one.event.subject == kind}


_met: ContextVar[set[str] | None] = ContextVar("linli_met", default=None)


def first_in_batch(word: str) -> bool:
    """True the first time in a batch that runs as one, so that what serves the whole batch is done once."""
    met = _met.get()
    if met is None:
        return True
    if word in met:
        return False
    met.add(word)
    return True


MARK = """
insert into kernel_reacted (event_id, reaction, done_at, tries, fault)
select event_id, reaction, %s, 0, '' from unnest(%s::bigint[], %s::text[]) pair(event_id, reaction)
on conflict do nothing returning event_id, reaction
"""


def _run_together(batch: Sequence[Happened], now: datetime) -> bool:
    """All reactions of a batch with one mark and one writing of notices; False, and nothing done, if any fails."""
    wanted = [(one, code, handler) for one in batch for code, handler in registry[one.event.code]]
    token, met = _batch.set(batch), _met.set(set())
    try:
        with transaction.atomic(), gathered():
            new = set(ask(MARK, (now, [one.id for one, _, _ in wanted], [code for _, code, _ in wanted])))
            for one, code, handler in wanted:
                if (one.id, code) in new:
                    handler(one.event, one)
    except Exception:
        log.exception("reactions_run_singly", events=len(batch))
        return False
    finally:
        _batch.reset(token)
        _met.reset(met)
    return True


def _run_all(happened: Happened, now: datetime) -> None:
    for code, handler in registry[happened.event.code]:
        _run(code, handler, happened, now)


def _run(code: str, handler: Handler, happened: Happened, now: datetime) -> None:
    """One reaction in its own savepoint: its effect and its mark together, or a debt."""
    try:
        with transaction.atomic():
            kept, new = Reacted.objects.select_for_update().get_or_create(event_id=happened.id, reaction=code)
            if not new and kept.done_at is not None:
                return
            handler(happened.event, happened)
            Reacted.objects.filter(pk=kept.pk).update(done_at=now, next_try_at=None, fault="")
    except Exception as fault:
        log.exception("reaction_failed", reaction=code, event_id=happened.id)
        kept, _new = Reacted.objects.get_or_create(event_id=happened.id, reaction=code)
        wait = min(_FIRST_WAIT * 2**kept.tries, _LONGEST_WAIT)
        kept.tries += 1
        kept.next_try_at = None if kept.tries >= TRIES else now + wait
        kept.fault = type(fault).__name__
        kept.save(update_fields=["tries", "next_try_at", "fault"])


OWED = """
select id, xid, era, code, at, actor_kind, actor_id, subject_id, area_path, facts
from kernel_event where id = %s
"""


def pay_debts(*, now: datetime, most: int = 50) -> int:
    """Try failed reactions again whose time has come; gives how many were tried."""
    handlers = {code: handler for found in registry.values() for code, handler in found}
    tried = 0
    with scope(SYSTEM):
        owed = Reacted.objects.select_for_update(skip_locked=True).filter(done_at=None, next_try_at__lte=now)
        for debt in owed.order_by("next_try_at")[:most]:
            with connection.cursor() as db:
                db.execute(OWED, (debt.event_id,))
                row = db.fetchone()
            if row is not None and debt.reaction in handlers:
                _run(debt.reaction, handlers[debt.reaction], _happened(row), now)
                tried += 1
    return tried
