"""Hints about answers: the labelled set is met, each hint alone, any text is borne quickly, nothing ever blocks."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.assist.reply.check import CODES, MANY, check
from linli.assist.reply.points import points_of

CASES = [
    line.split("\t")
    for line in (Path(__file__).parents[3] / "bench/reply_cases.tsv").read_text(encoding="utf-8").splitlines()
]
LAMP = "槐荫里2号楼三楼声控灯不亮，晚上看不清。"


def test_the_set_is_large_and_every_hint_is_in_it():
    assert len(CASES) >= 120
    assert {code for _q, _a, codes in CASES for code in codes.split()} == set(CODES) - {"pasted"}
    assert len({(question, answer) for question, answer, _codes in CASES}) == len(CASES)


def test_most_hints_are_right_and_most_that_are_due_are_given():
    pairs = [(set(codes.split()), set(check(question, answer).hints)) for question, answer, codes in CASES]
    right = sum(len(due & given) for due, given in pairs)
    assert right / sum(len(given) for _due, given in pairs) >= 0.9
    assert right / sum(len(due) for due, _given in pairs) >= 0.9


@pytest.mark.parametrize(
    ("answer", "hints"),
    [
        ("", ("empty",)),
        ("　。！", ("empty",)),
        ("😀👍", ("empty",)),
        ("\x00\x01", ("empty",)),
        ("已处理", ("formula",)),
        ("谢谢", ("formula",)),
        ("您好，您反映的问题已转相关部门处理，感谢您对我们工作的支持。", ("formula",)),
        ("灯换好了。", ("who", "when")),
        ("昨天物业换了灯。", ()),
    ],
)
def test_each_alone(answer, hints):
    assert check(LAMP, answer).hints == hints


def test_a_mere_question_is_asked_only_whether_it_is_answered():
    assert check("老年证去哪里办？", "到社区服务站窗口。").hints == ()
    assert check("老年证去哪里办？", "带身份证和照片。").hints == ("question",)
    assert [one.kind for one in points_of("什么时候修？谁来修？", "")] == ["when", "who"]


@pytest.mark.parametrize(
    "told",
    [
        "路灯坏了几个月了，近几个月都没人来。",
        "很多大货车从这里过，给居民带来多大的不便。",
        "以下几点望解决：一是灯，二是路。",
        "店铺地址人民路5号一楼，费用是2400元。",
        "维权的希望在哪里，钱去哪里了。",
        "现在我也不知道怎么办，谁帮帮我。",
    ],
)
def test_what_only_sounds_like_a_question_asks_nothing(told):
    assert points_of(told, "") == []


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("要等几个月？", "much"),
        ("多大年纪能领？", "much"),
        ("几点开门？", "when"),
        ("请问窗口地址？", "where"),
        ("费用是多少？", "much"),
        ("收费标准是什么？", "much"),
        ("钱交到哪里？", "where"),
        ("谁知道归谁管？", "who"),
    ],
)
def test_short_questions_are_still_heard(asked, kind):
    assert kind in [one.kind for one in points_of(asked, "")]


def test_the_same_words_for_many_are_told_whatever_the_date():
    said = "12月3日物业师傅换了感应器。"
    others = ["12月4日物业师傅换了感应器！", "11月3日物业师傅换了感应器", said]
    assert check(LAMP, said, others).hints == ("pasted",)
    assert check(LAMP, said, others).same == MANY
    assert check(LAMP, said, others[1:]).hints == ()


@pytest.mark.parametrize(
    "text",
    [
        "将会尽快" * 25_000,
        "一二三" * 30_000,
        "请" * 100_000,
        "到" * 100_000,
        "a" * 100_000,
        "\ud83d" * 50,
        "\x00" * 99,
    ],
)
def test_long_and_broken_texts_take_no_time(text):
    begun = time.process_time()
    assert set(check(text, text).hints) <= set(CODES)
    assert time.process_time() - begun < 1.0


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts_give_known_hints(question, answer):
    found = check(question, answer)
    assert set(found.hints) <= set(CODES)
    assert len(set(found.hints)) == len(found.hints)
