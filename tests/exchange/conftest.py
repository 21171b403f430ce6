"""A real receiver on this machine, and a town whose subscriptions may call it."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import override_settings
from tests import town

from linli.exchange.commands import make_subscription
from linli.kernel.reaction import react

SECRET = "whsec_" + "k" * 40


class Receiver:
    """Keeps what it is sent; `answer` says what it answers, and may take its time."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.status: int | list[int] = 204
        self.how: Any = None
        kept = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                kept.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
                if kept.how is not None:
                    kept.how(self)
                    return
                status = kept.status.pop(0) if isinstance(kept.status, list) else kept.status
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", f"http://127.0.0.1:{kept.server.server_port}/elsewhere")
                self.end_headers()

            def log_message(self, *_args: Any) -> None:
                """Quietly."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/hook?a=1"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver; loopback may be called while it is there."""
    made = Receiver()
    with override_settings(LINLI_WEBHOOKS_LOOPBACK=True):
        yield made
    made.server.shutdown()
    made.server.server_close()


def subscribe(
    address: str, now: Any, *, area: str = "district", types: tuple[str, ...] = ("matters.*",)
) -> int:
    """A subscription of the system administrator."""
    cast = town.cast()
    return make_subscription(
        actor=cast.actor("xi"), now=now, name="区平台", address=address, types=types, area_id=cast.areas[area],
        secret=SECRET,
    ).subject_id  # fmt: skip


def all_reactions(now: Any) -> None:
    """Run them until nothing is new; the first call only makes the reader's place."""
    react(now=now)
    while react(now=now):
        pass
