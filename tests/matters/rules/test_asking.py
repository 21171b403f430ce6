"""What a verdict leads to, and when somebody counts as not reached."""

from datetime import UTC, datetime, timedelta

import pytest

from linli.matters.kinds import kinds
from linli.matters.rules.asking import leads_to, tries_made

ASKING = kinds()["snapshot"].asking
NINE = datetime(2026, 11, 25, 9, tzinfo=UTC)


def at(*hours):
    return [NINE + timedelta(hours=hour) for hour in hours]


@pytest.mark.parametrize(
    ("attempts", "counted"),
    [
        (at(), 0),
        (at(0), 1),
        (at(0, 0.1, 0.2), 1),
        (at(0, 2), 2),
        (at(0, 1.9, 3.8), 2),
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
        (False, "", at(0, 3, 6), "unreached"),
        (False, "", at(0, 0.1, 0.2), None),
    ],
)
def test_what_an_attempt_leads_to(reached, verdict, attempts, move):
    assert leads_to(ASKING, reached=reached, verdict=verdict, attempts=attempts) == move
