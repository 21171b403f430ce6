"""What can be planned, by name: the problem's shape and its solver, loaded when it is asked for."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Verb:
    """module: file below this package; shape and solver: names in it; seconds: usual budget."""

    module: str
    shape: str
    solver: str
    seconds: float
    town: str

    def load(self) -> tuple[type[Any], Callable[..., Any]]:
        """The problem's type and the function that plans it."""
        module = importlib.import_module(f"linli.plan.{self.module}")
        return getattr(module, self.shape), getattr(module, self.solver)


VERBS = {
    "visits": Verb("visits.month", "Month", "plan_month", 5.0, "month"),
    "day": Verb("visits.day", "Day", "plan_day", 0.2, "day"),
    "assign": Verb("districts.assign", "Assignment", "plan_assign", 5.0, "assign"),
    "site": Verb("siting.site", "Siting", "plan_site", 60.0, "site"),
    "match": Verb("matching.match", "Matching", "plan_match", 10.0, "match"),
    "calendar": Verb("calendars.even", "Calendar", "plan_calendar", 5.0, "calendar"),
}
