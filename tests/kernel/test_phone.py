"""Telephone numbers: read in every way people write them, masked the same way everywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.phone import is_mobile, name_mark, phone_mark, phone_number
from linli.kernel.refusal import Refusal


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("12900002076", "12900002076"), (" 129 0000 2076 ", "12900002076"), ("129-0000-2076", "12900002076"),
        ("+8612900002076", "12900002076"), ("008612900002076", "12900002076"), ("+86 129 0000 2076", "12900002076"),
        ("１２９００００２０７６", "12900002076"), ("0473-2345678", "04732345678"), ("010-62345678", "01062345678"),
        ("62345678", "62345678"), ("2345678", "2345678"), ("12345", "12345"), ("110", "110"), ("95598", "95598"),
    ],
)  # fmt: skip
def test_reads(text, digits):
    assert phone_number(text) == digits


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1290000207", "phone_too_short"), ("129000020761", "phone_too_long"), ("", "phone_unreadable"),
        ("abc", "phone_unreadable"), ("1290000207a", "phone_unreadable"), ("٠١٢٩٠٠٠٠٢٠٧٦", "phone_unreadable"),
        ("¹2900002076", "phone_unreadable"), ("00000000000", "phone_unreadable"), ("电话", "phone_unreadable"),
        ("129\x0000002076", "phone_unreadable"), ("+1 202 555 0100", "phone_unreadable"),
    ],
)  # fmt: skip
def test_refuses(text, code):
    with pytest.raises(Refusal) as refused:
        phone_number(text, field="phone")
    assert refused.value.code == code
    assert refused.value.facts["field"] == "phone"


def test_says_how_many_digits_are_missing():
    with pytest.raises(Refusal) as refused:
        phone_number("129000020")
    assert refused.value.sentence == "电话号码少了2位，请再看看。"


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text):
    try:
        answer = phone_number(text)
    except Refusal as refusal:
        answer = refusal.code
    known = ("phone_too_short", "phone_too_long", "phone_unreadable")
    assert answer in known or (answer.isascii() and answer.isdigit())


@given(st.from_regex(r"1[2-9][0-9]{9}", fullmatch=True))
def test_a_mask_never_shows_the_middle(digits):
    shown = phone_mark(digits)
    assert is_mobile(digits)
    assert shown == f"{digits[:3]}****{digits[7:]}"
    assert digits not in shown


@pytest.mark.parametrize(
    ("digits", "shown"), [("62345678", "***78"), ("12345", "***45"), ("01062345678", "010****5678")]
)
def test_short_numbers_show_less(digits, shown):
    assert phone_mark(digits) == shown


@pytest.mark.parametrize(
    ("name", "title", "shown"),
    [
        ("周小红", "女士", "周女士"),
        ("周小红", "", "周**"),
        ("周红", "", "周*"),
        ("古丽娜尔·买买提", "", "古**"),
        ("", "", ""),
    ],
)
def test_names_for_strangers(name, title, shown):
    assert name_mark(name, title) == shown
