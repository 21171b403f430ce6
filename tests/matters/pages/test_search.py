"""Search: words of two characters, numbers, whole telephones; never outside the area, never by an ending."""

import pytest
from tests import town
from tests.matters.desk import PHONE, numbers, ordered, queries_of, text_of
from tests.matters.reports import reported

from linli.matters.commands import assign

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(cast, zhou, now, clock):
    return {
        "lamp": reported(cast, zhou, now),
        "order": ordered(cast, now),
        "gate": reported(cast, zhou, now, text="单元门关不上，门禁也坏了。", area_id=cast.areas["building8"]),
        "elsewhere": reported(cast, zhou, now, text="河桥的声控灯也坏了。", area_id=cast.areas["grid1"]),
    }


def found(client, name, query, **more):
    answer = town.sign_in(client, name).get("/search/", {"q": query, **more})
    assert answer.status_code == 200
    return answer


def names(made, answer):
    known = {one.number: name for name, one in made.items()}
    return [known[number] for number in numbers(answer.content.decode())]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("声控", ["lamp"]),
        ("声控灯", ["lamp"]),
        ("门禁", ["gate"]),
        ("控灯不", ["lamp"]),
        ("琴", ["order"]),
        ("禁", ["gate"]),
        ("70", ["order"]),
        ("02", ["order"]),
        ("槐荫里二号楼", ["lamp"]),
        ("槐荫里2号楼", ["lamp"]),
        ("声控 四楼", ["lamp"]),
        ("练琴", ["order"]),
        ("７０２", ["order"]),
        ("声灯", []),
        ("控声", []),
        ("门 琴", []),
    ],
)
def test_words(client, made, query, wanted):
    assert names(made, found(client, "li", query)) == wanted


def test_bigrams_that_only_stand_apart_are_no_hit(client, cast, zhou, now, clock):
    reported(cast, zhou, now, text="路灯坏了，灯不亮；路面也不平。")
    assert numbers(found(client, "li", "路灯不亮").content.decode()) == []


def test_a_whole_telephone_and_never_its_end(client, made):
    assert names(made, found(client, "li", PHONE)) == ["order"]
    assert names(made, found(client, "li", f"+86 {PHONE[:3]}-{PHONE[3:7]}-{PHONE[7:]}")) == ["order"]
    for part in (PHONE[-4:], PHONE[:7], PHONE[:-1], PHONE[1:]):
        assert names(made, found(client, "li", part)) == [], part


def test_who_may_not_see_reporters_does_not_find_by_telephone(client, cast, now, made):
    assign(actor=cast.actor("he"), now=now, matter_id=made["order"].pk, unit_id=cast.organisations["works"])
    assert names(made, found(client, "shi", "练琴")) == ["order"]
    assert names(made, found(client, "shi", PHONE)) == []
    assert names(made, found(client, "shi", "声控")) == []


def test_numbers(client, made):
    number = made["lamp"].number
    assert names(made, found(client, "li", number)) == ["lamp"]
    assert names(made, found(client, "li", f" {number} ")) == ["lamp"]
    assert set(names(made, found(client, "li", number[:8]))) == {"lamp", "order", "gate"}
    assert names(made, found(client, "wu", number)) == []


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("li", {"lamp"}),
        ("wu", {"elsewhere"}),
        ("chen", {"lamp"}),
        ("sun", set()),
        ("he", {"lamp", "elsewhere"}),
        ("tang", {"lamp", "elsewhere"}),
        ("song", set()),
    ],
)
def test_nothing_outside_the_area(client, made, name, wanted):
    assert set(names(made, found(client, name, "声控灯"))) == wanted


def test_it_says_what_was_searched_and_what_to_try(client, made):
    text = text_of(found(client, "li", "不存在的").content.decode())
    assert "在云山街道 / 槐荫社区里找：编号、标题、地点、内容；电话要输完整号码。" in text
    assert "没有找到" in text
    assert "新登记一件" in text
    assert "请输入字、字母或数字" in text_of(found(client, "li", "，。").content.decode())
    assert "要找什么？" in text_of(found(client, "li", "  ").content.decode())


def test_page_by_page_newest_first(client, cast, zhou, now, clock):
    for at in range(45):
        reported(cast, zhou, now, text=f"路灯第{at}盏。")
    seen, answer = [], found(client, "li", "路灯")
    while True:
        seen += numbers(answer.content.decode())
        if not answer.context["pager"].next_url:
            break
        answer = client.get("/search/" + answer.context["pager"].next_url)
    assert len(seen) == len(set(seen)) == 45
    assert seen == sorted(seen, reverse=True)


@pytest.mark.parametrize(
    "query", ["' or 1=1 --", "%", "灯' & '", "a" * 500, "\x01灯泡", "🐈猫咪", "()&|!:*", "-- ;"]
)
def test_hostile_questions_find_nothing(client, made, query):
    assert names(made, found(client, "li", query)) == []


def test_an_address_no_database_can_hold_is_no_address(client, made):
    town.sign_in(client, "li")
    assert client.get("/search/", {"q": "\x00灯泡"}).status_code == 404


def test_a_made_up_mark_is_refused(client, made):
    town.sign_in(client, "li")
    assert client.get("/search/?q=路灯&after=zzz").status_code == 400


@pytest.mark.parametrize(("name", "status"), [("zhou", 403), ("xi", 403), ("fang", 403)])
def test_who_may_not_search(client, made, name, status):
    assert town.sign_in(client, name).get("/search/?q=灯泡").status_code == status


def test_guests_sign_in(client, made):
    assert client.get("/search/?q=灯泡").url.startswith("/sign-in/")


def test_the_number_of_queries_does_not_depend_on_the_rows(client, cast, zhou, now, made):
    town.sign_in(client, "li")
    one = queries_of(client, "/search/?q=声控")
    for _at in range(3):
        reported(cast, zhou, now)
    assert queries_of(client, "/search/?q=声控") == one
