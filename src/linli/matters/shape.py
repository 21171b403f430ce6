"""What a kind of matter is made of, and the faults a declaration may have. No logic of any one kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from linli.kernel.spans import Span
from linli.people.terms import Role
from linli.places.terms import Level

from .terms import LapseDo, Outcome, RemarkKind, Source, Via


class Step(Enum):
    """The few words a resident follows a matter by; every stage stands for one of them."""

    RECEIVED = "received"
    DISPATCHED = "dispatched"
    WORKING = "working"
    ANSWERED = "answered"
    FOLLOWED = "followed"


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
    """What happens when the limit is over, at once or some time `after` it."""

    do: LapseDo
    after: Span | None = None


@dataclass(frozen=True)
class Move:
    """A way from one stage to another.

    label: the verb on the button; done: the verb in the timeline; told: the resident's word for it, empty
    when residents are not told. `remark` is what its text becomes; `outcome` is set when it ends the matter.
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

    @property
    def answers(self) -> bool:
        """True when this move gives the reporter the answer."""
        return self.remark == RemarkKind.ANSWER


@dataclass(frozen=True)
class Stage:
    """A state with its own clock.

    within: the limit (a street may set its own in dated rows); lapses: what happens when it is over.
    by: who holds the stage instead of the rung (follow-up); ladder: whether it can be handed up and down.
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


@dataclass(frozen=True)
class Asking:
    """The follow-up: at which stage, by which ways, which moves its answers lead to.

    tries: attempts in different hours before "not reached"; other_person: not by whoever gave the answer.
    """

    at: str
    via: tuple[Via, ...]
    solved: str
    unsolved: str
    unreached: str
    tries: int = 3
    other_person: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of matter. `promise` is the limit the reporter is told, from report to answer."""

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
        return next((one for one in self.stage(stage).moves if one.code == code), None)

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
        if stage.by is not None:
            yield from self._holder_faults(stage, stage.by)
        yield from self._move_faults(stage, codes)

    def _holder_faults(self, stage: Stage, by: Role) -> Iterator[str]:
        if stage.ladder:
            yield f"stage {stage.code} is on the ladder and held beside it"
        if not any(by in rung.roles for rung in self.ladder):
            yield f"stage {stage.code} is held by a role that is not on the ladder"

    def _move_faults(self, stage: Stage, codes: set[str]) -> Iterator[str]:
        for move in stage.moves:
            if move.to not in codes:
                yield f"move {move.code} of {stage.code} leads nowhere"
            elif self.stage(move.to).final != (move.outcome is not None):
                yield f"move {move.code} of {stage.code} and its outcome do not agree"
        if len({move.code for move in stage.moves}) != len(stage.moves):
            yield f"two moves of {stage.code} with one code"

    def _asking_faults(self, codes: list[str]) -> Iterator[str]:
        if self.asking.at not in codes:
            yield "the follow-up is on no stage"
            return
        moves = {move.code for move in self.stage(self.asking.at).moves}
        for code in (self.asking.solved, self.asking.unsolved, self.asking.unreached):
            if code not in moves:
                yield f"the follow-up leads to {code}, which {self.asking.at} does not have"

    def _reachable(self) -> set[str]:
        known = {one.code: one for one in self.stages}
        found, ahead = set[str](), [self.first.code]
        while ahead:
            code = ahead.pop()
            if code in found or code not in known:
                continue
            found.add(code)
            ahead.extend(move.to for move in known[code].moves)
        return found
