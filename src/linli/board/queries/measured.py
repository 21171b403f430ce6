"""Which measures are counted day by day, and where each stands in the arrays of counts."""

from typing import NamedTuple

import msgspec

from linli.kernel.stamp import Kept

from ..models import Measured, RateChoice
from ..rules.counts import COUNTS
from ..rules.measures import presets
from ..shape import Measure, Rate, measure_of, measures_of, written

MEASURES = "board_measures"


class Places(NamedTuple):
    """All measures in the order of the arrays, and the place of those whose counts are complete."""

    ordered: tuple[Measure, ...]
    filled: dict[str, int]


def _make() -> Places:
    rows = list(Measured.objects.order_by("ordinal").values_list("ordinal", "written", "filled"))
    return Places(
        tuple(msgspec.json.decode(text, type=Measure) for _at, text, _filled in rows),
        {text: at for at, text, filled in rows if filled},
    )


_kept = Kept(_make, MEASURES)


def measured() -> Places:
    """The measures in force for this transaction."""
    return _kept.get()


def wanted() -> list[Measure]:
    """Everything somebody may ask for: the plain counts, the presets' rates, and those areas have chosen."""
    rates = [rate for preset in presets().values() for rate in preset.rates]
    for chosen in RateChoice.objects.order_by("pk").values_list("rates", flat=True):
        rates += msgspec.convert(chosen, list[Rate])
    found = [measure_of(count) for count in COUNTS]
    found += [measure for rate in rates for measure in measures_of(rate)]
    return list({written(measure): measure for measure in found}.values())
