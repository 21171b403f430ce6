"""The first step: name and password. One answer for everything wrong, counted in the database, no way elsewhere."""

import re
import statistics
import time

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client, override_settings
from tests import town

from linli.kernel.models import EventRow
from linli.kernel.scope import SYSTEM, scope
from linli.people.commands import close_account
from linli.people.models import Account

from .conftest import LOGIN, enter, is_in

WRONG = "登录名或密码不对，请再看看。"


def codes() -> list[str]:
    with scope(SYSTEM):
        return list(EventRow.objects.order_by("id").values_list("code", flat=True))


@pytest.mark.parametrize("name", ["xi", "XI", " Xi "])
def test_signs_in_whatever_way_the_name_is_written(client, cast, clock, name):
    assert enter(client, name).status_code == 302
    assert client.get("/account/sessions/").status_code == 200
    assert codes()[-1] == "people.signed_in"


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("xi", "wrong password"),
        ("nobody", town.PASSWORD),
        ("xi", town.PASSWORD + "x"),
        ("p-0", "x"),
        ("xi", town.PASSWORD.upper()),
    ],
)
def test_one_answer_for_everything_wrong(client, cast, clock, name, password):
    answer = enter(client, name, password)
    assert answer.status_code == 200
    assert WRONG in answer.content.decode()
    assert not is_in(client)


def test_the_page_is_the_same_for_known_and_unknown_names(client, cast, clock):
    pages = []
    for name in ("xi", "nobody"):
        page = enter(client, name, "wrong password 12").content.decode()
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
        pages.append(re.sub(r"[0-9a-f-]{36}", "", page).replace(name, "?"))
    assert pages[0] == pages[1]


def test_unknown_names_take_as_long_as_known_ones(cast, clock):
    """Both cost one hash; medians of eleven, each from an address of its own."""
    spent: dict[str, list[float]] = {"han": [], "nobody": []}
    for round_ in range(11):
        for name, times in spent.items():
            start = time.process_time()
            enter(Client(), name, "wrong password 12", REMOTE_ADDR=f"192.0.2.{round_}")
            times.append(time.process_time() - start)
    known, unknown = (statistics.median(times) for times in spent.values())
    assert 0.6 < known / unknown < 1.6


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("x" * 65, "p"),
        ("x\x00i", "p"),
        ("xi", "p" * 100_000),
        ("", ""),
        ("\ud800", "p"),
        ("🙂" * 30, "🙂"),
        ("' or 1=1 --", "p"),
    ],
)
def test_hostile_input_is_turned_down_calmly(client, cast, clock, name, password):
    answer = client.post(LOGIN, {"login": name.encode("utf-8", "surrogatepass"), "password": password})
    assert answer.status_code == 200
    assert not is_in(client)


def test_locks_after_eight_wrong_ones_even_for_the_right_password(client, cast, clock):
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert enter(client, "xi", "wrong").status_code == 200
    assert enter(client, "xi", "wrong").status_code == 429
    answer = enter(client, "xi")
    assert answer.status_code == 429
    assert "试的次数太多了" in answer.content.decode()
    assert not is_in(client)
    assert codes().count("people.locked_out") == 1, "one row when the lock falls"


def test_the_lock_of_an_unknown_name_looks_the_same_and_leaves_no_row(client, cast, clock):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = enter(client, "nobody", "wrong")
    assert answer.status_code == 429
    assert "people.locked_out" not in codes()


def test_ways_to_write_a_name_do_not_multiply_tries(client, cast, clock):
    for name in ("xi", "XI", "Xi", "xI", " xi", "xi ", "XI ", " XI"):
        answer = enter(client, name, "wrong")
    assert answer.status_code == 429


def test_browsers_do_not_multiply_tries(client, cast, clock):
    for n in range(settings.AXES_FAILURE_LIMIT):
        answer = enter(Client(), "xi", "wrong", HTTP_USER_AGENT=f"browser {n}")
    assert answer.status_code == 429


def test_somebody_elsewhere_is_not_locked_out_with_the_guesser(client, cast, clock):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        enter(client, "xi", "wrong", REMOTE_ADDR="192.0.2.7")
    assert enter(Client(), "xi", REMOTE_ADDR="192.0.2.8").status_code == 302


def test_the_lock_holds_while_it_is_tried_and_ends_by_itself(client, cast, clock):
    for _ in range(settings.AXES_FAILURE_LIMIT + 3):
        enter(client, "xi", "wrong")
    row = AccessAttempt.objects.get(username="xi")
    assert row.failures_since_start == settings.AXES_FAILURE_LIMIT, (
        "tries against the lock do not lengthen it"
    )
    AccessAttempt.objects.update(attempt_time=row.attempt_time - settings.AXES_COOLOFF_TIME)
    assert enter(client, "xi").status_code == 302


