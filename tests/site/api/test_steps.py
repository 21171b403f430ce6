"""A matter goes its whole way over the API; who may not, learns why."""

from uuid import uuid4

import msgspec
import pytest

from linli.site.api import shapes

pytestmark = pytest.mark.django_db


def step(api, number, what, who, body, key=None) -> shapes.Step:
    answer = api.post(f"/matters/{number}/{what}", who, body, key)
    assert answer.status_code == 201, answer.content
    return msgspec.json.decode(answer.content, type=shapes.Step)


def no(api, number, what, who, body) -> tuple[int, str]:
    answer = api.post(f"/matters/{number}/{what}", who, body)
    return answer.status_code, answer.json()["code"]


def test_from_report_to_follow_up_with_the_ladder_between(api):
    number = api.opened()
    accepted = step(api, number, "moves", "chen", {"move": "accept", "text": "看过了"})
    assert (accepted.event, accepted.stage) == ("matters.moved", "working")
    up = step(api, number, "hand-up", "chen", {"text": "要换整栋的线"})
    assert (up.holder.role, up.rung) == ("community_desk", 1)
    named = step(api, number, "assign", "li", {"unit_id": api.cast.organisations["works"]})
    assert named.holder.unit_id == api.cast.organisations["works"]
    down = step(api, number, "send-down", "shi", {"text": "线换好了", "fed_back": True})
    assert down.holder.role == "grid_worker"
    fixed = step(api, number, "moves", "chen", {"move": "fix", "text": "都亮了"})
    assert (fixed.stage, fixed.holder.role) == ("fixed", "community_desk")
    assert fixed.hints == ["formula"]
    assert accepted.hints == []
    tried = step(api, number, "follow-ups", "li", {"via": "phone", "reached": False})
    assert tried.stage == "fixed"
    asked = {"via": "phone", "reached": True, "verdict": "solved", "satisfaction": "good", "text": "认可"}
    closed = step(api, number, "follow-ups", "li", asked)
    assert (closed.stage, closed.outcome, closed.due_at) == ("closed", "solved", None)
    entries = api.get(f"/matters/{number}/timeline", "li").json()["entries"]
    assert [one["event"] for one in entries][::-1] == [
        "matters.opened", "matters.moved", "matters.handed_up", "matters.assigned", "matters.sent_down",
        "matters.moved", "matters.followed_up", "matters.followed_up",
    ]  # fmt: skip


def test_a_step_sent_twice_is_made_once(api):
    number, key = api.opened(), uuid4()
    first = step(api, number, "moves", "chen", {"move": "accept"}, key)
    again = step(api, number, "moves", "chen", {"move": "accept"}, key)
    assert first == again
    assert len(api.get(f"/matters/{number}/timeline", "li").json()["entries"]) == 2
    assert no(api, number, "moves", "chen", {"move": "accept"}) == (422, "move_unknown")


def test_refusals_say_who_where_and_why(api):
    number = api.opened()
    assert no(api, number, "moves", "wu", {"move": "accept"}) == (404, "matter_not_found")
    assert no(api, number, "moves", "zhou", {"move": "accept"})[0] in (403, 404)
    assert no(api, number, "moves", "he", {"move": "accept"}) == (422, "not_in_your_hands")
    assert no(api, number, "moves", "chen", {"move": "fly"}) == (422, "move_unknown")
    assert no(api, number, "moves", "chen", {"move": "fix"}) == (422, "words_missing")
    assert no(api, number, "hand-up", "chen", {"text": "  "}) == (422, "words_missing")
    assert no(api, number, "send-down", "chen", {"text": "往下"}) == (422, "ladder_starts")
    assert no(api, number, "assign", "chen", {"person_id": 1}) == (403, "not_allowed")
    assert no(api, number, "assign", "li", {}) == (422, "assign_to_nobody")
    assert no(api, number, "assign", "li", {"person_id": api.cast.people["han"]}) == (422, "assign_outside")
    assert no(api, number, "assign", "li", {"unit_id": 987654321}) == (422, "assign_outside")
    assert no(api, number, "follow-ups", "li", {"via": "phone", "reached": False}) == (
        422,
        "not_in_your_hands",
    )
    assert no(api, number, "notes", "li", {"text": ""}) == (422, "words_missing")
    for what in ("moves", "hand-up", "send-down", "assign", "notes", "follow-ups"):
        assert no(api, "20200101-0001", what, "li", {"text": "x", "move": "x", "via": "x", "reached": True})[
            1
        ] in ("body_wrong", "matter_not_found")
