"""OR-Library's p-median files: vertices, edges, p; then edges. A repeated edge keeps its last cost."""

import numpy as np
from numpy.typing import NDArray


def read(text: str) -> tuple[NDArray[np.float64], int]:
    """Shortest ways between all vertices, and p."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import shortest_path

    numbers = [float(x) for x in text.split()]
    vertices, edges, p = (int(x) for x in numbers[:3])
    last: dict[tuple[int, int], float] = {}
    for k in range(edges):
        a, b, cost = numbers[3 + 3 * k : 6 + 3 * k]
        last[(int(min(a, b)) - 1, int(max(a, b)) - 1)] = cost
    ends = np.array(list(last))
    matrix = coo_array((np.array(list(last.values())), (ends[:, 0], ends[:, 1])), shape=(vertices, vertices))
    return np.asarray(shortest_path(matrix.tocsr(), directed=False)), p
