"""Words for moments and lengths of time, by table."""

from datetime import UTC, date, datetime, timedelta

import pytest

from linli.kernel.ui import words
from linli.kernel.worktime import CHINA

NOW = datetime(2026, 11, 25, 14, 20, tzinfo=CHINA)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("moment", "zh", "en"),
    [
        (at(2026, 11, 25, 9, 12), "今天9:12", "today 9:12"),
        (at(2026, 11, 25, 0, 0), "今天0:00", "today 0:00"),
        (at(2026, 11, 24, 16, 40), "昨天16:40", "yesterday 16:40"),
        (at(2026, 11, 26, 18, 0), "明天18:00", "tomorrow 18:00"),
        (at(2026, 11, 23, 17, 46), "11月23日17:46", "23 Nov 17:46"),
        (at(2026, 11, 27, 23, 59), "11月27日23:59", "27 Nov 23:59"),
        (at(2025, 11, 23, 17, 46), "2025年11月23日17:46", "23 Nov 2025 17:46"),
        (at(2027, 1, 4, 9, 0), "2027年1月4日9:00", "4 Jan 2027 9:00"),
    ],
)
def test_day_time(moment: datetime, zh: str, en: str) -> None:
    assert words.day_time(moment, NOW) == zh
    assert words.day_time(moment, NOW, "en") == en


def test_the_day_is_the_chinese_day() -> None:
    late_utc = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
    assert words.day_time(late_utc, NOW) == "今天0:30"
    assert words.day_time(NOW, datetime(2026, 11, 24, 15, 59, tzinfo=UTC)) == "明天14:20"


def test_new_year_is_near_without_its_year() -> None:
    assert words.day_time(at(2027, 1, 1, 9, 0), at(2026, 12, 31, 20, 0)) == "明天9:00"


@pytest.mark.parametrize(
    ("on", "zh", "en"),
    [
        (date(2026, 11, 25), "今天", "today"),
        (date(2026, 11, 30), "11月30日", "30 Nov"),
        (date(2027, 1, 4), "2027年1月4日", "4 Jan 2027"),
    ],
)
def test_day(on: date, zh: str, en: str) -> None:
    assert (words.day(on, NOW), words.day(on, NOW, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("moment", "zh", "en"),
    [
        (at(2026, 11, 26, 18, 0), "11月26日（周四）18:00", "Thu 26 Nov, 18:00"),
        (at(2026, 11, 29, 8, 5), "11月29日（周日）8:05", "Sun 29 Nov, 8:05"),
        (at(2027, 1, 4, 18, 0), "2027年1月4日（周一）18:00", "Mon 4 Jan 2027, 18:00"),
    ],
)
def test_full_time(moment: datetime, zh: str, en: str) -> None:
    assert words.full_time(moment, now=NOW) == zh
    assert words.full_time(moment, "en", now=NOW) == en


def test_a_limit_at_midnight_is_the_end_of_the_day_before() -> None:
    assert words.deadline(at(2026, 11, 27, 0, 0)) == "11月26日（周四）24:00"
    assert words.deadline(at(2027, 1, 1, 0, 0), now=NOW) == "12月31日（周四）24:00"
    assert words.deadline(at(2026, 11, 27, 0, 1)) == "11月27日（周五）0:01"
    assert words.full_time(at(2026, 11, 27, 0, 0)) == "11月27日（周五）0:00"


@pytest.mark.parametrize(
    ("length", "zh", "en"),
    [
        (timedelta(seconds=20), "不到1分钟", "under a minute"),
        (timedelta(minutes=-5), "不到1分钟", "under a minute"),
        (timedelta(minutes=1), "1分钟", "1 minute"),
        (timedelta(minutes=40, seconds=59), "40分钟", "40 minutes"),
        (timedelta(hours=2), "2小时", "2 hours"),
        (timedelta(hours=2, minutes=42), "2.7小时", "2.7 hours"),
        (timedelta(hours=2, minutes=47), "2.7小时", "2.7 hours"),
        (timedelta(hours=23, minutes=59), "23小时", "23 hours"),
        (timedelta(days=3, hours=12), "3.5天", "3.5 days"),
        (timedelta(days=30, hours=12), "30天", "30 days"),
        (1.6, "1.6个工作日", "1.6 working days"),
        (1.69, "1.6个工作日", "1.6 working days"),
        (1.0, "1个工作日", "1 working day"),
        (0.3, "0.3个工作日", "0.3 working days"),
        (4, "4个工作日", "4 working days"),
        (12.7, "12个工作日", "12 working days"),
        (-1, "0个工作日", "0 working days"),
    ],
)
def test_lasting(length: timedelta | float, zh: str, en: str) -> None:
    assert (words.lasting(length), words.lasting(length, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("length", "day", "zh"),
    [
        (timedelta(minutes=40), words.DAY, "40分钟"),
        (timedelta(hours=2, minutes=50), words.DAY, "2小时"),
        (timedelta(hours=7, minutes=59), 28_800, "7小时"),
        (timedelta(hours=8), 28_800, "1天"),
        (timedelta(hours=16), 28_800, "2天"),
        (timedelta(hours=30), words.DAY, "1天"),
    ],
)
def test_lasting_whole(length: timedelta, day: int, zh: str) -> None:
    assert words.lasting_whole(length, day_seconds=day) == zh


@pytest.mark.parametrize(
    ("length", "zh", "en"),
    [
        (timedelta(days=2, hours=3, minutes=40), "2天3小时", "2 days 3 hours"),
        (timedelta(days=2, minutes=40), "2天", "2 days"),
        (timedelta(hours=3, minutes=20), "3小时20分钟", "3 hours 20 minutes"),
        (timedelta(minutes=45), "45分钟", "45 minutes"),
        (timedelta(seconds=5), "不到1分钟", "under a minute"),
    ],
)
def test_lasting_long(length: timedelta, zh: str, en: str) -> None:
    assert (words.lasting_long(length), words.lasting_long(length, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("n", "text"), [(0, "0"), (9999, "9999"), (10_000, "10,000"), (-12_345, "−12,345"), (-0.6, "−0.6")]
)
def test_number(n: float, text: str) -> None:
    assert words.number(n) == text


@pytest.mark.parametrize(
    ("at", "zh", "en"),
    [
        ("2026-11-25T18:00", "今天18:00", "today 18:00"),
        ("2026-11-26T00:00", "今天24:00", "today 24:00"),
        ("2026-11-26T08:50", "明天8:50", "tomorrow 8:50"),
        ("2026-11-27T00:00", "明天24:00", "tomorrow 24:00"),
        ("2026-11-27T18:00", "11月27日（周五）18:00", "Fri 27 Nov, 18:00"),
        ("2026-11-24T18:00", "11月24日（周二）18:00", "Tue 24 Nov, 18:00"),
        ("2027-01-04T18:00", "2027年1月4日（周一）18:00", "Mon 4 Jan 2027, 18:00"),
    ],
)
def test_by_when(at: str, zh: str, en: str) -> None:
    moment = datetime.fromisoformat(f"{at}:00+08:00")
    assert (words.by_when(moment, NOW), words.by_when(moment, NOW, "en")) == (zh, en)


def test_a_moment_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="zone"):
        words.clock_time(datetime(2026, 11, 25, 14, 20))  # noqa: DTZ001
