"""Compiled loops: a typed front for numba, with a cache that also works where the package is read-only."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.access(folder, os.W_OK) and folder.stat().st_uid == os.getuid()
    except OSError:
        return False


def cache_folder() -> Path:
    """Where compiled code is kept: beside the source if we own it, else at home, else in a private folder."""
    beside = Path(__file__).resolve().parent / "__pycache__"
    at_home = Path("~/.cache/linli/plan").expanduser()
    of_machine = Path(tempfile.gettempdir()) / f"linli-plan-{os.getuid()}"
    found = next((folder for folder in (beside, at_home, of_machine) if _writable(folder)), None)
    return found or Path(tempfile.mkdtemp(prefix="linli-plan-"))


os.environ.setdefault("NUMBA_CACHE_DIR", str(cache_folder()))

import numba  # noqa: E402
import numpy as np  # noqa: E402


def inlined(function: F) -> F:
    """As `compiled`, put into its callers: a call would copy the whole ground and state each time."""
    made: F = numba.njit(cache=True, boundscheck=False, _nrt=False, forceinline=True)(function)
    return made


def compiled(function: F) -> F:
    """The function as machine code; compiled once and kept, so that a later process starts in a second.

    Compiled functions make no arrays of their own: without counting references they run ten times faster.
    """
    made: F = numba.njit(cache=True, boundscheck=False, _nrt=False)(function)
    return made


@compiled
def draw(seed: Any) -> Any:
    """A number in [0, 1) from a one-cell uint64 state (xorshift*: Vigna 2016), the same on every machine."""
    x = seed[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    seed[0] = x
    return ((x * np.uint64(2685821657736338717)) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@compiled
def below(seed: Any, n: Any) -> Any:
    """A whole number in 0 .. n-1."""
    return int(draw(seed) * n)
