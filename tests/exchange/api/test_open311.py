"""Open311 GeoReport v2: what the standard says of each call, and what strangers may send."""

import json
from datetime import timedelta
from uuid import uuid4
from xml.etree.ElementTree import fromstring

import pytest
from tests import town
from tests.exchange.api.conftest import key_of

from linli.exchange.commands.told import keep_update
from linli.kernel.event import Happened
from linli.kernel.models import EventRow
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import edit_question, move_matter, open_matter, withdraw
from linli.matters.events import MatterMoved
from linli.matters.models import Answer, Matter, Reporter
from linli.matters.queries.questions import answers_of

pytestmark = pytest.mark.django_db
HERE = {"lat": "39.605", "long": "106.805"}
PRIVATE = "我叫周小红，电话12900002076，住2单元502室，灯不亮。邮箱zhou@example.org"


def tree_of(answer):
    return fromstring(answer.content)  # noqa: S314  our own answer


def get(web, path, **query):
    return web.get(f"/open311/v2/{path}", query)


def post(web, key="", path="requests.json", **form):
    asked = {
        "service_code": "light",
        "description": "灯不亮",
        **HERE,
        **({"api_key": key} if key else {}),
        **form,
    }
    return web.post(
        f"/open311/v2/{path}", {name: value for name, value in asked.items() if value is not None}
    )


def faults(answer, status):
    assert answer.status_code == status, answer.content
    (one,) = answer.json()
    assert one["code"] == status
    assert one["description"]
    return one["description"]


def reported(cast, text="楼道灯不亮。", **more):
    asked = {
        "kind": "snapshot",
        "category": "light",
        "area_id": cast.areas["building2"],
        "text": text,
        **more,
    }
    return open_matter(actor=cast.actor("zhou"), now=town.moment(), **asked)


@pytest.fixture
def asking(cast, now):
    """The light category asks three things."""
    xi = cast.actor("xi")
    for asked in (
        {"code": "pole", "datatype": "string", "text": "灯杆号", "required": True, "position": 1},
        {
            "code": "place",
            "datatype": "singlevaluelist",
            "text": "在哪里",
            "choices": ["hall 楼道", "yard 院里"],
            "position": 2,
        },
        {
            "code": "when",
            "datatype": "multivaluelist",
            "text": "什么时候",
            "choices": ["day 白天", "night 夜里"],
            "position": 3,
        },
    ):
        edit_question(actor=xi, now=now, category="light", **asked)


def test_discovery_names_both_forms(web):
    (endpoint,) = get(web, "discovery.json").json()["endpoints"]
    assert endpoint["url"].endswith("/open311/v2")
    assert tree_of(get(web, "discovery.xml")).findtext("endpoints/endpoint/formats/format") == "text/xml"


def test_services_are_the_categories_of_residents(web, asking):
    found = {one["service_code"]: one for one in get(web, "services.json").json()}
    assert found["light"]["metadata"] is True
    assert found["road"]["metadata"] is False
    top = tree_of(get(web, "services.xml"))
    assert {one.findtext("service_code") for one in top.iter("service")} == set(found)


def test_a_definition_asks_in_order(web, asking):
    found = get(web, "services/light.json").json()
    assert [(one["code"], one["order"], one["required"]) for one in found["attributes"]] == [
        ("pole", 1, True),
        ("place", 2, False),
        ("when", 3, False),
    ]
    assert found["attributes"][1]["values"] == [
        {"key": "hall", "name": "楼道"},
        {"key": "yard", "name": "院里"},
    ]
    top = tree_of(get(web, "services/light.xml"))
    assert [one.text for one in top.iterfind("attributes/attribute/values/value/key")] == [
        "hall",
        "yard",
        "day",
        "night",
    ]
    assert get(web, "services/road.json").json() == {"service_code": "road", "attributes": []}


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("services/none.json", {}, 404),
        ("services.json", {"jurisdiction_id": "none"}, 404),
        ("requests.json", {"jurisdiction_id": "none"}, 404),
        ("requests/20261125-0001.json", {}, 404),
        ("requests.json", {"status": "done"}, 400),
        ("requests.json", {"start_date": "yesterday"}, 400),
        ("requests.json", {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-11-01T00:00:00Z"}, 400),
        ("requests.json", {"start_date": "2026-02-01T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"}, 400),
        ("requests.json", {"end_date": "0001-01-01T00:00:00Z"}, 400),
        ("requests.json", {"start_date": "9999-12-31T00:00:00Z"}, 400),
        ("requests.json", {"service_request_id": ",".join(["x"] * 51)}, 400),
        ("tokens/none.json", {}, 404),
        ("tokens/6f1d8f0e-54a8-4d54-9a4e-3a3f9c1b7a11.json", {}, 404),
        ("servicerequestupdates.json", {"start_date": "x"}, 400),
    ],
)
def test_faults_are_documents_of_the_standard(web, path, query, status):
    faults(get(web, path, **query), status)
    top = tree_of(get(web, path.replace(".json", ".xml"), **query))
    assert (top.tag, top.findtext("error/code")) == ("errors", str(status))


