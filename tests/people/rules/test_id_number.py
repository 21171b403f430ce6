"""Identity numbers: length, date, check digit, the fifteen-digit form; unknown areas and great age only warn."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.refusal import Refusal
from linli.people.rules.id_number import IdNumber, check_digit, id_mark, read_id_number

TODAY = date(2026, 11, 25)


def made(first17: str) -> str:
    """A whole number from its first seventeen digits; 99 is no province, so nobody has it."""
    return first17 + check_digit(first17)


BORN_1990 = made("99010119900307001")


# The worked example of GB 11643-1999, and weights by hand: 53010219200508011 gives X by the standard's own text.
def test_check_digit_of_the_standard():
    assert check_digit("11010519491231002") == "X"
    assert check_digit("44052418800101001") == "4"


@pytest.mark.parametrize(
    ("text", "born", "female", "old"),
    [
        (BORN_1990, date(1990, 3, 7), False, False),
        (made("99010119900307002"), date(1990, 3, 7), True, False),
        ("  990101 19900307 " + BORN_1990[14:], date(1990, 3, 7), False, False),
        ("990101-19900307-" + BORN_1990[14:], date(1990, 3, 7), False, False),
        ("".join(chr(ord(ch) + 0xFEE0) for ch in BORN_1990), date(1990, 3, 7), False, False),
        ("990101900307001", date(1990, 3, 7), False, True),
        (made("99010120000229001"), date(2000, 2, 29), False, False),
        (made("99010119000301001"), date(1900, 3, 1), False, False),
        (made("99010120261125001"), TODAY, False, False),
    ],
)
def test_reads(text, born, female, old):
    found = read_id_number(text, today=TODAY)
    assert (found.born, found.female, found.old_form) == (born, female, old)
    assert len(found.number) == 18


def with_x() -> str:
    return next(
        number for number in (made(f"990101199003070{n:02d}") for n in range(1, 99)) if number.endswith("X")
    )


@pytest.mark.parametrize("last", ["X", "x", "Ｘ", "ｘ"])
def test_the_last_character_x_in_every_way_to_write_it(last):
    assert read_id_number(with_x()[:17] + last, today=TODAY).number == with_x()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "id_length"), ("9901011990030700", "id_length"), (BORN_1990 + "1", "id_length"),
        ("9901011990030700XX"[:18], "id_length"), ("A" + BORN_1990[1:], "id_length"), ("0" + BORN_1990[1:], "id_length"),
        ("٩" * 18, "id_length"), ("९" * 15, "id_length"), ("²" * 18, "id_length"), ("99010190030700X", "id_length"),
        (made("99010119900230001"), "id_date"), (made("99010119901301001"), "id_date"),
        (made("99010119900100001"), "id_date"), (made("99010119000229001"), "id_date"),
        (made("99010120261126001"), "id_date"), (made("99010118951125001"), "id_date"),
        ("990101900230001", "id_date"), ("990101901301001", "id_date"),
        (BORN_1990[:17] + ("0" if BORN_1990[17] != "0" else "1"), "id_check"),
    ],
)  # fmt: skip
def test_refuses(text, code):
    with pytest.raises(Refusal) as refused:
        read_id_number(text, today=TODAY)
    assert refused.value.code == code
    assert refused.value.facts["field"] == "id_number"


@pytest.mark.parametrize(
    ("first17", "areas", "warnings"),
    [
        ("99010119900307001", frozenset(), ("area_unknown",)),  # no such province
        ("15010219900307001", frozenset(), ()),
        ("31010319600307001", frozenset(), ()),  # abolished long ago, still valid
        ("31010319600307001", frozenset({"310101"}), ("area_unknown",)),
        ("15010219900307001", frozenset({"150102"}), ()),
        ("83000019900307001", frozenset(), ()),  # a residence permit
        ("15010219050307001", frozenset(), ("very_old",)),
        ("99010119050307001", frozenset(), ("area_unknown", "very_old")),
    ],
)
def test_warns_and_never_refuses_for_area_or_age(first17, areas, warnings):
    assert read_id_number(made(first17), today=TODAY, areas=areas).warnings == warnings


@pytest.mark.parametrize(("year", "fine"), [(1896, True), (1895, False)])
def test_nobody_is_older_than_130(year, fine):
    text = made(f"150102{year}0307001")
    if fine:
        assert read_id_number(text, today=TODAY).born.year == year
    else:
        with pytest.raises(Refusal):
            read_id_number(text, today=TODAY)


births = st.dates(date(1900, 1, 1), TODAY)
orders = st.integers(1, 999)
areas = st.integers(110000, 659999)


@given(areas, births, orders)
def test_every_made_number_reads_back(area, born, order):
    found = read_id_number(made(f"{area}{born:%Y%m%d}{order:03d}"), today=TODAY)
    assert found.born == born
    assert found.female == (order % 2 == 0)


@given(areas, births, orders, st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(area, born, order, at, by):
    """MOD 11-2 finds every single error; the refusal may also be about the date."""
    number = made(f"{area}{born:%Y%m%d}{order:03d}")
    if number[at] == "X":
        return
    wrong = number[:at] + str((int(number[at]) + by) % 10) + number[at + 1 :]
    with pytest.raises(Refusal):
        read_id_number(wrong, today=TODAY)


@given(areas, births.filter(lambda born: born.year < 2000), orders)
def test_the_old_form_is_completed_to_the_new_one(area, born, order):
    new = read_id_number(made(f"{area}{born:%Y%m%d}{order:03d}"), today=TODAY)
    old = read_id_number(f"{area}{born:%y%m%d}{order:03d}", today=TODAY)
    assert isinstance(old, IdNumber)
    assert (old.number, old.old_form) == (new.number, True)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text):
    try:
        answer = read_id_number(text, today=TODAY).number
    except Refusal as refusal:
        answer = refusal.code
    assert answer in ("id_length", "id_date", "id_check") or len(answer) == 18


def test_born_tomorrow_is_refused_and_today_is_not():
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(Refusal):
        read_id_number(made(f"150102{tomorrow:%Y%m%d}001"), today=TODAY)


def test_the_mark_shows_the_ends_only():
    assert id_mark(with_x()) == "9" + "*" * 16 + "X"
