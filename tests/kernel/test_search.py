"""Chinese search: bigrams, letter runs, numbers as people write them, folded alike on both sides."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.search import document, fold, hits, is_exact, question, tokens, wanted

TEXT = "三楼到四楼的声控灯不亮了，槐荫里2号楼 B座"


@pytest.mark.parametrize(
    ("words", "folded"),
    [
        ("三号楼", "3号楼"),
        ("十二号楼", "12号楼"),
        ("二十一栋", "21栋"),
        ("一〇二室", "102室"),
        ("一百零三号", "103号"),
        ("３号楼", "3号楼"),
        ("王 小 明", "王小明"),
        ("Ｂ座", "b座"),
        ("三心二意", "三心二意"),
        ("電梯壞了", "电梯坏了"),
        ("十二號樓", "12号楼"),
    ],
)
def test_folded_alike(words, folded):
    assert fold(words) == folded


def test_tokens_of_a_document():
    assert tokens("路灯不亮 LED3") == ["led3", "不亮", "灯不", "路灯"]
    assert tokens("灯") == ["灯"]
    assert tokens("") == []
    assert len(tokens("".join(chr(0x4E00 + at) for at in range(9000)))) == 4000


@pytest.mark.parametrize(
    ("query", "needed"),
    [
        ("声控灯", ["声控", "控灯"]),
        ("声控 四楼", ["4", "声控"]),
        ("灯", []),
        ("二号楼", ["2", "号楼"]),
        ("'; drop", ["drop"]),
    ],
)
def test_what_a_hit_must_have(query, needed):
    assert wanted(query) == needed


@pytest.mark.parametrize(
    ("query", "hit"),
    [
        ("声控灯", True),
        ("声控 四楼", True),
        ("四楼 声控", True),
        ("二号楼", True),
        ("b座", True),
        ("声灯", False),
        ("声控 五楼", False),
        ("楼的灯", False),
    ],
)
def test_each_part_stands_in_one_of_the_texts(query, hit):
    assert hits(query, "路灯", TEXT) is hit


def test_a_document_is_kept_as_written_and_as_folded():
    assert document("三号楼") == ["3", "三号", "号楼", "楼"]
    assert document("LED3 灯") == ["3", "d3", "ed3", "led3", "灯"]
    assert document("", "，。") == []
    assert len(document("".join(chr(0x4E00 + at) for at in range(9000)))) == 4000


@pytest.mark.parametrize(
    ("written", "typed"), [("电梯", "電梯"), ("電梯", "电梯"), ("三號樓", "3号楼"), ("灯", "燈")]
)
def test_traditional_characters_find_simplified_ones_and_the_other_way_round(written, typed):
    sentence = f"昨天{written}又坏了"
    assert _meets(question(typed), set(document(sentence)))
    assert hits(typed, sentence)


def test_of_a_long_number_only_the_whole_is_kept():
    assert document("请打12900002076") == ["=12900002076", "打", "请打"]
    assert question("2076") == "(('2076':*))"
    assert question("12900002076") == "(('=12900002076'))"


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("灯", "(('灯':*))"),
        ("声控灯", "(('声控' & '控灯'))"),
        ("三号", "(('三号') | ('3' & '号':*))"),
        ("苑1号楼 15", "(('苑' & '1' & '号楼')) & (('15':*))"),
        ("灯，b2、", "(('灯' & 'b2'))"),
        ("灯 b2", "(('灯':*)) & (('b2':*))"),
        ("，", ""),
        ("'; drop", "(('drop':*))"),
    ],
)
def test_what_is_asked_of_a_document(query, asked):
    assert question(query) == asked


@pytest.mark.parametrize(
    ("query", "exact"), [("灯", True), ("声控 b2", True), ("声控灯", False), ("3号", False), ("，灯", False)]
)
def test_when_meeting_the_question_is_holding_the_words(query, exact):
    assert is_exact(query) is exact


@given(st.text("三十二号楼號樓灯燈的 b2C1，", min_size=1, max_size=12), st.data())
def test_no_part_of_a_sentence_is_missed(sentence, data):
    """Whatever piece a scan would find meets the question, and holds."""
    start = data.draw(st.integers(0, len(sentence) - 1))
    part = sentence[start : data.draw(st.integers(start + 1, len(sentence)))].strip()
    asked = question(part)
    if asked:
        assert _meets(asked, set(document(sentence))), (part, asked)
        assert hits(part, sentence)


def _meets(asked, have):
    """A tsquery of ours, evaluated here; `tests/matters/queries/test_search.py` asks the database."""

    def met(found):
        word = found[1]
        return str(any(one.startswith(word) for one in have) if found[2] else word in have)

    words = re.sub(r"'([^']+)'(:\*)?", met, asked)
    return eval(words.replace("&", "and").replace("|", "or"))  # noqa: S307  words of our own
