"""Notices of rest days: entered as a whole, compared, safe against any file."""

import json
from datetime import date
from pathlib import Path

import pytest

from linli.kernel.days import DaySheet, read_days
from linli.kernel.models import Day, DayNotice
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM
from linli.places.commands import import_days, load_shipped_days
from linli.places.queries import days_in_force, official_years

pytestmark = pytest.mark.django_db
HOLIDAYS = Path(__file__).resolve().parents[4] / "shared" / "data" / "holidays"
WHOLE = ("2027-01-01", "2027-05-01", "2027-10-01")


def notice(*days: tuple[str, bool], year: int = 2027) -> DaySheet:
    listed = [{"date": on, "isOffDay": off, "name": "假"} for on, off in days]
    return read_days(json.dumps({"year": year, "papers": ["https://example.cn/1"], "days": listed}).encode())


def test_a_whole_notice_makes_its_year_official(cast, now):
    event = import_days(
        actor=cast.actor("xi"), now=now, sheet=notice(*((on, True) for on in WHOLE), ("2027-01-03", False))
    )
    assert (event.added, event.changed, event.removed) == (4, 0, 0)
    assert event.official == (2027,)
    assert 2027 in official_years()
    assert not days_in_force().works(date(2027, 1, 1))
    assert days_in_force().works(date(2027, 1, 3)), "a Sunday worked for the day before"
    assert DayNotice.objects.get(year=2027).source == "https://example.cn/1"


def test_a_few_dates_do_not_make_a_year_official_until_the_rest_comes(cast, now):
    xi = cast.actor("xi")
    import_days(actor=xi, now=now, sheet=notice(("2027-02-08", True)))
    assert 2027 not in official_years()
    assert not days_in_force().works(date(2027, 2, 8))
    event = import_days(actor=xi, now=now, sheet=notice(*((on, True) for on in WHOLE)))
    assert (event.added, event.removed) == (3, 1), "the whole notice no longer names the other day"
    assert 2027 in official_years()


def test_an_empty_notice_changes_nothing_and_says_so(cast, now):
    with pytest.raises(Refusal, match="notice_empty"):
        import_days(actor=cast.actor("xi"), now=now, sheet=notice())
    assert 2027 not in official_years()


def test_the_same_file_again_is_refused_and_a_corrected_one_changes_what_differs(cast, now):
    xi = cast.actor("xi")
    first = notice(*((on, True) for on in WHOLE))
    import_days(actor=xi, now=now, sheet=first)
    with pytest.raises(Refusal, match="nothing_changed"):
        import_days(actor=xi, now=now, sheet=first)
    event = import_days(actor=xi, now=now, sheet=notice(*((on, True) for on in WHOLE), ("2027-10-04", True)))
    assert (event.added, event.changed, event.removed, event.official) == (1, 0, 0, ())


def test_a_year_in_which_nobody_works_never_gets_in(cast, now):
    every = [
        (date.fromordinal(n).isoformat(), True)
        for n in range(date(2027, 1, 1).toordinal(), date(2028, 1, 1).toordinal())
    ]
    with pytest.raises(Refusal, match="year_without_work"):
        import_days(actor=cast.actor("xi"), now=now, sheet=notice(*every))
    assert not Day.objects.filter(on__year=2027).exists()


def test_only_the_system_administrator_enters_notices(cast, now):
    for name in ("li", "he", "an", "shen", "tang"):
        with pytest.raises(Refusal, match="not_allowed"):
            import_days(actor=cast.actor(name), now=now, sheet=notice(*((on, True) for on in WHOLE)))


def test_shipped_days_are_entered_once(now, db):
    assert load_shipped_days(now=now)
    rows = Day.objects.count()
    assert official_years() == frozenset(range(2004, 2027))
    assert not load_shipped_days(now=now)
    assert Day.objects.count() == rows


@pytest.mark.skipif(not HOLIDAYS.is_dir(), reason="the holiday files are not beside this checkout")
def test_the_published_files_agree_with_what_is_shipped(now, db):
    load_shipped_days(now=now)
    for year in (2024, 2025, 2026):
        with pytest.raises(Refusal, match="nothing_changed"):
            _import(now, HOLIDAYS / f"{year}.json")
    with pytest.raises(Refusal, match="notice_empty"):
        _import(now, HOLIDAYS / "2027.json")
    assert 2027 not in official_years()


def _import(now, path):
    sheet = read_days(path.read_bytes())
    plain = DaySheet(sheet.rows, sheet.faults, sheet.stated, {})
    import_days(actor=SYSTEM, now=now, sheet=plain)
