"""What leaves the house: one POST to the one host the operator named, and nothing at all from a sample town."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import msgspec
import pytest
from django.core import mail as outbox

from linli.kernel import stamp
from linli.kernel.models import Notice
from linli.kernel.notice import Outgoing, Undelivered, deliver, tell
from linli.kernel.scope import SYSTEM, scope
from linli.kernel.terms import Channel, NoticeState
from linli.site import outgoing, senders

NOTE = Outgoing(7, "12900002076", "【邻里】20261125-0043有答复了。", "")


class Gateway:
    """A real HTTP server that answers as it is told to and remembers what it was asked."""

    def __init__(self) -> None:
        self.status, self.body, self.headers = 200, b"{}", {}
        self.asked: list[tuple[str, dict[str, str], Any]] = []
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                gateway.asked.append((self.path, dict(self.headers), msgspec.json.decode(body)))
                self.send_response(gateway.status)
                for name, value in gateway.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(gateway.body)))
                self.end_headers()
                self.wfile.write(gateway.body)

            def log_message(self, *_words: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/send?app=1"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def gateway(settings) -> Iterator[Gateway]:
    found = Gateway()
    settings.LINLI_SMS_URL, settings.LINLI_SMS_KEY = found.url, "key"
    settings.LINLI_WECOM_URL = found.url
    yield found
    found.close()


def undelivered(send, note=NOTE) -> Undelivered:
    with pytest.raises(Undelivered) as caught:
        send(note)
    return caught.value


def test_a_text_message_is_one_post_with_an_id_against_repeats(db, gateway):
    senders.sms(NOTE)
    path, headers, body = gateway.asked[0]
    assert path == "/send?app=1"
    assert headers["Authorization"] == "Bearer key"
    assert headers["Idempotency-Key"] == "linli-7"
    assert body == {"id": "7", "to": NOTE.to, "text": NOTE.text}


@pytest.mark.parametrize(
    ("status", "permanent"),
    [(400, True), (401, True), (404, True), (408, False), (429, False), (500, False), (503, False)],
)
def test_what_the_gateway_says_decides_over_another_try(db, gateway, status, permanent):
    gateway.status = status
    assert undelivered(senders.sms).permanent is permanent


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_an_answer_that_points_elsewhere_is_not_followed(db, gateway, status):
    other = Gateway()
    try:
        gateway.status, gateway.headers = status, {"Location": other.url}
        assert undelivered(senders.sms).permanent
        assert other.asked == []
    finally:
        other.close()


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/send",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "http://127.0.0.1.example.com/",
        "http://10.0.0.1/",
        "nonsense",
    ],
)
def test_only_https_or_this_machine(db, settings, url):
    settings.LINLI_SMS_URL = url
    assert undelivered(senders.sms).permanent


def test_no_gateway_no_network(db, settings, gateway):
    settings.LINLI_SMS_URL = "http://127.0.0.1:9/"
    assert undelivered(senders.sms).permanent is False
    settings.LINLI_SMS_URL = settings.LINLI_WECOM_URL = ""
    for send in (senders.sms, senders.wecom, senders.mail):
        assert undelivered(send).permanent


def test_a_gateway_that_never_answers_is_given_up_after_seconds(db, gateway, settings, monkeypatch):
    import socket

    monkeypatch.setattr(outgoing, "TIMEOUT", 0.3)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.LINLI_SMS_URL = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        assert undelivered(senders.sms).permanent is False


def test_a_group_robot_says_no_with_a_code_of_its_own(db, gateway):
    gateway.body = b'{"errcode": 0, "errmsg": "ok"}'
    senders.wecom(Outgoing(8, "", "有3件超时了，请看一下。", "/inbox/?view=late"))
    assert gateway.asked[0][2]["text"]["content"].endswith("/inbox/?view=late")
    gateway.body = b'{"errcode": 45009, "errmsg": "too many"}'
    assert undelivered(senders.wecom).reason == "errcode 45009"
    gateway.body = b"<html>"
    assert undelivered(senders.wecom).reason == "answer unreadable"


def test_mail(db, settings):
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.example.com", "linli@example.com"
    senders.mail(Outgoing(9, "a@example.com", "您的接口令牌快到期了。", "/me/"))
    (sent,) = outbox.outbox
    assert sent.to == ["a@example.com"]
    assert sent.body == f"您的接口令牌快到期了。 {settings.LINLI_PUBLIC_URL}/me/"
    assert sent.extra_headers["Message-ID"] == "<linli-9@mail.example.com>"


def test_nothing_leaves_a_sample_town(db, gateway):
    with scope(SYSTEM):
        stamp.bump(stamp.SAMPLE_TOWN)
    for send in (senders.sms, senders.wecom, senders.mail):
        send(NOTE)
    assert gateway.asked == []
    assert outbox.outbox == []


# ---------- with the outbox ----------


def put(now, **more) -> None:
    with scope(SYSTEM):
        tell(
            key="a:1", text="有答复了。", now=now, area_path="/", address=NOTE.to, channel=Channel.SMS, **more
        )


def row() -> Notice:
    with scope(SYSTEM):
        return Notice.objects.get(key="a:1")


def test_a_gateway_that_is_down_is_tried_later_and_later_and_then_given_up(db, now, gateway):
    gateway.status = 503
    put(now, urgent=True)
    at, waits = now, []
    for _n in range(20):
        deliver(now=at)
        kept = row()
        if kept.state == NoticeState.GIVEN_UP:
            break
        assert kept.state == NoticeState.FAILED
        waits.append(kept.next_try_at - at)
        at = kept.next_try_at
    assert row().state == NoticeState.GIVEN_UP
    assert row().fault == "answered 503"
    assert len(gateway.asked) == row().tries == 8
    assert waits == sorted(waits)
    assert deliver(now=at + timedelta(days=9)) == 0


def test_a_gateway_that_says_no_is_asked_once(db, now, gateway):
    gateway.status = 400
    put(now)
    deliver(now=now)
    assert (row().state, len(gateway.asked)) == (NoticeState.GIVEN_UP, 1)


def test_what_is_not_urgent_waits_for_the_morning(db, now, gateway):
    evening = now.replace(hour=22, minute=10)
    put(evening)
    deliver(now=evening)
    assert gateway.asked == []
    assert row().next_try_at == (evening + timedelta(days=1)).replace(hour=8, minute=0)
    deliver(now=row().next_try_at)
    assert len(gateway.asked) == 1
    assert row().state == NoticeState.SENT
    assert row().address is None


def test_what_is_urgent_rings_at_night(db, now, gateway):
    put(now.replace(hour=22), urgent=True)
    deliver(now=now.replace(hour=22))
    assert len(gateway.asked) == 1
