"""The product's own entrance, served on this machine for clients that others wrote."""

import threading
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client, override_settings
from tests import town

from linli.kernel.scope import SYSTEM
from linli.people.commands import make_token, new_secret


def key_of(name: str, **narrower: object) -> str:
    """An api_key of somebody."""
    token = new_secret()
    make_token(
        actor=SYSTEM, now=town.moment(), person_id=town.cast().people[name], name="open311", token=token, **narrower
    )  # fmt: skip
    return token


@pytest.fixture
def web(cast: town.Cast) -> Iterator[Client]:
    """Calls below /open311/v2 the way the server does."""
    with override_settings(MIDDLEWARE=settings.LINLI_API_MIDDLEWARE):
        yield Client(raise_request_exception=False)


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Quietly."""


@pytest.fixture
def served(own_database: dict[str, str]) -> Iterator[str]:
    """The address of a server over a database of its own."""
    from linli.site.wsgi import application

    server = make_server("127.0.0.1", 0, application, handler_class=_Quiet)

    def serve() -> None:
        server.serve_forever(poll_interval=0.05)
        connections.close_all()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
