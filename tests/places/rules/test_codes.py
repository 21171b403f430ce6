"""Codes: parts, levels, parents, what is refused; short names, on the shipped shapes of real lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.refusal import Refusal
from linli.places.rules.codes import (
    checked_code,
    child_code,
    level_of,
    lies_in,
    next_child_code,
    parent_of,
    short_name,
)
from linli.places.terms import Level

COMMUNITY = "159901001002"


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("150000000000", None, ""),
        ("150300000000", None, "150000000000"),
        ("150303000000", Level.DISTRICT, "150300000000"),
        ("150303001000", Level.STREET, "150303000000"),
        ("150303001008", Level.COMMUNITY, "150303001000"),
        ("441900003000", Level.STREET, "441900000000"),  # a city without counties
        ("150303001008012", Level.GRID, "150303001008"),
        ("15030300100801200003", Level.BUILDING, "150303001008012"),
        ("1503030010080120000302", Level.UNIT, "15030300100801200003"),
        ("15030300100801200003020301", Level.HOME, "1503030010080120000302"),
    ],
)
def test_level_and_parent(code, level, parent):
    assert checked_code(code) == code
    assert level_of(code) is level
    assert parent_of(code) == parent
    assert not parent or lies_in(code, parent)
    assert lies_in(code, code)
    assert not lies_in("160303001008", code)


@given(
    groups=st.tuples(
        st.integers(11, 82), st.integers(1, 99), st.integers(1, 99), st.integers(1, 999), st.integers(1, 999)
    )
)
def test_parents_climb_one_level_at_a_time(groups):
    code = "{:02d}{:02d}{:02d}{:03d}{:03d}".format(*groups)
    levels = []
    while code:
        assert checked_code(code) == code
        levels.append(level_of(code))
        code = parent_of(code)
    assert levels == [Level.COMMUNITY, Level.STREET, Level.DISTRICT, None, None]


@pytest.mark.parametrize("text", ["１５９９０１００１００２", " 159901001002\t", "'159901001002"])
def test_other_ways_to_write_the_same_code(text):
    assert checked_code(text) == COMMUNITY


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", "code_missing"),
        ("  ", "code_missing"),
        ("1.59901E+11", "code_in_scientific_notation"),
        ("15990100100²", "code_not_digits"),
        ("15990100100①", "code_not_digits"),
        ("15990100100٣", "code_not_digits"),
        ("159901001002.0", "code_not_digits"),
        ("-59901001002", "code_not_digits"),
        ("15990100100", "code_length"),
        ("1599010010021", "code_length"),
        ("009901001002", "code_structure"),
        ("159901000002", "code_structure"),
        ("150001000000", "code_structure"),
        ("159901001000001", "code_structure"),
        ("159901001002000", "code_structure"),
        ("15990100100200100000", "code_structure"),
    ],
)
def test_refused_codes(text, refusal):
    with pytest.raises(Refusal) as caught:
        checked_code(text)
    assert caught.value.code == refusal


@given(text=st.text(max_size=30))
def test_whatever_passes_is_plain_digits(text):
    try:
        code = checked_code(text)
    except Refusal:
        return
    assert code.isascii()
    assert code.isdigit()


def test_child_codes():
    grid = child_code(COMMUNITY, 3)
    assert grid == COMMUNITY + "003"
    assert child_code(grid, 12) == grid + "00012"
    assert child_code(child_code(grid, 12), 2) == grid + "0001202"
    assert level_of(child_code(child_code(child_code(grid, 12), 2), 301)) is Level.HOME
    assert next_child_code(COMMUNITY, {COMMUNITY + "001", COMMUNITY + "003"}) == COMMUNITY + "002"


@pytest.mark.parametrize(
    ("parent", "number", "refusal"),
    [
        (COMMUNITY, 0, "code_number"),
        (COMMUNITY, 1000, "code_number"),
        ("159901001000", 1, "code_not_a_parent"),
        ("159900000000", 1, "code_not_a_parent"),
        (COMMUNITY + "00100001010101", 1, "code_not_a_parent"),
    ],
)
def test_child_codes_refused(parent, number, refusal):
    with pytest.raises(Refusal) as caught:
        child_code(parent, number)
    assert caught.value.code == refusal


@pytest.mark.parametrize(
    ("official", "short"),
    [
        ("槐荫社区居民委员会", "槐荫社区"),
        ("槐荫社区居委会", "槐荫社区"),
        ("槐荫社区", "槐荫社区"),
        ("槐荫居民委员会", "槐荫居委会"),
        ("槐荫居委会", "槐荫居委会"),
        ("松柏村村民委员会", "松柏村"),
        ("松柏村民委员会", "松柏村"),
        ("松柏村委会", "松柏村"),
        ("松柏村村委会", "松柏村"),
        ("松柏村委", "松柏村"),
        ("河湾第一村村委会", "河湾第一村"),
        ("云桥嘎查村民委员会", "云桥嘎查"),
        ("云桥嘎查村委会", "云桥嘎查"),
        ("云桥嘎查村", "云桥嘎查"),
        ("云桥嘎查", "云桥嘎查"),
        ("河湾社区村委会", "河湾社区"),
        ("云山街道办事处", "云山街道"),
        ("云山镇人民政府", "云山镇"),
        ("居委会", "居委会"),
        ("村委会", "村委会"),
        ("云桥生产队", "云桥生产队"),
    ],
)
def test_short_names(official, short):
    assert short_name(official) == short
