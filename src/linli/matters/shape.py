"""What a kind of matter is made of, and the faults a declaration may have. No logic of any one kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from linli.kernel.spans import Span
from linli.people.terms import Role
from linli.places.terms import Level

from .terms import LapseDo, Outcome, RemarkKind, RequestKind, RequestLapse, Source, Via


class Step(Enum):
    """The few words a resident follows a matter by; every stage stands for one of them."""

    RECEIVED = "received"
    DISPATCHED = "dispatched"
    WORKING = "working"
    ANSWERED = "answered"
    FOLLOWED = "followed"


class OpenAsks(Enum):
    """What happens when the answer is given while units have not given their part."""

    REFUSE = "refuse"
    REASON = "reason"


class Words(Enum):
    """Whether a move asks for text."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True)
class Rung:
    """One step of the ladder: the role that holds matters there, at which level, and who may stand in."""

    role: Role
    level: Level
    also: tuple[Role, ...] = ()

    @property
    def roles(self) -> tuple[Role, ...]:
        """The holder's role first, then those who may act for it."""
        return (self.role, *self.also)


@dataclass(frozen=True)
class Lapse:
    """What happens when the limit is over, at once or some time `after` it; `move` is made where it closes."""

    do: LapseDo
    after: Span | None = None
    move: str = ""


@dataclass(frozen=True)
class Move:
    """A way from one stage to another.

    label: the verb on the button; done: the verb in the timeline; told: the resident's word for it, empty
    when residents are not told. `remark` is what its text becomes; `outcome` is set when it ends the matter.
    form: the move is made by a command of its own, whose page has this word in its address; `needs` is its
    permission, and whoever holds it there may make the move, whoever has the matter in hand.
    by_other: not by whoever did the work that is judged (核查 by another person). by_reporter: a right of the
    reporter's, used on the own page; a desk makes it when the wish comes in on paper.
    """

    code: str
    label: object
    done: object
    to: str
    told: object = ""
    icon: str = "check"
    words: Words = Words.NONE
    remark: RemarkKind = RemarkKind.NOTE
    public: bool = False
    outcome: Outcome | None = None
    by_other: bool = False
    form: str = ""
    needs: str = ""
    by_reporter: bool = False

    @property
    def answers(self) -> bool:
        """True when this move gives the reporter the answer."""
        return self.remark == RemarkKind.ANSWER


@dataclass(frozen=True)
class Stage:
    """A state with its own clock.

    within: the limit (a street may set its own in dated rows); lapses: what happens when it is over.
    by: who holds the stage instead of the rung (follow-up); ladder: whether it can be handed up and down.
    counts_from: where the limit begins: "" when the stage is entered, RECEIVED when the matter came in, or the code
    of an earlier stage, whose own beginning it is counted from (60 days and 30 more are 90 from the first).
    objection: the one way on from an end, when the reporter does not accept it; made by a command of its own.
    A stage once stored is never removed, only `retired`.
    """

    code: str
    label: object
    step: Step
    within: Span | None = None
    lapses: tuple[Lapse, ...] = ()
    moves: tuple[Move, ...] = ()
    by: Role | None = None
    ladder: bool = False
    final: bool = False
    retired: bool = False
    counts_from: str = ""
    objection: Move | None = None

    @property
    def ways(self) -> tuple[Move, ...]:
        """Its moves, and the objection to an end."""
        return self.moves if self.objection is None else (*self.moves, self.objection)


RECEIVED = "received"
"""A stage's limit counted from the moment the matter came in."""


@dataclass(frozen=True)
class Point:
    """One point of the closing checklist; a `must` that is not ticked is explained."""

    code: str
    label: object
    must: bool = True


@dataclass(frozen=True)
class CategoryLimit:
    """The limit of a stage for one category, by the category's code; the name is for an area that has none yet."""

    stage: str
    category: str
    name: object
    within: Span


@dataclass(frozen=True)
class Asking:
    """The follow-up: at which stage, by which ways, which moves its answers lead to.

    tries: attempts in different half-days before "not reached"; other_person: not by whoever gave the answer;
    same_person: by whoever did (谁调处谁负责), while that person serves there. partly: where a partial solution
    leads, like `unsolved` when empty. unreached: empty where nothing is closed for want of an answer.
    """

    at: str
    via: tuple[Via, ...]
    solved: str
    unsolved: str
    unreached: str
    tries: int = 3
    other_person: bool = False
    same_person: bool = False
    partly: str = ""


NEVER_ASKED = frozenset({RequestKind.SUPERVISION, RequestKind.APPEAL})
"""Requests that do not come from the stage: from above, and about a follow-up that is over."""


