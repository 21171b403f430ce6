"""Every read of the API besides the lists: what it gives, to whom, and that an ETag saves it a second time."""

from uuid import uuid4

import pytest
from tests import town
from tests.matters.reports import picture

from linli.kernel.scope import SYSTEM, scope
from linli.matters.access import ACT, SEE
from linli.matters.commands import hand_up, keep_text
from linli.matters.models import Matter
from linli.places.commands import load_shipped_days

pytestmark = pytest.mark.django_db


def matter_of(number: str) -> int:
    """The id of a matter, whoever may see it."""
    with scope(SYSTEM):
        return Matter.objects.get(number=number).pk


def test_offers_say_what_may_be_done_and_why_something_may_not(api):
    number = api.opened()
    offers = {one["code"]: one for one in api.get(f"/matters/{number}/offers", "chen").json()["offers"]}
    assert offers["hand_up"]["why_not"] == ""
    assert offers["hand_up"]["words"] == "required"
    assert api.get(f"/matters/{number}/offers", "li").json()["offers"][0]["why_not"], "it is not in her hands"
    assert api.get(f"/matters/{number}/offers", "zhou").status_code == 404, "buttons are for those who serve"
    assert api.get(f"/matters/{number}/offers", "song").status_code == 404


def test_requests_that_wait_say_who_decides(api):
    number = api.opened()
    assert api.get(f"/matters/{number}/requests", "chen").json() == {"requests": []}
    asked = {"text": "配件没到。", "told": "电话里说了。", "span": "2wd"}
    done = api.post(f"/matters/{number}/commands/ask_extension", "chen", asked)
    assert done.status_code == 201, done.content
    own = api.get(f"/matters/{number}/requests", "chen").json()["requests"][0]
    above = api.get(f"/matters/{number}/requests", "li").json()["requests"][0]
    assert (own["what"], own["state"], own["reason"]) == ("extension", "waiting", "配件没到。")
    assert (own["withdraws"], own["decides"]) == (True, False)
    assert (above["withdraws"], above["decides"]) == (False, True)
    assert api.get(f"/matters/{number}/requests", "zhou").status_code == 404


def test_counts_agree_with_the_list(api):
    api.opened()
    api.opened(area="building8")
    found = api.get("/counts", "li").json()
    listed = api.get("/matters", "li").json()["matters"]
    assert found["views"]["open"] == len(listed) == sum(one["open"] for one in found["tallies"]) == 2
    assert found["at_least"] is False
    below = api.get(f"/counts?area={api.cast.areas['grid4']}", "li").json()
    assert below["views"]["open"] == 1
    assert api.get(f"/counts?area={api.cast.areas['other_grid']}", "li").status_code == 404


def test_a_narrowed_token_counts_within_its_area(api):
    api.opened()
    api.opened(area="building8")
    heads = {
        "Authorization": f"Bearer {api.token('he', permissions=(SEE, ACT), area_path=api.cast.path('grid4'))}"
    }
    found = api.client.get("/api/v1/counts", headers=heads).json()
    assert (found["area_id"], found["views"]["open"]) == (api.cast.areas["grid4"], 1)


def test_days_hours_and_limits_are_told(api):
    load_shipped_days(now=town.moment())
    calendar = api.get("/calendar?year=2026", "chen").json()
    assert calendar["official"] is True
    assert {"on": "2026-10-01", "kind": "rest"}.items() <= next(
        one for one in calendar["days"] if one["on"] == "2026-10-01"
    ).items()
    assert api.get("/calendar?year=2190", "chen").json()["official"] is False
    assert api.get("/calendar?year=9999", "chen").status_code == 422
    hours = api.get(f"/hours?area={api.cast.areas['huaiyin']}", "chen").json()
    assert hours["week"] == ["08:30-12:00 14:00-18:00"] * 5
    assert api.get("/hours?area=999999", "chen").status_code == 404
    limits = api.get("/limits?kind=snapshot", "li").json()
    stages = {one["stage"]: one for one in limits["kinds"][0]["limits"]}
    assert "promise" in stages
    assert all(one["span"][0].isdigit() for one in stages.values())
    assert api.get("/limits?kind=none", "li").status_code == 404
    assert api.get(f"/limits?area={api.cast.areas['other_street']}", "li").status_code == 404


