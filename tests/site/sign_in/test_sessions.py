"""Between sign-in and a page: idle ends, first passwords, one session, closed accounts, changed postings, new keys."""

from datetime import date, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from tests import town

from linli.kernel.models import EventRow
from linli.kernel.scope import SYSTEM, scope
from linli.people.commands import close_account, end_sessions, give_password, post
from linli.people.models import Account

from .conftest import FACTOR, LOGIN, enter, is_in


@pytest.fixture
def signed_in(cast, clock):
    """A browser with somebody signed in, second factor done."""

    def make(name: str) -> Client:
        return town.sign_in(Client(), name)

    return make


def last_code() -> str:
    with scope(SYSTEM):
        return EventRow.objects.order_by("-id").values_list("code", flat=True).first()


@override_settings(LINLI_IDLE=timedelta(minutes=15))
def test_an_idle_desk_is_signed_out_and_told_so(signed_in, clock):
    desk = signed_in("li")
    assert is_in(desk)
    clock.move(minutes=14)
    assert is_in(desk)
    clock.move(minutes=16)
    answer = desk.get("/menu/?a=1")
    assert answer.headers["Location"] == "/sign-in/?next=%2Fmenu%2F%3Fa%3D1"
    page = desk.get(answer.headers["Location"], follow=True).content.decode()
    assert "有一会儿没有操作" in page
    assert last_code() == "people.signed_out"


@override_settings(LINLI_IDLE=timedelta(minutes=15))
def test_what_a_page_asks_by_itself_is_no_use_of_the_desk(signed_in, clock):
    desk = signed_in("li")
    desk.get("/menu/")
    for _ in range(5):
        clock.move(minutes=4)
        quiet = desk.get("/menu/", headers={"HX-Quiet": "1"})
    assert quiet.status_code == 302


def test_by_default_a_telephone_stays_in_for_two_weeks(signed_in, clock):
    phone = signed_in("zhou")
    is_in(phone)
    clock.move(days=13)
    assert is_in(phone)
    clock.move(days=15)
    assert not is_in(phone)


def test_use_is_noted_once_a_minute_not_with_every_page(signed_in, clock, django_assert_max_num_queries):
    desk = signed_in("li")
    desk.get("/menu/")
    clock.move(seconds=30)
    with django_assert_max_num_queries(40) as seen:
        desk.get("/menu/")
    writes = [
        q["sql"]
        for q in seen.captured_queries
        if (q["sql"] or "").lower().startswith(("insert", "update", "delete"))
    ]
    assert writes == []


def test_a_closed_account_is_out_at_once(signed_in, cast, clock):
    desk = signed_in("li")
    assert is_in(desk)
    close_account(actor=cast.actor("an"), now=clock.at, person_id=cast.people["li"])
    assert not is_in(desk)


@pytest.mark.parametrize("verb", ["end_sessions", "give_password"])
def test_an_administrator_ends_all_sessions(signed_in, cast, clock, verb):
    desks = [signed_in("li"), signed_in("li")]
    if verb == "end_sessions":
        end_sessions(actor=cast.actor("an"), now=clock.at, person_id=cast.people["li"])
    else:
        give_password(
            actor=cast.actor("an"), now=clock.at, person_id=cast.people["li"], password="t7wv-9hdn-p4re-k2mx"
        )
    assert [is_in(desk) for desk in desks] == [False, False]


def test_a_changed_password_ends_every_session(signed_in, cast, clock):
    here, there = signed_in("li"), signed_in("li")
    new = "新柳-又绿-江南岸-5714"
    here.post("/account/password/change/", {"oldpassword": town.PASSWORD, "password1": new, "password2": new})
    assert [is_in(here), is_in(there)] == [False, False]
    assert last_code() in ("people.password_changed", "people.signed_out")


def test_a_first_password_is_changed_before_anything_else(cast, clock):
    first = "t7wv-9hdn-p4re-k2mx"
    give_password(actor=cast.actor("an"), now=clock.at, person_id=cast.people["li"], password=first)
    desk = Client()
    enter(desk, "li", first)
    for page in ("/menu/", "/", "/me/", "/account/2fa/", "/account/sessions/"):
        assert desk.get(page).headers["Location"] == "/account/password/change/", page
    page = desk.get("/account/password/change/").content.decode()
    assert "现在的密码是管理员给的" in page
    same = {"oldpassword": first, "password1": first, "password2": first}
    assert "新密码和现在的一样" in desk.post("/account/password/change/", same).content.decode()
    new = "新柳-又绿-江南岸-5714"
    desk.post("/account/password/change/", {"oldpassword": first, "password1": new, "password2": new})
    enter(desk, "li", new)
    assert desk.get("/menu/").headers["Location"] == "/account/2fa/"
    assert not Account.objects.get(login="li").must_change


