"""Spans: what may be said, how it is stored, how it reads."""

import pytest

from linli.kernel.spans import (
    DAYS,
    HOURS,
    LONGEST,
    WORK_DAYS,
    WORK_HOURS,
    Span,
    days,
    hours,
    work_days,
    work_hours,
)


@pytest.mark.parametrize(
    ("span", "code", "amount", "label"),
    [
        (work_hours(4), "4wh", 14_400, "4个工作小时"),
        (work_hours(0.25), "0.25wh", 900, "0.25个工作小时"),
        (work_days(5), "5wd", 5, "5个工作日"),
        (hours(24), "24h", 86_400, "24小时"),
        (hours(1.5), "1.5h", 5_400, "1.5小时"),
        (days(15), "15d", 15, "15天"),
        (days(LONGEST), "10000d", 10_000, "10000天"),
        (hours(9999.75), "9999.75h", 35_999_100, "9999.75小时"),
    ],
)
def test_a_span_reads_and_writes_itself(span, code, amount, label):
    assert (span.code, span.amount, span.label()) == (code, amount, label)
    assert Span.parse(code) == span
    assert hash(Span.parse(code)) == hash(span)


def test_a_label_is_translated_by_whoever_shows_it():
    assert (work_days(1).label("en"), work_days(2).label("en-gb")) == ("1 working day", "2 working days")


@pytest.mark.parametrize(
    "code",
    [
        "",
        "4",
        "wh",
        "4WH",
        "4 wh",
        "-1d",
        "0d",
        "0.5d",
        "1.3h",
        "1.5wd",
        "1e3h",
        "10001h",
        "٤wh",
        "4wh\n",
        "nanh",
    ],
)
def test_anything_else_is_no_span(code):
    with pytest.raises(ValueError, match="not a span"):
        Span.parse(code)


@pytest.mark.parametrize(
    ("n", "unit"),
    [(0, DAYS), (-1, HOURS), (0.5, WORK_DAYS), (0.1, WORK_HOURS), (LONGEST + 1, DAYS), (float("nan"), HOURS)],
)
def test_a_span_out_of_measure_is_a_bug(n, unit):
    with pytest.raises(ValueError, match="not a span"):
        Span(n, unit)