def test_the_responsibility_list_says_whose_something_is(api):
    found = api.get("/responsibility", "he").json()
    assert found["rows"] == []
    assert any("路灯" in gap["categories"] or gap["categories"] for gap in found["gaps"])
    nobody = api.get(f"/responsibility/whose?area={api.cast.areas['grid3']}&category=light", "he").json()
    assert nobody["organisation_id"] is None
    set_one = {
        "area_id": api.cast.areas["street"], "category": "light", "organisation_id": api.cast.organisations["works"],
        "since": "2026-01-05",
    }  # fmt: skip
    assert api.post("/commands/matters.set_responsibility", "he", set_one).status_code == 201
    whose = api.get(f"/responsibility/whose?area={api.cast.areas['grid3']}&category=light", "he").json()
    assert whose["organisation_id"] == api.cast.organisations["works"]
    assert (
        api.get(f"/responsibility/whose?area={api.cast.areas['grid3']}&category=x", "he").status_code == 404
    )


def test_whom_to_ask_is_masked_and_only_for_desks(api):
    number = api.opened()
    assert api.get("/follow-ups", "chen").status_code == 403
    for move in ("accept", "fix"):
        done = api.post(f"/matters/{number}/moves", "chen", {"move": move, "text": "换了灯泡。"})
        assert done.status_code == 201, done.content
    found = api.get("/follow-ups", "li").json()["follow_ups"]
    assert [one["matter"]["number"] for one in found] == [number]
    assert "****" in found[0]["phone"] or found[0]["phone"] == ""


def test_texts_are_those_of_the_desk_and_fit_the_matter(api):
    keep_text(
        actor=api.cast.actor("li"), now=town.moment(), area_id=api.cast.areas["huaiyin"], title="已派",
        text="{place}的事已派人去看。", kind="", category="",
    )  # fmt: skip
    assert [one["title"] for one in api.get("/texts", "li").json()["texts"]] == ["已派"]
    assert api.get("/texts?q=没有", "li").json()["texts"] == []
    assert api.get("/texts", "chen").status_code == 403
    number = api.opened()
    fitting = api.get(f"/matters/{number}/texts", "chen").json()["texts"]
    assert fitting[0]["text"].startswith("槐荫里2号楼")
    assert api.get(f"/matters/{number}/texts", "song").status_code == 404


def test_figures_and_the_matters_behind_them(api):
    number = api.opened()
    figures = api.get("/figures", "he").json()
    assert {one["code"] for one in figures["rates"]} >= {"solved"}
    assert figures["area_id"] == api.cast.areas["street"]
    behind = api.get("/figures/matters?count=received", "he").json()
    assert behind["n"] == len(behind["rounds"]) == figures["counts"]["received"]
    assert all(one["matter"] is None or one["matter"]["number"] == number for one in behind["rounds"])
    for path, status in (
        ("/figures/matters?rate=none", 404), ("/figures?days=2026-99", 422), ("/figures?days=0001-01-01..9999-12-31", 422),
        (f"/figures?area={api.cast.areas['other_street']}", 404), ("/figures?axis=people", 422), ("/figures/matters?count=received&after=x", 400),
    ):  # fmt: skip
        assert api.get(path, "he").status_code == status, path
    assert api.get("/figures", "chen").status_code == 404, "no grid worker looks at figures"


def test_proposals_stand_on_the_board_once_published(api):
    area = api.cast.areas["huaiyin"]
    assert api.get(f"/proposals?area={area}", "zhou").json()["proposals"] == []
    assert api.get("/proposals/none", "zhou").status_code == 404
    assert api.get(f"/proposals?area={api.cast.areas['grid3']}", "zhou").status_code == 404
    number = api.opened(kind="proposal", text="在院里装一排晾衣杆。", area="huaiyin")
    sheet = api.get(f"/matters/{number}/proposal", "li").json()
    assert (sheet["published"], sheet["opinions"][0]["text"]) == (False, "在院里装一排晾衣杆。")
    assert api.get(f"/matters/{number}/proposal", "zhou").status_code == 404
    assert api.get(f"/matters/{api.opened()}/proposal", "li").status_code == 404


def test_imports_are_for_those_who_import(api):
    assert api.get("/imports", "he").json() == {"imports": []}
    assert api.get("/imports", "chen").status_code == 403
    assert api.get("/imports/1", "he").status_code == 404
    assert api.get("/imports/x", "he").status_code == 404


