"""Which names of places stand in a text."""

from linli.kernel.stamp import Kept

from ..models import Area
from ..terms import Level
from .tree import AREAS


def _make() -> tuple[str, ...]:
    rows = Area.objects.filter(until=None, level__lte=Level.BUILDING).values_list("name", "short").distinct()
    return tuple({name for row in rows for name in row if len(name) > 1 and not name.isascii()})


_names = Kept(_make, AREAS)


def names_standing_in(text: str) -> list[str]:
    """Names of areas, estates and buildings that the text has; no query until an edit."""
    return sorted(name for name in _names.get() if name in text)
