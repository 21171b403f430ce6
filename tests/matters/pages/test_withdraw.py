"""撤回: says what happens, asks why if one likes to say, and happens once."""

from uuid import uuid4

import pytest
from tests import town
from tests.matters.reports import matter, reported

pytestmark = pytest.mark.django_db


def test_looking_changes_nothing_sending_does(client, cast, clock, zhou):
    one = reported(cast, zhou, clock.at)
    address = f"/matters/{one.number}/withdraw/"
    town.sign_in(client, "zhou")
    assert "撤回后就不再办了" in client.get(address).content.decode()
    assert matter(one.pk).closed_at is None
    form = {"command_id": str(uuid4()), "text": "自己好了。"}
    for _twice in range(2):
        assert client.post(address, form).url == f"/matters/{one.number}/"
    assert matter(one.pk).outcome == "withdrawn"
    page = client.get(f"/matters/{one.number}/").content.decode()
    assert "已撤回" in page
    assert "自己好了。" in page
    again = client.post(address, {"command_id": str(uuid4())})
    assert again.status_code == 422
    assert "已经办结" in again.content.decode()


def test_too_many_words_are_kept(client, cast, clock, zhou):
    one = reported(cast, zhou, clock.at)
    town.sign_in(client, "zhou")
    page = client.post(f"/matters/{one.number}/withdraw/", {"text": "好" * 301})
    assert page.status_code == 422
    assert "好" * 301 in page.content.decode()
    assert matter(one.pk).closed_at is None