def test_a_right_password_forgets_the_wrong_ones(client, cast, clock):
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        enter(client, "xi", "wrong")
    enter(client, "xi")
    client.logout()
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        answer = enter(client, "xi", "wrong")
    assert answer.status_code == 200


def test_guesses_from_a_thousand_addresses_meet_a_net(cast, clock):
    for n in range(60):
        assert enter(Client(), "nobody", "wrong", REMOTE_ADDR=f"198.51.100.{n}").status_code == 200
    assert enter(Client(), "nobody", "wrong", REMOTE_ADDR="203.0.113.1").status_code == 429
    clock.move(hours=1, minutes=1)
    assert enter(Client(), "nobody", "wrong", REMOTE_ADDR="203.0.113.1").status_code == 200


def test_a_forwarded_address_is_believed_only_from_named_proxies(cast, clock):
    for n in range(settings.AXES_FAILURE_LIMIT):
        answer = enter(Client(), "xi", "wrong", HTTP_X_FORWARDED_FOR=f"192.0.2.{n}")
    assert answer.status_code == 429, "without proxies the header is what the client says"
    with override_settings(LINLI_PROXIES=1):
        for n in range(settings.AXES_FAILURE_LIMIT):
            answer = enter(Client(), "an", "wrong", HTTP_X_FORWARDED_FOR=f"10.0.0.{n}, 192.0.2.77")
        assert answer.status_code == 429, "the rightmost is what our proxy saw"
        assert enter(Client(), "an", HTTP_X_FORWARDED_FOR="192.0.2.77, 192.0.2.78").status_code == 302


def test_no_password_is_kept_of_a_failed_try(client, cast, clock):
    enter(client, "xi", "a secret nobody should see")
    row = AccessAttempt.objects.get()
    assert "a secret" not in row.post_data
    assert "xi" not in row.post_data


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example/", "\\\\elsewhere.example", "http:elsewhere",
        "javascript:alert(1)", "https://testserver@elsewhere.example/", "///elsewhere.example", "https://testserver/menu/",
        "elsewhere", "\t//elsewhere.example", "/\t/elsewhere.example", "http://127.0.0.1/",
    ],
)  # fmt: skip
def test_next_never_leads_away(client, cast, clock, elsewhere):
    for form in ({"next": elsewhere}, {}):
        address = LOGIN if form else f"{LOGIN}?next={elsewhere}"
        answer = client.post(address, {"login": "xi", "password": town.PASSWORD, **form})
        assert answer.headers["Location"] == "/"
        client.post("/account/logout/")


def test_next_leads_on_inside(client, cast, clock):
    answer = client.post(f"{LOGIN}?next=/me/?a=1", {"login": "xi", "password": town.PASSWORD})
    assert answer.headers["Location"] == "/me/?a=1"


def test_no_token_no_sign_in(cast, clock):
    careful = Client(enforce_csrf_checks=True)
    careful.get(LOGIN)
    assert enter(careful, "xi").status_code == 403
    assert not is_in(careful)


def test_the_session_gets_a_new_key(client, cast, clock):
    client.get(LOGIN)
    client.session["planted"] = "1"
    session = client.session
    session["x"] = 1
    session.save()
    planted = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    enter(client, "xi")
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert not is_in(other)


def test_cookies_are_for_the_browser_only(client, cast, clock):
    enter(client, "xi")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_closed_account_learns_so_only_with_the_right_password(client, cast, clock):
    close_account(actor=cast.actor("an"), now=clock.at, person_id=cast.people["xi"])
    assert WRONG in enter(client, "xi", "wrong").content.decode()
    assert enter(client, "xi").headers["Location"] == "/account/inactive/"
    assert client.get("/account/inactive/").status_code == 200
    assert not is_in(client)


def test_passwords_are_hashed_with_argon2id_within_bounds(cast):
    encoded = Account.objects.get(login="xi").password
    assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize(
    "page",
    [
        "/account/login/",
        "/account/logout/",
        "/account/2fa/",
        "/account/password/change/",
        "/account/sessions/",
        "/account/reauthenticate/",
    ],
)
def test_no_page_of_sign_in_is_kept_by_a_cache(client, cast, clock, page):
    if page != "/account/login/":
        enter(client, "xi")
    answer = client.get(page)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_door_used_last_comes_first(client, cast, clock):
    assert client.get("/sign-in/?next=/mine/").headers["Location"] == "/sign-in/phone/?next=%2Fmine%2F"
    enter(client, "xi")
    client.post("/account/logout/")
    assert client.get("/sign-in/?next=/menu/").headers["Location"] == "/account/login/?next=%2Fmenu%2F"
