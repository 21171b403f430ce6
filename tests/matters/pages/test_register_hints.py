"""Hints while a clerk writes: shown with their confidence, or nothing at all, and never waited for."""

import time

import pytest
from tests import town

from linli.matters.queries import understood as hints

pytestmark = pytest.mark.django_db
SAID = {
    "band": "sure",
    "phrases": ["不亮"],
    "choices": [{"label": "light", "confidence": 0.95}, {"label": "gone", "confidence": 0.02}],
}


def test_a_hint_says_how_sure_and_why(client, cast, clock, monkeypatch):
    monkeypatch.setattr(hints, "ask", lambda _door, _verb, **_asked: SAID)
    page = town.sign_in(client, "li").post("/matters/new/hints/", {"text": "楼道灯不亮"}).content.decode()
    assert "基本确定" in page
    assert "95%" in page
    assert "不亮" in page
    assert "/matters/new/category/?code=light" in page
    chosen = client.get("/matters/new/category/", {"code": "light"}).content.decode()
    assert '<option value="light" selected>' in chosen
    assert "说不清" in chosen
    for strange in ("gone", "'; drop", "\x00"):
        assert " selected" not in client.get("/matters/new/category/", {"code": strange}).content.decode()


@pytest.mark.parametrize(
    ("typed", "first"), [("dbl", "灯不亮"), ("deng", "灯不亮"), ("不亮", "灯不亮"), ("xyzq", "说不清")]
)
def test_a_category_is_found_by_characters_or_initials(client, cast, clock, typed, first):
    page = town.sign_in(client, "li").get("/matters/new/category/", {"what": typed}).content.decode()
    assert first in page.partition("</option>")[0]
    whole = client.get("/matters/new/category/").content.decode()
    assert whole.index("说不清") < whole.index("灯不亮")
    assert "data-script" in client.get("/matters/new/").content.decode()


def test_without_a_helper_the_page_says_nothing_at_once(client, cast, clock):
    li = town.sign_in(client, "li")
    begun = time.monotonic()
    for text in ("楼道灯不亮", "", "👍", "\x00", "a" * 100_000):
        page = li.post("/matters/new/hints/", {"text": text})
        assert page.status_code == 200
        assert "hidden" in page.content.decode()
    assert time.monotonic() - begun < 5 * hints.WAIT + 2
