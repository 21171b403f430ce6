"""Where the borders of one polygon cross or touch themselves.

A sweep from west to east keeps the edges it stands on in order and compares neighbours only (Shamos and
Hoey, 1976): O(n log n) for the simple rings this is meant to let through. All decisions are exact.
"""

from itertools import pairwise

from .geometry import Point, Polygon, contains, side

_Edge = tuple[float, float, float, float]  # from its western (then southern) end


def first_contact(polygon: Polygon) -> Point | None:
    """A point where two edges meet that should not: crossing, touching or lying on each other; else None.

    All rings together: a hole that crosses or touches the outer ring or another hole is found as well.
    Rings must be closed and free of repeated neighbours (`geometry.tidy`).
    """
    corners = [point for ring in polygon for point in ring[1:]]
    twice = _first_repeated(corners)
    if twice is not None:
        return twice
    edges = [_eastward(one, other) for ring in polygon for one, other in pairwise(ring)]
    return _sweep(edges)


def stray_hole(polygon: Polygon) -> Point | None:
    """The first corner of a hole outside the outer ring or inside another hole; else None.

    Asks for a polygon without contacts, so one corner speaks for its whole ring.
    """
    for number, hole in enumerate(polygon[1:], start=1):
        others = polygon[:number] + polygon[number + 1 :]
        if not contains((others,), *hole[0]):
            return hole[0]
    return None


def _first_repeated(corners: list[Point]) -> Point | None:
    seen: set[Point] = set()
    for corner in corners:
        if corner in seen:
            return corner
        seen.add(corner)
    return None


def _eastward(one: Point, other: Point) -> _Edge:
    return (*one, *other) if one < other else (*other, *one)


def _sweep(edges: list[_Edge]) -> Point | None:
    """The first contact met by a sweep line. At one point edges end before others begin."""
    stops = [(edge[0], edge[1], 1, number) for number, edge in enumerate(edges)]
    stops += [(edge[2], edge[3], 0, number) for number, edge in enumerate(edges)]
    standing: list[int] = []  # edges under the sweep line, from south to north
    for x, y, begins, number in sorted(stops):
        if begins:
            place = _place(edges, standing, edges[number])
            if place is None:
                return x, y
            standing.insert(place, number)
            touched: tuple[int, ...] = (place, place + 1)
        else:
            place = standing.index(number)
            del standing[place]
            touched = (place,)
        for upper in touched:
            if 0 < upper < len(standing):
                met = _meeting(edges[standing[upper - 1]], edges[standing[upper]])
                if met is not None:
                    return met
    return None


def _place(edges: list[_Edge], standing: list[int], new: _Edge) -> int | None:
    """Where the new edge comes among the standing ones; None when its beginning lies on one of them."""
    low, high = 0, len(standing)
    while low < high:
        middle = (low + high) // 2
        other = edges[standing[middle]]
        turn = side(*other, new[0], new[1])
        if turn == 0 and other[:2] == new[:2]:  # neighbours that begin together
            turn = side(*other, new[2], new[3])
        if turn == 0:
            return None
        if turn > 0:
            low = middle + 1
        else:
            high = middle
    return low


def _meeting(one: _Edge, other: _Edge) -> Point | None:
    """A common point of two edges, but not the corner that neighbours share."""
    if one[:2] == other[:2] or one[2:] == other[2:]:
        return None  # had they the same direction, `_place` would have found one on the other
    to_begin, to_end = side(*one, other[0], other[1]), side(*one, other[2], other[3])
    from_begin, from_end = side(*other, one[0], one[1]), side(*other, one[2], one[3])
    if (to_begin > 0) is (to_end > 0) and to_begin and to_end:
        return None
    if (from_begin > 0) is (from_end > 0) and from_begin and from_end:
        return None
    if to_begin == 0 == to_end:
        return _on_one_line(one, other)
    return _about_where(one, other)


def _about_where(one: _Edge, other: _Edge) -> Point:
    """Where two edges cross, to a few digits: good enough to show."""
    (x1, y1, x2, y2), (x3, y3, x4, y4) = one, other
    begin = (x2 - x1) * (y3 - y1) - (y2 - y1) * (x3 - x1)
    end = (x2 - x1) * (y4 - y1) - (y2 - y1) * (x4 - x1)
    share = begin / (begin - end) if begin != end else 0.0
    return x3 + share * (x4 - x3), y3 + share * (y4 - y3)


def _on_one_line(one: _Edge, other: _Edge) -> Point | None:
    begin, end = max(one[:2], other[:2]), min(one[2:], other[2:])
    return begin if begin <= end else None
