"""登记诉求: for somebody else, on one screen; what is known of caller and place is shown before typing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests import town
from tests.matters.desk import PHONE, ordered, queries_of, text_of
from tests.matters.reports import how_many, kept_in, newest, picture, reported

from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import set_responsibility
from linli.matters.models import Reporter

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(cast, clock):
    return {
        "command_id": str(uuid4()),
        "way": "snapshot:desk",
        "community": cast.areas["huaiyin"],
        "building": cast.areas["building2"],
        "unit": "",
        "text": "单元门关不上，夜里灌风。请修一修。",
        "phone": PHONE,
        "name": "何先生",
        "follow_via": "phone",
    }


def send(client, who, form, **more):
    return town.sign_in(client, who).post("/matters/new/", {**form, **more})


def reporter_of(one):
    with scope(SYSTEM):
        return Reporter.objects.get(pk=one.pk)


def test_registered_for_the_caller_not_the_clerk(client, cast, form):
    answer = send(client, "li", form, best_hours="19:00后", category="other", place="2单元门口")
    made = newest()
    assert answer.url == f"/matters/{made.number}/"
    assert (made.kind, made.source, made.title) == ("snapshot", "desk", "单元门关不上，夜里灌风")
    assert (made.place, made.grid_id, made.building_id) == (
        "槐荫里2号楼2单元门口", cast.areas["grid3"], cast.areas["building2"],
    )  # fmt: skip
    who = reporter_of(made)
    assert (who.registered_by, who.person_id, who.phone_mark, who.anonymous) == (
        cast.people["li"], None, "129****3521", False,
    )  # fmt: skip
    assert who.best_hours == "19:00后"
    page = text_of(client.get(answer.url).content.decode())
    assert f"已登记，编号{made.number}。现在在陈思远（第3网格）手里，明天8:50前要办。" in page


def test_the_same_form_sent_again_says_that_it_is_in_already(client, form):
    first = send(client, "li", form)
    made, many = newest(), how_many()
    again = send(client, "li", form)
    assert (again.url, how_many()) == (first.url, many)
    page = text_of(client.get(again.url).content.decode())
    assert f"这一件刚才已经登记好了，编号{made.number}，没有再登记一次。" in page
    other = send(client, "wu", form)
    assert "登记好了，编号" not in text_of(client.get(other.url).content.decode()), (
        "for those who may not see it, no number"
    )


def test_an_order_of_the_hotline_goes_to_the_community(client, form):
    send(client, "he", form, way="hotline:hotline", order_type="help", title="单元门坏了")
    made = newest()
    assert (made.kind, made.source, made.order_type, made.holder_role) == (
        "hotline",
        "hotline",
        "help",
        "community_desk",
    )
    assert (made.title, made.stage) == ("单元门坏了", "unsigned")


def test_the_total_begins_when_the_resident_spoke(client, form, now):
    send(client, "li", form, opened_at="2026-11-24T09:30")
    made = newest()
    assert made.opened_at == now - timedelta(hours=28, minutes=50)
    assert made.received_at == now
    late = send(client, "li", form, command_id=str(uuid4()), opened_at="2026-11-26T09:30")
    assert late.status_code == 422
    assert "反映时间还没到，请检查日期。" in late.content.decode()


def test_nobody_named_is_nobody(client, form):
    send(client, "li", form, phone="", name="")
    who = reporter_of(newest())
    assert (who.anonymous, who.person_id, who.phone) == (True, None, None)


def test_what_the_number_reported_before(client, cast, now, form):
    order = ordered(cast, now)
    town.sign_in(client, "li")
    answer = client.post("/matters/new/caller/", {"phone": f" 129-5521 {PHONE[-4:]} "})
    page = answer.content.decode()
    assert order.number in page
    for short in (PHONE[-4:], PHONE[:7], "", "一二三", PHONE + "0"):
        assert order.number not in client.post("/matters/new/caller/", {"phone": short}).content.decode()
    assert (
        order.number
        not in town.sign_in(client, "wu").post("/matters/new/caller/", {"phone": PHONE}).content.decode()
    )
    assert client.get("/matters/new/caller/").status_code == 405


def test_what_is_known_at_the_place(client, cast, zhou, now, form):
    near, far = (
        reported(cast, zhou, now),
        reported(cast, zhou, now, area_id=cast.areas["building8"], text="别处的。"),
    )
    old = reported(cast, zhou, now - timedelta(days=31), text="很久以前。")
    town.sign_in(client, "li")
    place = {"community": cast.areas["huaiyin"], "building": cast.areas["building2"], "way": "snapshot:desk"}
    page = client.get("/matters/new/place/", place).content.decode()
    assert near.number in page
    assert far.number not in page
    assert old.number not in page
    assert "网格员陈思远会在" in text_of(page)
    hotline = client.get("/matters/new/place/", {**place, "way": "hotline:hotline"}).content.decode()
    assert "槐荫社区前台会在" in text_of(hotline)


def test_only_ones_own_communities_are_offered(client, cast, clock):
    page = town.sign_in(client, "li").get("/matters/new/").content.decode()
    assert "槐荫社区" in page
    assert "河桥社区" not in page
    page = town.sign_in(client, "he").get("/matters/new/").content.decode()
    assert "河桥社区" in page
    assert "松涛社区" not in page


def test_ways_follow_the_postings(client, cast, clock):
    def ways(name):
        page = town.sign_in(client, name).get("/matters/new/").content.decode()
        return [
            way for way in ("snapshot:desk", "hotline:hotline", "snapshot:visit") if f'value="{way}"' in page
        ]

    assert ways("li") == ["snapshot:desk", "hotline:hotline", "snapshot:visit"]
    assert ways("chen") == ["snapshot:desk", "snapshot:visit"]
    assert ways("ma") == ["snapshot:desk", "snapshot:visit"]


def test_a_way_one_does_not_have_is_turned_back(client, form):
    before = how_many()
    assert send(client, "chen", form, way="hotline:hotline").status_code == 422
    assert send(client, "li", form, way="snapshot:app").status_code == 422
    assert how_many() == before


def test_the_phone_form_of_a_grid_worker(client, cast, form):
    page = town.sign_in(client, "chen").get("/matters/new/").content.decode()
    assert 'class="tabs"' in page
    assert page.index('name="photos"') < page.index('name="text"')
    answer = send(client, "chen", form, way="snapshot:visit", phone="", name="", photos=[picture()])
    made = newest()
    assert (made.source, made.photos, made.holder_person_id) == ("visit", 1, cast.people["chen"])
    assert reporter_of(made).anonymous
    assert answer.url == f"/matters/{made.number}/"


def test_who_may_not_see_matters_comes_back_to_the_form(client, cast, form):
    for name in ("ma", "lu", "gao"):
        answer = send(client, name, form, command_id=str(uuid4()))
        assert answer.url == "/matters/new/", name
        assert f"已登记，编号{newest().number}" in client.get(answer.url).content.decode()


def test_errors_keep_everything(client, form):
    answer = send(client, "li", form, text="", phone="1295552", photos=[picture()], title="门坏了")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "门坏了" in page
    assert "1295552" in page
    assert len(kept_in(page)) == 1
    assert "selected>槐荫里2号楼</option>" in page
    before = how_many()
    again = send(client, "li", form, phone="1295552", kept=[str(kept_in(page)[0])])
    assert "电话号码少了4位，请再看看。" in again.content.decode()
    assert how_many() == before
    send(client, "li", form, kept=[str(kept_in(page)[0])])
    assert newest().photos == 1


def test_without_a_place_it_is_asked_for(client, form):
    answer = send(client, "he", form, community="", building="")
    assert answer.status_code == 422
    assert "请选一下在哪里" in answer.content.decode()


def test_without_script_the_lists_come_one_after_the_other(client, cast, form):
    before = how_many()
    answer = send(client, "he", form, look="1", building="", text="")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "槐荫里2号楼" in page
    assert PHONE in page
    assert 'id="errors"' not in page
    assert how_many() == before


def test_a_double_click_registers_once(client, form):
    before = how_many()
    assert send(client, "li", form).status_code == 302
    assert send(client, "li", form).status_code == 302
    assert how_many() == before + 1


def test_fields_nobody_asked_for_change_nothing(client, cast, form):
    send(
        client, "li", form, stage="closed", holder_person_id=cast.people["li"], number="20200101-0001", ups=9
    )
    made = newest()
    assert (made.stage, made.ups, made.holder_person_id) == ("new", 0, cast.people["chen"])


@pytest.mark.parametrize("text", ["甲" * 2001, "坏\x00的", "\x1b[31m"])
def test_hostile_words_are_turned_back(client, form, text):
    before = how_many()
    assert send(client, "li", form, text=text).status_code == 422
    assert how_many() == before


def test_unusual_words_are_kept_as_they_are(client, form):
    text = "门口有只🐈，𠮷先生说“<b>快点</b>”。"
    send(client, "li", form, text=text)
    made = newest()
    assert made.text == text
    assert "<b>快点" not in client.get(f"/matters/{made.number}/").content.decode()


@pytest.mark.parametrize(("name", "status"), [("zhou", 403), ("shi", 403), ("xi", 403), ("fang", 403)])
def test_who_may_not_register(client, form, name, status):
    assert send(client, name, form).status_code == status
    assert client.get("/matters/new/place/").status_code == status


def test_guests_sign_in(client, clock):
    assert client.get("/matters/new/").url.startswith("/sign-in/")


def test_the_hints_cost_the_same_whatever_there_is(client, cast, zhou, now, clock):
    reported(cast, zhou, now)
    town.sign_in(client, "li")
    address = f"/matters/new/place/?community={cast.areas['huaiyin']}&building={cast.areas['building2']}"
    one = queries_of(client, address)
    for at in range(3):
        reported(cast, zhou, now, text=f"{at}处。")
    assert queries_of(client, address) == one


def test_an_order_says_what_it_asks_for(client, form):
    answer = send(client, "he", form, way="hotline:hotline")
    assert answer.status_code == 422
    assert "请选诉求类型" in text_of(answer.content.decode())
    assert how_many() == 0


def test_the_lists_department_is_chosen_already_and_changed_by_hand(client, cast, form, now):
    works, order = cast.organisations["works"], cast.organisations["patrol"]
    set_responsibility(
        actor=cast.actor("he"), now=now, area_id=cast.areas["street"], category="light", organisation_id=works,
        since=now.date(), basis="清单第8项",
    )  # fmt: skip
    town.sign_in(client, "he")
    place = {"community": cast.areas["huaiyin"], "building": cast.areas["building2"], "category": "light"}
    asked = {**place, "way": "hotline:hotline"}
    page = client.get("/matters/new/place/", asked).content.decode()
    assert f'<option value="{works}" selected>' in page
    assert "清单第8项" in page
    by_hand = {**asked, "by_unit": order, "by_unit_auto": works}
    assert f'<option value="{order}" selected>' in client.get("/matters/new/place/", by_hand).content.decode()
    assert (
        "by_unit" not in client.get("/matters/new/place/", {**place, "way": "snapshot:desk"}).content.decode()
    )
    said = {**form, "way": "hotline:hotline", "order_type": "help", "category": "light"}
    for unit, expected in (("", works), (order, order), ("-", None)):
        more = {"by_unit": unit, "by_unit_auto": works, "command_id": str(uuid4())}
        send(client, "he", said, **more)
        assert newest().holder_unit_id == expected
