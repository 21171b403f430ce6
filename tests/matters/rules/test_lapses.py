"""When the sweep looks again."""

from datetime import UTC, datetime, timedelta

import pytest

from linli.kernel.spans import hours
from linli.matters.rules.lapses import next_look, step_due
from linli.matters.rules.numbers import number
from linli.matters.shape import Lapse, Stage, Step
from linli.matters.terms import LapseDo

DUE = datetime(2026, 11, 25, 18, tzinfo=UTC)
STAGE = Stage(
    "new",
    "",
    Step.WORKING,
    within=hours(1),
    lapses=(Lapse(LapseDo.ALERT), Lapse(LapseDo.HAND_UP, after=hours(4))),
)


def ends(start, span):
    return start + timedelta(hours=span.n)


@pytest.mark.parametrize(
    ("done", "look", "do"),
    [(0, DUE, LapseDo.ALERT), (1, DUE + timedelta(hours=4), LapseDo.HAND_UP), (2, None, None)],
)
def test_each_step_has_its_moment(done, look, do):
    assert next_look(STAGE, DUE, done, ends) == look
    step = step_due(STAGE, done)
    assert (step.do if step else None) == do


def test_numbers():
    day = datetime(2026, 11, 23).date()  # noqa: DTZ001
    assert number(day, 187) == "20261123-0187"
    assert number(day, 12345) == "20261123-12345"
