"""The API's door: tokens, rates, languages, one shape for every no."""

from datetime import timedelta

import pytest
from django.test import override_settings
from tests import town

from linli.kernel.scope import SYSTEM
from linli.people.commands import close_account, revoke_token
from linli.people.models import Account, ApiToken

pytestmark = pytest.mark.django_db


def code(answer) -> tuple[int, str]:
    assert answer.headers["Content-Type"] == "application/json"
    body = answer.json()
    assert set(body) <= {"code", "message", "facts", "number"}
    assert body["message"]
    return answer.status_code, body["code"]


@pytest.mark.parametrize("value", [None, "", "Basic Y2hlbjpwdw==", "Bearer", "Token abc"])
def test_without_a_bearer_token_there_is_no_way_in(api, value):
    headers = {} if value is None else {"Authorization": value}
    answer = api.get("/me", **headers)
    assert code(answer)[0] == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "token", ["x", "linli_" + "a" * 43, "令牌", "a b", "'; drop table people_apitoken; --"]
)
def test_unknown_tokens_are_refused(api, token):
    assert code(api.client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})) == (
        401,
        "token_unknown",
    )


def test_a_revoked_token_and_a_closed_account_end_at_once(api, moment):
    assert api.get("/me", "chen").status_code == 200
    revoke_token(
        actor=SYSTEM, now=moment, token_id=ApiToken.objects.get(person_id=api.cast.people["chen"]).pk
    )
    assert code(api.get("/me", "chen")) == (401, "token_unknown")
    assert api.get("/me", "sun").status_code == 200
    Account.objects.filter(person_id=api.cast.people["sun"]).update(is_active=False)
    assert code(api.get("/me", "sun")) == (401, "token_unknown")
    assert close_account is not None


def test_a_token_ends_with_its_day(api, moment):
    assert api.get("/me", "chen").status_code == 200
    ApiToken.objects.update(expires_at=moment - timedelta(seconds=1))
    assert code(api.get("/me", "chen")) == (401, "token_unknown")


def test_a_token_is_no_stronger_than_it_was_made(api):
    number = api.opened()
    reader = api.token("chen", permissions=("matters.see",))
    heads = {"Authorization": f"Bearer {reader}"}
    assert api.client.get(f"/api/v1/matters/{number}", headers=heads).status_code == 200
    moved = api.client.post(
        f"/api/v1/matters/{number}/moves", {"move": "accept"}, content_type="application/json", headers=heads
    )
    assert code(moved) == (403, "not_allowed")
    elsewhere = api.token("he", area_path=api.cast.path("heqiao"))
    heads = {"Authorization": f"Bearer {elsewhere}"}
    assert code(api.client.get(f"/api/v1/matters/{number}", headers=heads)) == (404, "matter_not_found")


def test_what_needs_a_second_factor_is_not_for_tokens(api):
    held = set(api.get("/me", "li").json()["permissions"])
    assert {"matters.see", "matters.act"} <= held
    assert not held & {"people.unmask", "matters.unmask_reporter", "people.edit_postings", "people.read_log"}


def test_too_many_requests_of_one_token_wait_and_others_go_on(api):
    with override_settings(LINLI_API_RATE=3):
        assert [api.get("/me", "chen").status_code for _ in range(4)] == [200, 200, 200, 429]
        answer = api.get("/me", "chen")
        assert code(answer) == (429, "too_many")
        assert 0 < int(answer.headers["Retry-After"]) <= 60
        assert api.get("/me", "sun").status_code == 200


def test_sentences_come_in_the_language_asked_for(api):
    assert "没有找到" in api.get("/matters/20260101-0001", "li").json()["message"]
    english = api.get("/matters/20260101-0001", "li", **{"Accept-Language": "en-GB,en;q=0.9"})
    assert english.json()["code"] == "matter_not_found"
    assert "没有找到" in api.get("/matters/20260101-0001", "li").json()["message"], (
        "the next caller's language is its own"
    )


def test_wrong_addresses_and_methods_answer_in_the_same_shape(api):
    assert code(api.get("/nothing", "li")) == (404, "not_found")
    answer = api.client.delete("/api/v1/matters", headers=api._heads("li", {}))
    assert code(answer) == (405, "method_not_allowed")
    assert set(answer.headers["Allow"].replace(" ", "").split(",")) >= {"GET", "POST"}
    assert code(api.get("/matters/%00", "li")) == (400, "address_unreadable")
    assert code(api.get("/matters?kind=%00", "li")) == (400, "address_unreadable")


def test_no_cookie_no_sniffing_no_copies(api):
    answer = api.get("/me", "li")
    assert not answer.cookies
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-cache" in answer.headers["Cache-Control"]
    assert int(answer.headers["Content-Length"]) == len(answer.content)


def test_me_names_the_person_and_the_posts(api):
    body = api.get("/me", "he").json()
    assert body["name"] == town.PEOPLE["he"][0]
    assert body["posts"] == [{"role": "street_desk", "area_id": api.cast.areas["street"], "unit_id": None}]
    resident = api.get("/me", "zhou").json()
    assert resident["posts"] == resident["permissions"] == []
