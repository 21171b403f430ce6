"""Names found while they are typed: by characters, syllables, first letters, with numbers between."""

import pytest

from linli.kernel.initials import keys_of, rank, runs_of

NAMES = ["槐荫里2号楼", "槐荫里12号楼", "槐荫里20号楼", "槐安家园8号楼", "重庆花园1号楼", "路灯不亮"]


def best(typed: str) -> list[str]:
    runs = runs_of(typed)
    found = [(order, len(name), name) for name in NAMES if (order := rank(runs, keys_of(name))) is not None]
    return [name for *_order, name in sorted(found)]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("hyl2", ["槐荫里2号楼", "槐荫里20号楼"]),
        ("槐荫2", ["槐荫里2号楼", "槐荫里20号楼"]),
        ("槐荫里二号楼", ["槐荫里2号楼"]),
        ("huaian 8", ["槐安家园8号楼"]),
        ("HAJY8", ["槐安家园8号楼"]),
        ("12", ["槐荫里12号楼"]),
        ("cqhy", ["重庆花园1号楼"]),
        ("ldbl", ["路灯不亮"]),
        ("zzz", []),
    ],
)
def test_what_is_typed_finds_the_name(typed, names):
    assert best(typed) == names


def test_nothing_typed_finds_nothing():
    assert best("") == []
    assert rank([], keys_of("槐荫里")) is None
