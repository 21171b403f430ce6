"""The only writers of the board."""

from .choosing import choose_rates
from .excluding import ask_exclusion, decide_exclusion
from .freezing import count_again, freeze_due, freeze_month
from .hinting import find_hint, find_hints, look_at_hint
from .projecting import keep, register_measures
from .recounting import Done, begin_recount, recount, recount_job
from .reporting import ask_report, make_report, reports_due
from .tending import figures_due

__all__ = [
    "Done",
    "ask_exclusion",
    "ask_report",
    "begin_recount",
    "choose_rates",
    "count_again",
    "decide_exclusion",
    "figures_due",
    "find_hint",
    "find_hints",
    "freeze_due",
    "freeze_month",
    "keep",
    "look_at_hint",
    "make_report",
    "recount",
    "recount_job",
    "register_measures",
    "reports_due",
]
