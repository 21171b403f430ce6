"""What a row of somebody's export says: columns, moments, words, course."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.refusal import Refusal
from linli.matters.rules.order_columns import checked, fits, guess, head_line, heads_of, letter, picked
from linli.matters.rules.order_moments import day_in, moment
from linli.matters.rules.order_rows import read_order
from linli.matters.rules.order_words import Phase, phase, satisfaction, verdict
from linli.matters.terms import OrderField as F

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 25, 14, 20, tzinfo=CHINA)
BEIJING = (
    "工单编号", "类型", "问题分类", "标签", "标题", "主要内容", "状态", "来电人", "电话", "被反映区", "街乡镇", "办理结果",
    "回复内容", "受理方式", "办结时间", "企业", "是否解决", "是否满意", "性质", "村/社区", "小区点位",
)  # fmt: skip


def test_every_column_of_a_beijing_export_is_known():
    found = guess(BEIJING)
    assert set(found.values()) == set(BEIJING)
    assert found[F.COMMUNITY] == "村/社区"
    assert found[F.ANSWER] == "回复内容"


def test_every_column_of_a_message_board_is_known():
    found = guess(["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"])
    assert set(found) == {"number", "name", "title", "opened", "text", "answer", "answered"}


def test_heads_are_told_apart_whatever_people_write_around_them():
    assert guess([" 工单 编号 ", "主要内容*"[:4], "办结时间（年月日）："])[F.CLOSED] == "办结时间（年月日）："
    assert heads_of(["内容", "", "内容", "内容"]) == ["内容", "第B列", "内容（2）", "内容（3）"]
    assert [letter(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_the_usual_name_wins_over_a_rarer_one_for_the_same_thing():
    assert guess(["类别", "问题分类"])[F.CATEGORY] == "问题分类"
    assert guess(["内容", "主要内容"])[F.TEXT] == "主要内容"


def test_the_head_row_is_found_below_titles():
    assert head_line([["2023年工单"], ["导出时间：", "2023-11-30"], list(BEIJING), ["1"] * 21]) == 2
    assert head_line([["谁", "什么", "哪里"], ["1", "2", "3"]]) == 0
    with pytest.raises(Refusal, match="sheet_without_head"):
        head_line([["1", "2"], ["3", "4"]])


def test_a_mapping_is_checked():
    heads = ["甲", "乙", "丙"]
    assert checked({"text": "甲", "number": ""}, heads) == {"text": "甲"}
    for columns, code in (
        ({"text": "丁"}, "column_unknown"),
        ({"nonsense": "甲"}, "column_unknown"),
        ({"text": "甲", "title": "甲"}, "column_twice"),
        ({"number": "甲"}, "columns_missing"),
        ({}, "columns_missing"),
    ):
        with pytest.raises(Refusal, match=code):
            checked(columns, heads)
    assert fits({"text": "甲"}, heads)
    assert not fits({"text": "丁"}, heads)
    assert not fits({}, heads)
    assert picked({"text": "丙", "number": "甲"}, heads, ["1", "2"]) == {F.NUMBER: "1"}


@pytest.mark.parametrize(
    ("text", "at", "has_hour"),
    [
        ("2019/8/1 9:05:03", "2019-08-01T09:05:03", True),
        ("2019-08-01 09:05", "2019-08-01T09:05:00", True),
        ("2019-08-01T09:05:03.123", "2019-08-01T09:05:03", True),
        ("2019年8月1日9时5分", "2019-08-01T09:05:00", True),
        ("2019.8.1", "2019-08-01T00:00:00", False),
        ("20190801", "2019-08-01T00:00:00", False),
        ("20190801090503", "2019-08-01T09:05:03", True),
        ("2019-08-01T01:05:03Z", "2019-08-01T09:05:03", True),
        ("2019-08-01T01:05:03+00:00", "2019-08-01T09:05:03", True),
        ("43678", "2019-08-01T00:00:00", False),
        ("43678.378507", "2019-08-01T09:05:03", True),
    ],
)
def test_moments_in_the_shapes_tables_have(text, at, has_hour):
    assert moment(text) == (datetime.fromisoformat(at).replace(tzinfo=CHINA), has_hour)


def test_a_book_that_counts_from_1904():
    assert moment("42216", base_1904=True) == moment("43678")


@pytest.mark.parametrize(
    "text",
    [
        "昨天",
        "2019-13-01",
        "2019-02-30",
        "2019-08-01 25:00",
        "12:30",
        "0",
        "99999999",
        "1234567",
        "1850-01-01",
        "２０１９年",
    ],
)
def test_what_is_no_moment(text):
    with pytest.raises(Refusal, match="moment_unreadable"):
        moment(text)


@given(st.datetimes(datetime(1990, 1, 2), datetime(2099, 12, 30)))  # noqa: DTZ001  the strategy wants them so
def test_a_moment_written_down_is_read_back(at):
    at = at.replace(microsecond=0, tzinfo=CHINA)
    for shape in ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y年%m月%d日 %H:%M:%S", "%Y%m%d%H%M%S"):
        assert moment(at.strftime(shape)) == (at, True)


@given(st.text(max_size=30))
def test_any_text_is_a_moment_or_refused(text):
    try:
        found = moment(text)
    except Refusal as refusal:
        assert refusal.code == "moment_unreadable"  # noqa: PT017
    else:
        assert found is None or found[0].tzinfo is not None


def test_the_day_in_a_number():
    assert day_in("FS2023112300042") == datetime(2023, 11, 23, tzinfo=CHINA)
    assert day_in("20231123-0042") == datetime(2023, 11, 23, tzinfo=CHINA)
    assert day_in("20231323-0042") is None
    assert day_in("第42号") is None


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("已办结", Phase.CLOSED), ("未办结", Phase.WORKING), ("待回访", Phase.ANSWERED), ("已回访", Phase.CLOSED),
        ("待签收", Phase.UNSIGNED), ("已签收", Phase.WORKING), ("办理中", Phase.WORKING), ("已答复", Phase.ANSWERED),
        ("未答复", Phase.WORKING), ("已归档", Phase.CLOSED), ("退回重办", Phase.WORKING), ("某某", None), ("", None),
    ],
)  # fmt: skip
def test_words_for_states(word, found):
    assert phase(word) == found


@pytest.mark.parametrize(
    ("word", "found"),
    [("解决", "solved"), ("已解决", "solved"), ("部分解决", "partly"), ("未解决", "unsolved"), ("否", "unsolved"), ("是", "solved"),
     ("未评价", ""), ("未回访", ""), ("", ""), ("无法联系", "")],
)  # fmt: skip
def test_words_for_verdicts(word, found):
    assert verdict(word) == found


@pytest.mark.parametrize(
    ("word", "found"),
    [("满意", "good"), ("非常满意", "very_good"), ("基本满意", "fair"), ("不满意", "bad"), ("非常不满意", "very_bad"),
     ("未评", ""), ("", "")],
)  # fmt: skip
def test_words_for_satisfaction(word, found):
    assert satisfaction(word) == found


def order(**said):
    cells = {F[name.upper()]: value for name, value in said.items()}
    return read_order({F.TEXT: "路灯不亮。晚上看不清。", **cells}, now=NOW)


def test_without_a_state_an_answer_closes():
    found = order(opened="2019/8/1 9:00", answer="修好了。", answered="2019/8/3 10:00")
    assert (found.phase, found.outcome) == (Phase.CLOSED, "answered")
    assert found.closed_at == found.answered_at == datetime(2019, 8, 3, 10, tzinfo=CHINA)


def test_without_state_and_answer_it_is_still_worked_on():
    found = order(opened="2019/8/1 9:00", answer="正在看。")
    assert (found.phase, found.answered_at, found.closed_at, found.answer) == (Phase.WORKING, None, None, "")
    assert "正在看。" in found.inner, "nothing that was written is lost"


def test_an_open_order_with_a_closing_time_contradicts_itself():
    with pytest.raises(Refusal, match="state_contradicts"):
        order(opened="2019/8/1 9:00", state="办理中", closed="2019/8/3 9:00")
    with pytest.raises(Refusal, match="closed_without_moment"):
        order(opened="2019/8/1 9:00", state="已办结")


def test_where_the_moment_of_reporting_comes_from():
    assert order(opened="2019/8/1 9:00").opened_how == "column"
    by_number = order(number="FS20190801-7", state="已办结", closed="2019/8/3 9:00")
    assert (by_number.opened_how, by_number.opened_at.day) == ("number", 1)
    assert order(number="7", state="已办结", closed="2019/8/3 9:00").opened_how == "closed"
    assert order(number="7").opened_at == NOW
    assert "按导入时间记" in order(number="7").inner


def test_a_number_that_only_looks_like_a_later_day_is_not_believed():
    assert order(number="20190805001", closed="2019/8/3 9:00").opened_how == "closed"


def test_what_has_no_place_of_its_own_stands_in_a_note():
    found = order(opened="2019/8/1", firm="锦园物业", nature="主办", tags="老旧小区", satisfied="满意")
    for part in ("锦园物业", "主办", "老旧小区", "是否满意：满意"):
        assert part in found.inner


def test_the_verdict_of_a_closed_order_is_kept_and_not_said_twice():
    found = order(
        opened="2019/8/1",
        state="已办结",
        closed="2019/8/3",
        result="已处理",
        solved="解决",
        satisfied="基本满意",
    )
    assert (found.verdict, found.satisfaction, found.outcome, found.answer) == (
        "solved",
        "fair",
        "solved",
        "已处理",
    )
    assert "解决" not in found.inner


def test_the_key_of_an_order_without_a_number_knows_no_person():
    one = order(opened="2019/8/1", name="王先生", phone="12900001234")
    other = order(opened="2019/8/1", name="李女士", phone="12900005678")
    assert one.key == other.key
    assert one.key.startswith("sha-")
    assert order(opened="2019/8/2").key != one.key


@pytest.mark.parametrize("text", ["\u200b", "\u200b。", "\u200b\n\u202e"])
def test_words_nobody_can_see_are_none(text):
    with pytest.raises(Refusal, match="text_missing"):
        order(text="\u200b")
    assert order(text=f"{text}路灯不亮").title


def test_names_that_are_nobodys():
    assert order(name="匿名").name == ""
    assert order(name="王先生").name == "王先生"


def test_hidden_marks_leave_titles_and_controls_leave_texts():
    found = order(title="路灯\u200b不\u202e亮", text="有\x0b竖\x07线")
    assert (found.title, found.text) == ("路灯不亮", "有竖线")
    with pytest.raises(Refusal, match="text_unreadable"):
        order(text="坏\x00字")


@given(st.dictionaries(st.sampled_from(list(F)), st.text(max_size=60)))
def test_any_row_is_an_order_or_refused(cells):
    try:
        found = read_order(cells, now=NOW)
    except Refusal as refusal:
        assert refusal.sentence  # noqa: PT017
    else:
        assert found.key
        assert 0 < len(found.title) <= 40
        assert found.text
        assert found.opened_at <= NOW
        assert found.answered_at is None or found.opened_at <= found.answered_at <= NOW
        assert (found.closed_at is None) == (found.outcome == "")
        assert found.closed_at is None or found.opened_at <= found.closed_at <= NOW
