"""Notices of rest days from the command line: entered, and the clocks follow at once."""

import json
from datetime import date
from pathlib import Path

import pytest

from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM
from linli.matters.commands import open_matter
from linli.matters.imports import days
from linli.places.commands import load_shipped_days
from linli.places.queries import days_in_force, official_years

pytestmark = pytest.mark.django_db
HOLIDAYS = Path(__file__).resolve().parents[4] / "shared" / "data" / "holidays"


def test_it_counts_what_moved(cast, now, tmp_path):
    load_shipped_days(now=now)
    open_matter(
        actor=cast.actor("zhou"), now=now, kind="snapshot", text="灯不亮", area_id=cast.areas["building2"]
    )
    file = tmp_path / "2026.csv"
    file.write_text("日期,类型,名称\n2026-11-26,休,停电日\n2026-13-01,休,没有这天\n", encoding="gb18030")
    said = []
    days.run(file, actor=SYSTEM, now=now, dry_run=True, say=said.append, year="2026")
    assert days_in_force().works(date(2026, 11, 26))
    days.run(file, actor=SYSTEM, now=now, dry_run=False, say=said.append, year="2026")
    assert said[0].startswith("第3行没有用上：")
    assert said[-1] == "改了1天，重算1件在办的时钟，其中1件期限变了。"
    days.run(file, actor=SYSTEM, now=now, dry_run=False, say=said.append, year="2026")
    assert said[-1] == "和现在的日历一样，没有要改的。"


def test_a_table_without_its_year_is_refused(now, tmp_path, db):
    file = tmp_path / "days.csv"
    file.write_text("日期,类型\n2026-11-26,休\n", encoding="utf-8")
    with pytest.raises(Refusal, match="year_unknown"):
        days.run(file, actor=SYSTEM, now=now, dry_run=False, say=lambda _said: None)


@pytest.mark.skipif(not HOLIDAYS.is_dir(), reason="the holiday files are not beside this checkout")
def test_the_published_files_one_after_another(now, db):
    said = []
    for year in (2024, 2025, 2026, 2027):
        days.run(HOLIDAYS / f"{year}.json", actor=SYSTEM, now=now, dry_run=False, say=said.append)
    assert official_years() == {2024, 2025, 2026}
    assert said[-1] == "文件里没有放假安排，日历没有变。没有通知的年份仍是暂定。"
    assert json.loads((HOLIDAYS / "2027.json").read_text())["days"] == []
