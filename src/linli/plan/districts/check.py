"""Checks drawn grids from the problem alone: names and floods, nothing of the search."""

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING

from linli.plan import refused
from linli.plan.outcome import Fault

if TYPE_CHECKING:
    from linli.plan.districts.draw import Drawing

Point = tuple[float, float]


def drawing(problem: "Drawing", grids: dict[str, list[str]]) -> list[Fault]:
    """Each building once, no grid empty or broken, both loads within the tolerance."""
    found = []
    given = [b for some in grids.values() for b in some]
    wrong = sorted({b.id for b in problem.buildings} ^ set(given)) or [
        b for b in set(given) if given.count(b) > 1
    ]
    if wrong:
        found.append(Fault("not_once", wrong, f"这些楼没有恰好在一格里：{refused.some(wrong)}。"))
    if len(grids) != problem.grids or not all(grids.values()):
        found.append(Fault("number", [], f"应分 {problem.grids} 格。"))
    near = _near(problem)
    broken = [name for name, some in grids.items() if not _flooded(some, near)]
    if broken:
        found.append(Fault("broken", broken, f"这些格不相连：{refused.some(broken)}。"))
    return [*found, *_loads(problem, grids)]


def _loads(problem: "Drawing", grids: dict[str, list[str]]) -> list[Fault]:
    found = []
    for kind, says in (("households", "户数"), ("visits", "走访数")):
        of = {b.id: float(getattr(b, kind)) for b in problem.buildings}
        mean = sum(of.values()) / problem.grids
        off = {name: sum(of.get(b, 0.0) for b in some) - mean for name, some in grids.items()}
        bad = [name for name, by in off.items() if abs(by) > problem.tolerance * mean + 1e-6]
        if bad:
            found.append(Fault("load", bad, f"这些格的{says}超出允许的偏差：{refused.some(bad)}。"))
    return found


def _near(problem: "Drawing") -> dict[str, set[str]]:
    """Given edges that cross no wall; near buildings where none are given."""
    places = {b.id: (b.x, b.y) for b in problem.buildings}
    pairs = list(problem.edges)
    if not pairs:
        from linli.plan.districts.draw import neighbours

        pairs = [(problem.buildings[i].id, problem.buildings[j].id) for i, j in neighbours(problem)]
    near: dict[str, set[str]] = defaultdict(set)
    for a, b in pairs:
        if not any(_meets(places[a], places[b], p, q) for wall in problem.walls
                   for p, q in itertools.pairwise(wall)):  # fmt: skip
            near[a].add(b)
            near[b].add(a)
    return near


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _meets(a: Point, b: Point, p: Point, q: Point) -> bool:
    return _turn(a, b, p) * _turn(a, b, q) <= 0 and _turn(p, q, a) * _turn(p, q, b) <= 0


def _flooded(some: list[str], near: dict[str, set[str]]) -> bool:
    inside, reached, front = set(some), set(some[:1]), list(some[:1])
    while front:
        step = (near[front.pop()] & inside) - reached
        reached |= step
        front += step
    return reached == inside
