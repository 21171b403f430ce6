"""Hints are read by the desk above, with careful words; setting aside asks why; nobody is named."""

import re

import pytest
from tests import town
from tests.board.figured import solved
from tests.matters.desk import text_of

from linli.board.commands import find_hints

pytestmark = pytest.mark.django_db


def test_looked_at_and_set_aside(client, cast, now, clock):
    solved(cast, now, 1, verdict="unsolved")
    clock.move(days=1)
    find_hints(clock.at)
    town.sign_in(client, "li")
    assert client.get("/board/hints/").status_code == 403
    town.sign_in(client, "he")
    page = client.get("/board/hints/").content.decode()
    assert "答复后没解决又重办" in text_of(page)
    assert [full for full, *_rest in town.PEOPLE.values() if full != "何文涛" and full in page] == []
    address = re.search(r'href="(/board/hints/\d+/)"', page)[1]
    assert client.post(address, {"aside": "yes", "words": ""}).status_code == 422
    client.post(address, {"aside": "yes", "words": "已约物业。"})
    assert "已约物业。" in text_of(client.get("/board/hints/?state=aside").content.decode())
