"""Webhooks to a real receiver: order, repeats, kills, slow and broken far sides, dead letters, replay."""

import base64
import hmac
import json
import time
from datetime import timedelta

import pytest
from cloudevents.core.base import BaseCloudEvent
from cloudevents.core.bindings.http import HTTPMessage, from_structured_event
from tests.exchange.conftest import SECRET, all_reactions, subscribe

from linli.exchange import commands as exchange
from linli.exchange.commands import (
    calling,
    deliver_events,
    delivering,
    pause_subscription,
    replay_deliveries,
    resume_subscription,
)
from linli.exchange.models import Delivery, Subscription
from linli.exchange.rules.tries import MOST_TRIES
from linli.kernel.models import Notice
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import hand_up, note, open_matter

SECRETS = ("灯不亮了", "周女士", "12900002076", "要物业出面")


def parsed(receiver) -> list[BaseCloudEvent]:
    """Everything that came, read by the official library."""
    return [from_structured_event(HTTPMessage(heads, body)) for heads, body in receiver.got]


def opened(cast, now, area="building2") -> int:
    return open_matter(
        actor=cast.actor("zhou"), now=now, kind="snapshot", text="灯不亮了", area_id=cast.areas[area], name="周女士",
        phone="12900002076",
    ).subject_id  # fmt: skip


@pytest.fixture
def town_of_its_own(own_database, receiver):
    """Really committed to: the reader of events takes only what is over."""
    from tests import town

    return town.cast()


def deliveries() -> list[Delivery]:
    with scope(SYSTEM):
        return list(Delivery.objects.order_by("event_id"))


