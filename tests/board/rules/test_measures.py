"""Declarations of rates: the shipped ones are sound, faults are named, nothing but our words reaches SQL."""

import pytest

from linli.board.rules.counts import COUNTS
from linli.board.rules.measures import condition, faults, presets
from linli.board.shape import Measure, Says, measure_of, measures_of


def test_the_shipped_declarations_are_sound():
    assert set(presets()) == {"zhungeer", "shanghai", "beijing"}
    assert [rate.weight for rate in presets()["zhungeer"].rates] == [30, 35, 35]
    assert [len(one.rates) for one in presets().values()].count(3) == 2
    assert all(one.source for one in presets().values())
    assert [fault for count in COUNTS for fault in faults(measure_of(count))] == []


@pytest.mark.parametrize(
    "says",
    [
        Says("salary", "is", 1),
        Says("verdict", "like", "x"),
        Says("verdict", "most", 3),
        Says("merged", "is", "yes"),
        Says("round", "in", 1),
        Says("signed_late", "known", "x"),
    ],
)
def test_faults_are_named(says):
    assert faults(Measure("received", (says,)))


def test_a_word_with_quotes_stays_a_word():
    assert (
        condition(Measure("asked", (Says("verdict", "is", "x'; drop"),)))
        == "coalesce(verdict = 'x''; drop', false)"
    )
    with pytest.raises(ValueError, match="not a condition"):
        condition(Measure("asked", (Says("1=1 or verdict", "is", "x"),)))


def test_left_out_once_only():
    rate = presets()["zhungeer"].rates[2]
    _base, _hits, first, second, third = measures_of(rate)
    assert len(first.without) == 0
    assert len(second.without) == 1
    assert len(third.without) == 2
