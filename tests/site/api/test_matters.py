"""Matters over the API: taken in once, listed in slices, seen by whom they concern."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import msgspec
import pytest

from linli.kernel.models import EventRow
from linli.kernel.scope import SYSTEM, scope
from linli.matters.models import Clock, Matter, Reporter
from linli.places.rules.crs import Crs, from_wgs84
from linli.site.api import shapes

pytestmark = pytest.mark.django_db


def matter(number: str) -> Matter:
    with scope(SYSTEM):
        return Matter.objects.get(number=number)


def test_a_matter_has_grid_holder_clock_and_event_when_the_answer_comes(api, moment):
    body = {
        "text": "三楼的灯不亮。晚上看不清",
        "area_id": api.cast.areas["building2"],
        "phone": "129 0000 2076",
        "category": "light",
    }
    answer = api.post("/matters", "he", body)
    assert answer.status_code == 201
    taken = msgspec.json.decode(answer.content, type=shapes.Taken)
    kept = matter(taken.number)
    assert (kept.grid_id, kept.source, kept.title) == (api.cast.areas["grid3"], "api", "三楼的灯不亮")
    assert taken.holder == shapes.Holder("grid_worker", api.cast.areas["grid3"], api.cast.people["chen"])
    assert taken.due_at == kept.due_at
    assert taken.promised_at == kept.promised_at
    assert abs(kept.received_at - moment) < timedelta(minutes=1)
    with scope(SYSTEM):
        assert Clock.objects.filter(matter=kept, ended_at=None).count() == 1
        event = EventRow.objects.get(subject="matter", subject_id=kept.pk)
        assert (event.door, event.actor_id, event.facts["number"]) == (
            "api",
            api.cast.people["he"],
            taken.number,
        )
        assert event.facts["reporter_person_id"] == api.cast.people["zhou"], "known by the telephone"
        reporter = Reporter.objects.get(pk=kept.pk)
        assert (reporter.person_id, reporter.phone_mark) == (api.cast.people["zhou"], "129****2076")


def test_the_same_key_gives_the_same_answer_and_no_second_matter(api):
    key, body = uuid4(), {"text": "灯不亮", "area_id": api.cast.areas["building2"]}
    first, second = api.post("/matters", "he", body, key), api.post("/matters", "he", body, key)
    assert first.content == second.content
    assert (first.status_code, second.status_code) == (201, 201)
    with scope(SYSTEM):
        assert EventRow.objects.filter(command_id=key).count() == 1
        assert Matter.objects.count() == 1
    other = api.post("/matters", "he", {**body, "text": "灯又不亮"}, key)
    assert (other.status_code, other.json()["code"]) == (409, "command_reused")
    stranger = api.post("/matters", "li", body, key)
    assert (stranger.status_code, stranger.json()["code"]) == (409, "command_reused")
    assert api.post("/matters", "he", body, "no-uuid").json()["code"] == "key_unreadable"
    with scope(SYSTEM):
        assert Matter.objects.count() == 1


def test_numbers_of_a_day_follow_one_another(api):
    numbers = [api.opened() for _ in range(3)]
    stems = {number.split("-")[0] for number in numbers}
    places = [int(number.split("-")[1]) for number in numbers]
    assert len(stems) == 1
    assert places == [places[0], places[0] + 1, places[0] + 2]
    assert all(len(number.split("-")[1]) == 4 for number in numbers)


@pytest.mark.parametrize("crs", ["wgs84", "gcj02", "bd09"])
def test_positions_of_every_system_reach_the_same_grid(api, crs):
    lon, lat = from_wgs84(106.805, 39.605, Crs(crs))
    number = api.post("/matters", "he", {"text": "井盖松动", "lon": lon, "lat": lat, "crs": crs}).json()[
        "number"
    ]
    kept = matter(number)
    assert kept.grid_id == api.cast.areas["grid3"]
    assert (kept.lon, kept.lat) == pytest.approx((106.805, 39.605), abs=1e-6)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"text": ""}, (422, "text_missing")),
        ({"text": "字" * 2001}, (422, "text_too_long")),
        ({"text": "a\x07b"}, (422, "text_unreadable")),
        ({"area_id": 999_999_999}, (422, "place_outside")),
        ({"area_id": None}, (422, "place_missing")),
        ({"area_id": None, "lon": 1.0, "lat": 1.0}, (422, "place_outside")),
        ({"area_id": None, "lon": 106.8, "lat": None}, (422, "place_missing")),
        ({"kind": "volcano"}, (422, "kind_unknown")),
        ({"source": "hotline"}, (422, "source_unknown")),
        ({"category": "nothing"}, (422, "category_unknown")),
        ({"phone": "1234567890"}, (422, "phone_too_short")),
        ({"follow_via": "pigeon"}, (422, "via_unknown")),
        ({"opened_at": "2126-01-01T00:00:00+08:00"}, (422, "opened_in_future")),
        ({"opened_at": "0001-01-01T00:00:00+00:00"}, (422, "opened_too_long_ago")),
        ({"opened_at": "0001-01-01T00:00:00+08:00"}, (422, "body_wrong")),
        ({"opened_at": "2026-01-01T00:00:00"}, (422, "body_wrong")),
        ({"opened_at": "tomorrow"}, (422, "body_wrong")),
        ({"area_id": "7"}, (422, "body_wrong")),
        ({"area_id": 2**63}, (422, "body_wrong")),
        ({"area_id": -1}, (422, "body_wrong")),
        ({"crs": "mars"}, (422, "body_wrong")),
        ({"colour": "red"}, (422, "body_wrong")),
        ({"text": None}, (422, "body_wrong")),
        ({"origin": "o" * 200}, (422, "text_too_long")),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_in_is_refused_with_its_code(api, change, expected):
    body = {"text": "灯不亮", "area_id": api.cast.areas["building2"], **change}
    answer = api.post("/matters", "he", body)
    assert (answer.status_code, answer.json()["code"]) == expected
    with scope(SYSTEM):
        assert not Matter.objects.exists()


def test_a_moment_may_come_with_any_offset(api):
    body = {"text": "灯不亮", "area_id": api.cast.areas["building2"]}
    asked = api.post("/matters", "he", {**body, "opened_at": "2026-11-24T01:00:00-22:41"})
    assert asked.status_code == 201, asked.content
    with scope(SYSTEM):
        assert Matter.objects.get().opened_at == datetime(2026, 11, 24, 23, 41, tzinfo=UTC)


def test_somebody_of_another_role_may_not_open_an_order(api):
    body = {"kind": "hotline", "text": "灯不亮", "area_id": api.cast.areas["building2"]}
    assert api.post("/matters", "he", body).status_code == 201
    answer = api.post("/matters", "chen", body)
    assert (answer.status_code, answer.json()["code"]) == (403, "kind_not_yours")


def test_the_list_is_the_posting_s_area_in_the_order_of_limits(api):
    inside = [api.opened(text=f"第{n}件") for n in range(3)]
    outside = api.opened(area="grid1")
    page = msgspec.json.decode(api.get("/matters", "li").content, type=shapes.MatterPage)
    assert [line.number for line in page.matters] == inside
    street = [line["number"] for line in api.get("/matters", "he").json()["matters"]]
    assert set(street) == {*inside, outside}
    assert api.get("/matters", "song").json()["matters"] == []


def test_pages_follow_one_another_without_gap_or_double(api):
    numbers = [api.opened(text=f"第{n}件") for n in range(7)]
    found, after = [], ""
    while True:
        page = api.get(f"/matters?size=3&after={after}", "li").json()
        found += [line["number"] for line in page["matters"]]
        after = page["after"]
        if not after:
            break
    assert found == numbers
    back = api.get(f"/matters?size=3&before={page['before']}", "li").json()
    assert [line["number"] for line in back["matters"]] == numbers[3:6]


def test_filters_narrow_the_list(api):
    api.opened()
    order = api.opened("he", kind="hotline", category="light")
    api.post(f"/matters/{order}/moves", "li", {"move": "sign"})

    def numbers(query: str) -> list[str]:
        return [line["number"] for line in api.get(f"/matters?{query}", "li").json()["matters"]]

    assert numbers("kind=hotline") == numbers("view=working") == numbers("category=light") == [order]
    assert numbers("source=app&view=fresh") != [order]
    assert numbers(f"area={api.cast.areas['grid4']}") == []
    assert numbers("view=closed") == []
    assert len(numbers("view=all&sort=new")) == 2


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("area=999999", (404, "area_unknown")),
        ("area=x", (422, "address_wrong")),
        ("view=everything", (422, "address_wrong")),
        ("colour=red", (422, "address_wrong")),
        ("after=zzz", (400, "page_mark_unreadable")),
        ("after=WyJ4Il0", (400, "page_mark_unreadable")),
        ("category=nothing", (422, "category_unknown")),
    ],
)
def test_queries_that_make_no_sense_say_so(api, query, expected):
    answer = api.get(f"/matters?{query}", "li")
    assert (answer.status_code, answer.json()["code"]) == expected


def test_an_area_out_of_reach_is_not_there(api):
    answer = api.get(f"/matters?area={api.cast.areas['heqiao']}", "li")
    assert (answer.status_code, answer.json()["code"]) == (404, "area_unknown")


def test_who_has_it_already_gets_no_body(api):
    api.opened()
    first = api.get("/matters", "li")
    tag = first.headers["ETag"]
    again = api.get("/matters", "li", **{"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    api.opened()
    assert api.get("/matters", "li", **{"If-None-Match": tag}).status_code == 200


def test_staff_reporter_and_strangers_see_different_things(api):
    number = api.opened(phone="12900002076")
    staff = msgspec.json.decode(api.get(f"/matters/{number}", "li").content, type=shapes.Matter)
    assert staff.reporter is not None
    assert staff.reporter.phone == "129****2076"
    assert staff.follow.startswith("/f/")
    own = msgspec.json.decode(api.get(f"/matters/{number}", "zhou").content, type=shapes.Matter)
    assert own.reporter is None
    assert own.follow == staff.follow
    for stranger in ("feng", "wu", "song", "shi"):
        answer = api.get(f"/matters/{number}", stranger)
        assert (answer.status_code, answer.json()["code"]) == (404, "matter_not_found"), stranger
    assert b"12900002076" not in api.get(f"/matters/{number}", "li").content


def test_the_course_is_shown_to_its_reporter_without_inner_words(api):
    number = api.opened()
    api.post(f"/matters/{number}/notes", "li", {"text": "内部备注一条"})
    api.post(f"/matters/{number}/notes", "li", {"text": "已约电工", "public": True})
    staff = msgspec.json.decode(api.get(f"/matters/{number}/timeline", "chen").content, type=shapes.Timeline)
    own = msgspec.json.decode(api.get(f"/matters/{number}/timeline", "zhou").content, type=shapes.Timeline)
    assert [one.text for one in staff.entries][:2] == ["已约电工", "内部备注一条"]
    assert "内部备注一条" not in {one.text for one in own.entries}
    assert "已约电工" in {one.text for one in own.entries}


def test_residents_list_their_own(api):
    mine, his = api.opened("zhou"), api.opened("feng", source="app")
    assert [line["number"] for line in api.get("/matters", "zhou").json()["matters"]] == [mine]
    assert [line["number"] for line in api.get("/matters", "feng").json()["matters"]] == [his]


def test_the_list_asks_the_database_as_often_for_many_as_for_one(api):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    api.opened()
    api.get("/matters", "li")
    with CaptureQueriesContext(connection) as one:
        api.get("/matters", "li")
    for _ in range(4):
        api.opened()
    with CaptureQueriesContext(connection) as many:
        api.get("/matters", "li")
    assert len(one) == len(many)
