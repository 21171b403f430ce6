"""What happens on the board: frozen facts, ids and codes only."""

from datetime import date
from typing import ClassVar

from linli.kernel.event import Code, Event


class RatesChosen(Event, frozen=True, kw_only=True):
    """An area chose how its rates are counted from a day on."""

    code: ClassVar[str] = "board.rates_chosen"
    subject: ClassVar[str] = "rates"
    preset: Code
    version: int
    since: date


class ExclusionEvent(Event, frozen=True, kw_only=True):
    """Anything about leaving one matter out of the rates."""

    subject: ClassVar[str] = "exclusion"
    matter_id: int
    reason: Code


class ExclusionAsked(ExclusionEvent, frozen=True, kw_only=True):
    """Somebody asks that a matter be left out of the rates."""

    code: ClassVar[str] = "board.exclusion_asked"


class ExclusionDecided(ExclusionEvent, frozen=True, kw_only=True):
    """The level above said yes or no."""

    code: ClassVar[str] = "board.exclusion_decided"
    granted: bool


class MonthFrozen(Event, frozen=True, kw_only=True):
    """A month's figures of an area were written down for good; a later version stands beside the first."""

    code: ClassVar[str] = "board.month_frozen"
    subject: ClassVar[str] = "frozen"
    area_id: int
    month: date
    version: int


class HintFound(Event, frozen=True, kw_only=True):
    """The rules found matters that deserve a look."""

    code: ClassVar[str] = "board.hint_found"
    subject: ClassVar[str] = "hint"
    rule: Code
    matters: int


class HintLookedAt(Event, frozen=True, kw_only=True):
    """Somebody looked at a hint, or set it aside with a reason."""

    code: ClassVar[str] = "board.hint_looked_at"
    subject: ClassVar[str] = "hint"
    state: Code


class ReportAsked(Event, frozen=True, kw_only=True):
    """A report of a day or a month was asked for."""

    code: ClassVar[str] = "board.report_asked"
    subject: ClassVar[str] = "report"
    span: Code
    start: date