def test_an_observer_sees_what_came_of_the_reports(api):
    assert api.get("/observers/changed", "fang").json() == {"changed": []}


@pytest.mark.parametrize(
    "path",
    ["/counts", "/calendar", "/limits?kind=snapshot", "/responsibility", "/follow-ups", "/texts", "/figures", "/figures/matters?count=received", "/imports", "/observers/changed"],
)  # fmt: skip
def test_what_has_not_changed_is_not_sent_again(api, path):
    first = api.get(path, "he")
    assert first.status_code == 200, first.content
    again = api.get(path, "he", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_one_matter_is_not_sent_again_until_it_changed(api):
    number = api.opened()
    for path in (f"/matters/{number}", f"/matters/{number}/timeline", f"/matters/{number}/offers"):
        tag = api.get(path, "chen").headers["ETag"]
        assert api.get(path, "chen", **{"If-None-Match": f'W/{tag}, "x"'}).status_code == 304
    tags = {path: api.get(path, "chen").headers["ETag"] for path in (f"/matters/{number}", "/matters")}
    hand_up(
        actor=api.cast.actor("chen"), now=town.moment(), matter_id=matter_of(number), text="要物业。"
    )  # fmt: skip
    for path, tag in tags.items():
        assert api.get(path, "li", **{"If-None-Match": tag}).status_code == 200


def test_a_file_is_sent_in_two_ways_named_in_a_command_and_taken_away(api):
    heads = {"Authorization": f"Bearer {api.token('li')}"}
    key, text = str(uuid4()), "关于路灯的说明。".encode()
    sent = api.client.post(
        "/api/v1/files?name=说明.txt", data=text, content_type="application/octet-stream",
        headers={**heads, "Idempotency-Key": key},
    )  # fmt: skip
    assert sent.status_code == 201, sent.content
    uid = sent.json()["uid"]
    assert sent.json()["purpose"] == "document"
    again = api.client.post(
        "/api/v1/files?name=说明.txt", data=text, content_type="text/plain", headers={**heads, "Idempotency-Key": key}
    )  # fmt: skip
    assert again.json() == sent.json()
    form = api.client.post("/api/v1/files", data={"file": picture()}, headers=heads)
    assert (form.status_code, form.json()["purpose"]) == (201, "photo")
    number = api.post(
        "/matters", "li", {"text": "灯不亮", "kind": "hotline", "source": "hotline", "order_type": "help", "area_id": api.cast.areas["grid3"], "photos": [uid, form.json()["uid"]]},
    ).json()["number"]  # fmt: skip
    entries = api.get(f"/matters/{number}/timeline", "li").json()["entries"]
    assert [one["name"] for entry in entries for one in entry["files"]] == ["说明.txt"]
    taken = api.client.get(f"/api/v1/files/{uid}", headers=heads)
    assert (taken.status_code, taken.content) == (200, text)
    kept = api.client.get(f"/api/v1/files/{uid}", headers={**heads, "If-None-Match": taken.headers["ETag"]})
    assert kept.status_code == 304
    assert api.get(f"/files/{uid}", "song").status_code == 404
    used = api.post(f"/matters/{number}/commands/note", "li", {"text": "再来", "photos": [uid]})
    assert (used.status_code, used.json()["code"]) == (422, "photo_gone")


@pytest.mark.parametrize(
    ("data", "kind", "status", "code"),
    [
        (b"", "", 415, "not_a_file"),
        (b"MZ\x90\x00" + b"\x00" * 200, "application/octet-stream", 422, "file_unknown"),
        (b"not a picture", "image/png", 422, "photo_unreadable"),
        (b"{}", "application/json", 415, "not_a_file"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x", 422, "file_missing"),
        (b"x" * (21 * 2**20), "application/octet-stream", 422, "file_too_big"),
    ],
)
def test_files_that_are_turned_down(api, data, kind, status, code):
    heads = {"Authorization": f"Bearer {api.token('li')}"}
    answer = api.client.post("/api/v1/files?name=a.pdf", data=data, content_type=kind, headers=heads)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_token_that_only_reads_sends_no_file(api):
    heads = {"Authorization": f"Bearer {api.token('li', permissions=(SEE,))}"}
    answer = api.client.post("/api/v1/files", data=b"x", content_type="text/plain", headers=heads)
    assert answer.status_code == 403
