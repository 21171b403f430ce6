"""首页: my matter, my grid worker, what can be done."""

import pytest
from django.test import Client
from tests import town
from tests.matters.reports import answered, reported

pytestmark = pytest.mark.django_db


def home(client, query="") -> str:
    answer = client.get(f"/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_guest_can_report_and_is_asked_for_the_place(client, cast, clock):
    page = home(client)
    for address in ("/report/", "/doors/", "/place/", "/mine/", "tel:12345", "/sign-in/phone/"):
        assert f'href="{address}"' in page or f'action="{address}"' in page
    assert "您住哪儿" in page
    assert "打电话</a>" not in page


def test_the_browser_remembers_the_place(client, cast, clock):
    client.post("/place/", {"building": cast.areas["building2"]})
    page = home(client)
    assert "槐荫社区·第3网格" in page
    assert "您的网格员 陈思远" in page
    assert "tel:12900000101" in page
    assert "槐荫社区前台" in page
    assert "tel:12900000106" in page
    assert "今天8:30–18:00上班" in page


@pytest.mark.parametrize("kept", ["999999", "x", "-3", "9" * 50, "1 or 1=1"])
def test_a_made_up_place_is_no_place(client, cast, clock, kept):
    client.cookies["area"] = kept
    assert "您住哪儿" in home(client)


def test_a_resident_sees_the_own_place_and_matter(client, cast, clock, zhou):
    reported(cast, zhou, clock.at)
    one = reported(cast, zhou, clock.move(minutes=1), text="楼道堆满杂物。")
    page = home(town.sign_in(client, "zhou"))
    assert "您的网格员 陈思远" in page
    assert "楼道堆满杂物" in page
    assert "最晚 <b>11月30日（周一）18:00</b> 前答复您" in page
    assert f'href="/matters/{one.number}/"' in page
    assert "在办2件" in page


def test_what_waits_for_an_answer_leads_to_the_question(client, cast, clock, zhou):
    answered(cast, reported(cast, zhou, clock.at), clock.move(hours=1))
    assert "去回答" in home(town.sign_in(client, "zhou"))


def test_on_a_rest_day_it_says_when_somebody_is_there(client, cast, clock, zhou):
    clock.at = clock.at.replace(day=28)
    page = home(town.sign_in(client, "zhou"))
    assert "今天休息，11月30日（周一）8:30上班" in page


def test_in_large_type_the_call_comes_first(client, cast, clock, zhou):
    reported(cast, zhou, clock.at)
    page = home(town.sign_in(client, "zhou"), "?ui=elder")
    assert 'data-ui="elder"' in page
    assert "给陈思远打电话" in page
    assert "在办1件" in page
    assert "标准版" in page
    assert page.count('<a href="/"') >= 1


@pytest.mark.parametrize("name", ["chen", "li", "he", "tang", "fang", "xi", "an", "shen"])
def test_staff_go_to_the_home_of_their_posting(cast, clock, name):
    answer = town.sign_in(Client(), name).get("/")
    assert answer.status_code == 302
    assert answer.url != "/"


def test_it_is_light(client, cast, clock, zhou):
    reported(cast, zhou, clock.at)
    assert len(town.sign_in(client, "zhou").get("/").content) < 16_000