@dataclass(frozen=True)
class Allowed:
    """A request that a kind allows (申请), with approver, quota and end.

    at: the stages it may be asked in; empty for supervision and appeal, which hang on no stage.
    decide: the limit of the decision (of the answer, for a supervision); lapse: what happens when it is over.
    most: the longest extension, or the longest time to the review of a pause.
    within: how long after the matter came to its holder it may still be returned, or how long after a follow-up
    its rating may be appealed against.
    quota: how often: extensions and pauses in one run of a stage, appeals on one matter; of a return, the n-th
    goes to a final decision (终审), after which the matter stays where it was put.
    by: who decides instead of the rung above; final_by: who decides finally.
    late: it may be asked after the limit has passed, and is marked so.
    stands: the stage's clock stands still while it is under review (practice differs, so it is a switch).
    """

    what: RequestKind
    decide: Span
    at: tuple[str, ...] = ()
    lapse: RequestLapse = RequestLapse.REMIND
    most: Span | None = None
    within: Span | None = None
    quota: int = 1
    by: Role | None = None
    final_by: Role | None = None
    late: bool = False
    stands: bool = False


OF_EVERY_KIND = frozenset({"hand_up", "send_down", "feed_back", "assign", "follow_up"})
"""Steps beside a kind's own moves: on its pages and in what it offers one word means one thing."""


