"""The wall: totals only, no names and no links, the same answer costs nothing twice."""

import pytest
from tests import town
from tests.board.figured import figured, solved
from tests.matters.desk import text_of

pytestmark = pytest.mark.django_db


def test_totals_without_names_or_links(client, cast, now, clock):
    figured(cast, now)
    town.sign_in(client, "he")
    page = client.get("/board/wall/").content.decode()
    assert 'data-ui="wall"' in page
    assert "云山街道治理中心" in text_of(page)
    assert "<a " not in page.split("<main")[1]
    assert [full for full, *_rest in town.PEOPLE.values() if full in page.split("<main")[1]] == []
    assert "灯不亮" not in page


def test_unchanged_figures_are_not_sent_again(client, cast, now, clock):
    figured(cast, now)
    town.sign_in(client, "he")
    first = client.get("/board/wall/?part=figures")
    assert "<html" not in first.content.decode()
    assert client.get("/board/wall/?part=figures", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    solved(cast, now, 1)
    from tests.board.figured import keep_all

    keep_all()
    assert client.get("/board/wall/?part=figures", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200
