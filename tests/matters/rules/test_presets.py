"""Every line of every set of limits as a worked example across the Spring Festival and the National Day of 2026."""

from datetime import datetime

import pytest
from tests.town import CHINA

from linli.kernel.days import shipped_days
from linli.kernel.worktime import WorkTime
from linli.matters.kinds import kind_of
from linli.matters.rules.presets import PRESETS
from linli.matters.terms import OrderType, Urgency
from linli.places.commands import load_shipped_days
from linli.places.queries import work_time

SPRING = datetime(
    2026, 2, 12, 10, 0, tzinfo=CHINA
)  # a Thursday; rest from the 15th to the 23rd, work on the 14th and 28th
NATIONAL = datetime(
    2026, 9, 29, 10, 0, tzinfo=CHINA
)  # a Tuesday; rest from the 1st to the 7th, work on the 10th

DATES = {
    # hours by the clock run through the night
    "2h": ("2026-02-12 12:00", "2026-09-29 12:00"),
    "24h": ("2026-02-13 10:00", "2026-09-30 10:00"),
    # calendar days end with business, and where the last one rests, on the next working day
    "1d": ("2026-02-13 18:00", "2026-09-30 18:00"),
    "5d": ("2026-02-24 18:00", "2026-10-08 18:00"),
    "7d": ("2026-02-24 18:00", "2026-10-08 18:00"),
    "10d": ("2026-02-24 18:00", "2026-10-09 18:00"),
    "15d": ("2026-02-27 18:00", "2026-10-14 18:00"),
    # working days: the make-up Saturdays count
    "1wd": ("2026-02-13 18:00", "2026-09-30 18:00"),
    "3wd": ("2026-02-24 18:00", "2026-10-09 18:00"),
    "5wd": ("2026-02-26 18:00", "2026-10-12 18:00"),
    "15wd": ("2026-03-11 18:00", "2026-10-26 18:00"),
}

U, T = Urgency, OrderType
WORKED = {
    "beijing": [
        ("unsigned", "", "", "2h"),
        ("working", "", "", "7d"), ("promise", "", "", "7d"),
        ("working", U.URGENT, "", "2h"), ("promise", U.URGENT, "", "2h"),
        ("working", U.LIVELIHOOD, "", "24h"), ("promise", U.LIVELIHOOD, "", "24h"),
        ("working", U.NORMAL, "", "7d"), ("promise", U.NORMAL, "", "7d"),
        ("working", U.DIFFICULT, "", "15d"), ("promise", U.DIFFICULT, "", "15d"),
    ],
    "daning": [
        ("working", "", "", "5wd"), ("promise", "", "", "5wd"),
        ("working", "", T.ENQUIRY, "1wd"), ("promise", "", T.ENQUIRY, "1wd"),
        ("working", "", T.SUGGESTION, "1wd"), ("promise", "", T.SUGGESTION, "1wd"),
        ("working", U.DIFFICULT, "", "15wd"), ("promise", U.DIFFICULT, "", "15wd"),
        ("redoing", "", "", "3wd"),
    ],
    "xiayang": [
        ("unsigned", "", "", "1wd"), ("working", "", "", "5wd"), ("promise", "", "", "5wd"), ("redoing", "", "", "3wd"),
    ],
    "qinglong": [
        ("unsigned", "", "", "2h"),
        ("working", "", T.ENQUIRY, "1d"), ("promise", "", T.ENQUIRY, "1d"),
        ("working", "", T.HELP, "5d"), ("promise", "", T.HELP, "5d"),
        ("working", "", T.SUGGESTION, "5d"), ("promise", "", T.SUGGESTION, "5d"),
        ("working", "", T.COMPLAINT, "10d"), ("promise", "", T.COMPLAINT, "10d"),
        ("working", "", T.REPORT, "10d"), ("promise", "", T.REPORT, "10d"),
    ],
    "shandong": [("working", "", "", "5wd"), ("promise", "", "", "5wd")],
    "jinan": [("working", "", "", "5wd"), ("promise", "", "", "5wd")],
    "weifang": [("working", "", "", "5wd"), ("promise", "", "", "5wd")],
}  # fmt: skip
EXAMPLES = [(code, *row) for code, rows in WORKED.items() for row in rows]


@pytest.fixture
def work(cast, now) -> WorkTime:
    """The street's working time by the official days of the year."""
    load_shipped_days(now=now)
    assert shipped_days()
    return work_time(cast.path("street"))


def test_the_examples_are_all_there_is():
    declared = {
        preset.code: {(one.stage, one.urgency, one.order_type, one.span.code) for one in preset.lines}
        for preset in PRESETS
    }
    assert declared == {code: set(rows) for code, rows in WORKED.items()}


@pytest.mark.django_db
def test_every_line_ends_on_its_day_across_both_holidays(work):
    for code, stage, urgency, order_type, span in EXAMPLES:
        preset = next(one for one in PRESETS if one.code == code)
        line = next(
            one
            for one in preset.lines
            if (one.stage, one.urgency, one.order_type) == (stage, urgency, order_type)
        )
        for start, expected in zip((SPRING, NATIONAL), DATES[span], strict=True):
            due = work.due(start, line.span)
            assert (f"{due.at:%Y-%m-%d %H:%M}", due.provisional) == (expected, False), (code, stage, span)


def test_a_line_says_its_source_and_stands_on_a_stage_with_a_limit():
    for preset in PRESETS:
        kind = kind_of(preset.kind)
        limited = {stage.code for stage in kind.stages if stage.within} | {"promise"}
        for line in preset.lines:
            assert line.source
            assert line.stage in limited
        keys = [(one.stage, one.urgency, one.order_type) for one in preset.lines]
        assert len(set(keys)) == len(keys)
