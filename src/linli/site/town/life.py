"""How matters go in the sample town: who acts when, how quickly, with what words. Chance, no rules."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from linli.kernel.spans import work_hours
from linli.matters.terms import RemarkKind, Satisfaction, Via
from linli.people.terms import Role

from .course import PARTLY, SOLVED, UNSOLVED, By, Course
from .homes import Resident
from .stories import (
    FED_BACK,
    MORE,
    NO_ANSWER,
    NOTES,
    REDONE,
    SENT_DOWN,
    STILL,
    THANKS,
    VOID,
    Case,
    Theme,
    said,
)

_USUAL = {"new": 0.9, "unsigned": 0.5, "working": 4.2, "redoing": 2.0, "fixed": 4.2, "answered": 3.2}
"""The middle of how many working hours a stage takes."""
_SLOW = 0.025
"""The share of steps that take several times as long."""
_GRADES = {Satisfaction.VERY_GOOD: 40, Satisfaction.GOOD: 40, Satisfaction.FAIR: 16, Satisfaction.BAD: 4}


@dataclass(frozen=True)
class Hands:
    """Who can act on one matter, by role; the department that helps, and its people."""

    by_role: dict[str, tuple[int, ...]]
    unit_id: int | None
    unit_staff: tuple[int, ...]
    reporter: Resident | None
    neighbours: tuple[int, ...]


class Life:
    """One matter lived step by step until a moment."""

    def __init__(self, course: Course, theme: Theme, case: Case, hands: Hands, chance: Random) -> None:
        self.course, self.theme, self.case, self.hands, self.chance = course, theme, case, hands, chance
        self.helped = False  # a level above has done what the lower one could not

    def live(self, until: datetime, acts: int | None = None) -> None:
        """Let everybody act in their own time; what has not happened by then has not happened.

        acts: after so many nobody does anything more, and the limits run out.
        """
        course = self.course
        at: datetime = course.matter["received_at"]
        while course.open:
            if acts == 0:
                course.sweep(until)
                return
            at = self._when(max(at, course.happenings[-1].at))
            hops = course.matter["ups"]
            course.sweep(min(at, until))
            if at > until:
                return
            if course.matter["ups"] == hops:
                self._act(at)
                acts = None if acts is None else acts - 1

    def _when(self, start: datetime) -> datetime:
        """The moment of the next step: some working hours later, not on the stroke of a quarter."""
        usual = _USUAL[self.course.state.stage] * (0.8 if self.course.state.rung > 0 else 1.0)
        hours = usual * self.chance.lognormvariate(0, 0.55)
        if self.chance.random() < _SLOW:
            hours *= self.chance.uniform(3, 6)
        quarters = max(0.25, round(hours * 4) / 4)
        return self.course.work.due(start, work_hours(min(quarters, 90))).at + timedelta(
            seconds=self.chance.randrange(840)
        )

    def _holder(self) -> By:
        """Whoever acts for the desk that holds it."""
        state = self.course.state
        if state.holder_unit_id is not None and self.hands.unit_staff:
            return By("person", self.hands.unit_staff[0])
        people = self.hands.by_role[state.holder_role]
        return By("person", state.holder_person_id or people[self.course.id % len(people)])

    def _act(self, at: datetime) -> None:
        self._aside(at)
        {"new": self._new, "unsigned": self._sign, "working": self._work, "redoing": self._work}.get(
            self.course.state.stage, self._ask
        )(at)

    def _aside(self, at: datetime) -> None:
        """Now and then a note, or a word of the reporter, some minutes before the step."""
        course, early = self.course, at - timedelta(minutes=7)
        if early <= course.happenings[-1].at:
            return
        if self.chance.random() < 0.06:
            course.note(early, self._holder(), self.chance.choice(NOTES), RemarkKind.NOTE, public=False)
        elif course.kind.code == "snapshot" and self.chance.random() < 0.04:
            self._support(early)
        elif self.hands.reporter is not None and self.chance.random() < 0.05:
            own = By("person", self.hands.reporter.id)
            if course.matter["lates"]:
                course.urge(early, own)
            else:
                course.note(early, own, self.chance.choice(MORE), RemarkKind.SUPPLEMENT, public=True)

    def _support(self, at: datetime) -> None:
        """A neighbour met the same."""
        known = {
            self.course.matter["reporter_person_id"],
            *(one["person_id"] for one in self.course.supporters),
        }
        others = [one for one in self.hands.neighbours if one not in known]
        if others:
            self.course.support(at, self.chance.choice(others))

    def _new(self, at: datetime) -> None:
        dice = self.chance.random()
        if dice < 0.03:
            self.course.move(at, self._holder(), "void", self.chance.choice(VOID))
        elif dice < 0.14:
            self.course.move(at, self._holder(), "fix", said(self.case.answer, self.chance))
        else:
            words = said(self.case.progress, self.chance) if dice < 0.75 else ""
            self.course.move(at, self._holder(), "accept", words)

    def _sign(self, at: datetime) -> None:
        words = said(self.case.progress, self.chance) if self.chance.random() < 0.5 else ""
        self.course.move(at, self._holder(), "sign", words)

    def _work(self, at: datetime) -> None:
        """At the grid: answer, or hand up. Above: get help, give it back or answer."""
        course, dice = self.course, self.chance.random()
        if (
            not self.helped
            and dice < self._too_much()
            and course.hand_up(at, self._holder(), self.theme.reason)
        ):
            return
        if course.state.rung > 0 and not self.helped:
            self._help(at)
            return
        lowest = course.state.holder_role in (Role.GRID_WORKER, Role.COMMUNITY_DESK)
        if not lowest and course.send_down(at, self._holder(), self.chance.choice(FED_BACK), fed_back=True):
            return
        lines = REDONE if course.state.stage == "redoing" else (self.case.answer,)
        course.move(at, self._holder(), "answer" if course.kind.code == "hotline" else "fix", said(self.chance.choice(lines), self.chance))  # fmt: skip

    def _too_much(self) -> float:
        """The chance that a level cannot do it alone; it falls the higher one comes."""
        return {Role.GRID_WORKER.value: 0.13, Role.COMMUNITY_DESK.value: 0.16, Role.STREET_DESK.value: 0.05}.get(
            self.course.state.holder_role, 0.0
        )  # fmt: skip

    def _help(self, at: datetime) -> None:
        """A desk above the grid: name the department that can, instruct the level below, or see to it."""
        course, dice = self.course, self.chance.random()
        free = course.state.holder_unit_id is None
        if free and self.hands.unit_id is not None and dice < 0.45:
            course.assign(at, self._holder(), unit_id=self.hands.unit_id)
            return
        self.helped = True
        words = FED_BACK if dice < 0.8 else SENT_DOWN
        if course.kind.code == "hotline" and course.state.rung == 1 and dice < 0.8:
            course.move(at, self._holder(), "answer", said(self.case.answer, self.chance))
        elif not course.send_down(at, self._holder(), self.chance.choice(words), fed_back=words is FED_BACK):
            course.hand_up(at, self._holder(), self.theme.reason)

    def _ask(self, at: datetime) -> None:
        """The follow-up: by the desk, or by the reporter's own answer."""
        course, dice = self.course, self.chance.random()
        reporter = self.hands.reporter
        if reporter is not None and dice < 0.25:
            verdict = SOLVED if self.chance.random() < 0.93 else UNSOLVED
            course.ask(at, By("person", reporter.id), Via.LINK.value, verdict, self._grade(verdict))
            return
        via = course.matter["follow_via"] if course.matter["follow_via"] != Via.LINK else Via.PHONE.value
        by = self._asker()
        if dice > 0.9:
            course.ask(at, by, via, "", "", self.chance.choice(NO_ANSWER))
            return
        verdict = self.chance.choices((SOLVED, PARTLY, UNSOLVED), (91, 4, 5))[0]
        words = self.chance.choice(THANKS if verdict == SOLVED else STILL)
        self.helped = self.helped or verdict != SOLVED
        course.ask(at, by, via, verdict, self._grade(verdict), words)

    def _asker(self) -> By:
        """Somebody of the desk, and not the one who answered."""
        people = self.hands.by_role[self.course.state.holder_role]
        answered = {one.by.person_id for one in self.course.happenings if one.event.code == "matters.moved"}
        others = [one for one in people if one not in answered] or list(people)
        return By("person", others[self.course.id % len(others)])

    def _grade(self, verdict: str) -> str:
        if verdict != SOLVED:
            return Satisfaction.BAD.value
        return self.chance.choices([*_GRADES], [*_GRADES.values()])[0].value


class Steady(Life):
    """A life of exactly so many steps, all in time: begun, noted, answered, solved. For measuring, not for looking."""

    def live(self, until: datetime, acts: int | None = None) -> None:
        """acts: how many steps, at least 3."""
        course, steps = self.course, acts or 5
        at: datetime = course.matter["received_at"]
        hotline = course.kind.code == "hotline"
        for step in range(steps):
            at = course.work.due(at, work_hours(0.5)).at + timedelta(seconds=self.chance.randrange(600))
            if at > until:
                course.sweep(until)
                return
            if step == 0:
                course.move(at, self._holder(), "sign" if hotline else "accept")
            elif step < steps - 2:
                course.note(at, self._holder(), self.chance.choice(NOTES), RemarkKind.NOTE, public=False)
            elif step == steps - 2:
                words = said(self.case.answer, self.chance)
                course.move(at, self._holder(), "answer" if hotline else "fix", words)
            else:
                course.ask(at, self._asker(), Via.PHONE.value, SOLVED, self._grade(SOLVED))
