"""Rates equal a naive recount on random histories: redo, return, merging and parting, appeal, exclusion, giving up,
urgency set later; kept equals recounted."""

import os
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from tests.board import naive
from tests.board.figured import keep_all
from tests.matters.reports import reported

from linli.board.commands import ask_exclusion, decide_exclusion, recount
from linli.board.queries import figures_by, figures_of
from linli.board.queries.choices import Rates
from linli.board.rules.counts import COUNTS
from linli.board.rules.measures import presets
from linli.board.rules.periods import Period
from linli.board.shape import measure_of, measures_of
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import (
    appeal,
    ask_extension,
    ask_return,
    decide_request,
    follow_up,
    hand_up,
    merge,
    move_matter,
    set_urgency,
    sweep_all,
    unmerge,
    withdraw,
)
from linli.matters.models import FollowUp, Matter
from linli.places.queries import tree

pytestmark = pytest.mark.django_db

LIVES = st.lists(
    st.tuples(
        st.sampled_from(["building2", "grid1", "heqiao"]),
        st.integers(0, 60),  # days before the end
        st.lists(
            st.tuples(
                st.sampled_from(["accept", "fix", "void", "up", "solved", "unsolved", "partly", "missed", "withdraw", "exclude",
                                 "return", "merge", "unmerge", "appeal", "urgent", "longer"]),
                st.integers(1, 40),  # hours later
            ),
            max_size=7,
        ),
    ),
    min_size=1,
    max_size=6,
)  # fmt: skip


def act(cast, matter: Matter, what: str, at) -> None:
    """One thing somebody may do; what the rules refuse did not happen."""
    with scope(SYSTEM):
        now = Matter.objects.get(pk=matter.pk)
        place = tree()[now.community_id].code
    desk, grid = ("li", "chen") if place.endswith("001") else ("wu", "han")
    holder = cast.actor(
        {"grid_worker": grid, "community_desk": desk, "street_desk": "he"}.get(now.holder_role, "tang")
    )
    try:
        if what in ("accept", "fix", "void"):
            move_matter(actor=holder, now=at, matter_id=matter.pk, move=what, text="去看了，办好了。")
        elif what == "up":
            hand_up(actor=holder, now=at, matter_id=matter.pk, text="要上面协调。")
        elif what == "withdraw":
            withdraw(actor=cast.actor("zhou"), now=at, matter_id=matter.pk, text="自己好了。")
        elif what == "exclude":
            asked = ask_exclusion(
                actor=cast.actor("he"), now=at, number=matter.number, reason="force", words="暴雨。"
            )
            decide_exclusion(actor=cast.actor("tang"), now=at, exclusion_id=asked.subject_id, granted=True)
        elif what in ASKED:
            request(cast, holder, cast.actor(desk), now, what, at)
        elif what in ("merge", "unmerge", "urgent"):
            together(cast, now, what, at)
        else:
            reached = what != "missed"
            follow_up(
                actor=cast.actor(desk), now=at, matter_id=matter.pk, via="phone", reached=reached,
                verdict=what if reached else "", satisfaction="bad" if what == "unsolved" else "good" if reached else "",
            )  # fmt: skip
    except Refusal:
        pass


ASKED = ("return", "appeal", "longer")


def request(cast, holder, desk, matter: Matter, what: str, at) -> None:
    """Asked for and granted by whoever may."""
    asked = {"now": at, "matter_id": matter.pk, "text": "写明了原因。"}
    if what == "return":
        made = ask_return(actor=holder, **asked, elsewhere=True)
    elif what == "longer":
        made = ask_extension(actor=holder, **asked, span="1wd", told="电话说了。")
    else:
        with scope(SYSTEM):
            rating = FollowUp.objects.filter(matter=matter, reached=True).order_by("-id").first()
        made = appeal(actor=desk, **asked, follow_up_id=rating.pk if rating else 0)
    for name in ("he", "tang"):
        try:
            decide_request(actor=cast.actor(name), now=at, request_id=made.request_id, granted=True)
        except Refusal:
            continue
        event(f"granted {what}")
        return


def together(cast, matter: Matter, what: str, at) -> None:
    """Merged into the first other one that is open, parted again, or urgent from now on."""
    he = cast.actor("he")
    if what == "merge":
        with scope(SYSTEM):
            lead = (
                Matter.objects.filter(closed_at=None, rides=False)
                .exclude(pk=matter.pk)
                .order_by("pk")
                .first()
            )
        if lead is not None:
            merge(actor=he, now=at, lead_id=lead.pk, member_ids=(matter.pk,), text="同一处。")
    elif what == "unmerge":
        unmerge(actor=he, now=at, matter_id=matter.pk)
    else:
        set_urgency(actor=he, now=at, matter_id=matter.pk, urgency="urgent", text="有老人摔了。")
    event(what)


def live(cast, lives, end) -> None:
    """All lives at once, in the order of time."""
    plan = list[tuple]()
    for n, (spot, days, acts) in enumerate(lives):
        at = end - timedelta(days=days, hours=5)
        plan.append((at, n, "open", spot))
        for what, hours in acts:
            at += timedelta(hours=hours)
            plan.append((at, n, what, ""))
    made = dict[int, Matter]()
    for at, n, what, spot in sorted(plan, key=lambda one: one[:2]):
        if what == "open":
            text = "灯不亮，晚上看不清。"
            made[n] = reported(cast, cast.actor("zhou"), at, area_id=cast.areas[spot], text=text)
        else:
            act(cast, made[n], what, at)
    sweep_all(now=end + timedelta(days=3))


@settings(
    max_examples=200 if os.environ.get("LINLI_LONG") else 12,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(LIVES)
def test_rates_are_those_of_a_naive_recount(cast, now, lives):
    with transaction.atomic():
        live(cast, lives, now)
        keep_all()
        facts = naive.facts_now()
        assert naive.facts_kept() == facts
        kept = naive.cells()
        period = Period(now.date() - timedelta(days=45), now.date() + timedelta(days=20))
        with scope(SYSTEM):
            node = tree()[cast.areas["street"]]
            for preset in presets().values():
                rates = Rates(preset.label, preset.source, preset.rates)
                shown = figures_of(node, period, rates)
                below = figures_by(node, period, rates, "below")
                for figure in shown.figures:
                    found = (figure.whole, figure.part, *figure.out.values())
                    naively = [
                        naive.count(facts, one, period.first, period.last) for one in measures_of(figure.rate)
                    ]
                    assert list(found) == naively
                    assert sum(one.figure(figure.rate.code).whole for one in below.values()) == figure.whole
            for count in COUNTS:
                assert shown.counts[count.code] == naive.count(
                    facts, measure_of(count), period.first, period.last
                )
        list(recount(now))
        assert naive.facts_kept() == facts
        assert naive.cells() == kept
        transaction.set_rollback(True)
