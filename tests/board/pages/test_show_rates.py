"""How rates are counted is told, and chosen by those who may."""

import pytest
from tests import town
from tests.matters.desk import text_of

pytestmark = pytest.mark.django_db


def test_the_way_in_force_is_told_with_its_source(client, cast, clock):
    town.sign_in(client, "li")
    page = text_of(client.get("/board/rates/").content.decode())
    assert "准格尔旗三率" in page
    assert "caprane.cn 445180" in page
    assert "响应率 30%" in page
    assert client.get("/board/rates/choose/").status_code == 403


def test_another_way_is_chosen(client, cast, clock):
    town.sign_in(client, "tang")
    address = f"/board/rates/choose/?area={cast.areas['street']}"
    wrong = client.post(address, {"preset": "zhungeer", "since": "2026-12-01", "weights": "30/35"})
    assert wrong.status_code == 422
    done = client.post(
        address, {"preset": "zhungeer", "since": "2026-12-01", "weights": "20/40/40"}, follow=True
    )
    assert "已选好口径" in text_of(done.content.decode())
    assert "第1版" in text_of(client.get(f"/board/rates/?area={cast.areas['street']}").content.decode())
