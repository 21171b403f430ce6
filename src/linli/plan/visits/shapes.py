"""Values of the visit month: households with their cadence, workers, and the rounds planned."""

from typing import Literal

import msgspec

from linli.plan.outcome import Outcome

Cadence = Literal["daily", "three", "monthly", "every", "times", "patterns"]


class Window(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """At home on these weekdays (0 Monday) between two times of day, in minutes after midnight."""

    weekdays: list[int]
    opens: float
    closes: float


class Household(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """x, y in metres on a local plane; days are counted from the first day of the horizon, from 0.

    cadence: daily, three a week, once a month, every `number` days, `number` times, or one of `patterns`.
    """

    id: str
    x: float
    y: float
    minutes: float
    cadence: Cadence
    number: int = 1
    patterns: list[list[int]] = []
    windows: list[Window] = []
    away: list[int] = []
    building: str = ""
    floor: int = 1
    usual: float | None = None
    wants: list[str] = []
    worker: str = ""
    told: list[int] | None = None


class Worker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the round begins, when, what the worker can, and the days of leave."""

    id: str
    x: float
    y: float
    can: list[str] = []
    leave: list[int] = []
    begins: float = 540.0
    ends: float = 1080.0


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Prices in minutes of walking, falling in the order of importance."""

    missed: float = 2000.0  # a visit not made
    late: float = 20.0  # a minute after the window
    uneven: float = 0.05  # the squared minutes of a day above the mean day
    walk: float = 1.0
    usual: float = 0.05  # a minute more than half an hour from the usual time
    change: float = 3.0  # a visit on another day than told


class Month(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One unit of work. weekday: of day 0 (0 Monday); working: one flag a day, Monday to Friday if empty."""

    households: list[Household]
    workers: list[Worker]
    days: int = 28
    weekday: int = 0
    working: list[bool] = []
    day_minutes: float = 336.0  # 0.7 x 8 h: the 721 method's part in the grid
    weights: Weights = Weights()


class Visit(msgspec.Struct, frozen=True):
    """Begin in minutes after midnight."""

    household: str
    begins: float


class Round(msgspec.Struct, frozen=True):
    """One worker's day: visits in order, minutes walked and minutes in all."""

    worker: str
    day: int
    visits: list[Visit]
    walked: float
    minutes: float


class MonthPlan(msgspec.Struct, frozen=True):
    """The rounds, the visits that could not be placed (household, how many), and the outcome."""

    rounds: list[Round]
    missed: dict[str, int]
    worker_of: dict[str, str]
    outcome: Outcome
