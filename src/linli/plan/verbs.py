"""What can be planned, by name: the problem's shape and its solver, loaded when it is asked for."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_type_hints


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

    def schema(self, of_plan: bool = False) -> dict[str, Any]:
        """The JSON schema of the problem or of the plan, made from the types."""
        import msgspec

        shape, solver = self.load()
        made: dict[str, Any] = msgspec.json.schema(get_type_hints(solver)["return"] if of_plan else shape)
        return made


VERBS = {
    "visits": Verb("visits.month", "Month", "plan_month", 5.0, "month"),
    "day": Verb("visits.day", "Day", "plan_day", 0.15, "day"),
    "roster": Verb("roster.solve", "Roster", "plan_roster", 60.0, "roster"),
    "swap": Verb("roster.swap", "Swap", "plan_swap", 5.0, "swap"),
    "assign": Verb("districts.assign", "Assignment", "plan_assign", 5.0, "assign"),
    "draw": Verb("districts.draw", "Drawing", "plan_draw", 30.0, "draw"),
    "site": Verb("siting.site", "Siting", "plan_site", 60.0, "site"),
    "match": Verb("matching.match", "Matching", "plan_match", 10.0, "match"),
    "calendar": Verb("calendars.even", "Calendar", "plan_calendar", 5.0, "calendar"),
}
