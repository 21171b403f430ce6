"""Which grid holds a point: an index over many polygons, built once and then only read."""

from collections.abc import Hashable, Iterable, Iterator
from math import floor, frexp
from typing import Generic, TypeVar

from .banded import Banded
from .geometry import MultiPolygon, metres_per_degree

Key = TypeVar("Key", bound=Hashable)
Cells = dict[int, int | tuple[int, ...]]
_Filling = dict[int, list[int]]

_ROW = 1 << 32  # a cell's number is column * _ROW + row
_FINEST = 26  # cells of about two metres; smaller shapes share them


class GridIndex(Generic[Key]):
    """Bounding boxes in square cells, one layer of cells per order of size, bands of edges inside each shape.

    A cell that lies wholly in one shape answers at once. Where shapes overlap, the one with the smaller
    bounding box (its longer side, in degrees) answers, and of two alike the one given first; so an enclave
    drawn on top of its surroundings wins. Safe to share between threads.
    """

    def __init__(self, keys: list[Key], shapes: list[Banded], layers: list[tuple[float, Cells]]) -> None:
        self._keys = keys
        self._shapes = shapes
        self._layers = layers  # cells per degree and the cells, finest first

    @classmethod
    def build(cls, polygons: Iterable[tuple[Key, MultiPolygon]]) -> "GridIndex[Key]":
        """Index (id, shape) pairs; the shapes are not kept. Shapes without any point are left out."""
        given = [(key, Banded(shape)) for key, shape in polygons if shape]
        given.sort(key=lambda pair: _extent(pair[1]))  # stable: the order given decides between equals
        filling: dict[int, _Filling] = {}
        for number, (_, shape) in enumerate(given):
            layer = _layer(_extent(shape))
            _fill(filling.setdefault(layer, {}), number, shape, 2.0**layer)
        shared: dict[tuple[int, ...], tuple[int, ...]] = {}
        layers = [(2.0**layer, _packed(filling[layer], shared)) for layer in sorted(filling, reverse=True)]
        return cls([key for key, _ in given], [shape for _, shape in given], layers)

    def __len__(self) -> int:
        return len(self._keys)

    def at(self, lon: float, lat: float) -> Key | None:
        """The id of the shape that holds the point, or None. Borders as in `geometry.contains`."""
        if not (-180.0 <= lon <= 180.0 and -90.0 <= lat <= 90.0):
            return None
        for per_degree, cells in self._layers:
            found = cells.get(floor(lon * per_degree) * _ROW + floor(lat * per_degree))
            if found is None:
                continue
            if isinstance(found, int):
                return self._keys[found]
            for number in found:
                if number < 0:
                    return self._keys[~number]
                if self._shapes[number].contains(lon, lat):
                    return self._keys[number]
        return None

    def near(self, lon: float, lat: float, metres: float) -> list[Key]:
        """Ids of the shapes within so many metres of the point (up to 50 km), nearest first.

        A shape that holds the point is at distance 0.
        """
        if not (-180.0 <= lon <= 180.0 and -90.0 < lat < 90.0 and metres >= 0):
            return []
        east, north = metres_per_degree(lat)
        wide, high = metres / east, metres / north
        found = []
        for number in self._touching(lon - wide, lat - high, lon + wide, lat + high):
            distance = self._shapes[number].distance_m(lon, lat, metres)
            if distance <= metres:
                found.append((distance, number))
        return [self._keys[number] for _, number in sorted(found)]

    def _touching(self, west: float, south: float, east: float, north: float) -> set[int]:
        """Numbers of the shapes whose bounding box touches this one."""
        numbers: set[int] = set()
        for per_degree, cells in self._layers:
            for found in _cells_in(cells, per_degree, west, south, east, north):
                numbers.update((found,) if isinstance(found, int) else (max(n, ~n) for n in found))
        return {number for number in numbers if _boxes_touch(self._shapes[number], west, south, east, north)}


def _boxes_touch(shape: Banded, west: float, south: float, east: float, north: float) -> bool:
    return shape.west <= east and west <= shape.east and shape.south <= north and south <= shape.north


def _extent(shape: Banded) -> float:
    return max(shape.east - shape.west, shape.north - shape.south)


def _layer(extent: float) -> int:
    """The power of two of cells per degree that cuts this extent into four to eight."""
    return min(3 - frexp(extent)[1], _FINEST) if extent else _FINEST


def _fill(cells: _Filling, number: int, shape: Banded, per_degree: float) -> None:
    """Note the shape in each cell it touches: `number` where its border runs, `~number` where it fills."""
    border = set()
    for x1, y1, x2, y2 in shape.edges(shape.south, shape.north):
        row, top = floor(y1 * per_degree), floor(y2 * per_degree)
        column, right = (floor(x1 * per_degree), floor(x2 * per_degree))
        if row == top and column == right:
            border.add(column * _ROW + row)
            continue
        if column > right:
            column, right = right, column
        border.update(c * _ROW + r for c in range(column, right + 1) for r in range(row, top + 1))
    for cell in border:
        cells.setdefault(cell, []).append(number)
    half = 0.5 / per_degree
    for column in range(floor(shape.west * per_degree), floor(shape.east * per_degree) + 1):
        for row in range(floor(shape.south * per_degree), floor(shape.north * per_degree) + 1):
            cell = column * _ROW + row
            if cell not in border and shape.contains(column / per_degree + half, row / per_degree + half):
                cells.setdefault(cell, []).append(~number)


def _packed(filling: _Filling, shared: dict[tuple[int, ...], tuple[int, ...]]) -> Cells:
    """One shape that fills its cell alone as its number, otherwise all numbers in order; equal lists once."""
    cells: Cells = {}
    for cell, numbers in filling.items():
        if len(numbers) == 1 and numbers[0] < 0:
            cells[cell] = ~numbers[0]
        else:
            listed = tuple(numbers)
            cells[cell] = shared.setdefault(listed, listed)
    return cells


def _cells_in(
    cells: Cells, per_degree: float, west: float, south: float, east: float, north: float
) -> Iterator[int | tuple[int, ...]]:
    columns = range(floor(west * per_degree), floor(east * per_degree) + 1)
    rows = range(floor(south * per_degree), floor(north * per_degree) + 1)
    if len(columns) * len(rows) > len(cells):
        yield from cells.values()
        return
    for column in columns:
        for row in rows:
            found = cells.get(column * _ROW + row)
            if found is not None:
                yield found