def test_events_come_signed_in_order_and_without_words(town_of_its_own, receiver, now):
    cast = town_of_its_own
    subscribe(receiver.address, now)
    one, other = opened(cast, now), opened(cast, now, "building8")
    hand_up(actor=cast.actor("chen"), now=now, matter_id=one, text="要物业出面。")
    note(actor=cast.actor("li"), now=now, matter_id=one, text="明天去。", public=True)
    all_reactions(now)
    while deliver_events(now=now):
        pass
    found = parsed(receiver)
    assert [event.get_type() for event in found if event.get_data()["subject_id"] == one] == [
        "cn.linli.matters.opened", "cn.linli.matters.handed_up", "cn.linli.matters.noted",
    ]  # fmt: skip
    assert len(found) == 4
    assert {event.get_data()["subject_id"] for event in found} == {one, other}
    for (heads, body), event in zip(receiver.got, found, strict=True):
        text = body.decode()
        assert not [word for word in SECRETS if word in text]
        assert "person" not in text
        assert heads["content-type"].startswith("application/cloudevents+json")
        assert event.get_id() == heads["webhook-id"]
        assert event.get_subject() == event.get_data()["number"]
        signed = f"{heads['webhook-id']}.{heads['webhook-timestamp']}.".encode() + body
        digest = hmac.digest(SECRET.removeprefix("whsec_").encode(), signed, "sha256")
        assert heads["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"
        assert abs(int(heads["webhook-timestamp"]) - now.timestamp()) < 1
    assert {row.state for row in deliveries()} == {"sent"}


def test_a_later_event_waits_for_an_earlier_one_and_others_go_on(town_of_its_own, receiver, now):
    cast = town_of_its_own
    subscribe(receiver.address, now)
    one = opened(cast, now)
    hand_up(actor=cast.actor("chen"), now=now, matter_id=one, text="要物业出面。")
    all_reactions(now)
    receiver.status = [500, 204, 204, 204, 204]
    assert deliver_events(now=now) == 1
    assert deliver_events(now=now) == 0, "the first is not due yet, the second waits for it"
    other = opened(cast, now, "building8")
    all_reactions(now)
    later = now + timedelta(seconds=11)
    while deliver_events(now=later):
        pass
    found = parsed(receiver)
    assert [event.get_id() for event in found][:2] == [found[0].get_id()] * 2, "sent again under the same id"
    of_one = [event.get_type() for event in found if event.get_data()["subject_id"] == one]
    assert of_one == ["cn.linli.matters.opened", "cn.linli.matters.opened", "cn.linli.matters.handed_up"]
    assert any(event.get_data()["subject_id"] == other for event in found)


def test_a_worker_killed_between_sending_and_writing_down_sends_once_more(
    town_of_its_own, receiver, now, monkeypatch
):
    cast = town_of_its_own
    subscribe(receiver.address, now)
    opened(cast, now)
    all_reactions(now)

    def killed(*_args):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(delivering, "_settle", killed)
        with pytest.raises(SystemExit):
            deliver_events(now=now)
    assert [row.state for row in deliveries()] == ["waiting"]
    assert deliver_events(now=now + timedelta(seconds=30)) == 0, "the claim holds for a minute"
    assert deliver_events(now=now + timedelta(seconds=61)) == 1
    first, again = parsed(receiver)
    assert (first.get_id(), receiver.got[0][1]) == (again.get_id(), receiver.got[1][1])
    assert [row.state for row in deliveries()] == ["sent"]


def _hangs(handler):
    time.sleep(3)


def _drips(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for _ in range(30):
        handler.wfile.write(b"X-A: b\r\n")
        handler.wfile.flush()
        time.sleep(0.1)


def _floods(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
    for _ in range(2000):
        handler.wfile.write(b"a" * 50_000)


def _slams(handler):
    handler.connection.close()


def _babbles(handler):
    handler.wfile.write(b"\x00\xff not http at all\r\n\r\n")


def _many_heads(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 5000 + b"\r\n")


@pytest.mark.parametrize(
    ("how", "fault"),
    [(_hangs, "too_slow"), (_drips, "too_slow"), (_floods, ""), (_slams, "no_answer"), (_babbles, "no_answer"), (_many_heads, "no_answer")],
)  # fmt: skip
def test_far_sides_that_misbehave_cost_a_bounded_time(receiver, how, fault, monkeypatch):
    monkeypatch.setattr(calling, "SECONDS", 1.0)
    receiver.how = how
    begun = time.monotonic()
    answer = calling.post(receiver.address, b"{}", {}, loopback=True)
    assert time.monotonic() - begun < 2.5
    assert answer.fault.startswith(fault)
    assert answer.well == (fault == "")


def test_a_redirect_is_not_followed(receiver):
    receiver.status = 307
    assert calling.post(receiver.address, b"{}", {}, loopback=True) == (307, "redirect")
    assert len(receiver.got) == 1


def test_one_that_hangs_holds_up_nobody_else(town_of_its_own, receiver, now, monkeypatch):
    from tests.exchange.conftest import Receiver

    monkeypatch.setattr(calling, "SECONDS", 1.0)
    cast, slow = town_of_its_own, Receiver()
    slow.how = _hangs
    subscribe(slow.address, now)
    subscribe(receiver.address, now)
    for _ in range(4):
        opened(cast, now)
    all_reactions(now)
    begun = time.monotonic()
    deliver_events(now=now)
    deliver_events(now=now + timedelta(seconds=1))
    assert time.monotonic() - begun < 4
    assert len(receiver.got) == 4
    slow.server.shutdown()
    slow.server.server_close()


def test_given_up_letters_wait_to_be_replayed(town_of_its_own, receiver, now):
    cast = town_of_its_own
    pk = subscribe(receiver.address, now)
    one = opened(cast, now)
    hand_up(actor=cast.actor("chen"), now=now, matter_id=one, text="要物业出面。")
    all_reactions(now)
    receiver.status = 400
    with scope(SYSTEM):
        Delivery.objects.filter(type="matters.opened").update(tries=MOST_TRIES - 1)
    deliver_events(now=now)
    first = deliveries()[0]
    assert (first.state, first.status, first.fault) == ("dead", 400, "refused")
    receiver.status = 204
    deliver_events(now=now + timedelta(hours=1))
    assert [row.state for row in deliveries()] == ["dead", "sent"], "what was given up holds nothing up"
    event = replay_deliveries(
        actor=cast.actor("xi"), now=now, subscription_id=pk, event_id=deliveries()[0].event_id
    )
    assert event.deliveries == 1
    deliver_events(now=now + timedelta(hours=1))
    assert [row.state for row in deliveries()] == ["sent", "sent"]
    before = len(receiver.got)
    event = replay_deliveries(
        actor=cast.actor("xi"),
        now=now,
        subscription_id=pk,
        since=now - timedelta(hours=1),
        until=now + timedelta(hours=1),
    )
    assert event.deliveries == 2
    while deliver_events(now=now + timedelta(hours=2)):
        pass
    ids = [event.get_id() for event in parsed(receiver)][before:]
    assert ids == sorted(ids)
    assert len(ids) == 2


def test_a_range_brings_what_was_never_sent(town_of_its_own, receiver, now):
    cast = town_of_its_own
    opened(cast, now)
    opened(cast, now, "other_grid")
    all_reactions(now)
    pk = subscribe(receiver.address, now, area="street")
    event = replay_deliveries(
        actor=cast.actor("xi"),
        now=now,
        subscription_id=pk,
        since=now - timedelta(hours=1),
        until=now + timedelta(hours=1),
    )
    assert event.deliveries == 1, "only below the subscription's area"


def test_after_a_day_of_failing_nothing_is_sent_and_somebody_is_told(town_of_its_own, receiver, now):
    cast = town_of_its_own
    pk = subscribe(receiver.address, now)
    opened(cast, now)
    all_reactions(now)
    receiver.status, at = 503, now
    for _ in range(12):
        deliver_events(now=at)
        at += timedelta(hours=9)
    with scope(SYSTEM):
        kept = Subscription.objects.get(pk=pk)
        told = Notice.objects.filter(person_id=cast.people["xi"], key__startswith="webhook:")
        assert kept.paused_by_failing
        assert told.count() == 1
    sent = len(receiver.got)
    assert deliver_events(now=at + timedelta(days=1)) == 0
    receiver.status = 204
    resume_subscription(actor=cast.actor("xi"), now=at, subscription_id=pk)
    deliver_events(now=at)
    assert len(receiver.got) == sent + 1
    assert deliveries()[0].state == "sent"


def test_who_says_gone_is_left_alone(town_of_its_own, receiver, now):
    cast = town_of_its_own
    pk = subscribe(receiver.address, now)
    opened(cast, now)
    all_reactions(now)
    receiver.status = 410
    deliver_events(now=now)
    with scope(SYSTEM):
        assert Subscription.objects.get(pk=pk).paused_at == now


def test_a_paused_one_is_not_sent_to_and_a_test_goes_the_same_way(town_of_its_own, receiver, now):
    cast = town_of_its_own
    xi, pk = cast.actor("xi"), subscribe(receiver.address, now, types=("matters.moved",))
    opened(cast, now)
    exchange.test_subscription(actor=xi, now=now, subscription_id=pk)
    all_reactions(now)
    pause_subscription(actor=xi, now=now, subscription_id=pk)
    assert deliver_events(now=now) == 0
    resume_subscription(actor=xi, now=now, subscription_id=pk)
    assert deliver_events(now=now) == 1
    (event,) = parsed(receiver)
    assert event.get_type() == "cn.linli.exchange.test_asked"
    assert json.loads(receiver.got[0][1])["data"]["subject"] == "subscription"