@pytest.mark.parametrize("path", ["services.json", "requests/x.json", "tokens/x.json"])
def test_other_methods_are_not_taken(web, path):
    answer = web.put(f"/open311/v2/{path}")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET"


def test_what_strangers_see_has_no_person_in_it(web, cast):
    number = reported(cast, PRIVATE, phone="12900002076", name="周小红").number
    for form in ("json", "xml"):
        text = get(web, f"requests/{number}.{form}").content.decode()
        for secret in ("周小红", "12900002076", "502", "zhou@", "reporter"):
            assert secret not in text
        assert "灯不亮" in text
    (found,) = get(web, f"requests/{number}.json").json()
    assert (found["status"], found["service_code"], found["address"]) == ("open", "light", "槐荫里2号楼")


def test_only_public_kinds_and_nothing_taken_back(web, cast, now):
    hotline = open_matter(
        actor=cast.actor("he"), now=town.moment(), kind="hotline", source="hotline", category="light", text="电话反映灯不亮",
        area_id=cast.areas["grid3"], name="郑女士", phone="12900005521", order_type="help",
    )  # fmt: skip
    back = reported(cast)
    withdraw(actor=cast.actor("zhou"), now=town.moment(), matter_id=back.subject_id)
    for number in (hotline.number, back.number):
        faults(get(web, f"requests/{number}.json"), 404)
    assert get(web, "requests.json").json() == []


def test_lists_by_place_code_state_and_number(web, cast):
    light, road = reported(cast), reported(cast, category="road")
    elsewhere = reported(cast, area_id=cast.areas["other_grid"])
    move_matter(
        actor=cast.actor("chen"), now=town.moment(), matter_id=road.subject_id, move="void", text="不归我们。"
    )
    numbers = lambda **query: [one["service_request_id"] for one in get(web, "requests.json", **query).json()]  # noqa: E731
    assert numbers() == [elsewhere.number, road.number, light.number]
    assert numbers(jurisdiction_id="990101001000") == [road.number, light.number]
    assert numbers(service_code="light,water") == [elsewhere.number, light.number]
    assert numbers(status="closed") == [road.number]
    assert numbers(status="open,closed", service_code="road") == [road.number]
    assert numbers(service_request_id=f"{light.number},none") == [light.number]
    (closed,) = get(web, f"requests/{road.number}.json").json()
    assert (closed["status"], closed["status_notes"]) == ("closed", "不归我们。")
    tomorrow = (town.moment() + timedelta(days=1)).isoformat()
    assert numbers(start_date=tomorrow) == []
    assert numbers(end_date="8369-12-03T06:11:08-22:41") == []


def test_a_report_goes_in_with_contact_and_answers(web, cast, asking):
    key = key_of("li")
    answer = post(
        web, key, **{"attribute[pole]": "A-17", "attribute[place]": "hall", "attribute[when][]": ["day", "night"]}, first_name="小红", last_name="周",
        phone="129 0000 2076", email="zhou@example.org", media_url="https://example.org/a.jpg", account_id="7",
    )  # fmt: skip
    assert answer.status_code == 200, answer.content
    (made,) = answer.json()
    assert made["account_id"] == "7"
    with scope(SYSTEM):
        matter = Matter.objects.get(number=made["service_request_id"])
        reporter = Reporter.objects.get(matter=matter)
        assert (reporter.open_field("name"), reporter.open_field("email")) == ("周小红", "zhou@example.org")
        assert reporter.email_mark == "z***@example.org"
        assert [one.answer for one in answers_of(matter)] == ["A-17", "楼道", "白天、夜里"]
        assert matter.text == "灯不亮\nhttps://example.org/a.jpg"
        assert (matter.source, matter.category.code) == ("api", "light")
        assert b"zhou@" not in bytes(reporter.email)


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"service_code": None}, 400), ({"service_code": "none"}, 404), ({"description": ""}, 400), ({"lat": None}, 400),
        ({"lat": "north"}, 400), ({"lat": "nan"}, 400), ({"lat": "1e999"}, 400), ({"lat": "91"}, 400), ({"lat": "0", "long": "0"}, 400),
        ({"phone": "12"}, 400), ({"email": "nobody"}, 400), ({"description": "x" * 5000}, 400), ({"description": "a\x00b"}, 400),
        ({"jurisdiction_id": "none"}, 404), ({"address_id": "x"}, 400), ({"address_id": "9" * 30}, 400), ({"attribute[none]": "x"}, 400),
        ({"first_name": "\u202egnp"}, 400),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_so(web, cast, more, status):
    faults(post(web, key_of("li"), **more), status)
    with scope(SYSTEM):
        assert not Matter.objects.exists()


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({}, 400),
        ({"pole": "A", "place": "roof"}, 400),
        ({"pole": "A", "when": "day,never"}, 400),
        ({"pole": "A", "place": "hall"}, 200),
    ],
)
def test_answers_are_judged(web, cast, asking, values, status):
    answer = post(web, key_of("li"), **{f"attribute[{name}]": value for name, value in values.items()})
    assert answer.status_code == status, answer.content
    with scope(SYSTEM):
        assert Answer.objects.count() == (2 if status == 200 else 0)


