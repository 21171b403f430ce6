"""Every command is reachable, or says why not; a narrowed token and a stranger get nowhere with any of them."""

from dataclasses import replace
from uuid import uuid4

import pytest
from tests.kernel.test_crash_points import SCENES

from linli.exchange.rules.types import published
from linli.kernel.event import registry as events
from linli.kernel.refusal import Refusal
from linli.kernel.scope import holders
from linli.matters.access import ACT, SEE
from linli.site.api import commands
from linli.site.api.commands import CLOSED, CLOSED_PACKAGES, OPEN_PACKAGES, body_of, may_write, why_closed
from linli.site.door.do import all_commands

pytestmark = pytest.mark.django_db

REACHABLE = sorted(name for name in all_commands() if not why_closed(name))
WALKED = {case: verb.name for case, (verb, _scene) in SCENES.items() if verb.name in REACHABLE}
NOT_BY_RIGHT = {
    "matters.support": "whoever signed in may join what anybody may join",
    "matters.say_opinion": "whoever lives there may speak, wherever the person serves",
}
OF_ANY_PERSON = {
    "board.look_at_hint",
    "matters.ask_outside_duty",
    "matters.drop_view",
    "matters.save_view",
    "matters.say_opinion",
}
"""Commands that ask no grant, or only one to see: for a narrowed token the door alone says no."""


def test_every_command_is_reachable_or_says_why_not(api):
    paths = api.get("/openapi.json").json()["paths"]
    for name in all_commands():
        of_its_own = f"/api/v1/commands/{name}" in paths
        of_a_matter = f"/api/v1/matters/{{number}}/commands/{name.partition('.')[2]}" in paths
        assert (of_its_own or of_a_matter) == (not why_closed(name)), name
    assert set(CLOSED) <= set(all_commands()), "a reason for a command that is no more"
    assert not set(OPEN_PACKAGES) & set(CLOSED_PACKAGES)
    assert all(len(reason) > 12 for reason in [*CLOSED.values(), *CLOSED_PACKAGES.values()])


def test_every_reachable_command_has_been_walked():
    assert set(REACHABLE) == set(WALKED.values())


@pytest.mark.parametrize("name", REACHABLE)
def test_its_body_is_strict_and_whole(name):
    shape = body_of(all_commands()[name])
    asked = set(all_commands()[name].signature.parameters) - {"actor", "now", "matter_id"}
    assert set(shape.__struct_fields__) == asked
    assert shape.__struct_config__.forbid_unknown_fields


@pytest.mark.parametrize("case", WALKED)
def test_a_token_narrowed_to_seeing_can_do_nothing(case, cast, now):
    verb, prepare = SCENES[case]
    actor, asked = prepare(cast, now)
    if actor.kind == "system":
        pytest.skip("not a person's command")
    only = frozenset(one for one in holders if ".see" in one)
    grants = tuple(one for one in actor.grants if one.permission in only)
    assert not may_write(only, verb.name)
    if verb.name in OF_ANY_PERSON:
        return
    with pytest.raises(Refusal) as refused:
        verb(actor=replace(actor, grants=grants, only=only, door="api"), now=now, **asked)
    assert refused.value.status in (401, 403, 404, 422), refused.value.code


@pytest.mark.parametrize("case", WALKED)
def test_a_stranger_of_another_street_can_do_nothing(case, cast, now):
    verb, prepare = SCENES[case]
    actor, asked = prepare(cast, now)
    stranger = cast.actor("jin")
    if verb.name in NOT_BY_RIGHT or actor.kind == "system":
        pytest.skip(NOT_BY_RIGHT.get(verb.name, "not a person's command"))
    with pytest.raises(Refusal) as refused:
        verb(actor=stranger, now=now, **asked)
    assert refused.value.status in (403, 404, 422), refused.value.code


