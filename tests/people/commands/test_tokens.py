"""API tokens: a year at most, never the sensitive rights, dead with their account; only a digest is kept."""

from datetime import timedelta

import pytest
from django.db import connection

from linli.kernel.models import Notice
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.people.access import NEVER_BY_TOKEN
from linli.people.commands import close_account, make_token, new_secret, revoke_token
from linli.people.models import ApiToken
from linli.people.queries import bearer_of, own_tokens, tokens


def refused(act, **asked) -> str:
    with pytest.raises(Refusal) as found:
        act(**asked)
    return found.value.code


@pytest.fixture
def asked(cast, now):
    return {
        "actor": cast.actor("an"),
        "now": now,
        "person_id": cast.people["li"],
        "name": "12345对接",
        "token": new_secret(),
    }


def test_acts_for_its_person_until_it_ends(cast, now, asked):
    make_token(**asked, days=30)
    bearer = bearer_of(asked["token"], now)
    assert bearer.actor.person_id == cast.people["li"]
    assert bearer.actor.door == "api"
    assert bearer.actor.serves_as("community_desk", cast.path("grid3"))
    assert bearer_of(asked["token"], now + timedelta(days=29, hours=23)) is not None
    assert bearer_of(asked["token"], now + timedelta(days=30)) is None
    assert bearer_of(asked["token"] + "x", now) is None
    assert bearer_of("", now) is None


def test_only_a_digest_is_kept(cast, asked):
    make_token(**asked)
    with connection.cursor() as cursor:
        cursor.execute("select row_to_json(people_apitoken)::text from people_apitoken")
        row = cursor.fetchone()[0]
    assert asked["token"] not in row
    assert asked["token"].encode().hex() not in row


def test_never_carries_the_sensitive_rights(cast, now, asked):
    make_token(**asked)
    actor = bearer_of(asked["token"], now).actor
    assert not {grant.permission for grant in actor.grants} & NEVER_BY_TOKEN
    assert actor.holds("matters.see")
    for right in NEVER_BY_TOKEN:
        more = {**asked, "token": new_secret(), "permissions": (right,)}
        assert refused(make_token, **more) == "permission_unknown"


def test_may_be_narrowed(cast, now, asked):
    make_token(**asked, permissions=("matters.see",), area_path=cast.path("grid3"))
    actor = bearer_of(asked["token"], now).actor
    assert {(grant.permission, grant.path) for grant in actor.grants} == {("matters.see", cast.path("grid3"))}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"days": 366}, "days_too_many"), ({"days": 0}, "days_too_many"), ({"name": " "}, "name_missing"), ({"name": "x" * 61}, "text_too_long"),
        ({"permissions": ("matters.fly",)}, "permission_unknown"), ({"area_path": "/1/'; drop"}, "area_unknown"),
        ({"person_id": 999_999}, "person_unknown"), ({"token": "short"}, "token_too_short"),
    ],
)  # fmt: skip
def test_what_is_refused(asked, more, code):
    assert refused(make_token, **{**asked, **more}) == code
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("who", ["li", "xi", "shen", "tang", "zhou"])
def test_only_the_security_administrator_makes_them(cast, asked, who):
    assert refused(make_token, **{**asked, "actor": cast.actor(who)}) == "person_unknown"


def test_the_person_is_told_and_may_end_it(cast, now, asked):
    made = make_token(**asked)
    with scope(SYSTEM):
        assert Notice.objects.get(key=f"token:{made.token_id}").person_id == cast.people["li"]
    assert [one.state(now) for one in own_tokens(cast.actor("li"))] == ["live"]
    assert refused(revoke_token, actor=cast.actor("wu"), now=now, token_id=made.token_id) == "token_unknown"
    revoke_token(actor=cast.actor("li"), now=now, token_id=made.token_id)
    assert bearer_of(asked["token"], now) is None
    assert [one.state(now) for one in own_tokens(cast.actor("li"))] == ["revoked"]


def test_dies_with_the_account_and_with_the_posting(cast, now, asked):
    make_token(**asked)
    close_account(actor=cast.actor("an"), now=now, person_id=cast.people["li"])
    assert bearer_of(asked["token"], now) is None


def test_the_list_shows_those_in_reach(cast, now, asked):
    make_token(**asked)
    with scope(asked["actor"]):
        assert [one.name for one in tokens(asked["actor"])] == ["12345对接"]
    with scope(cast.actor("xi")):
        assert tokens(cast.actor("xi")) == []
