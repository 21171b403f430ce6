"""Neighbours joined into one shape: what is left when borders that run both ways cancel out."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from math import atan2, tau

from .crossing import first_contact, stray_hole
from .geometry import MultiPolygon, Point, Ring, area_m2, contains, inner_point, rings, tidy, turns_left


def joined(shapes: Iterable[MultiPolygon]) -> MultiPolygon:
    """The union of shapes that do not overlap and share the corners of their common borders.

    Holes that no shape fills stay holes. Where neighbours do not share a corner, a slit of no width remains
    for the checks on borders to find.
    """
    onward: dict[Point, list[Point]] = defaultdict(list)
    for shape in shapes:
        for ring in rings(tidy(shape)):
            for begin, end in pairwise(ring):
                if begin in onward[end]:
                    onward[end].remove(begin)
                else:
                    onward[begin].append(end)
    found = []
    while start := next((point for point, ends in onward.items() if ends), None):
        found.append(_walked(onward, start))
        for point in [point for point, ends in onward.items() if not ends]:
            del onward[point]
    return _nested(found)


def without_holes(shape: MultiPolygon) -> MultiPolygon:
    """The shape with everything it encloses."""
    return tuple(polygon[:1] for polygon in shape)


def _walked(onward: dict[Point, list[Point]], start: Point) -> Ring:
    """One ring taken out of the borders left; at a corner of several rings it turns as far left as it can."""
    path = [start]
    while len(path) == 1 or path[-1] != start:
        here = path[-1]
        ends = onward[here]
        chosen = ends[0]
        if len(ends) > 1 and len(path) > 1:
            came = _direction(here, path[-2])
            chosen = min(ends, key=lambda end: (came - _direction(here, end)) % tau or tau)
        ends.remove(chosen)
        path.append(chosen)
    return tuple(path)


def _direction(begin: Point, end: Point) -> float:
    return atan2(end[1] - begin[1], end[0] - begin[0])


def _nested(found: list[Ring]) -> MultiPolygon:
    """Rings that turn left with the rings that turn right inside them."""
    outers = {ring: area_m2(((ring,),)) for ring in found if turns_left(ring)}
    holes: dict[Ring, list[Ring]] = defaultdict(list)
    for ring in found:
        if ring not in outers:
            middle, size = inner_point(((ring,),)), area_m2(((ring,),))
            around = [outer for outer in outers if outers[outer] > size and contains(((outer,),), *middle)]
            if around:
                holes[min(around, key=outers.__getitem__)].append(ring)
    return tuple((outer, *holes[outer]) for outer in outers)


def joined_soundly(shapes: Iterable[MultiPolygon]) -> MultiPolygon | None:
    """The union where the borders fit each other exactly; None where a slit or an overlap would remain."""
    given = list(shapes)
    found = joined(given)
    if not found or any(first_contact(polygon) or stray_hole(polygon) for polygon in found):
        return None
    whole = sum(area_m2(shape) for shape in given)
    return found if abs(area_m2(found) - whole) <= 1e-6 * whole else None
