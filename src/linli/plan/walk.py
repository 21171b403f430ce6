"""How long the way between two doors takes: streets, stairs, and stops in one building."""

import numpy as np
from numpy.typing import NDArray

METRES_A_MINUTE = 72.0  # 1.2 m/s, the usual planning speed for people on foot
DETOUR = 1.3  # length of the way over the straight line in a built-up grid (practice)
FLOOR_MINUTES = 0.4  # one floor up or down by the stairs
DOOR_MINUTES = 0.5  # from door to door on one floor


def minutes_between(
    x: NDArray[np.float64], y: NDArray[np.float64], building: list[str], floor: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Minutes for every pair; x, y in metres; a floor counts from 1; an empty building is one of its own."""
    straight = np.hypot(x[:, None] - x[None, :], y[:, None] - y[None, :])
    stairs = FLOOR_MINUTES * (np.maximum(floor, 1) - 1)
    way = straight * DETOUR / METRES_A_MINUTE + stairs[:, None] + stairs[None, :]
    code = {name: i for i, name in enumerate(sorted(set(building)))}
    of = np.array([code[name] for name in building])
    named = np.array([bool(name) for name in building])
    same = (of[:, None] == of[None, :]) & named[:, None] & named[None, :]
    inside = DOOR_MINUTES + FLOOR_MINUTES * np.abs(floor[:, None] - floor[None, :])
    way = np.where(same, inside, way)
    np.fill_diagonal(way, 0.0)
    return np.asarray(way, np.float64)