def test_a_step_by_its_generated_address_and_its_repeat(api):
    number = api.opened()
    key = uuid4()
    first = api.post(f"/matters/{number}/commands/hand_up", "chen", {"text": "要物业出面。"}, key=key)
    assert first.status_code == 201, first.content
    body = first.json()
    assert (body["event"], body["number"], body["subject"]) == ("matters.handed_up", number, "matter")
    again = api.post(f"/matters/{number}/commands/hand_up", "chen", {"text": "要物业出面。"}, key=key)
    assert again.json() == body
    other = api.post(f"/matters/{number}/commands/hand_up", "chen", {"text": "另一句。"}, key=key)
    assert (other.status_code, other.json()["code"]) == (409, "command_reused")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"person_id": "7"}, "body_wrong"),
        ({"person_id": 2**63}, "body_wrong"),
        ({"person_id": -(2**40)}, "body_wrong"),
        ({"person_id": 1.5}, "body_wrong"),
        ({"who": 1}, "body_wrong"),
        ({"text": {"a": 1}}, "body_wrong"),
        ({"actor": 1}, "body_wrong"),
        ({"now": "2020-01-01T00:00:00Z"}, "body_wrong"),
        ({"matter_id": 1}, "body_wrong"),
    ],
)
def test_bodies_of_the_wrong_kind(api, body, code):
    answer = api.post(f"/matters/{api.opened()}/commands/assign", "li", body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_number_no_column_holds_is_a_no_and_no_fault(api):
    asked = {"subscription_id": 2**63 - 1}
    answer = api.post("/commands/exchange.end_subscription", "xi", asked)
    assert (answer.status_code, answer.json()["code"]) == (404, "subscription_unknown")


def test_a_matter_of_another_area_is_not_there(api):
    number = api.opened()
    answer = api.post(f"/matters/{number}/commands/note", "song", {"text": "看看"})
    assert (answer.status_code, answer.json()["code"]) == (404, "matter_not_found")


def test_a_token_narrowed_to_reading_only_reads(api):
    number = api.opened()
    token = api.token("li", permissions=(SEE,), days=3)
    heads = {"Authorization": f"Bearer {token}"}
    assert api.client.get("/api/v1/matters", headers=heads).json()["matters"][0]["number"] == number
    for path, body in ((f"/matters/{number}/commands/note", {"text": "x"}), ("/matters", {"text": "x", "area_id": api.cast.areas["grid3"]})):  # fmt: skip
        answer = api.client.post(f"/api/v1{path}", data=body, content_type="application/json", headers=heads)
        assert answer.status_code == 403, (path, answer.content)


def test_a_token_narrowed_to_an_area_sees_no_other(api):
    here, there = api.opened(), api.opened(who="he", area="grid1")
    token = api.token("he", permissions=(SEE, ACT), area_path=api.cast.path("huaiyin"))
    heads = {"Authorization": f"Bearer {token}"}
    found = api.client.get("/api/v1/matters", headers=heads)
    assert [one["number"] for one in found.json()["matters"]] == [here]
    assert api.client.get(f"/api/v1/matters/{there}", headers=heads).status_code == 404


def test_answers_say_how_much_of_the_rate_is_left(api):
    first, second = api.get("/me", "chen"), api.get("/me", "chen")
    assert first.headers["RateLimit-Limit"] == "600"
    assert int(first.headers["RateLimit-Remaining"]) == int(second.headers["RateLimit-Remaining"]) + 1
    assert 1 <= int(first.headers["RateLimit-Reset"]) <= 60


def test_the_feed_gives_every_event_in_reach_once_and_in_order(api):
    begin = api.get("/events", "li").json()
    assert begin["events"] == []
    number, elsewhere = api.opened(), api.opened(who="song", area="other_grid")
    api.post(f"/matters/{number}/commands/note", "li", {"text": "明天来。"})
    # A test's own transaction is never over, so the feed holds its events back as it must.
    held_back = api.get(f"/events?after={begin['after']}", "li").json()
    assert held_back["events"] == []
    assert elsewhere
    assert api.get("/events?after=made-up", "li").status_code == 400


def test_a_photo_goes_in_and_comes_back_to_whoever_may_see_it(api):
    from tests.matters.reports import picture

    heads = {"Authorization": f"Bearer {api.token('li')}"}
    sent = api.client.post("/api/v1/photos", data=picture().read(), content_type="image/jpeg", headers=heads)
    assert sent.status_code == 201, sent.content
    uid = sent.json()["uid"]
    number = api.opened()
    done = api.post(f"/matters/{number}/commands/note", "li", {"text": "现场", "photos": [uid]})
    assert done.status_code == 201, done.content
    assert api.client.get(f"/api/v1/photos/{uid}", headers=heads).headers["Content-Type"] == "image/jpeg"
    assert api.get(f"/photos/{uid}", "song").status_code == 404
    assert api.get("/photos/none", "li").status_code == 404
    torn = api.client.post("/api/v1/photos", data=b"GIF89a", content_type="image/gif", headers=heads)
    assert (torn.status_code, torn.json()["code"]) == (422, "photo_moves")
    form = api.client.post("/api/v1/photos", data={"a": 1}, headers=heads)
    assert (form.status_code, form.json()["code"]) == (415, "not_a_photo")


def test_lists_answer_304_to_whoever_has_them(api):
    api.opened()
    for path in (
        "/categories",
        "/areas",
        "/matters",
        "/search?q=灯不亮",
        "/units",
        "/events/types",
        "/categories/light/questions",
    ):
        first = api.get(path, "he")
        assert first.status_code == 200, path
        again = api.get(path, "he", **{"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b""), path


def test_search_by_words_and_number(api):
    number = api.opened()
    assert api.get("/search?q=三楼的灯", "li").json()["matters"][0]["number"] == number
    assert api.get(f"/search?q={number}", "song").json()["matters"] == []


def test_published_events_and_permissions_exist():
    assert set(published()) <= set(events)
    assert commands.OPEN_PACKAGES[0] == "matters"
    assert {SEE, ACT} <= set(holders)
