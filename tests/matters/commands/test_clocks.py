"""After an edit of days, hours or limits: which times move, which stay, and how many it says."""

import json
from datetime import date, datetime, timedelta

import pytest
from tests.town import CHINA

from linli.kernel.days import read_days
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.kernel.spans import work_days, work_hours
from linli.matters.commands import move_matter, open_matter, recompute_clocks, set_limit, sweep_all
from linli.matters.models import Clock, Matter
from linli.matters.queries import any_provisional
from linli.places.commands import import_days, load_shipped_days, set_hours
from linli.places.queries import work_time

pytestmark = pytest.mark.django_db


def report(cast, now, area="building2", **more):
    return open_matter(
        actor=cast.actor("zhou"), now=now, kind="snapshot", text="灯不亮", area_id=cast.areas[area],
        phone="12900002076", name="周女士", **more,
    ).subject_id  # fmt: skip


def row(pk):
    with scope(SYSTEM):
        return Matter.objects.get(pk=pk)


def rest(*days, year=2026):
    listed = [{"date": on, "isOffDay": True, "name": "假"} for on in days]
    return read_days(json.dumps({"year": year, "papers": [], "days": listed}).encode())


def test_a_new_rest_day_moves_limit_and_promise_and_says_how_many(cast, now):
    load_shipped_days(now=now)
    slow, quick = report(cast, now), report(cast, now)
    move_matter(actor=cast.actor("chen"), now=now, matter_id=slow, move="accept")
    before = row(slow), row(quick)
    import_days(actor=cast.actor("xi"), now=now, sheet=rest("2026-11-26"))
    event = recompute_clocks(actor=cast.actor("xi"), now=now)
    assert (event.looked_at, event.moved) == (2, 2)
    after = row(slow)
    assert after.due_at.date() == date(2026, 11, 30), (
        "two working days: Friday and Monday, Thursday rests now"
    )
    assert after.due_at > before[0].due_at
    assert after.next_due_at == after.due_at
    assert after.promised_at == work_time(after.area_path).due(now, work_days(3)).at > before[0].promised_at
    with scope(SYSTEM):
        assert Clock.objects.get(matter=slow, ended_at=None).due_at == after.due_at
    assert row(quick).due_at > before[1].due_at, "four working hours from 14:20 run into the next day"
    again = recompute_clocks(actor=cast.actor("xi"), now=now)
    assert (again.looked_at, again.moved) == (2, 0)


def test_a_closed_matter_and_an_answered_promise_stay(cast, now):
    load_shipped_days(now=now)
    closed, answered = report(cast, now), report(cast, now)
    move_matter(actor=cast.actor("chen"), now=now, matter_id=closed, move="void", text="不归我们办。")
    move_matter(actor=cast.actor("chen"), now=now, matter_id=answered, move="fix", text="好了。")
    before = row(closed), row(answered)
    import_days(actor=SYSTEM, now=now, sheet=rest("2026-11-26", "2026-11-27"))
    event = recompute_clocks(actor=SYSTEM, now=now)
    assert event.looked_at == 1
    assert row(closed).promised_at == before[0].promised_at
    assert row(answered).promised_at == before[1].promised_at, "the answer was given, the promise is history"
    assert row(answered).due_at > before[1].due_at, "the follow-up's own limit runs"


def test_a_year_without_notice_is_provisional_until_it_comes(cast, now):
    load_shipped_days(now=now)
    late = datetime(2026, 12, 30, 16, 0, tzinfo=CHINA)
    pk = report(cast, late)
    move_matter(actor=cast.actor("chen"), now=late, matter_id=pk, move="accept")
    before = row(pk)
    assert before.due_provisional
    assert before.promised_provisional
    assert any_provisional()
    import_days(actor=SYSTEM, now=late, sheet=rest("2027-01-01", "2027-05-01", "2027-10-01", year=2027))
    event = recompute_clocks(actor=SYSTEM, now=late)
    after = row(pk)
    assert (event.looked_at, event.moved) == (1, 1), "New Year's day rests"
    assert after.due_at > before.due_at
    assert not after.due_provisional
    assert not after.promised_provisional
    assert not any_provisional()


def test_certainty_alone_counts_as_looked_at_but_not_as_moved(cast, now):
    load_shipped_days(now=now)
    late = datetime(2026, 12, 30, 16, 0, tzinfo=CHINA)
    pk = report(cast, late)
    before = row(pk)
    import_days(
        actor=SYSTEM, now=late,
        sheet=read_days(
            b'{"year":2027,"days":[{"date":"2027-01-01","isOffDay":true},{"date":"2027-05-01","isOffDay":true},'
            b'{"date":"2027-10-01","isOffDay":true},{"date":"2027-01-02","isOffDay":false}]}'
        ),
    )  # fmt: skip
    recompute_clocks(actor=SYSTEM, now=late)
    assert row(pk).promised_provisional is False
    assert before.promised_provisional is True


def test_hours_move_only_what_lies_below(cast, now):
    here, there = report(cast, now), report(cast, now, "other_grid")
    before = row(here), row(there)
    xi = cast.actor("xi")
    event = set_hours(
        actor=xi, now=now, area_id=cast.areas["street"], since=now.date(), week=["10:00-16:00"] * 5
    )
    counted = recompute_clocks(actor=xi, now=now, below=event.area_path)
    assert (counted.looked_at, counted.moved) == (1, 1)
    assert row(here).due_at == work_time(cast.path("grid3")).due(now, work_hours(4)).at != before[0].due_at
    assert row(there).due_at == before[1].due_at


def test_a_limit_that_had_passed_is_looked_at_again(cast, now):
    pk = report(cast, now)
    later = row(pk).due_at + timedelta(minutes=1)
    assert sweep_all(now=later) == 1
    assert row(pk).lates == 1
    import_days(actor=SYSTEM, now=later, sheet=rest("2026-11-26", "2026-11-27"))
    recompute_clocks(actor=SYSTEM, now=later)
    matter = row(pk)
    assert matter.due_at > later
    assert matter.next_due_at > matter.due_at, "it was alerted already; the next step is handing up"
    with scope(SYSTEM):
        assert Clock.objects.get(matter=pk, ended_at=None).lapses == 1


def test_running_matters_keep_the_span_of_their_day(cast, now):
    pk = report(cast, now)
    before = row(pk).due_at
    asked = {"area_id": cast.areas["street"], "kind": "snapshot", "stage": "new", "span": "1wh"}
    set_limit(actor=cast.actor("xi"), now=now, since=now + timedelta(days=1), **asked)
    recompute_clocks(actor=SYSTEM, now=now)
    assert row(pk).due_at == before
    tomorrow = report(cast, now + timedelta(days=1))
    with scope(SYSTEM):
        assert Clock.objects.get(matter=tomorrow).span == "1wh"


def test_only_the_keeper_of_limits_computes_anew(cast, now):
    for name in ("li", "he", "an", "zhou"):
        with pytest.raises(Refusal, match="not_allowed"):
            recompute_clocks(actor=cast.actor(name), now=now)


def test_many_open_matters_take_few_statements(cast, now, django_assert_max_num_queries):
    for _n in range(12):
        report(cast, now)
    import_days(actor=SYSTEM, now=now, sheet=rest("2026-11-26"))
    with django_assert_max_num_queries(25):
        assert recompute_clocks(actor=SYSTEM, now=now).moved == 12
