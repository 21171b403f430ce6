"""Every named read about figures."""

from .behind import Behind, Behinds, matters_behind
from .choices import RATES, Rates, choices_of, rates_at
from .counting import counted, total
from .figures import Counts, Figure, daily, figures_by, figures_of
from .measured import MEASURES, measured
from .reach import area_seen, areas_over, places_below

__all__ = [
    "MEASURES",
    "RATES",
    "Behind",
    "Behinds",
    "Counts",
    "Figure",
    "Rates",
    "area_seen",
    "areas_over",
    "choices_of",
    "counted",
    "daily",
    "figures_by",
    "figures_of",
    "matters_behind",
    "measured",
    "places_below",
    "rates_at",
    "total",
]
