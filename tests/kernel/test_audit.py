"""The chain of seals: any change, deletion, insertion or cut is found, and the first bad event named."""

import random

import pytest
from django.db import connections
from tests import town

from linli.kernel import audit
from linli.kernel.models import EventRow, Seal
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import note, open_matter


def _some_events(now, n=6):
    cast = town.cast()
    zhou, li = cast.actor("zhou"), cast.actor("li")
    for i in range(n):
        pk = open_matter(
            actor=zhou, now=now, kind="snapshot", text=f"第{i}处灯不亮", area_id=cast.areas["building2"]
        ).subject_id
        note(actor=li, now=now, matter_id=pk, text="记一笔")


def _as_owner(sql: str, *values: object) -> None:
    """What somebody with the database's keys, but not ours, could do."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def sealed(own_database, now):
    """Several sealed batches and a few events not sealed so far."""
    for _batch in range(3):
        _some_events(now, 3)
        assert audit.seal(now=now) > 0
    _some_events(now, 1)
    with scope(SYSTEM):
        return list(EventRow.objects.order_by("id").values_list("id", flat=True))


def test_an_untouched_chain_is_sound(sealed):
    verdict = audit.verify()
    assert verdict.ok, verdict.fault
    assert verdict.seals == 3
    assert verdict.unsealed == 2
    assert len(bytes.fromhex(verdict.head)) == 32


@pytest.mark.parametrize(
    "column",
    [
        "at = at + interval '1 second'",
        "actor_id = 1",
        "code = 'matters.noted'",
        "area_path = '/9/'",
        "facts = facts || '{\"x\": 1}'",
        "subject_id = subject_id + 1",
        "door = 'cli'",
    ],
)
def test_a_change_of_one_row_is_found_and_named(sealed, column):
    victim = random.Random(column).choice(sealed[:-2])
    _as_owner(f"update kernel_event set {column} where id = %s", victim)
    verdict = audit.verify()
    assert not verdict.ok
    assert verdict.bad_event == victim


def test_a_deleted_row_is_found_and_named(sealed):
    _as_owner("delete from kernel_event where id = %s", sealed[4])
    verdict = audit.verify()
    assert (verdict.ok, verdict.bad_event) == (False, sealed[4])


def test_a_row_slipped_in_is_found(sealed):
    _as_owner(
        "insert into kernel_event (xid, code, at, actor_kind, door, area_path, subject, subject_id, facts) "
        "select xid, code, at, actor_kind, door, area_path, subject, subject_id, facts from kernel_event where id = %s",
        sealed[2],
    )
    assert not audit.verify().ok


def test_two_rows_changing_places_are_found(sealed):
    one, two = sealed[0], sealed[1]
    _as_owner("update kernel_event set id = -1 where id = %s", one)
    _as_owner("update kernel_event set id = %s where id = %s", one, two)
    _as_owner("update kernel_event set id = %s where id = -1", two)
    assert not audit.verify().ok


def test_a_seal_cannot_be_made_again_without_the_key(sealed, now, settings):
    """Rewriting rows and seals together needs the key that the database does not hold."""
    _as_owner("update kernel_event set door = 'cli' where id = %s", sealed[0])
    with scope(SYSTEM):
        first = Seal.objects.order_by("id").first()
        marks = audit._marks(first.era, first.xid_from, first.xid_to)
    settings.LINLI_SEAL_KEY = b"a guess that is not the key at all"
    digest = audit._digest(audit._GENESIS, first.era, first.xid_from, first.xid_to, marks)
    _as_owner("update kernel_seal set marks = %s, digest = %s where id = %s", marks, digest, first.pk)
    settings.LINLI_SEAL_KEY = __import__("linli.site.settings", fromlist=["x"]).LINLI_SEAL_KEY
    assert "seal itself" in audit.verify().fault


def test_a_removed_batch_is_found(sealed):
    _as_owner("delete from kernel_seal where id = (select min(id) + 1 from kernel_seal)")
    assert not audit.verify().ok


def test_events_still_being_written_are_sealed_later(own_database, now):
    """A transaction that is open while sealing goes into a later batch, none falls between two."""
    import threading

    from django.db import connection

    cast = town.cast()
    zhou = cast.actor("zhou")
    _some_events(now, 1)  # so that the day has its first number
    started, finish = threading.Event(), threading.Event()

    def slow():
        with scope(zhou):
            open_matter(
                actor=zhou, now=now, kind="snapshot", text="慢的一件", area_id=cast.areas["building2"]
            )
            started.set()
            assert finish.wait(20)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert started.wait(20)
    _some_events(now, 2)
    audit.seal(now=now)
    finish.set()
    thread.join(20)
    _some_events(now, 1)
    assert audit.seal(now=now) > 0
    verdict = audit.verify()
    assert verdict.ok, verdict.fault
    assert verdict.unsealed == 0
