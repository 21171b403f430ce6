"""剔除公示: asked on one page, shown to all who see figures, decided above."""

import re

import pytest
from tests import town
from tests.board.figured import solved
from tests.matters.desk import text_of
from tests.matters.reports import matter

pytestmark = pytest.mark.django_db


def test_asked_shown_and_decided(client, cast, now, clock):
    number = matter(solved(cast, now, 1)[0]).number
    town.sign_in(client, "li")
    assert (
        client.post(f"/board/exclusions/ask/{number}/", {"reason": "not_ours", "words": ""}).status_code
        == 422
    )
    client.post(f"/board/exclusions/ask/{number}/", {"reason": "not_ours", "words": "归供热公司。"})
    page = client.get("/board/exclusions/").content.decode()
    assert "归供热公司。" in page
    assert "去审" not in page
    town.sign_in(client, "he")
    page = client.get("/board/exclusions/").content.decode()
    address = re.search(r'href="(/board/exclusions/\d+/)"', page)[1]
    client.post(address, {"granted": "yes", "words": ""})
    assert "同意" in text_of(client.get("/board/exclusions/?state=granted").content.decode())


def test_of_another_street_nothing_is_found(client, cast, now, clock):
    number = matter(solved(cast, now, 1)[0]).number
    town.sign_in(client, "song")
    assert client.get(f"/board/exclusions/ask/{number}/").status_code == 404
