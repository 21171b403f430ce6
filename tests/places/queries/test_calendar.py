"""Compiled working time: shared where hours are equal, bounded in memory, new after an edit."""

from datetime import date, timedelta

import pytest

from linli.kernel.scope import SYSTEM, scope
from linli.places.commands import set_hours
from linli.places.queries import calendar, hours_of, work_time

pytestmark = pytest.mark.django_db


def test_areas_with_equal_hours_share_one_compiled_value(cast, now):
    with scope(SYSTEM):
        assert work_time(cast.path("grid3")) is work_time(cast.path("grid1"))
        assert work_time(cast.path("grid3")) is work_time(cast.path("other_grid"))
        set_hours(
            actor=SYSTEM, now=now, area_id=cast.areas["street"], since=now.date(), week=["09:00-17:00"] * 5
        )
        assert work_time(cast.path("grid3")) is work_time(cast.path("grid1"))
        assert work_time(cast.path("grid3")) is not work_time(cast.path("other_grid"))


def test_no_more_than_a_fixed_number_is_kept(cast, now):
    with scope(SYSTEM):
        for n in range(calendar.MOST_COMPILED + 4):
            set_hours(
                actor=SYSTEM, now=now, area_id=cast.areas["street"], since=now.date() + timedelta(days=n),
                week=[f"09:00-17:{n:02d}"] * 5,
            )  # fmt: skip
            work_time(cast.path("grid3"))
            work_time(cast.path("other_grid"))
        kept = calendar._compiled.get()
        for n in range(calendar.MOST_COMPILED + 4):
            kept.of(calendar.Hours.weekly(f"08:00-16:{n:02d}"))
        assert len(kept._held) == calendar.MOST_COMPILED
        last = kept.of(calendar.Hours.weekly(f"08:00-16:{calendar.MOST_COMPILED + 3:02d}"))
        assert last is kept.of(calendar.Hours.weekly(f"08:00-16:{calendar.MOST_COMPILED + 3:02d}"))


def test_hours_from_next_week_change_nothing_today(cast, now):
    with scope(SYSTEM):
        before = work_time(cast.path("grid3")).close_of(now.date())
        monday = date(2026, 11, 30)
        set_hours(
            actor=SYSTEM, now=now, area_id=cast.areas["huaiyin"], since=monday, week=["10:00-15:00"] * 5
        )
        after = work_time(cast.path("grid3"))
        assert after.close_of(now.date()) == before
        assert after.close_of(monday).hour == 15
        assert len(hours_of(cast.path("grid3")).versions) == 2
        assert work_time(cast.path("grid1")).close_of(monday).hour == 18
