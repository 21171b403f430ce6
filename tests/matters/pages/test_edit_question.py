"""The questions of a category at their page."""

import pytest
from tests import town

from linli.matters.models import Question

pytestmark = pytest.mark.django_db
PAGE = "/admin/categories/questions/light/"


def test_added_changed_and_asked_no_more(client, cast, clock):
    xi = town.sign_in(client, "xi")
    asked = {
        "code": "place",
        "text": "在哪里",
        "datatype": "singlevaluelist",
        "choices": "hall 楼道\n\nyard 院里",
        "position": "1",
        "required": "on",
    }
    assert xi.post(PAGE, asked).status_code == 302
    page = xi.get(PAGE).content.decode()
    for word in ("在哪里", "楼道", "院里", "必须回答"):
        assert word in page
    assert xi.post(PAGE, {**asked, "text": "哪个地方"}).status_code == 302
    (kept,) = Question.objects.all()
    assert (kept.text, kept.values[0]) == ("哪个地方", {"key": "hall", "name": "楼道"})
    assert xi.post(f"{PAGE}retire/", {"code": "place"}).status_code == 302
    assert "哪个地方" not in xi.get(PAGE).content.decode()


@pytest.mark.parametrize("more", [{"code": "a b!"}, {"choices": ""}, {"text": ""}, {"choices": "a,b x"}])
def test_what_does_not_fit_is_said_beside_its_field(client, cast, clock, more):
    xi = town.sign_in(client, "xi")
    asked = {
        "code": "place",
        "text": "在哪里",
        "datatype": "singlevaluelist",
        "choices": "hall 楼道",
        "position": "1",
    }
    assert xi.post(PAGE, {**asked, **more}).status_code == 422
    assert not Question.objects.exists()
    assert xi.get("/admin/categories/questions/none/").status_code == 404
    assert xi.post(PAGE, {}).status_code == 200, "nothing was sent: the page again"
