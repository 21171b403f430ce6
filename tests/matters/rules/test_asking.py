"""What a verdict leads to, and when somebody counts as not reached."""

from datetime import datetime, timedelta

import pytest

from linli.kernel.worktime import CHINA
from linli.matters.kinds import kinds
from linli.matters.rules.asking import leads_to, next_try, tries_made

ASKING = kinds()["snapshot"].asking
NINE = datetime(2026, 11, 25, 9, tzinfo=CHINA)


def at(*hours):
    return [NINE + timedelta(hours=hour) for hour in hours]


@pytest.mark.parametrize(
    ("attempts", "counted"),
    [
        (at(), 0),
        (at(0), 1),
        (at(0, 0.1, 0.2), 1),
        (at(0, 2), 1),  # 9 and 11 o'clock are one morning
        (at(0, 3), 2),  # noon
        (at(2.5, 3.5), 1),  # 11:30 and 12:30 are two half-days and one try
        (at(0, 3, 8), 2),
        (at(0, 3, 24), 3),
        (at(24, 0, 3), 3),
    ],
)
def test_calls_in_one_go_are_one_try(attempts, counted):
    assert tries_made(attempts) == counted


@pytest.mark.parametrize(
    ("reached", "verdict", "attempts", "move"),
    [
        (True, "solved", at(0), "confirm"),
        (True, "partly", at(0), "redo"),
        (True, "unsolved", at(0), "redo"),
        (False, "", at(0), None),
        (False, "", at(0, 3), None),
        (False, "", at(0, 3, 6), None),
        (False, "", at(0, 3, 24), "unreached"),
        (False, "", at(0, 0.1, 0.2), None),
    ],
)
def test_what_an_attempt_leads_to(reached, verdict, attempts, move):
    assert leads_to(ASKING, reached=reached, verdict=verdict, attempts=attempts) == move


@pytest.mark.parametrize(
    ("attempts", "hours"), [(at(0), 3), (at(2.5), 4.5), (at(3), 15), (at(0, 1, 3), 15), (at(12), 15)]
)
def test_the_next_try_that_counts_is_in_another_half_day(attempts, hours):
    assert next_try(attempts) == NINE + timedelta(hours=hours)
    counted = tries_made(attempts)
    assert tries_made([*attempts, next_try(attempts)]) == counted + 1
    assert tries_made([*attempts, next_try(attempts) - timedelta(minutes=1)]) == counted


def test_the_first_try_counts_at_once():
    assert next_try([]) is None