@dataclass(frozen=True)
class Kind:
    """A kind of matter. `promise` is the limit the reporter is told, from report to answer.

    merges, splits: several of the same may be handled as one (并案), one with several issues in parts (拆分).
    open_asks: whether the answer waits for the units asked for their part, or goes out with a reason.
    emergency: the stage in which joint handling starts with the report (突发); empty for all other kinds.
    agents: somebody may act for the reporter, with a consent. own_account: whoever is signed in may ask for one in the
    own name, letting an agent act from the first instant. confidential: its words stand in no notice and no
    text message. usual: in use where an area says nothing. by_category: limits that differ by category, where an area
    set none of its own. points: the closing checklist. typed: sources where whoever takes it down says what it asks for
    (OrderType); what comes in by machine may not know.
    """

    code: str
    label: object
    opened_by: tuple[Role, ...]
    sources: tuple[Source, ...]
    ladder: tuple[Rung, ...]
    enters: Role
    stages: tuple[Stage, ...]
    asking: Asking
    promise: Span
    anonymous: bool = True
    merges: bool = True
    splits: bool = True
    open_asks: OpenAsks = OpenAsks.REFUSE
    emergency: str = ""
    agents: bool = False
    own_account: bool = False
    confidential: bool = False
    usual: bool = True
    by_category: tuple[CategoryLimit, ...] = ()
    points: tuple[Point, ...] = ()
    typed: tuple[Source, ...] = ()
    requests: tuple[Allowed, ...] = ()

    def stage(self, code: str) -> Stage:
        """The stage of a code; a KeyError is a bug or a damaged row."""
        for one in self.stages:
            if one.code == code:
                return one
        raise KeyError(f"{self.code} has no stage {code}")

    @property
    def first(self) -> Stage:
        """Where every matter of this kind begins."""
        return self.stages[0]

    @property
    def promised_stages(self) -> frozenset[str]:
        """Stages in which the reporter still waits for the answer."""
        return frozenset(one.code for one in self.stages if one.ladder)

    def move(self, stage: str, code: str) -> Move | None:
        """The move of a stage, or None."""
        return next((one for one in self.stage(stage).ways if one.code == code), None)

    def allowed(self, what: str, stage: str = "") -> Allowed | None:
        """The declaration of a request in a stage (or on no stage), or None where it may not be asked."""
        return next(
            (one for one in self.requests if one.what == what and (stage in one.at or not one.at)), None
        )

    def checklist(self, move: Move) -> tuple[Point, ...]:
        """The points an answer is checked by; none for a refusal to take it up, which answers nothing yet."""
        answers = move.answers and move.outcome in (None, Outcome.ANSWERED)
        return self.points if answers else ()

    def of_category(self, stage: str, category: str) -> Span | None:
        """The limit a stage has for a category, if that differs."""
        return next(
            (one.within for one in self.by_category if (one.stage, one.category) == (stage, category)), None
        )

    def rung_of(self, role: Role) -> int:
        """The place of a role on the ladder."""
        return next(at for at, rung in enumerate(self.ladder) if role in rung.roles)

    def faults(self) -> list[str]:
        """Everything wrong with the declaration, as sentences for an engineer; empty when sound."""
        return [f"{self.code}: {fault}" for fault in self._faults()]

    def _faults(self) -> Iterator[str]:
        codes = [one.code for one in self.stages]
        if len(set(codes)) != len(codes):
            yield "two stages with one code"
        for stage in self.stages:
            yield from self._stage_faults(stage, set(codes))
        reached = self._reachable()
        for code in codes:
            if code not in reached and not self.stage(code).retired:
                yield f"stage {code} cannot be reached"
        yield from self._asking_faults(codes)
        if self.emergency and self.emergency != self.first.code:
            yield f"the emergency {self.emergency} is not where it begins"
        for one in self.requests:
            yield from self._request_faults(one)
        named = [(one.what, stage) for one in self.requests for stage in one.at or ("",)]
        if len(set(named)) != len(named):
            yield "a request is declared twice for one stage"
        levels = [rung.level for rung in self.ladder]
        if levels != sorted(levels, reverse=True) or len(set(levels)) != len(levels):
            yield "the ladder does not rise level by level"
        if not any(self.enters in rung.roles for rung in self.ladder):
            yield "it enters at a role that is not on the ladder"

    def _stage_faults(self, stage: Stage, codes: set[str]) -> Iterator[str]:
        if stage.final:
            if stage.moves or stage.within or stage.lapses:
                yield f"the end {stage.code} has moves or a clock"
        elif not stage.retired:
            if not stage.moves:
                yield f"stage {stage.code} is a dead end"
            if stage.within is None:
                yield f"stage {stage.code} has no limit"
        if stage.within is not None and not stage.lapses:
            yield f"nothing happens when {stage.code} runs out"
        for code in OF_EVERY_KIND & {move.code for move in stage.ways}:
            yield f"the move {code} is called like a step that every kind has"
        yield from self._time_faults(stage, codes)
        if stage.by is not None:
            yield from self._holder_faults(stage, stage.by)
        yield from self._move_faults(stage, codes)

    def _time_faults(self, stage: Stage, codes: set[str]) -> Iterator[str]:
        if stage.counts_from not in {"", RECEIVED, *codes}:
            yield f"{stage.code} is counted from {stage.counts_from}, which is no stage"
        for lapse in stage.lapses:
            if lapse.do == LapseDo.CLOSE and lapse.move not in {move.code for move in stage.moves}:
                yield f"{stage.code} closes by {lapse.move}, which it does not have"

    def _holder_faults(self, stage: Stage, by: Role) -> Iterator[str]:
        if stage.ladder:
            yield f"stage {stage.code} is on the ladder and held beside it"
        if not any(by in rung.roles for rung in self.ladder):
            yield f"stage {stage.code} is held by a role that is not on the ladder"

    def _move_faults(self, stage: Stage, codes: set[str]) -> Iterator[str]:
        if stage.objection is not None and not stage.final:
            yield f"stage {stage.code} is no end and has an objection"
        for move in stage.ways:
            if move.to not in codes:
                yield f"move {move.code} of {stage.code} leads nowhere"
            elif self.stage(move.to).final != (move.outcome is not None):
                yield f"move {move.code} of {stage.code} and its outcome do not agree"
        if len({move.code for move in stage.ways}) != len(stage.ways):
            yield f"two moves of {stage.code} with one code"

    def _request_faults(self, one: Allowed) -> Iterator[str]:
        word = one.what.value
        if bool(one.at) == (one.what in NEVER_ASKED):
            yield f"{word} names stages where it must not, or none where it must"
        for code in one.at:
            stage = next((stage for stage in self.stages if stage.code == code), None)
            if stage is None or not stage.ladder or stage.within is None:
                yield f"{word} is allowed in {code}, which is no stage on the ladder with a limit"
        if one.quota < 1:
            yield f"{word} may never be asked"
        if one.what in (RequestKind.EXTENSION, RequestKind.PAUSE) and one.most is None:
            yield f"{word} has no longest length"
        if one.what in (RequestKind.RETURN, RequestKind.APPEAL) and one.within is None:
            yield f"{word} can be asked for ever"
        if one.what is RequestKind.RETURN and one.lapse is RequestLapse.GRANT:
            yield "a return would go through by silence"
        yield from self._switch_faults(one)

    def _switch_faults(self, one: Allowed) -> Iterator[str]:
        word = one.what.value
        if (one.late and one.what is not RequestKind.EXTENSION) or (one.stands and one.what in NEVER_ASKED):
            yield f"{word} has a switch that means nothing for it"
        deciding = [role for role in (one.by, one.final_by) if role is not None]
        if not all(any(role in rung.roles for rung in self.ladder) for role in deciding):
            yield f"{word} is decided by a role that is not on the ladder"

    def _asking_faults(self, codes: list[str]) -> Iterator[str]:
        if self.asking.at not in codes:
            yield "the follow-up is on no stage"
            return
        moves = {move.code for move in self.stage(self.asking.at).moves}
        asking = self.asking
        if asking.other_person and asking.same_person:
            yield "the follow-up is by the handler and not by the handler"
        for code in (asking.solved, asking.unsolved, asking.partly, asking.unreached):
            if code and code not in moves:
                yield f"the follow-up leads to {code}, which {self.asking.at} does not have"

    def _reachable(self) -> set[str]:
        known = {one.code: one for one in self.stages}
        found, ahead = set[str](), [self.first.code]
        while ahead:
            code = ahead.pop()
            if code in found or code not in known:
                continue
            found.add(code)
            ahead.extend(move.to for move in known[code].ways)
        return found
