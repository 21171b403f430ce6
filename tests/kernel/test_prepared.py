"""Statements of the hot paths: planned once, seen by every wrapper, whole after the connection broke."""

import os
from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DataError, OperationalError
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from linli.kernel.models import EventRow
from linli.kernel.prepared import ask, ask_first, rows
from linli.kernel.scope import GUEST, SYSTEM, scope
from linli.matters.commands import open_matter
from linli.matters.models import Matter

ADD = "select %s::bigint + %s::bigint"


def plans(words: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_prepared_statements where statement like %s", (f"{words}%",))
        return cursor.fetchone()[0]


def test_values_of_any_size_share_one_plan(db):
    mark = f"select /* {uuid4()} */ %s::bigint"
    assert [ask(mark, (value,))[0][0] for value in (1, 70_000, 2**40, None)] == [1, 70_000, 2**40, None]
    assert plans(mark.partition("%s")[0]) == 1


@pytest.mark.parametrize("plans_kept", [True, False])
def test_answers_are_the_same_with_and_without_plans(db, plans_kept):
    at, uid = datetime(2026, 11, 25, 6, 20, tzinfo=UTC), uuid4()
    with override_settings(LINLI_PLANS=plans_kept):
        assert ask(ADD, (1, 2)) == [(3,)]
        assert ask("select %s::timestamptz, %s::uuid, %s::text[], %s::float, %s::bytea", (at, uid, ["甲", "乙"], 1.5, b"\0x")) == [
            (at, uid, ["甲", "乙"], 1.5, b"\0x")
        ]  # fmt: skip
        assert ask("select %(a)s::text where %(a)s = 'x'", {"a": "y"}) == []
        assert ask("create temporary table own (n int) on commit drop") == []
        assert ask("insert into own values (%s), (%s)", (1, 2)) == []
        assert ask("select n from own order by n") == [(1,), (2,)]


def test_errors_are_the_framework_s_own(db):
    with transaction.atomic():
        ask("create temporary table single (n int primary key) on commit drop")
        ask("insert into single values (1)")
        with pytest.raises(IntegrityError), transaction.atomic():
            ask("insert into single values (1)")
        with pytest.raises(DataError), transaction.atomic():
            ask("select %s::date", ("yesterday or so",))
        assert ask("select n from single") == [(1,)], "the savepoint was undone, the transaction goes on"


def test_wrappers_and_counters_see_the_statements(db):
    seen = []

    def wrapper(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        ask(ADD, (1, 2))
    assert seen == [ADD]
    with CaptureQueriesContext(connection) as counted:
        ask(ADD, (1, 2))
    assert len(counted) == 1


def test_the_transaction_is_the_framework_s_own(db):
    with transaction.atomic():
        ask("set local app.person = '77'")
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('app.person')")
            assert cursor.fetchone() == ("77",)


def test_rows_are_what_the_framework_reads(cast, now):
    """Arrays, documents, bytes, moments and empty values of the widest table and of an event's facts."""
    told = {"kind": "snapshot", "text": "灯不亮", "category": "light", "area_id": cast.areas["building2"]}
    pk = open_matter(actor=cast.actor("zhou"), now=now, phone="12900002076", **told).subject_id
    with scope(SYSTEM):
        Matter.objects.filter(pk=pk).update(asked_units=[3, 5], hidden_from=["p7", "u3"])
        for model, where, wanted in (
            (Matter, "id = %s", Matter.objects.filter(pk=pk)),
            (EventRow, "subject_id = %s order by id", EventRow.objects.filter(subject_id=pk).order_by("id")),
        ):
            found, wanted = rows(model, where, (pk,)), list(wanted)
            assert found == wanted
            assert len(found) > 0
            for one, other in zip(found, wanted, strict=True):
                kept = {f.attname for f in model._meta.concrete_fields} - one.get_deferred_fields()
                assert {name: getattr(one, name) for name in kept} == {
                    name: getattr(other, name) for name in kept
                }
                assert one.get_deferred_fields() <= {"search"}
        assert rows(Matter, "id = %s", (0,)) == []
        assert rows(Matter, "id = %s", (pk,))[0].search, "what was left out is read when somebody asks"


def test_rows_belong_to_the_wall(cast, now):
    told = {"kind": "snapshot", "text": "灯不亮", "category": "light", "area_id": cast.areas["building2"]}
    pk = open_matter(actor=cast.actor("zhou"), now=now, phone="12900002076", **told).subject_id
    with scope(cast.actor("chen")):
        assert [one.pk for one in rows(Matter, "id = %s", (pk,))] == [pk]
    with scope(GUEST):
        assert rows(Matter, "id = %s", (pk,)) == []


def _end_backend() -> None:
    pid = ask("select pg_backend_pid()")[0][0]
    with psycopg.connect(os.environ["LINLI_TEST_SUPERUSER"], autocommit=True) as superuser:
        superuser.execute("select pg_terminate_backend(%s, 5000)", (pid,))


def test_the_first_question_of_a_request_survives_a_restart_of_the_database(own_database):
    assert ask_first(ADD, (1, 2)) == [(3,)]
    _end_backend()
    assert ask_first(ADD, (2, 3)) == [(5,)]
    assert ask(ADD, (3, 4)) == [(7,)]


def _ask_in_a_transaction_that_breaks() -> None:
    with transaction.atomic():
        _end_backend()
        ask_first(ADD, (1, 2))


def test_inside_a_transaction_nothing_is_put_twice(own_database):
    with pytest.raises(OperationalError):
        _ask_in_a_transaction_that_breaks()
    connection.close()
    assert ask_first(ADD, (1, 2)) == [(3,)]
