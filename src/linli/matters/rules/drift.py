"""Whether suggestions still fit what comes in: how far a mix has moved, and what people should look at. Values in, values out."""

from collections.abc import Mapping, Sequence
from math import log
from typing import NamedTuple

MOVED = 0.2
"""Population stability index from which a mix counts as moved (the usual bound of credit scoring, siddiqi 2006)."""
ENOUGH, UNSURE, AGREED, GAP = 30, 0.2, 0.8, 0.1
"""Matters a week needs to say anything; a share of unsure ones, of agreement, a gap of confidence that calls somebody."""


def moved(before: Mapping[str, int], now: Mapping[str, int]) -> float:
    """How far the shares of categories have moved, 0 for not at all; half a matter is added to each category."""
    names = sorted({*before, *now})
    if not names or not sum(before.values()) or not sum(now.values()):
        return 0.0
    old, new = (
        [(mix.get(name, 0) + 0.5) / (sum(mix.values()) + 0.5 * len(names)) for name in names]
        for mix in (before, now)
    )
    return round(sum((b - a) * log(b / a) for a, b in zip(old, new, strict=True)), 4)


class Seen(NamedTuple):
    """What is known of one week. agreed, said: of those people decided; said is the mean confidence, 0 to 1."""

    matters: int
    unsure: float
    decided: int
    agreed: float
    said: float
    moved: float

    @property
    def percents(self) -> dict[str, int]:
        """The shares in per cent."""
        shares = {"unsure": self.unsure, "agreed": self.agreed, "said": self.said}
        return {name: round(100 * share) for name, share in shares.items()}


def alarms(week: Seen, earlier: Sequence[Seen]) -> list[str]:
    """Codes of what somebody should look at: unsure, disagree, overconfident, moved. Nothing changes by itself."""
    found = []
    before = [one.unsure for one in earlier if one.matters >= ENOUGH]
    usual = sum(before) / len(before) if before else 0.0
    if week.matters >= ENOUGH and week.unsure >= max(UNSURE, 1.5 * usual):
        found.append("unsure")
    if week.decided >= ENOUGH and week.agreed < AGREED:
        found.append("disagree")
    if week.decided >= ENOUGH and abs(week.said - week.agreed) > GAP:
        found.append("overconfident")
    if week.matters >= ENOUGH and week.moved > MOVED:
        found.append("moved")
    return found
