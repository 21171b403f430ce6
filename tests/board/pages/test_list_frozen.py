"""Frozen months are listed with every version; a recount asks why."""

import pytest
from tests import town
from tests.board.figured import keep_all, solved
from tests.matters.desk import text_of

from linli.board.commands import freeze_due

pytestmark = pytest.mark.django_db


def test_versions_stand_beside_each_other(client, cast, now, clock):
    solved(cast, now, 12)
    keep_all()
    clock.move(days=12)
    freeze_due(clock.at)
    town.sign_in(client, "tang")
    street = cast.areas["street"]
    assert client.post(f"/board/frozen/{street}/2026-11/", {"words": ""}).status_code == 422
    client.post(f"/board/frozen/{street}/2026-11/", {"words": "申诉成立。"})
    page = text_of(client.get(f"/board/frozen/?area={street}").content.decode())
    assert page.index("2026年11月·第2版") < page.index("2026年11月·第1版")
    assert "申诉成立。" in page
    assert "12/12" in page


def test_a_month_that_is_none_is_not_found(client, cast, clock):
    town.sign_in(client, "tang")
    assert client.get(f"/board/frozen/{cast.areas['street']}/2026-99/").status_code == 404
