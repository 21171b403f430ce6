"""What every plan carries: its value and bound, what was spent, its faults, what moved, and why."""

import msgspec

from linli.plan.budget import Budget


class Fault(msgspec.Struct, frozen=True):
    """A rule that the plan breaks, found by a checker that knows nothing of the solver."""

    code: str
    who: list[str]
    sentence: str


class Note(msgspec.Struct, frozen=True):
    """Why something could not be met, and the fewest rules that would have to give way."""

    rule: str
    who: list[str]
    sentence: str
    relax: list[str] = []


class Move(msgspec.Struct, frozen=True):
    """Something that is elsewhere than in the plan told before."""

    what: str
    before: str
    after: str


class Outcome(msgspec.Struct, frozen=True):
    """value: lower is better; bound None: no bound known; gap in percent of the bound."""

    value: float
    seed: int
    seconds: float
    steps: int
    bound: float | None = None
    faults: list[Fault] = []
    moved: list[Move] = []
    kept: int = 0
    notes: list[Note] = []
    proven: bool = False

    @property
    def gap(self) -> float | None:
        """Percent above the bound; None without one."""
        return gap(self.value, self.bound)


def gap(value: float, bound: float | None) -> float | None:
    """Percent above a bound (or a best known value)."""
    if bound is None:
        return None
    if bound == 0:
        return 0.0 if abs(value) < 1e-9 else 100.0
    return 100.0 * (value - bound) / abs(bound)


def spent(budget: Budget) -> float:
    """Processor seconds used, rounded for reading."""
    return round(budget.used(), 3)
