"""One file per promise of speed: each gives figures, none fails on a slow machine."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A measured figure beside its target and its ratio to a peer or to the raw limit of the same run."""

    name: str
    value: float
    unit: str
    target: str
    ok: bool
    ratio: str = ""