def test_without_a_good_key_nothing_goes_in(web, cast, now):
    for key in ("", "x", "令牌", "linli_" + "a" * 43):
        faults(post(web, key), 403)
    faults(post(web, key_of("li", permissions=("matters.see",))), 403)
    from linli.people.models import ApiToken

    key = key_of("chen")
    ApiToken.objects.update(expires_at=town.moment() - timedelta(seconds=1))
    faults(post(web, key), 403)


def test_the_same_sent_again_is_one_report(web, cast):
    key, own = key_of("li"), str(uuid4())
    first, again = post(web, key).json(), post(web, key).json()
    assert first == again
    assert post(web, key, description="另一盏灯").json() != first
    heads = {"Idempotency-Key": own}
    body = {"service_code": "light", "description": "第三盏", "api_key": key, **HERE}
    third = web.post("/open311/v2/requests.json", body, headers=heads).json()
    assert web.post("/open311/v2/requests.json", body, headers=heads).json() == third
    with scope(SYSTEM):
        assert Matter.objects.count() == 3


def test_a_token_leads_to_the_number(web, cast):
    body = {"service_code": "light", "description": "灯", "api_key": key_of("li"), **HERE}
    (made,) = web.post("/open311/v2/requests.json", body, headers={"Prefer": "respond-async"}).json()
    (found,) = get(web, f"tokens/{made['token']}.json").json()
    assert found["token"] == made["token"]
    assert get(web, f"requests/{found['service_request_id']}.json").status_code == 200
    assert tree_of(get(web, f"tokens/{made['token']}.xml")).findtext("request/service_request_id")


def test_bodies_that_are_none_of_ours(web, cast):
    key = key_of("li")
    for body, kind in ((b"{", "application/json"), (b"[]", "application/json"), (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "text/xml"),
                       (b"--x", "multipart/form-data; boundary=y"), (b"\xff\xfe", "application/x-www-form-urlencoded")):  # fmt: skip
        answer = web.post(f"/open311/v2/requests.json?api_key={key}", body, content_type=kind)
        assert answer.status_code in (400, 403), (kind, answer.content)
    good = json.dumps({"service_code": "light", "description": "灯", "api_key": key, **HERE})
    assert web.post("/open311/v2/requests.json", good, content_type="application/json").status_code == 200


def test_updates_are_shown_masked_and_in_order(web, cast):
    one = reported(cast)
    at = town.moment()
    event = move_matter(
        actor=cast.actor("chen"),
        now=at,
        matter_id=one.subject_id,
        move="fix",
        text="周女士，换好了，有事打12900000101。",
    )
    assert isinstance(event, MatterMoved)
    with scope(SYSTEM):
        row = EventRow.objects.filter(code="matters.moved").latest("id")
        keep_update(event, Happened(row.pk, at, "person", 1, event), remark_id=event.remark_id, closed=False)
    (found,) = get(web, "servicerequestupdates.json").json()
    assert (found["service_request_id"], found["status"], found["update_id"]) == (
        one.number,
        "open",
        str(row.pk),
    )
    assert "换好了" in found["description"]
    assert "12900000101" not in found["description"]
    top = tree_of(get(web, "servicerequestupdates.xml"))
    assert top.findtext("request_update/update_id") == found["update_id"]


def test_an_update_from_outside_is_a_note(web, cast):
    number, key = reported(cast).number, key_of("li")
    asked = {
        "service_request_id": number,
        "description": "又有人说不亮",
        "update_id": "55",
        "status": "closed",
        "api_key": key,
    }
    first = web.post("/open311/v2/servicerequestupdates.json", asked)
    assert first.json() == [{"update_id": "55"}]
    assert web.post("/open311/v2/servicerequestupdates.json", asked).json() == first.json()
    (still,) = get(web, f"requests/{number}.json").json()
    assert still["status"] == "open"
    faults(web.post("/open311/v2/servicerequestupdates.json", {**asked, "api_key": key_of("song")}), 404)
    faults(web.post("/open311/v2/servicerequestupdates.json", {**asked, "description": ""}), 400)


def test_an_address_that_reads_too_often_waits(web, settings):
    settings.LINLI_OPEN311_RATE = 2
    path = "/open311/v2/services.json"
    assert [web.get(path).status_code for _time in range(2)] == [200, 200]
    refused = web.get(path)
    assert (refused.status_code, refused.json()[0]["code"]) == (429, 429)
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert web.get(path, REMOTE_ADDR="203.0.113.9").status_code == 200, "another address"
    forged = web.get(path, headers={"X-Forwarded-For": "198.51.100.7"})
    assert forged.status_code == 429, "no proxy is believed unless one is named"
    xml = web.get("/open311/v2/requests.xml")
    assert (xml.status_code, xml.headers["Content-Type"]) == (429, "text/xml; charset=utf-8")
