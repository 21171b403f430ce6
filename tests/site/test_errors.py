"""What people are told when something of ours breaks, and while the database is away."""

import pytest
from django.db import InterfaceError, OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from tests import town

from linli.site.middleware import WhoAsks


@pytest.fixture
def browser(db, monkeypatch):
    """A browser; `fails` is what every page meets."""

    def meets(fault: Exception) -> Client:
        def fail(*_asked):
            raise fault

        monkeypatch.setattr(WhoAsks, "__call__", fail)
        return Client(raise_request_exception=False)

    return meets


@pytest.mark.parametrize(
    "fault", [OperationalError("the database system is starting up"), InterfaceError("connection is closed")]
)
def test_while_the_database_is_away_people_are_asked_to_wait(browser, fault):
    answer = browser(fault).get("/report/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "请过几秒再试" in answer.content.decode()


def test_the_page_asks_the_database_nothing(client, monkeypatch):
    """Not even who asks: sessions and accounts stand there, too."""
    town.sign_in(client, "li")
    client.raise_request_exception = False
    client.cookies["ui"] = "elder"

    def away(*_asked, **_more):
        raise OperationalError("connection refused")

    with monkeypatch.context() as gone:
        gone.setattr(BaseDatabaseWrapper, "cursor", away)
        answer = client.get("/inbox/")
    assert answer.status_code == 503
    assert 'data-ui="elder"' in answer.content.decode()


def test_a_fault_of_ours_has_a_number(browser):
    answer = browser(KeyError("gone")).get("/report/")
    assert answer.status_code == 500
    assert f"编号{answer['X-Request-Number']}" in answer.content.decode()
