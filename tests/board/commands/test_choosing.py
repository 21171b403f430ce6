"""How rates are counted is chosen per area and dated; a new measure is right at once, and right after a recount."""

from datetime import date, timedelta

import pytest
from tests.board.figured import figured

from linli.board.commands import choose_rates, recount
from linli.board.queries import figures_of, measured, rates_at
from linli.board.rules.periods import so_far
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.places.queries import tree

pytestmark = pytest.mark.django_db


def test_the_nearest_and_newest_choice_counts_from_its_day(cast, now):
    xi, today = cast.actor("xi"), now.date()
    choose_rates(actor=xi, now=now, area_id=cast.areas["district"], preset="beijing", since=today)
    choose_rates(
        actor=xi, now=now, area_id=cast.areas["street"], preset="shanghai", since=today + timedelta(days=2)
    )
    with scope(SYSTEM):
        path = cast.path("huaiyin")
        assert rates_at(path, date(2026, 11, 1)).preset == "zhungeer"
        assert rates_at(path, today).preset == "beijing"
        assert rates_at(path, today + timedelta(days=2)).preset == "shanghai"
        assert rates_at(cast.path("other_grid"), today + timedelta(days=9)).preset == "beijing"


def test_weights_are_the_places_own(cast, now):
    xi, street = cast.actor("xi"), cast.areas["street"]
    asked = {"actor": xi, "now": now, "area_id": street, "preset": "zhungeer", "since": now.date()}
    with pytest.raises(Refusal, match="weights_wrong"):
        choose_rates(**asked, weights={"response": 50})
    choose_rates(**asked, weights={"response": 20, "solved": 40, "satisfied": 40})
    with scope(SYSTEM):
        chosen = rates_at(cast.path("street"), now.date())
        assert [rate.weight for rate in chosen.rates] == [20, 40, 40]
        assert chosen.version == 1


@pytest.mark.parametrize(
    ("name", "change", "code"),
    [
        ("xi", {"preset": "nowhere"}, "preset_unknown"),
        ("xi", {"since": date(2026, 11, 1)}, "since_past"),
        ("he", {}, "not_allowed"),
        ("tang", {"area_id": 10**9}, "area_not_found"),
    ],
)
def test_refusals(cast, now, name, change, code):
    asked = {"area_id": cast.areas["street"], "preset": "beijing", "since": now.date(), **change}
    with pytest.raises(Refusal, match=code):
        choose_rates(actor=cast.actor(name), now=now, **asked)


def test_a_measure_nobody_counted_is_taken_from_the_facts_until_a_recount(cast, now):
    figured(cast, now)
    with scope(SYSTEM):
        node, period = tree()[cast.areas["street"]], so_far(now.date())
        rates = rates_at(node.path, now.date())
        from_cells = figures_of(node, period, rates)
        from linli.board.models import Measured
        from linli.board.queries import MEASURES
        from linli.kernel import stamp

        Measured.objects.update(filled=False)
        stamp.bump(MEASURES)
        assert not measured().filled
        assert figures_of(node, period, rates) == from_cells
    list(recount(now))
    with scope(SYSTEM):
        assert measured().filled
        assert figures_of(node, period, rates) == from_cells
