"""How a place counts its rates on a day: what it or a place above it chose, else the usual preset."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from linli.kernel.stamp import Kept

from ..kinds import USUAL
from ..models import RateChoice
from ..rules.measures import presets
from ..shape import Rate

RATES = "board_rates"


@dataclass(frozen=True)
class Rates:
    """A way to count in force: its rates, its name and source, and which version of the choice it is."""

    label: str
    source: str
    rates: tuple[Rate, ...]
    version: int = 0
    preset: str = USUAL
    since: date | None = None
    area_id: int | None = None

    def rate(self, code: str) -> Rate | None:
        """One rate by its code."""
        return next((one for one in self.rates if one.code == code), None)

    @property
    def weighted(self) -> bool:
        """True where the rates add up to one figure."""
        return sum(rate.weight for rate in self.rates) == 100


def _make() -> dict[int, list[Rates]]:
    found: dict[int, list[Rates]] = {}
    for row in RateChoice.objects.order_by("area_id", "since", "version"):
        rates = tuple(msgspec.convert(row.rates, list[Rate]))
        found.setdefault(row.area_id, []).append(
            Rates(row.label, row.source, rates, row.version, row.preset, row.since, row.area_id)
        )
    return found


_kept = Kept(_make, RATES)


def rates_at(path: str, on: date) -> Rates:
    """The rates in force at a place on a day."""
    known = _kept.get()
    for part in reversed([part for part in path.split("/") if part]):
        chosen = [one for one in known.get(int(part), ()) if one.since is not None and one.since <= on]
        if chosen:
            return chosen[-1]
    usual = presets()[USUAL]
    return Rates(usual.label, usual.source, usual.rates)


def choices_of(area_ids: Sequence[int]) -> list[Rates]:
    """Everything these areas chose, newest first."""
    known = _kept.get()
    return sorted(
        (one for area in area_ids for one in known.get(area, ())),
        key=lambda one: (one.since or date.min, one.version),
        reverse=True,
    )
