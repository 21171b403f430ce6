"""Keys for Chinese order, against the package whose readings are shipped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from linli.kernel.pinyin import pinyin_key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("槐安里", "huai an li"),
        ("重庆路3号楼A座", "chong qing lu 3 hao lou A zuo"),
        ("周·小红", "zhou · xiao hong"),
        ("银行", "yin hang"),
        ("行走", "xing zou"),
        ("〇", "ling"),
        ("plain words", "plain words"),
        ("", ""),
    ],
)
def test_keys(text, key):
    assert pinyin_key(text) == key


def test_every_phrase_and_every_character_is_read_as_the_package_reads_it():
    words = [*PHRASES_DICT, *map(chr, PINYIN_DICT)]
    assert len(words) > 80_000
    assert [word for word in words if pinyin_key(word) != " ".join(lazy_pinyin(word))] == []


# Phrases side by side may share a character, so that where one ends decides how the next is read.
_PIECES = st.one_of(
    st.sampled_from(sorted(PHRASES_DICT)),
    st.sampled_from([chr(code) for code in PINYIN_DICT]),
    st.text("长重行大会乐都还没得地 a3，·-\n", max_size=4),
)


@given(st.lists(_PIECES, max_size=6).map("".join))
def test_any_text_is_read_as_the_package_reads_it(text):
    assert pinyin_key(text) == " ".join(lazy_pinyin(text))


def test_a_character_nobody_reads_stays():
    assert pinyin_key("王\U00031d4b") == "wang \U00031d4b"


def test_names_come_in_the_order_people_expect():
    names = ["赵", "安", "重庆", "李", "陈"]
    assert sorted(names, key=pinyin_key) == ["安", "陈", "重庆", "李", "赵"]
