"""我的: one page in three frames; nothing whole, nobody else's; choices that stick."""

import pytest
from django.test import Client
from tests import town

from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import open_matter, see_reporter
from linli.people.commands import make_token, new_secret
from linli.people.models import Account, ApiToken, Person


def html(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize(
    ("who", "frame"),
    [
        ("zhou", "resident"),
        ("chen", "staff"),
        ("li", "staff"),
        ("an", "staff"),
        ("shen", "staff"),
        ("fang", "staff"),
    ],
)
def test_in_the_readers_frame(client, cast, clock, who, frame):
    page = html(town.sign_in(client, who).get("/me/"))
    assert f'data-ui="{frame}"' in page
    assert page.count("<h1") == 1
    assert "退出登录" in page


def test_a_residents_page(client, cast, clock):
    page = html(town.sign_in(client, "zhou").get("/me/"))
    assert "129****2076" in page
    assert "12900002076" not in page
    assert "槐荫里2号楼" in page
    assert "没有人看过您的完整号码" in page


def test_a_workers_page_names_the_postings(client, cast, clock):
    page = html(town.sign_in(client, "chen").get("/me/"))
    assert "网格员" in page
    assert "第3网格" in page
    assert "二次验证" in page
    assert "住处" not in page


def test_who_looked_at_the_number_left_with_a_matter(client, cast, clock):
    zhou = cast.actor("zhou")
    matter = open_matter(
        actor=zhou, now=clock.at, kind="snapshot", text="灯不亮", area_id=cast.areas["building2"], phone="12900002076", name="周女士"
    ).subject_id  # fmt: skip
    see_reporter(
        actor=cast.actor("chen"),
        now=clock.at,
        matter_id=matter,
        field="phone",
        reason="contact",
        words="约时间上门",
    )
    page = html(town.sign_in(client, "zhou").get("/me/"))
    assert "陈思远（网格员）看了电话" in page
    assert "约时间上门" in page
    assert "陈思远" not in html(town.sign_in(Client(), "feng").get("/me/"))


def test_the_name_is_chosen(client, cast, clock):
    town.sign_in(client, "zhou")
    assert client.post("/me/name/", {"name": "周阿姨"}).headers["Location"] == "/me/"
    assert "周阿姨" in html(client.get("/me/"))
    assert "请填写" in html(client.post("/me/name/", {"name": ""}))
    assert "维护" in html(town.sign_in(Client(), "li").post("/me/name/", {"name": "x"}))


def test_the_home_is_chosen(client, cast, clock):
    town.sign_in(client, "zhou")
    assert client.get("/me/home/").status_code == 200
    form = {"community": cast.areas["huaiyin"], "building": cast.areas["building8"]}
    assert client.post("/me/home/", form).headers["Location"] == "/me/"
    with scope(SYSTEM):
        assert Person.objects.get(pk=cast.people["zhou"]).area_path == cast.path("building8")
    assert "槐安家园8号楼" in html(client.get("/me/"))
    assert "请选一栋楼" in html(client.post("/me/home/", {"community": cast.areas["huaiyin"]}))
    look = client.post("/me/home/", {**form, "look": "1"})
    assert look.status_code == 200, "without script the lists come first"


def test_type_size_language_and_keys_stick(client, cast, clock):
    town.sign_in(client, "zhou")
    assert client.post("/me/preferences/", {"large_type": "yes"}).headers["Location"] == "/me/?ui=elder"
    assert 'data-ui="elder"' in html(client.get("/me/?ui=elder"))
    assert 'data-ui="elder"' in html(town.sign_in(Client(), "zhou").get("/me/")), "on another machine too"
    client.post("/language/", {"language": "en", "next": "/me/"})
    assert Account.objects.get(login="zhou").language == "en"
    assert '<html lang="en"' in html(town.sign_in(Client(), "zhou").get("/me/"))
    li = town.sign_in(Client(), "li")
    li.post("/me/preferences/", {"shortcuts": "no"})
    assert "data-keys-off" in html(li.get("/me/"))


@pytest.mark.parametrize(
    "hostile",
    [{}, {"large_type": "maybe"}, {"is_active": "", "must_change": "1", "person": "1", "login": "x"}],
)
def test_strange_preferences_change_nothing(client, cast, clock, hostile):
    town.sign_in(client, "zhou")
    before = Account.objects.filter(login="zhou").values().get()
    assert client.post("/me/preferences/", hostile).status_code == 302
    after = Account.objects.filter(login="zhou").values().get()
    assert {name: value for name, value in after.items() if name != "last_login"} == {
        name: value for name, value in before.items() if name != "last_login"
    }


@pytest.mark.parametrize(
    "elsewhere",
    ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:1", ""],
)
def test_choosing_a_language_never_leads_away(client, cast, clock, elsewhere):
    answer = client.post("/language/", {"language": "en", "next": elsewhere})
    assert answer.headers["Location"] == "/"
    assert answer.cookies["django_language"].value == "en"


def test_there_are_two_languages(client, cast, clock):
    assert client.post("/language/", {"language": "xx"}).status_code == 422
    assert client.get("/language/").status_code == 405


def test_own_tokens_are_listed_and_ended(client, cast, clock):
    make_token(
        actor=cast.actor("an"),
        now=clock.at,
        person_id=cast.people["li"],
        name="12345对接",
        token=new_secret(),
    )
    li = town.sign_in(client, "li")
    assert "接口令牌：12345对接" in html(li.get("/me/"))
    assert li.post(f"/tokens/{ApiToken.objects.get().pk}/revoke/").headers["Location"] == "/me/"
    assert "接口令牌：12345对接" not in html(li.get("/me/"))


def test_guests_have_no_such_page(client, cast, clock):
    for page in ("/me/", "/me/name/", "/me/home/"):
        assert client.get(page).headers["Location"].startswith("/sign-in/?next=")
    assert client.post("/me/preferences/").status_code == 302


def test_it_asks_no_more_for_many_looks_than_for_one(client, cast, clock):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    zhou, counts = town.sign_in(client, "zhou"), []
    for n in (1, 4):
        for _ in range(n):
            matter = open_matter(
                actor=cast.actor("zhou"), now=clock.at, kind="snapshot", text="灯不亮", area_id=cast.areas["building2"],
                phone="12900002076", name="周女士",
            ).subject_id  # fmt: skip
            see_reporter(
                actor=cast.actor("li"),
                now=clock.at,
                matter_id=matter,
                field="phone",
                reason="contact",
                words="联系",
            )
        zhou.get("/me/")
        with CaptureQueriesContext(connection) as seen:
            zhou.get("/me/")
        counts.append(len(seen))
    assert counts[0] == counts[1]
