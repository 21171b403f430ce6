"""Tables of the board: facts and counts kept from matters, and what people decided about figures."""

from .deciding import Exclusion, Frozen, Hint, RateChoice, Report
from .keeping import Cell, Fact, Measured, Recount

__all__ = ["Cell", "Exclusion", "Fact", "Frozen", "Hint", "Measured", "RateChoice", "Recount", "Report"]
