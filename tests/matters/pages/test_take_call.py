"""One screen for calls: hints while one types, matters masked until opened, answered at once, joined, sent."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import town
from tests.matters.desk import PHONE, ordered
from tests.matters.reports import how_many, matter, newest, reported

from linli.kernel.event import Happened, restore
from linli.kernel.models import EventRow, Notice
from linli.kernel.reaction import registry
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import add_urgent_word, keep_text, move_matter
from linli.matters.models import Remark, Supporter
from linli.people.commands.sights import A_DAY
from linli.people.models import Sight

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return town.sign_in(Client(), "he")


def asked(**more):
    return {
        "phone": "12900005544",
        "where": "hyl2",
        "text": "三楼声控灯不亮了。",
        "order_type": "help",
        **more,
    }


def heard(code: str) -> None:
    """Let the reactions hear the events of a code, as the worker would after the commit."""
    with scope(SYSTEM):
        for row in EventRow.objects.filter(code=code):
            event = restore(row.code, row.subject_id, row.area_path, row.facts)
            for _name, react in registry[code]:
                react(event, Happened(row.pk, row.at, row.actor_kind, row.actor_id, event))


def events(code: str) -> int:
    with scope(SYSTEM):
        return EventRow.objects.filter(code=code).count()


def test_a_call_is_registered_at_the_place_that_was_typed(desk, cast, clock):
    page = desk.post(
        "/calls/", asked(do="send", what="dbl", name="郑女士", command_id=str(uuid4())), follow=True
    )
    one = newest()
    assert (one.area_id, one.source, one.kind, one.place) == (
        cast.areas["building2"],
        "phone",
        "hotline",
        "槐荫里2号楼",
    )
    assert one.category.code == "light"
    assert f"已登记，编号{one.number}" in page.content.decode()
    assert page.redirect_chain == [("/calls/", 302)], "on to the next call"


def test_sent_twice_is_registered_once(desk):
    form = asked(do="send", command_id=str(uuid4()))
    for _time in range(2):
        assert desk.post("/calls/", form).status_code == 302
    assert how_many() == 1


def test_what_is_missing_is_told_and_what_was_typed_stays(desk):
    answer = desk.post("/calls/", asked(do="send", where="没有这里"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请选一下在哪里。" in page
    assert "三楼声控灯不亮了。" in page
    assert how_many() == 0


def test_a_question_is_answered_at_once_and_counted(desk, clock):
    form = asked(do="answer", order_type="enquiry", text="老年证怎么办？", answer="带身份证到社区办。")
    page = desk.post("/calls/", form, follow=True).content.decode()
    one = newest()
    assert (one.outcome, one.stage, one.closed_at, one.due_at) == ("answered", "closed", clock.at, None)
    assert "当场答复办结" in page
    with scope(SYSTEM):
        assert Remark.objects.get(matter=one).text == "带身份证到社区办。"
        heard("matters.opened")
        assert not Notice.objects.exists(), "nobody has to come, and the caller has heard it"
    assert "带身份证到社区办。" in desk.get(f"/matters/{one.number}/").content.decode()


@pytest.mark.parametrize(
    "more", [{"order_type": "complaint", "answer": "知道了。"}, {"order_type": "enquiry", "answer": ""}]
)
def test_only_questions_with_an_answer_are_closed_at_once(desk, more):
    assert desk.post("/calls/", asked(do="answer", **more)).status_code == 422
    assert how_many() == 0


def test_earlier_matters_are_masked_until_opened_and_that_is_written_down(desk, cast, clock):
    one = ordered(cast, clock.at)
    page = desk.post("/calls/hints/", {"phone": PHONE}).content.decode()
    assert "12345工单" in page
    assert "上次称呼：郑" in page, page
    assert one.title not in page
    assert one.text not in page
    opened = desk.post("/calls/earlier/", {"phone": PHONE, "earlier": one.pk}).content.decode()
    assert one.title in opened
    assert events("matters.reporter_seen") == 1
    assert one.title in desk.post("/calls/hints/", {"phone": PHONE}).content.decode(), "open for this call"
    desk.post("/calls/earlier/", {"phone": PHONE, "earlier": one.pk})
    assert events("matters.reporter_seen") == 1
    assert "接电话时看过" in desk.get(f"/matters/{one.number}/").content.decode()


def test_part_of_a_number_or_another_desk_finds_nobody(desk, cast, clock):
    one = ordered(cast, clock.at)
    assert one.number not in desk.post("/calls/hints/", {"phone": PHONE[:9]}).content.decode()
    other = town.sign_in(Client(), "song")
    page = other.post("/calls/hints/", {"phone": PHONE}).content.decode()
    assert "这个号码以前没有报过。" in page
    other.post("/calls/earlier/", {"phone": PHONE, "earlier": one.pk})
    assert events("matters.reporter_seen") == 0


def test_an_opened_matter_is_a_sight_that_uses_up_no_numbers(desk, cast, clock):
    one = ordered(cast, clock.at)
    with scope(SYSTEM):
        he = cast.people["he"]
        Sight.objects.bulk_create(
            Sight(
                matter_id=one.pk, field="phone", reason="contact", words="约时间", by_person_id=he, by_name="何",
                by_role="street_desk", at=clock.at, area_path=one.area_path,
            )
            for _n in range(A_DAY)
        )  # fmt: skip
    assert one.title in desk.post("/calls/earlier/", {"phone": PHONE, "earlier": one.pk}).content.decode()
    with scope(SYSTEM):
        sight = Sight.objects.latest("id")
    assert (sight.field, sight.reason, sight.matter_id, sight.by_person_id) == ("matter", "call", one.pk, he)


def test_urgent_words_are_said_as_soon_as_they_are_written(desk, cast, clock):
    page = desk.post("/calls/hints/", {"where": "hyl2", "text": "楼道里有煤气味，有人晕倒"}).content.decode()
    assert "call-urgent" in page
    assert "“煤气”" in page
    assert "119" in page
    assert "call-urgent" not in desk.post("/calls/hints/", {"text": "灯不亮"}).content.decode()
    district_word(cast, clock.at)
    assert (
        "call-urgent" in desk.post("/calls/hints/", {"where": "hyl2", "text": "桥墩鼓包了"}).content.decode()
    )


def district_word(cast, at):
    add_urgent_word(
        actor=cast.actor("tang"), now=at, area_id=cast.areas["district"], word="鼓包", family="collapse", since=at.date()
    )  # fmt: skip


def test_texts_of_the_desk_are_offered_for_an_answer_at_once(desk, cast, clock):
    for title, text in (
        ("老年证", "{place}的老年证到{desk}办，带身份证。"),
        ("带编号", "编号{number}已转。"),
    ):
        keep_text(
            actor=cast.actor("he"), now=clock.at, area_id=cast.areas["street"], title=title, text=text, kind="", category=""
        )  # fmt: skip
    page = desk.post("/calls/hints/", {"where": "hyl2", "order_type": "enquiry"}).content.decode()
    assert 'data-use="槐荫里2号楼的老年证到' in page
    assert "带编号" not in page, "there is no number yet"


def test_what_is_alike_shows_before_the_text_is_finished(desk, cast, clock, zhou):
    lamp = reported(cast, zhou, clock.at)
    far = reported(cast, zhou, clock.at, area_id=cast.areas["grid1"])
    page = desk.post("/calls/hints/", {"where": "hyl2", "text": "声控灯"}).content.decode()
    assert lamp.title in page
    assert f'value="{lamp.pk}" data-join' in page
    assert f'name="matter" value="{far.pk}"' not in page
    assert "声控灯" not in desk.post(
        "/calls/hints/", {"where": "hyl2", "text": "电动车", "what": "zz"}
    ).content.decode().replace(lamp.title, "")


def test_a_caller_joins_and_gets_the_answer(desk, cast, clock, zhou):
    lamp = reported(cast, zhou, clock.at)
    form = {**asked(), "matter": lamp.pk, "command_id": str(uuid4())}
    for _time in range(2):
        page = desk.post("/calls/join/", form, follow=True).content.decode()
        assert "一共2人报" in page
    assert matter(lamp.pk).supporters == 1
    with scope(SYSTEM):
        row = Supporter.objects.get(matter=lamp)
        assert (row.person_id, row.phone_mark, row.mobile()) == (None, "129****5544", "12900005544")
    move_matter(actor=cast.actor("chen"), now=clock.at, matter_id=lamp.pk, move="fix", text="换了灯。")
    heard("matters.moved")
    with scope(SYSTEM):
        told = Notice.objects.get(key__contains=":joined:")
    assert "您来电说的" in told.text
    assert "换了灯。" in told.text
    assert len(told.text) <= 67


def test_joining_twice_or_ones_own_is_told(desk, cast, clock, zhou):
    lamp = reported(cast, zhou, clock.at, phone="12900002076", name="周女士")
    own = desk.post("/calls/join/", {**asked(phone="12900002076"), "matter": lamp.pk})
    assert "这一件就是他自己报的" in own.content.decode()
    desk.post("/calls/join/", {**asked(), "matter": lamp.pk})
    again = desk.post("/calls/join/", {**asked(), "matter": lamp.pk})
    assert "这个电话已经加进这一件了" in again.content.decode()
    assert matter(lamp.pk).supporters == 1


def test_what_was_answered_before_helps(desk, cast, clock, zhou):
    lamp = reported(cast, zhou, clock.at)
    move_matter(
        actor=cast.actor("chen"), now=clock.at, matter_id=lamp.pk, move="fix", text="灯由市政所每周二换。"
    )
    page = desk.post("/calls/hints/", {"where": "槐荫里2", "what": "灯"}).content.decode()
    assert 'data-use="灯由市政所每周二换。"' in page


def test_a_telephone_system_hands_the_number_over(desk):
    page = desk.get("/calls/?phone=12900005544").content.decode()
    assert 'value="12900005544"' in page
    assert 'data-key="s"' in page
    assert "<kbd>Alt+1</kbd>" in page


def test_hints_ask_few_questions_however_much_is_known(desk, cast, clock, zhou):
    def questions():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            desk.post("/calls/hints/", {"phone": PHONE, "where": "hyl2", "what": "灯", "text": "声控灯不亮"})
        return len(seen)

    ordered(cast, clock.at)
    reported(cast, zhou, clock.at)
    questions()
    few = questions()
    for _time in range(6):
        ordered(cast, clock.at)
        reported(cast, zhou, clock.at)
    assert questions() <= few


def test_who_takes_no_calls_gets_no_screen():
    for name in ("chen", "ma", "zhou", "fang", "xi", "shen"):
        assert town.sign_in(Client(), name).get("/calls/").status_code == 403
