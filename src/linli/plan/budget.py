"""How long a plan may be searched: processor seconds or steps, never the clock on the wall."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

Tell = Callable[[float, float], None]  # share of the budget used, value of the best plan


def silent(_share: float, _value: float) -> None:
    """Tells nobody."""


@dataclass
class Budget:
    """Processor seconds of this process, or steps when given: only steps make two runs alike."""

    seconds: float = 5.0
    steps: int | None = None
    tell: Tell = silent
    begun: float = field(default_factory=time.process_time)
    stop: list[bool] = field(default_factory=list)  # shared with its parts; not empty: end now
    seen: float = field(default_factory=time.monotonic)
    done: int = 0

    def begin(self) -> None:
        """Counts from now: loading code is no part of the search."""
        self.begun = time.process_time()
        self.seen = time.monotonic()

    def used(self) -> float:
        """Seconds of this process since the budget began."""
        return time.process_time() - self.begun

    def share(self) -> float:
        """Used part of the budget, 0 to 1; 1 as soon as somebody asked to stop."""
        if self.stop:
            return 1.0
        if self.steps is not None:
            return 1.0 if self.steps <= 0 else min(1.0, self.done / self.steps)
        return 1.0 if self.seconds <= 0 else min(1.0, self.used() / self.seconds)

    def left(self) -> float:
        """Seconds left; with a budget in steps a bound far away."""
        if self.stop:
            return 0.0
        return max(0.0, self.seconds - self.used()) if self.steps is None else 1e9

    def on_the_wall(self, seconds: float) -> float:
        """What to tell a library that only knows the clock on the wall: more on a machine that others use too."""
        used, passed = self.used(), time.monotonic() - self.seen
        slower = passed / used if used > 0.2 else 1.0
        return seconds * min(3.0, max(1.0, slower))

    def part(self, share: float) -> "Budget":
        """A budget of its own for a part of the work, measured from now."""
        steps = None if self.steps is None else int(self.steps * share)
        return Budget(self.seconds * share, steps, self.tell, stop=self.stop)

    def rest(self, share: float) -> "Budget":
        """A budget of its own for a share of the seconds that are left."""
        return Budget(self.left() * share, None, self.tell, stop=self.stop)
