"""The validator at the door, and finding Chinese text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.phone import is_mobile, name_mark, phone_mark, phone_number
from linli.kernel.refusal import Refusal
from linli.kernel.search import fold, hits, tokens, wanted
from linli.kernel.text import code_digits, free_text, line, person_name, storable, visible


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "x\udfff", "bell\x07"])
def test_what_no_database_can_hold_is_refused_with_a_sentence(text):
    with pytest.raises(Refusal, match="text_unreadable") as refused:
        free_text(text, most=100)
    assert refused.value.sentence


@given(st.text(max_size=200))
def test_any_text_is_either_kept_whole_or_refused(text):
    try:
        kept = free_text(text, most=200)
    except Refusal:
        return
    assert storable(kept)
    assert kept == text.replace("\r\n", "\n").replace("\r", "\n").strip()
    kept.encode()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("阿依‧古丽", "阿依·古丽"),
        ("龚䶮", "龚䶮"),
        ("𠮷野", "𠮷野"),
        ("  王 五 ", "王 五"),
        ("ＡＢ", "ＡＢ"),
    ],
)
def test_names_keep_their_characters(name, kept):
    assert person_name(name) == kept


@pytest.mark.parametrize("name", ["", "  ", "王\u202e五", "王\u200b五", "王" * 51])
def test_names_that_hide_something_are_refused(name):
    with pytest.raises(Refusal):
        person_name(name)


def test_length_counts_characters_not_bytes():
    assert line("𠮷" * 40, most=40) == "𠮷" * 40
    with pytest.raises(Refusal, match="text_too_long"):
        line("𠮷" * 41, most=40)


@pytest.mark.parametrize(
    ("text", "digits"), [("１２３", "123"), ("12-34 56", "123456"), ("1²", "1?"), ("①", "1")]
)
def test_digits_are_ascii_or_nothing(text, digits):
    assert code_digits(text) == digits


def test_direction_marks_are_shown():
    assert visible("a\u202eb") == "a◌b"


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("129 0000 2076", "12900002076"), ("+86-12900002076", "12900002076"), ("００８６１２９００００２０７６", "12900002076"),
        ("0473-5550012", "04735550012"), ("5550012", "5550012"), ("12345", "12345"), ("95598", "95598"), ("110", "110"),
    ],
)  # fmt: skip
def test_telephone_numbers_as_people_write_them(text, digits):
    assert phone_number(text) == digits


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1290000207", "phone_too_short"),
        ("129000020766", "phone_too_long"),
        ("abc", "phone_unreadable"),
        ("1²900002076", "phone_unreadable"),
        ("2", "phone_unreadable"),
    ],
)
def test_telephone_numbers_with_a_mistake(text, code):
    with pytest.raises(Refusal, match=code) as refused:
        phone_number(text)
    assert refused.value.facts["field"] == "phone"


def test_marks_show_little():
    assert phone_mark("12900002076") == "129****2076"
    assert phone_mark("5550012") == "***12"
    assert name_mark("周淑芬") == "周**"
    assert name_mark("周淑芬", "女士") == "周女士"
    assert is_mobile("12900002076")
    assert not is_mobile("5550012")


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("三号楼", "3号楼"),
        ("十二栋", "12栋"),
        ("二十三单元", "23单元"),
        ("一百零三室", "103室"),
        ("一〇二室", "102室"),
        ("３号楼", "3号楼"),
        ("ＷｉＦｉ", "wifi"),
        ("噪 音", "噪音"),
        ("第三网格", "第3网格"),
    ],
)
def test_the_same_said_differently_folds_alike(one, two):
    assert fold(one) == fold(two)


def test_numbers_in_words_that_count_nothing_stay():
    assert fold("三心二意") == "三心二意"


HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x4E40), min_size=2, max_size=8)


@given(HAN, HAN, HAN)
def test_every_part_of_a_text_is_found_by_its_tokens(before, part, after):
    document = set(tokens(before + part + after))
    assert set(wanted(part)) <= document
    assert hits(part, before + part + after)


def test_a_hit_must_have_every_part_in_one_of_the_texts():
    assert hits("噪音 3号楼", "楼上噪音大", "三号楼")
    assert not hits("音噪", "楼上噪音大")
    assert wanted("灯") == []
    assert tokens("") == []
