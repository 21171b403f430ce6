"""The kinds of matter, one short file each, found by file name and checked when first asked for."""

import importlib
import pkgutil
from functools import cache

from ..shape import Kind


@cache
def kinds() -> dict[str, Kind]:
    """All kinds by code; a faulty declaration stops the start."""
    found: dict[str, Kind] = {}
    for module in pkgutil.iter_modules(__path__):
        if module.name.startswith("_"):  # what several kinds share
            continue
        kind: Kind = importlib.import_module(f"{__name__}.{module.name}").KIND
        faults = kind.faults()
        if kind.code != module.name:
            faults.append(f"the kind in {module.name}.py calls itself {kind.code}")
        if faults:
            raise ValueError("; ".join(faults))
        found[kind.code] = kind
    return found


def kind_of(code: str) -> Kind:
    """One kind by its stored code."""
    return kinds()[code]