@pytest.mark.parametrize(
    ("old", "one", "two", "said"),
    [
        ("wrong", "新柳-又绿-江南岸-5714", "新柳-又绿-江南岸-5714", "现在的密码不对"),
        (town.PASSWORD, "新柳-又绿-江南岸-5714", "新柳-又绿-江南岸-5715", "两遍不一样"),
        (town.PASSWORD, "short", "short", "密码至少要12个字符"),
        (town.PASSWORD, "password123456", "password123456", "太容易猜到"),
    ],
)
def test_a_new_password_is_judged(signed_in, old, one, two, said):
    desk = signed_in("li")
    answer = desk.post("/account/password/change/", {"oldpassword": old, "password1": one, "password2": two})
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert Account.objects.get(login="li").check_password(town.PASSWORD)


@override_settings(LINLI_PASSWORD_AGE=timedelta(days=90))
def test_in_the_classified_profile_passwords_age(signed_in, clock):
    Account.objects.filter(login="li").update(password_at=clock.at - timedelta(days=91))
    assert signed_in("li").get("/menu/").headers["Location"] == "/account/password/change/"
    Account.objects.filter(login="li").update(password_at=clock.at - timedelta(days=89))
    assert is_in(signed_in("li"))


@override_settings(LINLI_ONE_SESSION=True)
def test_in_the_classified_profile_a_new_sign_in_ends_the_others(cast, clock):
    first, second = Client(), Client()
    enter(first, "zhou")
    enter(second, "zhou")
    assert [is_in(first), is_in(second)] == [False, True]


def test_otherwise_several_devices_live_together_and_are_listed(cast, clock):
    phone, desk = Client(), Client()
    enter(phone, "zhou", HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0")
    enter(desk, "zhou", HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120")
    page = desk.get("/account/sessions/").content.decode()
    assert "安卓手机·微信" in page
    assert "现在用的这台" in page
    assert desk.post("/account/sessions/").status_code == 302
    assert [is_in(phone), is_in(desk)] == [False, True]


def test_the_list_holds_only_the_own_devices(cast, clock):
    other, mine = Client(), Client()
    enter(other, "feng", HTTP_USER_AGENT="Mozilla/5.0 (iPad) Safari/600")
    enter(mine, "zhou")
    assert "iPad" not in mine.get("/account/sessions/").content.decode()
    mine.post("/account/sessions/")
    assert is_in(other)


def test_a_changed_posting_changes_the_key(signed_in, cast, clock):
    desk = signed_in("li")
    desk.get("/menu/")
    before = desk.cookies[settings.SESSION_COOKIE_NAME].value
    post(
        actor=cast.actor("an"), now=clock.at, person_id=cast.people["li"], role="mediator",
        area_id=cast.areas["heqiao"], from_on=date(2026, 11, 25),
    )  # fmt: skip
    desk.get("/menu/")
    after = desk.cookies[settings.SESSION_COOKIE_NAME].value
    assert after != before
    assert not Session.objects.filter(session_key=before).exists()
    assert is_in(desk)


def test_leaving_ends_the_session_on_the_server(signed_in):
    desk = signed_in("li")
    key = desk.cookies[settings.SESSION_COOKIE_NAME].value
    assert desk.get("/account/logout/").status_code == 200, "a link alone signs nobody out"
    assert is_in(desk)
    assert desk.post("/account/logout/").headers["Location"] == "/"
    assert not Session.objects.filter(session_key=key).exists()
    old = Client()
    old.cookies[settings.SESSION_COOKIE_NAME] = key
    assert not is_in(old)
    assert last_code() == "people.signed_out"


def test_after_leaving_the_back_button_shows_nothing_kept(signed_in):
    desk = signed_in("li")
    assert "no-store" in desk.get("/menu/").headers["Cache-Control"]


def test_every_form_of_sign_in_wants_its_token(cast, clock):
    careful = Client(enforce_csrf_checks=True)
    town.sign_in(careful, "li")
    for page in (
        "/account/logout/",
        "/account/password/change/",
        "/account/sessions/",
        "/account/2fa/totp/activate/",
    ):
        assert careful.post(page).status_code == 403, page
    assert careful.get("/menu/").status_code == 200


def test_a_session_list_entry_follows_a_new_key(cast, clock):
    client = Client()
    enter(client, "zhou")
    client.get("/menu/")
    assert (
        UserSession.objects.filter(session_key=client.cookies[settings.SESSION_COOKIE_NAME].value).count()
        == 1
    )


def test_the_steps_lead_to_the_pages_named_here():
    assert (LOGIN, FACTOR) == ("/account/login/", "/account/2fa/authenticate/")
