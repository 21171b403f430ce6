"""Random lives of a matter with requests, time and sweeps: it never lies without holder or clock, and time never shrinks."""

import os
from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests import town

from linli.kernel.models import EventRow
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.matters import commands as do
from linli.matters.commands.clocks import recompute_below
from linli.matters.kinds import kind_of
from linli.matters.models import Clock, FollowUp, Matter, Request
from linli.matters.queries import line_from
from linli.matters.queries.invariants import INVARIANTS
from linli.matters.queries.standing import state_of
from linli.matters.rules.steps import stands_at

pytestmark = pytest.mark.django_db

STAFF = ("chen", "li", "he", "guo", "tang", "shi", "xu", "lei")
LONG = bool(os.environ.get("LINLI_LONG"))
anybody = st.sampled_from(STAFF)
THEN = st.sampled_from(["left", "granted", "granted", "refused", "withdrawn", "lapsed"])
"""What becomes of a request at once; what is left is decided, or lapses, later."""


def when(stands):
    """A step that makes sense only as the matter stands; most of a life would be refusals otherwise."""
    return precondition(lambda self: self.seen is not None and stands(self.seen))


def free(matter):
    return (
        not matter.closed_at
        and not matter.waits_for
        and matter.stage in ("new", "unsigned", "working", "redoing")
    )


