"""`linli do`: words become values by the annotations of the command."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import pytest

from linli.kernel.refusal import Refusal
from linli.site.door.do import all_commands, arguments, converted, describe


class Colour(StrEnum):
    RED = "red"


def hang_up(*, actor: object, now: datetime, on: date, count: int = 1, urgent: bool = False) -> None:
    """Hangs it up.

    More words.
    """


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("12", int, 12),
        ("12", str, "12"),
        ("[1]", str, "[1]"),
        ("1.5", float, 1.5),
        ("true", bool, True),
        ("0", bool, False),
        ("2026-11-26", date, date(2026, 11, 26)),
        ("2026-11-26T18:00:00+08:00", datetime, datetime.fromisoformat("2026-11-26T18:00:00+08:00")),
        ("red", Colour, Colour.RED),
        ("8f14e45f-ceea-467f-9b0e-1f2f3a4b5c6d", UUID, UUID("8f14e45f-ceea-467f-9b0e-1f2f3a4b5c6d")),
        ("1,2,3", list[int], [1, 2, 3]),
        ("[1, 2]", list[int], [1, 2]),
        ("", list[int], []),
        ("甲,乙", tuple[str, ...], ("甲", "乙")),
        ("a,b", frozenset[str], frozenset({"a", "b"})),
        ('{"a": 1}', dict[str, int], {"a": 1}),
        ("null", int | None, None),
        ("7", int | None, 7),
        ("邻里", str | None, "邻里"),
    ],
)
def test_one_word(text, kind, expected):
    value = converted("key", text, kind)
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("x", int), ("12月", date), ("blue", Colour), ("1,x", list[int]), ("{", dict[str, int])],
)
def test_a_word_that_is_no_value(text, kind):
    with pytest.raises(Refusal) as refused:
        converted("key", text, kind)
    assert refused.value.code == "bad_argument"
    assert text in refused.value.sentence


def test_words_of_a_command():
    assert arguments(hang_up, ("on=2026-11-26", "count=3")) == {"on": date(2026, 11, 26), "count": 3}
    assert describe("walls.hang_up", hang_up) == "walls.hang_up on [count] [urgent]\n    Hangs it up."


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), "missing_argument"),
        (("on=2026-11-26", "colour=red"), "unknown_argument"),
        (("on",), "unknown_argument"),
        (("on=2026-11-26", "actor=me"), "unknown_argument"),
        (("on=2026-11-26", "now=2020-01-01"), "unknown_argument"),
    ],
)
def test_words_that_do_not_fit(words, code):
    with pytest.raises(Refusal) as refused:
        arguments(hang_up, words)
    assert refused.value.code == code


def test_every_command_can_be_described():
    commands = all_commands()
    assert commands
    for name, command in commands.items():
        assert describe(name, command.function).startswith(name)
