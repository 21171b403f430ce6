"""A one-time link for the follow-up: shown once, only its digest kept, good for the reporter's own answer."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from tests import town
from tests.matters.reports import answered, matter, reported

from linli.kernel.scope import SYSTEM, scope
from linli.kernel.secret import token_digest
from linli.matters.models import FollowUpLink

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(cast, zhou, now, clock):
    return answered(cast, reported(cast, zhou, now), now)


def make(client, name, one, key=None):
    return town.sign_in(client, name).post(
        f"/matters/{one.number}/link/", {"command_id": key or str(uuid4())}
    )


def links():
    with scope(SYSTEM):
        return list(FollowUpLink.objects.all())


def test_the_link_works_for_whoever_holds_it(client, done):
    page = make(client, "li", done).content.decode()
    address = re.search(r'value="http://testserver(/r/[0-9a-f]{32}/)"', page)[1]
    assert 'class="qr"' in page
    assert bytes(links()[0].digest) == token_digest(address.split("/")[2])
    guest = Client()
    assert guest.get(address).status_code == 200
    assert address not in client.get(f"/matters/{done.number}/").content.decode()


def test_a_double_click_shows_the_same_link(client, done):
    key = str(uuid4())
    found = {
        re.search(r"/r/([0-9a-f]{32})/", make(client, "li", done, key).content.decode())[1] for _ in range(2)
    }
    assert len(found) == 1
    assert len(links()) == 1
    assert make(client, "li", done).status_code == 200
    assert len(links()) == 2


def test_only_at_the_follow_up_and_only_by_its_desk(client, cast, zhou, now, done):
    early = reported(cast, zhou, now)
    assert make(client, "chen", done).status_code == 403
    assert make(client, "wu", done).status_code == 404
    assert make(client, "zhou", done).status_code == 403
    assert make(client, "li", early).status_code == 422
    assert links() == []
    assert matter(early.pk).stage == "new"
    assert client.get(f"/matters/{done.number}/link/").status_code == 405
