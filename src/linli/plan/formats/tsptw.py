"""One walker with time windows: how many places, the matrix of ways, then a window for each; place 0 is the start."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def read(text: str) -> tuple[Floats, Floats]:
    """Ways, and earliest and latest arrival of each place."""
    numbers = [float(x) for line in text.splitlines() if not line.startswith("#") for x in line.split()]
    count = int(numbers[0])
    if len(numbers) < 1 + count * count + 2 * count:
        raise ValueError("the file is shorter than it says")
    ways = np.array(numbers[1 : 1 + count * count]).reshape(count, count)
    windows = np.array(numbers[1 + count * count : 1 + count * count + 2 * count]).reshape(count, 2)
    return ways, windows
