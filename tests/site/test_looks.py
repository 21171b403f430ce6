"""Standard or large type: asked for by an address, kept by the browser, else as the account says."""

import pytest
from tests import town

from linli.people.models import Account

pytestmark = pytest.mark.django_db


def look(client, query="") -> str:
    page = client.get(f"/place/{query}").content.decode()
    return page.split('data-ui="')[1].split('"')[0]


def test_an_address_asks_and_the_browser_keeps(client, clock, cast):
    assert look(client) == "resident"
    assert look(client, "?ui=elder") == "elder"
    assert look(client) == "elder"
    assert client.cookies["ui"]["httponly"]
    assert look(client, "?ui=resident") == "resident"
    assert look(client) == "resident"


def test_other_words_change_nothing(client, clock, cast):
    for asked in ("wall", "staff", "x", "elder<"):
        assert look(client, f"?ui={asked}") == "resident"
    assert "ui" not in client.cookies


def test_the_account_says_where_the_browser_does_not(client, clock, cast):
    Account.objects.filter(login="zhou").update(large_type=True)
    town.sign_in(client, "zhou")
    assert look(client) == "elder"
    assert look(client, "?ui=resident") == "resident"
    assert look(client) == "resident"
