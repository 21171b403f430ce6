"""A notice that carries a one-time code: never readable in the table, gone once sent, never sent too late."""

from datetime import timedelta

import pytest
from django.db import connection

from linli.kernel import notice, stamp
from linli.kernel.models import Notice
from linli.kernel.notice import MASK, Undelivered, deliver, outbox, tell
from linli.kernel.scope import SYSTEM, scope
from linli.kernel.terms import Channel, NoticeState

CODE, PHONE = "483920", "12900002076"


@pytest.fixture
def sent(monkeypatch):
    """What a sender was handed."""
    found = []
    monkeypatch.setattr(notice, "sender", lambda channel: found.append)
    return found


def put(now, **more):
    with scope(SYSTEM):
        tell(
            key="code:1", text=f"验证码{MASK}，10分钟内有效。", secret=CODE, address=PHONE, channel=Channel.SMS,
            urgent=True, now=now, area_path="/", until=now + timedelta(minutes=10), **more,
        )  # fmt: skip


def row():
    with scope(SYSTEM):
        return Notice.objects.get(key="code:1")


def table() -> str:
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute("select row_to_json(kernel_notice)::text from kernel_notice where key = 'code:1'")
        return str(cursor.fetchall())


def test_the_table_never_shows_code_or_number(db, now, sent):
    put(now)
    assert CODE not in table()
    assert PHONE not in table()
    assert CODE.encode().hex() not in table()
    deliver(now=now)
    assert CODE not in table()


def test_the_sender_gets_the_whole_text_and_the_row_forgets(db, now, sent):
    put(now)
    deliver(now=now)
    assert [(one.to, one.text) for one in sent] == [(PHONE, "验证码483920，10分钟内有效。")]
    assert row().state == NoticeState.SENT
    assert row().secret is None
    assert row().address is None
    assert row().text == "验证码******，10分钟内有效。"


def test_a_late_code_is_not_sent(db, now, sent):
    put(now)
    deliver(now=now + timedelta(minutes=10))
    assert sent == []
    assert row().state == NoticeState.CANCELLED
    assert row().secret is None


def test_a_given_up_notice_forgets_its_secret(db, now, monkeypatch):
    def refuse(outgoing):
        raise Undelivered("gateway closed", permanent=True)

    monkeypatch.setattr(notice, "sender", lambda channel: refuse)
    put(now)
    deliver(now=now)
    assert row().state == NoticeState.GIVEN_UP
    assert row().secret is None


def test_the_outbox_exists_only_in_a_sample_town(db, now, sent):
    put(now)
    deliver(now=now)
    with pytest.raises(RuntimeError):
        outbox(10)


def test_the_outbox_of_a_sample_town_shows_what_went_out(db, now, sent):
    with scope(SYSTEM):
        stamp.bump(stamp.SAMPLE_TOWN)
    put(now)
    deliver(now=now)
    assert [(one.to, one.text) for one in outbox(10)] == [(PHONE, "验证码483920，10分钟内有效。")]
    assert CODE not in table()
