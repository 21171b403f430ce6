"""定类别: suggested ones by one button, any other from the list."""

from pathlib import Path
from uuid import uuid4

import pytest
from tests import town
from tests.matters.reports import reported

from linli.assist.helper import Understanding
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import understand
from linli.matters.models import Matter
from linli.matters.queries import likeness, understood

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp(cast, zhou, now, clock):
    one = reported(cast, zhou, now, text="楼道里黑", category="")
    said = {"version": "v1", "band": "likely", "choices": [{"label": "light", "confidence": 0.7}]}
    understand(actor=SYSTEM, now=now, matter_id=one.pk, spans=[], whole=True, suggestion=said)
    return one


def test_the_matter_shows_what_is_suggested_and_how_sure(client, lamp):
    page = town.sign_in(client, "chen").get(f"/matters/{lamp.number}/").content.decode()
    assert "可能" in page
    assert 'name="category" value="light"' in page


def test_a_button_decides_once(client, lamp):
    chen = town.sign_in(client, "chen")
    asked = {"command_id": str(uuid4()), "category": "light"}
    for _ in range(2):
        assert chen.post(f"/matters/{lamp.number}/sort/", asked).status_code == 302
    with scope(SYSTEM):
        assert Matter.objects.get(pk=lamp.pk).category.code == "light"


def test_a_wrong_category_stays_in_the_form(client, lamp):
    chen = town.sign_in(client, "chen")
    assert chen.get(f"/matters/{lamp.number}/sort/").status_code == 200
    assert chen.post(f"/matters/{lamp.number}/sort/", {"category": "nothing"}).status_code == 422


def test_what_stands_there_is_confirmed_by_a_button(client, cast, zhou, now, clock):
    one = reported(cast, zhou, now, text="楼道里黑", category="light")
    said = {"version": "v1", "band": "likely", "choices": [{"label": "light", "confidence": 0.7}]}
    understand(actor=SYSTEM, now=now, matter_id=one.pk, spans=[], whole=True, suggestion=said)
    chen = town.sign_in(client, "chen")
    assert "没错，是灯不亮" in chen.get(f"/matters/{one.number}/").content.decode()
    asked = {"command_id": str(uuid4()), "category": "light"}
    assert chen.post(f"/matters/{one.number}/sort/", asked).status_code == 302
    assert "没错，是灯不亮" not in chen.get(f"/matters/{one.number}/").content.decode()


def test_phrases_and_the_most_alike_closed_matters_stand_beside(client, cast, zhou, now, lamp, monkeypatch):
    old = reported(cast, zhou, now, text="楼道里黑，灯坏了", category="light")
    open_one = reported(cast, zhou, now, text="楼道里黑，还没修", category="light")
    with scope(SYSTEM):
        Matter.objects.filter(pk=old.pk).update(
            closed_at=now, outcome="solved", next_due_at=None, due_at=None
        )
    of = Understanding(Path("nowhere"))
    said = {"choices": [{"label": "light", "confidence": 0.7}], "phrases": ["楼道", "黑"]}
    monkeypatch.setattr(understood, "ask", lambda _door, _verb, **_asked: said)
    monkeypatch.setattr(likeness, "ask", lambda _door, _verb, *, seconds, **asked: of.like(asked))
    page = town.sign_in(client, "chen").get(f"/matters/{lamp.number}/sort/").content.decode()
    assert "依据：楼道、黑" in page
    assert f"/matters/{old.number}/" in page
    assert f"/matters/{open_one.number}/" not in page
    assert '<option value="light" selected>' in page


def test_an_unsure_suggestion_fills_nothing_in(client, cast, zhou, now, clock):
    one = reported(cast, zhou, now, text="说不清", category="")
    said = {"version": "v1", "band": "unsure", "choices": [{"label": "light", "confidence": 0.4}]}
    understand(actor=SYSTEM, now=now, matter_id=one.pk, spans=[], whole=True, suggestion=said)
    page = town.sign_in(client, "chen").get(f"/matters/{one.number}/sort/").content.decode()
    assert "不确定" in page
    assert '<option value="light" selected>' not in page