class Life(RuleBasedStateMachine):
    """One matter and the people who can reach it."""

    def __init__(self):
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.cast = town.cast()
        self.now = town.NOW
        self.worked = -1
        self.pk = 0
        self.done = 0
        self.seen = None

    def teardown(self):
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    # ---------- how things stand ----------

    @property
    def matter(self):
        with scope(SYSTEM):
            return Matter.objects.get(pk=self.pk)

    def requests(self, *states):
        with scope(SYSTEM):
            return list(Request.objects.filter(matter_id=self.pk, state__in=states).order_by("id"))

    def holder(self, otherwise):
        """Somebody who has it in hand: most steps are theirs."""
        matter = self.matter
        kind, state = kind_of(matter.kind), state_of(matter)
        for name in STAFF:
            if stands_at(kind, state, matter.area_path, self.cast.actor(name, self.now).standings):
                return self.cast.actor(name, self.now)
        return self.cast.actor(otherwise, self.now)

    def try_it(self, verb, actor, **asked):
        """A refusal is an answer; anything else that goes wrong is a finding."""
        try:
            with transaction.atomic():
                event = verb(actor=actor, now=self.now, **asked)
        except Refusal:
            return None
        self.done += 1
        return event

    # ---------- what people do ----------

    @initialize(kind=st.sampled_from(["hotline", "snapshot"]), begun=st.booleans(), levels=st.booleans())
    def report(self, kind, begun, levels):
        if levels:  # limits by how urgent it is
            do.choose_preset(actor=self.cast.actor("xi"), now=self.now, area_id=self.cast.areas["street"], preset="beijing",
                             since=self.now.date())  # fmt: skip
        more = {"source": "hotline", "order_type": "help"} if kind == "hotline" else {}
        actor = self.cast.actor("he" if kind == "hotline" else "zhou")
        self.pk = do.open_matter(
            actor=actor, now=self.now, kind=kind, text="井盖松动。", area_id=self.cast.areas["building2"],
            name="周女士", phone="12900002076", **more,
        ).subject_id  # fmt: skip
        self.opened_at = self.matter.opened_at
        if begun:
            self.try_it(
                do.move_matter,
                self.holder("li"),
                matter_id=self.pk,
                move="sign" if kind == "hotline" else "accept",
            )

    @rule(hours=st.sampled_from([1, 3, 7, 24, 60, 200]), sweep=st.booleans())
    def time_passes(self, hours, sweep):
        self.now += timedelta(hours=hours)
        if sweep:
            do.sweep_all(now=self.now)

    @when(lambda one: one.stage not in ("fixed", "answered") and not one.closed_at)
    @rule(who=anybody, at=st.integers(0, 2))
    def move(self, who, at):
        matter = self.matter
        moves = kind_of(matter.kind).stage(matter.stage).moves
        if moves:
            self.try_it(
                do.move_matter,
                self.holder(who),
                matter_id=self.pk,
                move=moves[at % len(moves)].code,
                text="办了。",
            )

    @when(lambda one: not one.closed_at)
    @rule(
        who=st.sampled_from(["li", "he", "tang"]),
        how=st.sampled_from(["up", "down", "works", "chen", "undo"]),
    )
    def pass_around(self, who, how):
        if how in ("up", "down"):
            verb = do.hand_up if how == "up" else do.send_down
            self.try_it(verb, self.holder(who), matter_id=self.pk, text="要协调。")
        elif how == "undo":
            self.undo()
        elif how == "works":
            unit = self.cast.organisations["works"]
            self.try_it(do.assign, self.cast.actor(who, self.now), matter_id=self.pk, unit_id=unit)
        else:
            person = self.cast.people["chen"]
            self.try_it(do.assign, self.cast.actor(who, self.now), matter_id=self.pk, person_id=person)

    def undo(self):
        with scope(SYSTEM):
            last = EventRow.objects.filter(subject="matter", subject_id=self.pk).order_by("-id").first()
        who = next((name for name in STAFF if self.cast.people[name] == last.actor_id), None)
        if who:
            self.try_it(do.undo, self.cast.actor(who, self.now), matter_id=self.pk, event_id=last.pk)

    @when(lambda one: one.stage in ("fixed", "answered"))
    @rule(verdict=st.sampled_from(["solved", "unsolved"]), who=st.sampled_from(["li", "guo"]))
    def ask_the_reporter(self, verdict, who):
        self.try_it(do.follow_up, self.cast.actor(who, self.now), matter_id=self.pk, via="phone", reached=True,
                    verdict=verdict, satisfaction="bad")  # fmt: skip

    @when(lambda one: free(one) and one.stage != "unsigned")
    @rule(who=anybody, days=st.sampled_from([1, 5, 10, 11]), then=THEN)
    def extension(self, who, days, then):
        asked = self.try_it(do.ask_extension, self.holder(who), matter_id=self.pk, span=f"{days}wd", text="配件没到。",
                    told="电话里说了。")  # fmt: skip
        self.become(asked, then)

    @when(lambda one: not one.closed_at)
    @rule(urgency=st.sampled_from(["urgent", "livelihood", "normal", "difficult"]))
    def weigh(self, urgency):
        """How urgent it is may change at any time, also while the clock stands."""
        if self.try_it(
            do.set_urgency, self.cast.actor("he"), matter_id=self.pk, urgency=urgency, text="看过了。"
        ):
            event(f"{urgency} while {self.matter.waits_for or 'running'}")

    @when(lambda one: free(one) and one.stage != "redoing")
    @rule(who=anybody, to=st.sampled_from(["works", "patrol", 0, 1, 2, "elsewhere"]), then=THEN)
    def give_back(self, who, to, then):
        towards = (
            {"elsewhere": True} if to == "elsewhere"
            else {"rung": to} if isinstance(to, int)
            else {"unit_id": self.cast.organisations[to]}
        )  # fmt: skip
        was_final = self.matter.return_final
        asked = self.try_it(do.ask_return, self.holder(who), matter_id=self.pk, text="不归我们。", **towards)
        assert asked is None or not was_final, "a final decision ends the ping-pong"
        self.become(asked, then)

    @when(lambda one: free(one) and one.stage in ("working", "redoing"))
    @rule(who=anybody, days=st.integers(2, 40), then=THEN)
    def rest(self, who, days, then):
        on = (self.now + timedelta(days=days)).date()
        asked = self.try_it(
            do.ask_pause, self.holder(who), matter_id=self.pk, text="等供暖季。", review_on=on
        )
        self.become(asked, then)

    @when(lambda one: one.waits_for or one.closed_at)
    @rule(who=anybody, granted=st.booleans(), by_asker=st.booleans())
    def decide(self, who, granted, by_asker):
        self.decide_all(who, granted, by_asker)

    def decide_all(self, who, granted, by_asker=False):
        for request in self.requests("waiting"):
            names = [name for name in STAFF if self.cast.people[name] == request.asked_by] if by_asker else []
            for name in names or [who, "he", "tang"]:
                before = self.matter
                decided = self.try_it(do.decide_request, self.cast.actor(name, self.now), request_id=request.pk,
                                      granted=granted, text="看过了。")  # fmt: skip
                if decided is None:
                    continue
                assert self.cast.people[name] != request.asked_by, "nobody decides the own request"
                event(f"{request.kind} {'granted' if granted else 'refused'}")
                self._moved(before, request, granted)
                return

    def become(self, asked, then):
        """Go on with a request that was asked just now."""
        if asked is None or then == "left":
            return
        if then == "withdrawn":
            self.take_back_all()
        elif then == "lapsed":
            self.now = max(self.now, asked.due_at)
            do.sweep_all(now=self.now)
        else:
            self.decide_all("he", then == "granted")

    def _moved(self, before, request, granted):
        after = self.matter
        if request.kind == "extension":
            assert after.extensions == before.extensions + granted
            with scope(SYSTEM):
                row = Request.objects.get(pk=request.pk)
            assert row.due_after == after.due_at
            if not request.stands:
                assert (row.due_after > row.due_before) == granted
        if request.kind == "return":
            assert after.return_final == (before.return_final or request.final)
            if granted:
                assert after.stage == kind_of(after.kind).first.code
            else:
                assert after.holder_area_id == before.holder_area_id
        if request.kind == "pause" and granted:
            assert (after.waits_for, after.due_at) == ("paused", request.until)

    @when(lambda one: one.waits_for or one.closed_at)
    @rule()
    def take_back(self):
        self.take_back_all()

    def take_back_all(self):
        for request in self.requests("waiting"):
            who = next(name for name in STAFF if self.cast.people[name] == request.asked_by)
            self.try_it(do.withdraw_request, self.cast.actor(who, self.now), request_id=request.pk)

    @when(lambda one: one.waits_for == "paused")
    @rule(who=anybody)
    def go_on(self, who):
        self.try_it(do.end_pause, self.holder(who), matter_id=self.pk)

    @rule(who=st.sampled_from(["lei", "he", "tang"]), then=st.sampled_from(["begin", "answer", "end"]))
    def from_above(self, who, then):
        actor = self.cast.actor(who, self.now)
        if then == "begin":
            self.try_it(do.supervise, actor, matter_id=self.pk, text="三天内答复。")
        elif then == "answer":
            self.try_it(do.answer_supervision, self.holder(who), matter_id=self.pk, text="明天换。")
        else:
            self.try_it(do.end_supervision, actor, matter_id=self.pk)

    @when(lambda one: one.redos or one.closed_at)
    @rule(who=st.sampled_from(["chen", "li", "he"]), then=THEN)
    def contest(self, who, then):
        with scope(SYSTEM):
            asked = FollowUp.objects.filter(matter_id=self.pk, reached=True).order_by("-id").first()
        if asked is not None:
            actor = self.cast.actor(who, self.now)
            made = self.try_it(do.appeal, actor, matter_id=self.pk, follow_up_id=asked.pk, text="已经修好。")
            self.become(made, then)

    # ---------- what always holds ----------

    @invariant()
    @precondition(lambda self: self.pk)
    def held_and_timed(self):
        matter = self.seen = self.matter
        with scope(SYSTEM):
            clocks = Clock.objects.filter(matter_id=self.pk, ended_at=None).count()
            worked = line_from(matter, self.now).worked
        assert clocks == (0 if matter.closed_at else 1)
        assert matter.holder_role
        assert matter.holder_area_id
        assert matter.first_role or self.done == 0 or matter.stage == kind_of(matter.kind).first.code
        assert matter.opened_at == self.opened_at
        assert worked >= self.worked or matter.closed_at, "the time since the resident spoke never shrinks"
        self.worked = worked
        assert recompute_below("/")[1] == 0, "what is stored is what follows from start, span and history"

    @invariant()
    @precondition(lambda self: self.pk)
    def sound(self):
        with scope(SYSTEM), connection.cursor() as cursor:
            for one in INVARIANTS:
                cursor.execute(one.sql)
                assert not cursor.fetchall(), one.name


def test_no_path_leaves_a_matter_without_holder_or_clock(cast):
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=int(os.environ.get("LINLI_LIVES", 400)) if LONG else 12,
            stateful_step_count=60 if LONG else 30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
