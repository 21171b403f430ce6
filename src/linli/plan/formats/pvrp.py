"""Cordeau's files of periodic vehicle routing: kind, vehicles, customers, days; day codes read left to right."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Periodic:
    """Places (depot first), service times, demands, allowed day lists, and what a vehicle can carry and last."""

    vehicles: int
    days: int
    places: NDArray[np.float64]
    service: NDArray[np.float64]
    demand: NDArray[np.float64]
    patterns: list[list[list[int]]]
    longest: NDArray[np.float64]
    room: NDArray[np.float64]

    def lengths(self) -> NDArray[np.float64]:
        """Real-valued distances."""
        between = self.places[:, None, :] - self.places[None, :, :]
        return np.asarray(np.sqrt((between**2).sum(axis=2)))


def read(text: str) -> Periodic:
    """A limit of 0 means none. Raises ValueError for another kind of file."""
    lines = [line.split() for line in text.splitlines() if line.strip()]
    kind, vehicles, customers, days = (int(x) for x in lines[0][:4])
    if kind != 1:
        raise ValueError("not a periodic file")
    limits = np.array([[float(x) for x in row[:2]] for row in lines[1 : 1 + days]])
    limits[limits == 0] = np.inf
    rows = [[float(x) for x in row] for row in lines[1 + days : 2 + days + customers]]
    table = np.array([row[1:5] for row in rows])
    patterns = [[_days(int(code), days) for code in row[7 : 7 + int(row[6])]] for row in rows]
    return Periodic(
        vehicles, days, table[:, :2], table[:, 2], table[:, 3], patterns, limits[:, 0], limits[:, 1]
    )


def _days(code: int, days: int) -> list[int]:
    return [day for day in range(days) if code >> (days - 1 - day) & 1]
