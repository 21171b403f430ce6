"""The projection: what reactions keep is what a recount finds, and what a plain reading of the rows says."""

from datetime import UTC, date, timedelta

import pytest
from tests import town
from tests.board import naive
from tests.matters.commands.test_moving import merge_parts, split
from tests.matters.desk import every_stage

from linli.board.commands import recount, recount_job
from linli.board.models import Fact
from linli.board.queries.measured import measured
from linli.board.shape import written
from linli.kernel.reaction import react
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import (
    appeal,
    decide_request,
    follow_up,
    hint_place,
    move_matter,
    sort_matter,
    sweep_all,
    take_place,
)
from linli.matters.models import FollowUp, Matter
from linli.people.queries import actor_for_person, desk_people


def react_to_all(now) -> None:
    while react(now=now):
        pass


@pytest.fixture
def busy(own_database, now):
    """Matters at every stage, some late, one done again; committed, since the worker reads nothing else."""
    cast = town.cast()
    react_to_all(now)  # the reader of events has its place
    made = every_stage(cast, now)
    sweep_all(now=now)
    li = cast.actor("li")
    follow_up(actor=li, now=now, matter_id=made["fixed"].pk, via="phone", reached=True, verdict="unsolved",
              satisfaction="bad")  # fmt: skip
    later = now + timedelta(hours=3)
    move_matter(
        actor=cast.actor("chen"), now=later, matter_id=made["fixed"].pk, move="fix", text="又收了一次。"
    )
    follow_up(actor=li, now=later, matter_id=made["fixed"].pk, via="visit", reached=True, verdict="solved",
              satisfaction="good")  # fmt: skip
    return made


def test_facts_are_what_a_plain_reading_says(busy, now):
    react_to_all(now)
    kept = naive.facts_kept()
    assert kept == naive.facts_now()
    assert len(kept) > len(busy)
    assert {fact["signed_late"] for fact in kept} == {True, False, None}


def test_a_new_place_and_a_new_category_are_counted(busy, now):
    cast = town.cast()
    li, one = cast.actor("li"), busy["later"]
    with scope(SYSTEM):
        Matter.objects.filter(pk=one.pk).update(
            area_id=cast.areas["grid3"], area_path=cast.path("grid3"), building_id=None
        )
    hint_place(actor=SYSTEM, now=now, matter_id=one.pk, given=[(cast.areas["building2"], 0.9, "2号楼")])
    react_to_all(now)
    take_place(actor=cast.actor("chen"), now=now, matter_id=one.pk, area_id=cast.areas["building2"])
    sort_matter(actor=li, now=now, matter_id=one.pk, category="light")
    react_to_all(now)
    assert naive.facts_kept() == naive.facts_now()
    with scope(SYSTEM):
        fact = Fact.objects.get(matter_id=one.pk)
    assert (fact.area_path, fact.category_id) == (cast.path("building2"), busy["late"].category_id)


def test_counts_of_each_day_are_those_of_the_facts(busy, now):
    react_to_all(now)
    facts = naive.facts_now()
    ordered = measured().ordered
    days = {
        fact[f"{moment}_on"] for fact in facts for moment in ("received", "answered", "asked", "closed")
    } - {None}
    kept = naive.cells()
    seen = 0
    for place, own in naive.by_place(facts).items():
        for day in days:
            counts = [naive.count(own, measure, day, day) for measure in ordered]
            found = next(
                (row for key, row in kept.items() if key[:5] == (1, day, place, "all", "")),
                [0] * len(ordered),
            )
            assert found == counts
            seen += sum(counts)
        month = [naive.count(own, measure, date(2026, 11, 1), date(2026, 11, 30)) for measure in ordered]
        assert (
            next(row for key, row in kept.items() if key[:5] == (2, date(2026, 11, 1), place, "all", ""))
            == month
        )
    assert seen


def test_a_recount_finds_what_was_kept(busy, now):
    react_to_all(now)
    facts, counts = naive.facts_kept(), naive.cells()
    assert counts
    list(recount(now))
    assert naive.facts_kept() == facts
    assert naive.cells() == counts


def test_communities_regrouped_while_appeals_are_undecided(busy, now):
    """One appeal is decided after the split, one after the merger; every figure stays what a plain reading says."""
    cast = town.cast()
    li = cast.actor("li")
    with scope(SYSTEM):
        bad = FollowUp.objects.get(matter=busy["fixed"], verdict="unsolved")
    first = appeal(actor=li, now=now, matter_id=busy["fixed"].pk, follow_up_id=bad.pk, text="当天就收了。")
    agreed(now)
    split(cast, now)
    regrouped(now)
    decide_request(
        actor=cast.actor("he"), now=now, request_id=first.request_id, granted=True, text="看过照片。"
    )
    agreed(now)
    with scope(SYSTEM):
        assert Fact.objects.filter(matter_id=busy["fixed"].pk, excluded="appeal").count() == 1
        one = Matter.objects.get(pk=busy["working"].pk)
    chen = cast.actor("chen", now)
    later = now + timedelta(hours=1)
    move_matter(actor=chen, now=later, matter_id=one.pk, move="fix", text="换了灯。")
    with scope(SYSTEM):
        one.refresh_from_db()
    (desk,) = desk_people(one.holder_area_id, one.holder_role, later.date())[:1]
    asker = actor_for_person(desk, later)
    follow_up(
        actor=asker,
        now=later,
        matter_id=one.pk,
        via="phone",
        reached=True,
        verdict="unsolved",
        satisfaction="bad",
    )
    with scope(SYSTEM):
        bad = FollowUp.objects.get(matter_id=one.pk)
    second = appeal(actor=chen, now=later, matter_id=one.pk, follow_up_id=bad.pk, text="是另一盏灯。")
    merge_parts(cast, later)
    regrouped(later)
    decide_request(
        actor=cast.actor("he"), now=later, request_id=second.request_id, granted=False, text="同一盏。"
    )
    agreed(later)
    facts, counts = naive.facts_kept(), naive.cells()
    list(recount(later))
    assert (naive.facts_kept(), naive.cells()) == (facts, counts)


def regrouped(now) -> None:
    """What lies elsewhere now is counted anew in the background."""
    react_to_all(now)
    with scope(SYSTEM):
        assert recount_job.is_pending(at=now.astimezone(UTC).isoformat())
    list(recount(now))
    agreed(now)


def agreed(now) -> None:
    """What reactions kept is what the rows say, for each place and day."""
    react_to_all(now)
    facts = naive.facts_now()
    assert naive.facts_kept() == facts
    ordered, kept = measured().ordered, naive.cells()
    first, last = date(2026, 11, 1), date(2026, 11, 30)
    months = {key[2]: row for key, row in kept.items() if key[:2] == (2, first) and key[3:5] == ("all", "")}
    for place, own in naive.by_place(facts).items():
        assert months.get(place, [0] * len(ordered)) == [
            naive.count(own, one, first, last) for one in ordered
        ]


def test_every_measure_is_counted_from_the_start(db):
    with scope(SYSTEM):
        assert len(measured().filled) == len(measured().ordered) == len({*map(written, measured().ordered)})
