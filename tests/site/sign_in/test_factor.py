"""The second step: forced for staff outside a sample town, once for each code, and no way around it."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.db import connection
from django.test import Client
from tests import town

from linli.kernel import stamp
from linli.kernel.models import EventRow
from linli.kernel.scope import SYSTEM, scope
from linli.people.models import Account
from linli.people.rules.totp import STEP, code_at
from linli.site.sign_in.adapter import FactorAdapter

from .conftest import DESK, FACTOR, LOGIN, enter, is_in

BEHIND = ("/menu/", "/inbox/", "/me/", "/doors/", "/admin/areas/", "/people/", "/")


def last_codes(n: int) -> list[str]:
    with scope(SYSTEM):
        return list(EventRow.objects.order_by("-id").values_list("code", flat=True)[:n])


def authenticator(name: str) -> Authenticator:
    return Authenticator.objects.get(user__login=name, type=Authenticator.Type.TOTP)


def test_staff_without_one_are_led_to_set_it_up(client, cast, clock):
    enter(client, "li")
    for page in BEHIND:
        assert client.get(page).headers.get("Location") == "/account/2fa/", page
    assert client.post("/matters/new/", {}).headers["Location"] == "/account/2fa/"
    assert "现在设" in client.get("/account/2fa/").content.decode()


def test_staff_of_a_sample_town_do_without(client, cast, clock):
    with scope(SYSTEM):
        stamp.bump(stamp.SAMPLE_TOWN)
    enter(client, "li")
    assert is_in(client)


def test_residents_do_without(client, cast, clock):
    enter(client, "zhou")
    assert is_in(client)


def test_set_up_from_the_first_page_to_the_desk(own_database, clock):
    """Really committed: the library tells what happened after the commit."""
    client = Client()
    enter(client, "li")
    key_before = client.cookies[settings.SESSION_COOKIE_NAME].value
    asked = client.get("/account/2fa/totp/activate/")
    assert asked.headers["Location"].startswith("/account/reauthenticate/")
    client.post(asked.headers["Location"], {"password": town.PASSWORD})
    page = client.get("/account/2fa/totp/activate/")
    html = page.content.decode()
    assert "<svg" in html
    assert "style=" not in html
    assert "data:image" not in html
    key = re.search(r"<code[^>]*>([A-Z2-7]{32})</code>", html)[1]
    code = code_at(key, int(clock.at.timestamp()) // STEP)
    done = client.post("/account/2fa/totp/activate/", {"code": code})
    assert done.headers["Location"] == "/account/2fa/recovery-codes/"
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != key_before, "a new key with the new right"
    shown = re.findall(r"<code>(\d{8})</code>", client.get("/account/2fa/recovery-codes/").content.decode())
    assert len(shown) == 10
    assert (
        re.findall(r"<code>(\d{8})</code>", client.get("/account/2fa/recovery-codes/").content.decode()) == []
    )
    assert is_in(client)
    assert last_codes(1) == ["people.factor_added"]
    # The code that turned it on is used up.
    client.post("/account/logout/")
    enter(client, "li")
    assert client.post(FACTOR, {"code": code}).status_code == 200
    clock.move(seconds=STEP)
    assert client.post(FACTOR, {"code": code_at(key, int(clock.at.timestamp()) // STEP)}).status_code == 302
    assert is_in(client)


@pytest.mark.parametrize("code", ["000000", "", "abcdef", "12345", "1234567", "\x00", "９９９９９９"])
def test_a_wrong_first_code_sets_nothing_up(client, cast, clock, code):
    enter(client, "li")
    client.get("/account/2fa/totp/activate/")
    client.post("/account/reauthenticate/", {"password": town.PASSWORD})
    client.get("/account/2fa/totp/activate/")
    assert client.post("/account/2fa/totp/activate/", {"code": code}).status_code == 200
    assert not Authenticator.objects.filter(user__login="li").exists()


def test_two_steps_in_order(client, cast, clock, phone_of):
    app = phone_of("li")
    assert enter(client, "li").headers["Location"] == FACTOR
    assert client.post(FACTOR, {"code": app.code()}).headers["Location"] == "/"
    assert is_in(client)
    with scope(SYSTEM):
        event = EventRow.objects.order_by("-id").first()
    assert (event.code, event.facts) == ("people.signed_in", {"how": "password", "factor": True})


@pytest.mark.parametrize("page", BEHIND)
def test_after_the_first_step_nobody_is_in(client, cast, clock, phone_of, page):
    phone_of("li")
    enter(client, "li")
    answer = client.get(page)
    assert answer.wsgi_request.actor.is_guest
    assert "李晓梅，账号与设置" not in answer.content.decode()


@pytest.mark.parametrize(
    "page", ["/account/2fa/", "/account/2fa/totp/deactivate/", "/account/2fa/totp/activate/", "/account/2fa/recovery-codes/",
             "/account/2fa/recovery-codes/generate/", "/account/password/change/", "/account/sessions/", "/account/2fa/reauthenticate/",
             "/account/reauthenticate/"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["get", "post"])
def test_after_the_first_step_no_account_page_opens(client, cast, clock, phone_of, page, method):
    phone_of("li")
    enter(client, "li")
    answer = getattr(client, method)(page)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(("/sign-in/", "/account/login/"))
    assert authenticator("li")


def test_the_second_step_cannot_be_had_without_the_first(client, cast, clock, phone_of):
    app = phone_of("li")
    assert client.post(FACTOR, {"code": app.code()}).headers["Location"] == LOGIN
    assert not is_in(client)


def test_the_second_step_belongs_to_who_took_the_first(client, cast, clock, phone_of):
    """Step one as Wu, a code of Li: no."""
    other = phone_of("li")
    Authenticator.objects.create(
        user=Account.objects.get(login="wu"), type=Authenticator.Type.TOTP,
        data={"secret": FactorAdapter().encrypt("A" * 32)},
    )  # fmt: skip
    enter(client, "wu")
    assert client.post(FACTOR, {"code": other.code()}).status_code == 200
    assert not is_in(client)


def test_a_code_is_good_once_in_its_window(cast, clock, phone_of):
    app = phone_of("li")
    first, second = Client(), Client()
    enter(first, "li")
    enter(second, "li")
    code = app.code()
    assert first.post(FACTOR, {"code": code}).status_code == 302
    assert second.post(FACTOR, {"code": code}).status_code == 200, "seen over the shoulder"
    clock.move(seconds=20)
    assert second.post(FACTOR, {"code": code}).status_code == 200
    assert not is_in(second)
    clock.move(seconds=20)
    assert second.post(FACTOR, {"code": app.code()}).status_code == 302


def test_an_older_code_is_not_good_after_a_newer_one(client, cast, clock, phone_of):
    app = phone_of("li")
    enter(client, "li")
    client.post(FACTOR, {"code": app.code()})
    client.post("/account/logout/")
    enter(client, "li")
    assert client.post(FACTOR, {"code": app.code(-1)}).status_code == 200


@pytest.mark.parametrize(("steps", "fine"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_telephones_clock_may_be_half_a_minute_off(client, cast, clock, phone_of, steps, fine):
    app = phone_of("li")
    enter(client, "li")
    assert (client.post(FACTOR, {"code": app.code(steps)}).status_code == 302) == fine


def recovery(name: str) -> list[str]:
    return RecoveryCodes.activate(Account.objects.get(login=name)).generate_codes()


def test_a_recovery_code_is_good_once(client, cast, clock, phone_of):
    phone_of("li")
    codes = recovery("li")
    enter(client, "li")
    assert client.post(FACTOR, {"code": codes[3]}).status_code == 302
    assert is_in(client)
    client.post("/account/logout/")
    enter(client, "li")
    assert client.post(FACTOR, {"code": codes[3]}).status_code == 200
    assert client.post(FACTOR, {"code": codes[4]}).status_code == 302


def test_wrong_codes_count_with_the_passwords_and_lock(client, cast, clock, phone_of):
    app = phone_of("li")
    enter(client, "li")
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert client.post(FACTOR, {"code": "000000"}).status_code == 200
    assert client.post(FACTOR, {"code": "000000"}).status_code == 429
    assert client.post(FACTOR, {"code": app.code()}).status_code == 429, "the right one comes too late"
    assert enter(Client(), "li").status_code == 429, "and the first step is locked too"
    assert "people.locked_out" in last_codes(5)


def test_starting_over_does_not_give_new_tries(cast, clock, phone_of):
    phone_of("li")
    seen = []
    for _ in range(settings.AXES_FAILURE_LIMIT):
        fresh = Client()
        enter(fresh, "li")
        seen.append(fresh.post(FACTOR, {"code": "000000"}).status_code)
    assert seen == [200] * (settings.AXES_FAILURE_LIMIT - 1) + [429]


def test_a_changed_password_still_asks_for_it(client, cast, clock, phone_of):
    app = phone_of("li")
    enter(client, "li")
    client.post(FACTOR, {"code": app.code()})
    new = "新柳-又绿-江南岸-5714"
    changed = client.post(
        "/account/password/change/", {"oldpassword": town.PASSWORD, "password1": new, "password2": new}
    )
    assert changed.headers["Location"] == LOGIN
    assert not is_in(client)
    assert enter(client, "li").status_code == 200, "the old one is gone"
    assert enter(client, "li", new).headers["Location"] == FACTOR
    assert not is_in(client)


def test_turned_off_it_is_asked_for_again_at_once(client, cast, clock, phone_of):
    app = phone_of("li")
    enter(client, "li")
    client.post(FACTOR, {"code": app.code()})
    assert is_in(client)
    client.get("/account/2fa/totp/deactivate/")
    client.post("/account/reauthenticate/?next=/account/2fa/totp/deactivate/", {"password": town.PASSWORD})
    assert client.post("/account/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.filter(user__login="li").exists()
    assert client.get(DESK).headers["Location"] == "/account/2fa/"
    assert "people.factor_removed" in last_codes(3)


def test_turning_it_off_asks_for_the_password(client, cast, clock, phone_of):
    app = phone_of("li")
    enter(client, "li")
    client.post(FACTOR, {"code": app.code()})
    answer = client.post("/account/2fa/totp/deactivate/")
    assert answer.headers["Location"].startswith("/account/reauthenticate/")
    assert authenticator("li")


def test_keys_and_seeds_lie_sealed(client, cast, clock, phone_of):
    app = phone_of("li")
    codes = recovery("li")
    with connection.cursor() as cursor:
        cursor.execute("select data::text from mfa_authenticator")
        table = str(cursor.fetchall())
    assert app.key not in table
    assert app.key.encode().hex() not in table
    assert not any(code in table for code in codes)


def test_no_cookie_of_trust_helps(client, cast, clock, phone_of):
    phone_of("li")
    client.cookies["mfa_trusted"] = "anything"
    assert enter(client, "li").headers["Location"] == FACTOR
