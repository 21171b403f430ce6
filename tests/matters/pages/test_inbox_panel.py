"""The side panel: one matter at a glance, its steps lead back to the same list."""

import pytest
from tests import town
from tests.matters.desk import PHONE, ordered, queries_of, text_of
from tests.matters.reports import reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(cast, now, clock):
    return ordered(cast, now)


def panel(client, name, number, behind="/inbox/?view=late&kind=hotline"):
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{behind}"}
    return town.sign_in(client, name).get(f"/inbox/{number}/panel/", headers=headers)


def test_facts_reporter_masked_and_the_filled_step(client, order):
    page = panel(client, "li", order.number).content.decode()
    text = text_of(page)
    for words in (
        "楼上夜里练琴",
        "12345转来，12345工单·求助",
        "129****3521",
        "槐安家园8号楼，第4网格",
        "看全号",
    ):
        assert words in text
    assert PHONE not in page
    assert "12月2日（周三）18:00" in text
    assert (
        f'action="/matters/{order.number}/act/sign/?back=%2Finbox%2F%3Fview%3Dlate%26kind%3Dhotline"' in page
    )
    assert 'data-key="s"' in page
    assert "<!doctype" not in page.lower()


def test_a_step_from_the_panel_leads_back_to_the_list(client, order):
    panel(client, "li", order.number)
    answer = client.post(f"/matters/{order.number}/act/sign/?back=/inbox/%3Fview%3Dlate")
    assert answer.url == "/inbox/?view=late"
    page = client.get(answer.url).content.decode()
    assert "签收" in page
    assert "撤销" in page


@pytest.mark.parametrize("behind", ["//evil.example/inbox/", "/matters/x/", "", "https://evil.example/"])
def test_only_our_own_lists_are_gone_back_to(client, order, behind):
    assert panel(client, "li", order.number, behind).context["back"] == "/inbox/"


def test_refused_steps_stay_visible_with_the_reason(client, cast, zhou, now, clock):
    one = reported(cast, zhou, now)
    page = panel(client, "li", one.number).content.decode()
    assert page.count('aria-disabled="true"') == 4
    assert "现在在网格员手里。" in page
    assert f'hx-get="/matters/{one.number}/act/assign/' in page
    assert 'data-key="s"' not in page


def test_outside_the_area_it_is_not_there(client, order):
    for name in ("wu", "song", "shi"):
        assert panel(client, name, order.number).status_code == 404, name
    assert panel(client, "zhou", order.number).status_code == 403
    client.logout()
    turned = client.get(f"/inbox/{order.number}/panel/", headers={"HX-Request": "true"})
    assert turned.status_code == 401


def test_the_number_of_queries_stays(client, cast, li, now, order):
    town.sign_in(client, "li")
    before = queries_of(client, f"/inbox/{order.number}/panel/")
    for at in range(3):
        ordered(cast, now, title=f"同楼{at}")
    assert queries_of(client, f"/inbox/{order.number}/panel/") == before
