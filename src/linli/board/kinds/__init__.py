"""Ways to count rates, one short file each, found by file name; `rules/measures.py` checks them."""

import importlib
import pkgutil
from functools import cache

from ..shape import RateSet

USUAL = "zhungeer"
"""Where nobody has chosen."""


@cache
def declared() -> dict[str, RateSet]:
    """All ways by code."""
    modules = (module.name for module in pkgutil.iter_modules(__path__) if module.name != "leaving_out")
    return {name: importlib.import_module(f"{__name__}.{name}").PRESET for name in modules}
