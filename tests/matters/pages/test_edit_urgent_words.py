"""The core stands there to be read; a district adds its own words and ends them."""

import pytest
from tests import town

pytestmark = pytest.mark.django_db


def test_a_word_is_added_and_ended(client, cast):
    town.sign_in(client, "tang")
    page = client.get("/admin/urgent-words/").content.decode()
    assert "固定的词，不能去掉" in page
    assert "被困" in page
    said = {
        "area": cast.areas["district"],
        "word": "氨水味",
        "family": "gas",
        "since": "2026-01-01",
        "source": "区安办",
    }
    assert client.post("/admin/urgent-words/", {**said, "word": "气"}).status_code == 422
    assert client.post("/admin/urgent-words/", said).status_code == 302
    page = client.get("/admin/urgent-words/").content.decode()
    row = page.split('action="/admin/urgent-words/')[1].split("/end/")[0]
    assert client.post(f"/admin/urgent-words/{row}/end/", {}).status_code == 302
    assert client.post("/admin/urgent-words/999/end/", {}).status_code == 404
