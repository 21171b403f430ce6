"""The life of one matter as the commands and the sweep would have lived it: by the same rules, written later.

A course gathers the rows and the events of one matter; `history.py` lives many and writes them at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from linli.kernel.event import Code, Event
from linli.kernel.refusal import Refusal
from linli.kernel.spans import Span
from linli.kernel.worktime import WorkTime
from linli.matters.events import (
    Held,
    MatterAssigned,
    MatterFollowedUp,
    MatterHandedUp,
    MatterLapsed,
    MatterMoved,
    MatterNoted,
    MatterOpened,
    MatterSentDown,
    MatterSorted,
    MatterSupported,
    MatterUrged,
)
from linli.matters.queries import limit_of, promise_of
from linli.matters.queries.standing import china_day
from linli.matters.rules.asking import leads_to
from linli.matters.rules.lapses import next_look, step_due
from linli.matters.rules.steps import Desks, State, assigned, handed_down, handed_up, moved, opening
from linli.matters.shape import Kind, Move
from linli.matters.terms import LapseDo, RemarkKind, Verdict
from linli.places.terms import Level

from .rows import Row


class By(NamedTuple):
    """Who did something, as an event keeps it."""

    kind: str
    person_id: int | None
    door: str = "page"


SYSTEM = By("system", None, "worker")


class Happening(NamedTuple):
    """An event with its moment and whoever made it happen."""

    at: datetime
    by: By
    event: Event


@dataclass(frozen=True)
class Ids:
    """Where new rows get their ids."""

    matter: Iterator[int]
    clock: Iterator[int]
    remark: Iterator[int]


NOTHING_SAID: Row = dict.fromkeys(("uid", "phone", "phone_index", "registered_by")) | {
    "name_mark": "",
    "phone_mark": "",
}
"""What somebody who joined on their own account leaves empty: nobody took it down for them."""


class Course:
    """One matter. `matter` is its row as it stands; steps must come in the order of time."""

    def __init__(self, ids: Ids, kind: Kind, path: str, desks: Desks, work: WorkTime) -> None:
        self.kind, self.path, self.desks, self.work, self.ids = kind, path, desks, work, ids
        self.id = next(ids.matter)
        self.matter: Row = {}
        self.clock: Row | None = None
        self.clocks, self.remarks, self.follow_ups, self.supporters = (list[Row]() for _ in range(4))
        self.happenings: list[Happening] = []
        self.state = opening(kind, desks)

    @property
    def open(self) -> bool:
        """Until a final stage is reached."""
        return self.matter["closed_at"] is None

    @property
    def asked(self) -> bool:
        """True while it waits for the follow-up."""
        return self.state.stage == self.kind.asking.at

    def begin(self, at: datetime, by: By, told: Row, *, worker: int | None, registered: bool) -> None:
        """Take it in. told: columns that say what, where and from whom; worker: of the grid, by name."""
        if self.kind.ladder[self.state.rung].level == Level.GRID:
            self.state = replace(self.state, holder_person_id=worker)
        promised = self.work.due(told["opened_at"], promise_of(self.kind, self.path, china_day(at)))
        self.matter = {
            "id": self.id, "kind": self.kind.code, "area_path": self.path, **told, "received_at": at,
            "staged_at": at, "promised_at": promised.at, "promised_provisional": promised.provisional,
            "answered_at": None, "closed_at": None, "outcome": "", "ups": 0, "redos": 0, "lates": 0, "urges": 0,
            "supporters": 0, "first_role": "", "first_area_id": None, "first_unit_id": None,
        }  # fmt: skip
        self._put()
        self._wind(at)
        state = self.state
        opened = MatterOpened(
            subject_id=self.id, area_path=self.path, kind=Code(self.kind.code), source=Code(told["source"]),
            number=Code(told["number"]), stage=Code(state.stage), rung=state.rung,
            holder_role=Code(state.holder_role), holder_area_id=state.holder_area_id,
            holder_person_id=state.holder_person_id, reporter_person_id=told["reporter_person_id"],
            registered=registered, category_id=told["category_id"], due_at=self.matter["due_at"],
            promised_at=promised.at,
        )  # fmt: skip
        self._happened(at, by, opened)

    def confirm_category(self) -> None:
        """Whoever moved it first said that its category is right; nothing where nobody did."""
        moves = (one for one in self.happenings if one.event.code == MatterMoved.code)
        first = next((one for one in moves if one.by.kind == "person"), None)
        if first is None:
            return
        category = self.matter["category_id"]
        confirmed = MatterSorted(
            subject_id=self.id, area_path=self.path, category_id=category, before_id=category, as_suggested=False
        )  # fmt: skip
        self._happened(first.at, first.by, confirmed)

    def move(self, at: datetime, by: By, code: str, text: str = "") -> None:
        """A move of the kind's table."""
        before = self._held()
        after, step = moved(self.kind, self.state, code, self.desks)
        said = self._remark(at, by, text, step.remark, public=step.public)
        ended = self._settle(after, at, step)
        event = MatterMoved(
            subject_id=self.id, area_path=self.path, move=Code(code), before=before(ended), stage=Code(after.stage),
            holder_role=Code(after.holder_role), holder_area_id=after.holder_area_id, remark_id=said,
            outcome=Code(self.matter["outcome"]), due_at=self.matter["due_at"],
        )  # fmt: skip
        self._happened(at, by, event)

    def hand_up(self, at: datetime, by: By, text: str) -> bool:
        """One level up with the reason; False when there is none."""
        try:
            after = handed_up(self.kind, self.state, self.desks)
        except Refusal:
            return False
        before = self._held()
        said = self._remark(at, by, text, RemarkKind.REASON, public=False)
        self._raise(after, at, by, before, said, auto=False)
        return True

    def send_down(self, at: datetime, by: By, text: str, *, fed_back: bool) -> bool:
        """One level down, with an instruction or the result; False when there is none."""
        try:
            after = handed_down(self.kind, self.state, self.desks)
        except Refusal:
            return False
        before = self._held()
        kind = RemarkKind.RESULT if fed_back else RemarkKind.NOTE
        said = self._remark(at, by, text, kind, public=False)
        ended = self._settle(after, at)
        event = MatterSentDown(
            subject_id=self.id, area_path=self.path, before=before(ended), rung=after.rung,
            holder_role=Code(after.holder_role), holder_area_id=after.holder_area_id, fed_back=fed_back,
            remark_id=said, due_at=self.matter["due_at"],
        )  # fmt: skip
        self._happened(at, by, event)
        return True

    def assign(
        self, at: datetime, by: By, *, person_id: int | None = None, unit_id: int | None = None
    ) -> None:
        """Name a person at the holder's desk, or a unit."""
        before = self._held()
        self.state = assigned(self.state, person_id=person_id, unit_id=unit_id)
        self._put()
        event = MatterAssigned(
            subject_id=self.id, area_path=self.path, before=before(None), person_id=person_id, unit_id=unit_id
        )
        self._happened(at, by, event)

    def note(self, at: datetime, by: By, text: str, kind: RemarkKind, *, public: bool) -> None:
        """Words in the course of it."""
        said = self._remark(at, by, text, kind, public=public)
        assert said is not None  # noqa: S101
        event = MatterNoted(
            subject_id=self.id, area_path=self.path, remark_id=said, kind=Code(kind), public=public
        )
        self._happened(at, by, event)

    def urge(self, at: datetime, by: By) -> None:
        """The reporter asks where it is."""
        self.matter["urges"] += 1
        self._happened(
            at, by, MatterUrged(subject_id=self.id, area_path=self.path, times=self.matter["urges"])
        )

    def support(self, at: datetime, person_id: int) -> None:
        """Somebody else met the same."""
        self.matter["supporters"] += 1
        self.supporters.append(
            {"matter_id": self.id, "person_id": person_id, "at": at, "area_path": self.path, **NOTHING_SAID}
        )
        event = MatterSupported(subject_id=self.id, area_path=self.path, person_id=person_id)
        self._happened(at, By("person", person_id), event)

    def ask(
        self, at: datetime, by: By, via: str, verdict: str, satisfaction: str = "", text: str = ""
    ) -> None:
        """One attempt to ask the reporter; an empty verdict: not reached."""
        before, round_, reached = self._held(), self.matter["redos"] + 1, bool(verdict)
        said = self._remark(at, by, text, RemarkKind.FOLLOW_UP, public=False)
        self.follow_ups.append(
            {"matter_id": self.id, "round": round_, "via": via, "reached": reached, "verdict": verdict,
             "satisfaction": satisfaction, "remark_id": said, "by_person_id": by.person_id, "at": at,
             "area_path": self.path}
        )  # fmt: skip
        tries = [one["at"] for one in self.follow_ups if one["round"] == round_]
        code = leads_to(self.kind.asking, reached=reached, verdict=verdict, attempts=tries)
        if code is not None:
            after, step = moved(self.kind, self.state, code, self.desks)
            self.matter["redos"] += code == self.kind.asking.unsolved
            self._settle(after, at, step)
        event = MatterFollowedUp(
            subject_id=self.id, area_path=self.path, round=round_, via=Code(via), reached=reached,
            verdict=Code(verdict), satisfaction=Code(satisfaction),
            by_reporter=by.kind == "guest" or by.person_id == self.matter["reporter_person_id"],
            stage=Code(self.state.stage), before=before(None), remark_id=said,
            outcome=Code(self.matter["outcome"]), due_at=self.matter["due_at"],
        )  # fmt: skip
        self._happened(at, by, event)

    def sweep(self, until: datetime) -> None:
        """Do what the worker would have done: every lapse step that came due."""
        while (look := self.matter["next_due_at"]) is not None and look <= until:
            self._lapse(look)

    def _lapse(self, at: datetime) -> None:
        stage = self.kind.stage(self.state.stage)
        clock = self.clock
        assert clock is not None  # noqa: S101  a look is only due while a clock runs
        step = step_due(stage, clock["lapses"])
        assert step is not None  # noqa: S101
        self.matter["lates"] += clock["lapses"] == 0
        if step.do == LapseDo.HAND_UP:
            try:
                after = handed_up(self.kind, self.state, self.desks)
            except Refusal:
                pass
            else:
                before = _Before(self.state, ("", None, None))  # what the sweep does is never undone
                clock["lapses"] += 1
                self._raise(after, at, SYSTEM, before, None, auto=True)
                return
        event = MatterLapsed(
            subject_id=self.id, area_path=self.path, stage=Code(stage.code), rung=self.state.rung,
            step=clock["lapses"], do=Code(step.do), holder_role=Code(self.state.holder_role),
            holder_area_id=self.state.holder_area_id, clock_id=clock["id"],
        )  # fmt: skip
        clock["lapses"] += 1
        self.matter["next_due_at"] = self._look(clock["due_at"], clock["lapses"])
        self._happened(at, SYSTEM, event)

    def _raise(
        self, after: State, at: datetime, by: By, before: "_Before", said: int | None, *, auto: bool
    ) -> None:
        self.matter["ups"] += 1
        ended = self._settle(after, at)
        event = MatterHandedUp(
            subject_id=self.id, area_path=self.path, before=before(ended), rung=after.rung,
            holder_role=Code(after.holder_role), holder_area_id=after.holder_area_id, auto=auto,
            remark_id=said, due_at=self.matter["due_at"],
        )  # fmt: skip
        self._happened(at, by, event)

    def _happened(self, at: datetime, by: By, event: Event) -> None:
        self.happenings.append(Happening(at, by, event))

    def _held(self) -> "_Before":
        """The state of now, for an event that will know later which clock ended."""
        first = (self.matter["first_role"], self.matter["first_area_id"], self.matter["first_unit_id"])
        return _Before(self.state, first)

    def _remark(self, at: datetime, by: By, text: str, kind: RemarkKind, *, public: bool) -> int | None:
        if not text:
            return None
        own = next(self.ids.remark)
        self.remarks.append(
            {"id": own, "matter_id": self.id, "kind": kind.value, "text": text, "public": public,
             "by_person_id": by.person_id, "at": at, "area_path": self.path}
        )  # fmt: skip
        return own

    def _settle(self, after: State, at: datetime, move: Move | None = None) -> int | None:
        """Put the new state down and wind the clock; gives the id of the clock that ended."""
        rewind = (after.stage, after.rung) != (self.state.stage, self.state.rung)
        ended = self.clock["id"] if rewind and self.clock is not None else None
        if rewind and self.clock is not None:
            self.clock["ended_at"], self.clock = at, None
        if not self.matter["first_role"] or (move is not None and self.kind.stage(self.state.stage).ladder):
            self.matter |= {
                "first_role": self.state.holder_role, "first_area_id": self.state.holder_area_id,
                "first_unit_id": self.state.holder_unit_id,
            }  # fmt: skip
        self.state = after
        self._put()
        if rewind:
            self.matter["staged_at"] = at
            self._wind(at)
        if move is not None and move.answers:
            self.matter["answered_at"] = at
        if self.kind.stage(after.stage).final:
            outcome = move.outcome.value if move is not None and move.outcome else ""
            self.matter |= {"closed_at": at, "outcome": outcome, "next_due_at": None, "due_at": None}
        return ended

    def _put(self) -> None:
        state = self.state
        self.matter |= {
            "stage": state.stage, "rung": state.rung, "holder_role": state.holder_role,
            "holder_area_id": state.holder_area_id, "holder_person_id": state.holder_person_id,
            "holder_unit_id": state.holder_unit_id,
        }  # fmt: skip

    def _wind(self, at: datetime) -> None:
        opened_on = china_day(self.matter["received_at"])
        limit = limit_of(self.kind, self.state.stage, self.state.rung, self.path, opened_on)
        if limit is None:
            self.matter |= {"due_at": None, "next_due_at": None, "due_provisional": False}
            return
        due = self.work.due(at, limit.span)
        self.clock = {
            "id": next(self.ids.clock), "matter_id": self.id, "stage": self.state.stage, "rung": self.state.rung,
            "span": limit.span.code, "hours_id": limit.row_id, "started_at": at, "due_at": due.at,
            "provisional": due.provisional, "lapses": 0, "ended_at": None, "area_path": self.path,
            "of": "stage", "longer": "", "stood": None,
        }  # fmt: skip
        self.clocks.append(self.clock)
        self.matter |= {"due_at": due.at, "due_provisional": due.provisional}
        self.matter["next_due_at"] = self._look(due.at, 0)

    def _look(self, due_at: datetime, done: int) -> datetime | None:
        def ends(start: datetime, span: Span) -> datetime:
            return self.work.due(start, span).at

        return next_look(self.kind.stage(self.state.stage), due_at, done, ends)


@dataclass(frozen=True, slots=True)
class _Before:
    """A state on its way into an event."""

    state: State
    first: tuple[str, int | None, int | None]

    def __call__(self, clock_id: int | None) -> Held:
        state = self.state
        return Held(
            Code(state.stage), state.rung, Code(state.holder_role), state.holder_area_id, state.holder_person_id,
            state.holder_unit_id, clock_id, Code(self.first[0]), *self.first[1:],
        )  # fmt: skip


SOLVED, PARTLY, UNSOLVED = Verdict.SOLVED.value, Verdict.PARTLY.value, Verdict.UNSOLVED.value
