"""Sealing: events in batches, hashed, keyed with a key the database does not hold, chained; and the check.

A batch is all events of the transactions [from, to): at sealing time every transaction below `to` has ended,
so the set is final. Each seal keeps a mark of every row (id and half a SHA-256), so that the check can name
the first row that was changed, added or removed, and not only the batch.
"""

import hmac
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from struct import pack, unpack

from django.conf import settings
from django.db import connection

from .models import Seal
from .prepared import ask
from .scope import SYSTEM, scope

MARK = 24
_PART = 10_000
_GENESIS = b"linli audit chain"

# The row as text, fields apart by a character no code holds; JSON is PostgreSQL's canonical jsonb text.
ROWS = """
select id, substring(sha256(convert_to(concat_ws(E'\\x1f', id, era, xid, code, extract(epoch from at),
    extract(epoch from recorded_at), actor_kind, coalesce(actor_id::text, '-'), door, area_path, subject,
    subject_id, coalesce(command_id::text, '-'), coalesce(encode(body_hash, 'hex'), '-'), facts::text), 'UTF8'))
    from 1 for 16)
from kernel_event where era = %s and xid >= %s and xid < %s order by id
"""


@dataclass(frozen=True)
class Verdict:
    """What the check found. `bad_event` is the first event that is not as it was sealed, when known."""

    ok: bool
    seals: int
    events: int
    unsealed: int
    fault: str = ""
    bad_event: int | None = None
    head: str = ""


def _digest(before: bytes, era: int, start: int, end: int, marks: bytes) -> bytes:
    head = pack(">hqqq", era, start, end, len(marks) // MARK)
    return hmac.new(settings.LINLI_SEAL_KEY, before + head + marks, sha256).digest()


def _marks(era: int, start: int, end: int) -> bytes:
    """The marks of the events of [start, end): fetched in parts, since one transaction may have written a whole year."""
    found = bytearray()
    with connection.chunked_cursor() as cursor:
        cursor.execute(ROWS, (era, start, end))
        while rows := cursor.fetchmany(_PART):
            found += b"".join(pack(">q", row[0]) + bytes(row[1]) for row in rows)
    return bytes(found)


def _newest() -> Seal | None:
    """The newest seal without its marks, which may be many megabytes."""
    return Seal.objects.defer("marks").order_by("-id").first()


PUT = """
insert into kernel_seal (era, xid_from, xid_to, count, marks, digest, sealed_at) values (%s, %s, %s, %s, %s, %s, %s)
"""


def seal(*, now: datetime) -> int:
    """Seal all events whose transactions have ended; gives how many events the new batch holds."""
    with scope(SYSTEM):
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(hashtext('linli_seal'))")
            cursor.execute("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            row = cursor.fetchone()
        assert row is not None  # noqa: S101
        end = int(row[0])
        last = _newest()
        era, start, before = (last.era, last.xid_to, bytes(last.digest)) if last else (0, 0, _GENESIS)
        if end <= start:
            return 0
        marks = _marks(era, start, end)
        if not marks:
            return 0
        digest = _digest(before, era, start, end, marks)
        ask(PUT, (era, start, end, len(marks) // MARK, marks, digest, now))
    return len(marks) // MARK


def _first_difference(kept: bytes, found: bytes) -> int | None:
    """The first event id where two lists of marks part."""
    for at in range(0, max(len(kept), len(found)), MARK):
        one, two = kept[at : at + MARK], found[at : at + MARK]
        if one != two:
            ids = [unpack(">q", part[:8])[0] for part in (one, two) if part]
            return int(min(ids))
    return None


def _seals() -> Iterator[Seal]:
    yield from Seal.objects.order_by("id").iterator(chunk_size=200)


def anchor(path: Path) -> None:
    """Write the newest seal down outside the database: a chain cut at its end, or set back, is found by it.

    One line for each seal, "id digest", appended and brought to the disk.
    """
    with scope(SYSTEM):
        last = _newest()
    if last is None:
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.write(f"{last.pk} {bytes(last.digest).hex()}\n".encode())
        file.flush()
        os.fsync(file.fileno())


def anchored(path: Path) -> tuple[int, str] | None:
    """The last seal that was written down whole; None without any."""
    if not path.exists():
        return None
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 1000))
        found = re.findall(rb"^(\d+) ([0-9a-f]{64})\n", file.read(), re.MULTILINE)
    return (int(found[-1][0]), found[-1][1].decode()) if found else None


def _is_held(anchors: Path) -> str:
    """What is wrong with the seal that was written down outside; empty when it stands in the chain."""
    outside = anchored(anchors)
    if outside is None:
        return ""
    held = Seal.objects.filter(pk=outside[0]).first()
    if held is None:
        return f"seal {outside[0]} was written down outside the database and is missing in it"
    same = bytes(held.digest).hex() == outside[1]
    return "" if same else f"seal {outside[0]} is not as it was written down outside"


def verify(anchors: Path | None = None) -> Verdict:
    """Recompute the whole chain from the rows; stops at the first fault.

    anchors: the file `anchor` writes; the chain must hold the last seal in it.
    """
    seals = events = 0
    before, era, expected = _GENESIS, 0, 0
    with scope(SYSTEM):
        for one in _seals():
            marks = bytes(one.marks)
            if one.era == era and one.xid_from != expected:
                return Verdict(False, seals, events, 0, f"seal {one.pk}: a batch before it is missing")
            if _digest(before, one.era, one.xid_from, one.xid_to, marks) != bytes(one.digest):
                return Verdict(False, seals, events, 0, f"seal {one.pk}: the seal itself was changed")
            found = _marks(one.era, one.xid_from, one.xid_to)
            if found != marks or one.count != len(marks) // MARK:
                bad = _first_difference(marks, found)
                return Verdict(False, seals, events, 0, f"event {bad} is not as it was sealed", bad)
            seals, events = seals + 1, events + one.count
            before, era, expected = bytes(one.digest), one.era, one.xid_to
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from kernel_event where (era, xid) >= (%s, %s)", (era, expected))
            row = cursor.fetchone()
            cursor.execute("select count(*) from kernel_event")
            total = cursor.fetchone()
        assert row is not None and total is not None  # noqa: S101, PT018
        if events + int(row[0]) != int(total[0]):
            return Verdict(False, seals, events, int(row[0]), "events stand before the first sealed batch")
        fault = _is_held(anchors) if anchors is not None else ""
    if fault:
        return Verdict(False, seals, events, int(row[0]), fault)
    return Verdict(True, seals, events, int(row[0]), head=before.hex())
