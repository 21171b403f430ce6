"""What a clock's badge says."""

from datetime import datetime, timedelta

import pytest

from linli.kernel.ui.clocks import clock_face
from linli.kernel.worktime import CHINA

NOW = datetime(2026, 11, 25, 14, 20, tzinfo=CHINA)
WORKDAY = 28_800


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("due_at", "kind", "word"),
    [
        (at(2026, 11, 30, 18), "line", "11月30日"),
        (at(2026, 11, 26, 18), "line", "明天18:00"),
        (at(2026, 11, 25, 17, 30), "soon", "今天17:30"),
        (at(2026, 11, 25, 14, 20), "soon", "今天14:20"),
        (at(2026, 11, 26, 0, 0), "soon", "今天24:00"),
        (at(2026, 11, 27, 0, 0), "line", "明天24:00"),
        (at(2026, 12, 1, 0, 0), "line", "11月30日"),
        (at(2027, 1, 4, 18), "line", "2027年1月4日"),
        (at(2026, 11, 25, 14, 19), "late", "超时1分钟"),
        (at(2026, 11, 25, 12, 20), "late", "超时2小时"),
        (at(2026, 11, 23, 12, 0), "late", "超时2天"),
    ],
)
def test_words_by_the_wall_clock(due_at: datetime, kind: str, word: str) -> None:
    face = clock_face(due_at, NOW)
    assert (face.kind, face.word) == (kind, word)


@pytest.mark.parametrize(
    ("over", "word", "hard"),
    [
        (timedelta(minutes=40), "超时40分钟", False),
        (timedelta(hours=7, minutes=59), "超时7小时", False),
        (timedelta(seconds=WORKDAY), "超时1天", False),
        (timedelta(seconds=WORKDAY + 1), "超时1天", True),
        (timedelta(seconds=2 * WORKDAY), "超时2天", True),
    ],
)
def test_working_time_past_the_limit_fills_the_badge_after_a_working_day(
    over: timedelta, word: str, hard: bool
) -> None:
    face = clock_face(at(2026, 11, 20, 18), NOW, over=over, day_seconds=WORKDAY)
    assert (face.kind, face.icon, face.word, face.hard) == ("late", "warn", word, hard)


def test_a_held_clock_is_never_late() -> None:
    face = clock_face(at(2026, 11, 20, 18), NOW, held=True)
    assert (face.kind, face.icon, face.word) == ("hold", "pause", "延期待批")
    assert clock_face(None, NOW, held="已挂起").word == "已挂起"


def test_a_date_that_may_still_move_says_so() -> None:
    assert clock_face(at(2027, 1, 4, 18), NOW, provisional=True).word == "2027年1月4日（暂定）"
    assert clock_face(at(2026, 11, 20, 18), NOW, provisional=True).word == "超时4天"


def test_without_a_limit() -> None:
    assert clock_face(None, NOW).word == "没有期限"


def test_what_is_over_says_when_and_never_ticks() -> None:
    face = clock_face(at(2026, 11, 20, 18), NOW, closed_at=at(2026, 11, 24, 10))
    assert (face.kind, face.icon, face.word, face.hard) == ("line", "done", "昨天结束", False)
    assert clock_face(None, NOW, closed_at=at(2025, 3, 1, 10)).word == "2025年3月1日结束"
