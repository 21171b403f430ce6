"""Accounts: who may make, close and free them, and what ends with them."""

import pytest
from allauth.mfa.models import Authenticator
from tests import town

from linli.kernel.models import EventRow
from linli.kernel.refusal import Refusal
from linli.kernel.scope import GUEST, SYSTEM, scope
from linli.people import commands
from linli.people.models import Account, ApiToken

GOOD = "t7wv-9hdn-p4re-k2mx"
ACTS = {
    "close_account": {}, "open_account": {}, "end_sessions": {}, "give_password": {"password": GOOD},
    "reset_factor": {"reason": "lost"},
}  # fmt: skip


def account(name: str) -> Account:
    return Account.objects.get(login=name)


def refused(act, *args, **asked) -> str:
    with pytest.raises(Refusal) as found:
        act(*args, **asked)
    return found.value.code


@pytest.mark.parametrize("verb", ACTS)
@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("li", "person_unknown"),
        ("xi", "person_unknown"),
        ("shen", "person_unknown"),
        ("zhou", "person_unknown"),
    ],
)
def test_only_the_security_administrator_of_the_area_may(cast, now, verb, who, code):
    asked = {"actor": cast.actor(who), "now": now, "person_id": cast.people["chen"], **ACTS[verb]}
    assert refused(getattr(commands, verb), **asked) == code


@pytest.mark.parametrize("verb", ACTS)
def test_nobody_administers_the_own_account(cast, now, verb):
    asked = {"actor": cast.actor("an"), "now": now, "person_id": cast.people["an"], **ACTS[verb]}
    assert refused(getattr(commands, verb), **asked) == "own_account"


@pytest.mark.parametrize("verb", ACTS)
def test_people_without_an_account_have_none(cast, now, verb):
    person = commands.register_person(
        actor=SYSTEM, now=now, name="新人", area_path=cast.path("huaiyin")
    ).subject_id
    asked = {"actor": cast.actor("an"), "now": now, "person_id": person, **ACTS[verb]}
    assert refused(getattr(commands, verb), **asked) == "account_unknown"


def test_closing_ends_sessions_and_tokens(cast, now):
    an, chen = cast.actor("an"), cast.people["chen"]
    commands.make_token(actor=an, now=now, person_id=chen, name="采集", token=commands.new_secret())
    era = account("chen").sessions_era
    event = commands.close_account(actor=an, now=now, person_id=chen)
    assert event.subject_id == chen
    assert not account("chen").is_active
    assert account("chen").sessions_era == era + 1
    assert ApiToken.objects.get(person=chen).revoked_at == now
    commands.open_account(actor=an, now=now, person_id=chen)
    assert account("chen").is_active
    assert ApiToken.objects.get(person=chen).revoked_at == now, "a token stays dead"


def test_a_given_password_is_to_be_changed(cast, now):
    before = account("chen").get_session_auth_hash()
    commands.give_password(actor=cast.actor("an"), now=now, person_id=cast.people["chen"], password=GOOD)
    after = account("chen")
    assert after.check_password(GOOD)
    assert after.must_change
    assert after.password_at == now
    assert after.get_session_auth_hash() != before


@pytest.mark.parametrize("password", ["short", "password123456", "111111111111", "x" * 11])
def test_a_given_password_is_no_easy_one(cast, now, password):
    asked = {"actor": cast.actor("an"), "now": now, "person_id": cast.people["chen"], "password": password}
    assert refused(commands.give_password, **asked) == "password_too_easy"
    assert account("chen").check_password(town.PASSWORD)


def test_resetting_the_second_factor_takes_all_of_it(cast, now):
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=account("chen"), type=kind, data={})
    era = account("chen").sessions_era
    event = commands.reset_factor(
        actor=cast.actor("an"), now=now, person_id=cast.people["chen"], reason="lost"
    )
    assert event.reason == "lost"
    assert not Authenticator.objects.exists()
    assert account("chen").sessions_era == era + 1


@pytest.mark.parametrize(
    ("reason", "code"), [("", "reason_missing"), ("because", "reason_missing"), ("lost", "factor_missing")]
)
def test_resetting_wants_a_reason_and_something_to_reset(cast, now, reason, code):
    asked = {"actor": cast.actor("an"), "now": now, "person_id": cast.people["chen"], "reason": reason}
    assert refused(commands.reset_factor, **asked) == code


def test_an_account_is_made_once_and_its_name_is_taken(cast, now):
    person = commands.register_person(
        actor=SYSTEM, now=now, name="新人", area_path=cast.path("huaiyin")
    ).subject_id
    an = cast.actor("an")
    asked = {"actor": an, "now": now, "person_id": person, "password": GOOD, "must_change": True}
    assert refused(commands.make_account, **asked, login="CHEN ") == "login_taken"
    assert refused(commands.make_account, **asked, login="") == "login_missing"
    assert refused(commands.make_account, **asked, login="p-1") == "login_missing"
    assert refused(commands.make_account, **asked, login="x" * 65) == "text_too_long"
    assert (
        refused(commands.make_account, **{**asked, "password": "easy"}, login="xinren") == "password_too_easy"
    )
    commands.make_account(**asked, login=" XinRen ")
    assert account("xinren").must_change
    assert refused(commands.make_account, **asked, login="another") == "account_exists"


def test_somebody_who_came_by_telephone_gets_a_password_when_posted(cast, now):
    person = commands.register_person(
        actor=SYSTEM, now=now, name="新人", area_path=cast.path("huaiyin")
    ).subject_id
    Account.objects.create_user("p-0123", None, person_id=person, made_at=now)
    commands.make_account(actor=cast.actor("an"), now=now, person_id=person, login="xinren", password=GOOD)
    assert account("xinren").check_password(GOOD)
    assert Account.objects.filter(person=person).count() == 1


@pytest.mark.parametrize("verb", ["change_password", "add_factor", "remove_factor", "sign_out"])
@pytest.mark.parametrize("actor", [GUEST, SYSTEM])
def test_what_only_a_person_does_is_refused_to_others(db, now, verb, actor):
    assert refused(getattr(commands, verb), actor=actor, now=now) == "not_a_person"


def test_sign_ins_are_facts(cast, now, chen):
    assert commands.sign_in(actor=chen, now=now, how="password", factor=True).how == "password"
    assert refused(commands.sign_in, actor=chen, now=now, how="magic", factor=False) == "how_unknown"


def test_a_lock_is_a_fact_of_somebody(cast, now):
    assert commands.lock_out(actor=GUEST, now=now, login="chen").subject_id == cast.people["chen"]
    assert refused(commands.lock_out, actor=GUEST, now=now, login="nobody") == "account_unknown"


def test_no_event_holds_a_password_or_a_login(cast, now):
    commands.give_password(actor=cast.actor("an"), now=now, person_id=cast.people["chen"], password=GOOD)
    with scope(SYSTEM):
        row = EventRow.objects.latest("id")
    assert GOOD not in str(row.facts)
    assert "chen" not in str(row.facts)
