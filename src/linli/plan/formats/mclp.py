"""Covering files: a heading, then x, y and people of each point; every point is also a site."""

import numpy as np
from numpy.typing import NDArray


def read(text: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Places and people."""
    rows = [line.split() for line in text.splitlines() if line.strip()]
    table = np.array([[float(x) for x in row[:3]] for row in rows[1:]])
    return table[:, :2], table[:, 2]
