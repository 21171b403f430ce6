"""No urgent word is missed: own sentences, every disguise, any text around it."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.matters.rules.urgency import OwnWord, UrgentHit, core_words, plain_word, urgent_hits
from linli.matters.terms import WordFamily

SENTENCES = Path(__file__).with_name("urgent_sentences.txt").read_text(encoding="utf-8").splitlines()
CORE = list(core_words())
WORDS = st.sampled_from([one.word for one in CORE])
HIDING = ["", " ", "　", ".", "。", "*", "、", "-", "/", "​", "﻿", "‮", "·", "\n", "…", "（", "~", "🙂"]


def test_there_are_enough_sentences_and_none_twice():
    assert len(SENTENCES) >= 300
    assert len(set(SENTENCES)) == len(SENTENCES)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_sentence_is_found(sentence):
    assert urgent_hits(sentence), sentence


def test_every_family_has_words_and_every_word_can_be_looked_for():
    assert {one.family for one in CORE} == set(WordFamily) - {WordFamily.OTHER}
    assert all(plain_word(one.word) for one in CORE)
    assert len({plain_word(one.word) for one in CORE}) == len(CORE)


@pytest.mark.parametrize("word", ["燃气", "被困", "自杀", "塌"])
def test_the_four_words_of_the_brief_stand_in_the_core(word):
    assert [one.word for one in urgent_hits(word)] == [word]


@given(WORDS, st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=300)
def test_a_word_is_found_in_any_text_anywhere(word, before, after):
    found = {plain_word(one.word) for one in urgent_hits(before + word + after)}
    assert any(one in plain_word(word) or plain_word(word) in one or _overlaps(one, word) for one in found)


def _overlaps(found: str, word: str) -> bool:
    """A longer word may begin before this one and swallow its beginning: the text is urgent all the same."""
    return any(found.endswith(plain_word(word)[:n]) for n in range(1, len(word) + 1))


@given(WORDS, st.lists(st.sampled_from(HIDING), min_size=1, max_size=20))
@settings(max_examples=300)
def test_blanks_and_marks_between_the_characters_hide_nothing(word, hiding):
    hidden = "".join(ch + hiding[at % len(hiding)] for at, ch in enumerate(word))
    assert urgent_hits(f"请看一下{hidden}谢谢")


@given(WORDS)
@settings(max_examples=100)
def test_full_width_and_capitals_hide_nothing(word):
    wide = "".join(chr(ord(ch) + 0xFEE0) if "!" <= ch <= "~" else ch for ch in word.upper())
    assert urgent_hits(wide)


@pytest.mark.parametrize("no", ["没有", "不是", "并未", "不会", "已经不", "未发生"])
def test_a_no_before_the_word_does_not_switch_it_off(no):
    for one in CORE:
        assert urgent_hits(no + one.word), one.word


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [("煤氣", "煤气"), ("觸電", "触电"), ("跳樓", "跳楼"), ("殺人", "杀人"), ("遺書", "遗书"), ("被壓", "被压"),
     ("搶劫", "抢劫"), ("強姦", "强奸"), ("農藥", "农药"), ("掉進", "掉进"), ("濃煙", "浓烟"), ("火災", "火灾")],
)  # fmt: skip
def test_traditional_characters_are_the_same_word(traditional, simplified):
    assert urgent_hits(simplified)
    if traditional != "濃煙":
        assert plain_word(traditional) == plain_word(simplified)


@pytest.mark.parametrize(
    "calm",
    ["楼道灯不亮", "垃圾三天没人收", "请问怎么办老年证", "楼上装修太吵", "小区车位不够", "公园座椅坏了", "想给孩子报名打疫苗",
     "物业费涨了", "路边有人摆摊", "树叶没人扫", "暖气不热", "电梯广告太多"],
)  # fmt: skip
def test_ordinary_wishes_are_not_urgent(calm):
    assert urgent_hits(calm) == []


def test_a_caller_is_no_electric_shock():
    """Nearly every order begins so; the danger beside it is heard all the same."""
    assert urgent_hits("来电人反映楼上练琴，来电人希望管一管。") == []
    assert [one.word for one in urgent_hits("来电人反映水管电人")] == ["电人"]
    assert urgent_hits("来电人反映热水器漏电")


def test_a_district_adds_words_and_takes_none_away():
    own = [
        OwnWord("化工厂 异味", WordFamily.GAS),
        OwnWord("VOC", WordFamily.GAS),
        OwnWord("，。", WordFamily.OTHER),
    ]
    assert urgent_hits("化工厂。异味很大", own=own) == [UrgentHit("化工厂 异味", WordFamily.GAS)]
    assert urgent_hits("ｖｏｃ超标", own=own) == [UrgentHit("VOC", WordFamily.GAS)]
    assert urgent_hits("燃气", own=own) == urgent_hits("燃气")
    assert urgent_hits("楼道灯不亮", own=own) == []


def test_title_and_text_are_both_read_and_each_word_named_once():
    found = urgent_hits("三楼着火", "着火了，快来，有人被困")
    assert [one.word for one in found] == ["着火", "被困"]


def test_a_long_text_costs_little():
    import timeit

    text = "小区的路灯坏了很久没有人来修。" * 140
    assert timeit.timeit(lambda: urgent_hits(text), number=5) / 5 < 0.25
