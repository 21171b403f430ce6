"""The schematic plan: north up, true to scale, labels only where they fit."""

import re
from itertools import pairwise

import pytest

from linli.kernel.ui.plan import WIDTH, Shape, draw, outline

WEST, SOUTH = 106.8, 39.65


def box(x: float, y: float, wide: float, tall: float) -> list[tuple[float, float]]:
    """A rectangle by metres east and north of a corner."""

    def at(east: float, north: float) -> tuple[float, float]:
        return WEST + east / 85_700, SOUTH + north / 111_000

    return [at(x, y), at(x + wide, y), at(x + wide, y + tall), at(x, y + tall)]


def numbers(path: str) -> list[float]:
    return [float(n) for n in re.findall(r"-?\d+\.?\d*", path)]


def test_nothing_to_draw() -> None:
    assert draw([], says="空") is None


def test_north_is_up_and_metres_are_alike_both_ways() -> None:
    plan = draw([Shape("南", box(0, 0, 100, 100)), Shape("北", box(0, 200, 100, 100))], says="两栋")
    assert plan
    south, north = plan.shapes
    assert north.y < south.y
    xs, ys = numbers(south.path)[0::2], numbers(south.path)[1::2]
    assert max(xs) - min(xs) == pytest.approx(max(ys) - min(ys), rel=0.01)


def test_everything_stays_on_the_sheet() -> None:
    plan = draw(
        [Shape("甲", box(0, 0, 30, 900)), Shape("乙", box(500, 0, 30, 30))], says="高", pin=(WEST, SOUTH)
    )
    assert plan
    points = [numbers(shape.path) for shape in plan.shapes]
    assert all(0 <= x <= WIDTH for path in points for x in path[0::2])
    assert all(0 <= y <= plan.height <= 420 for path in points for y in path[1::2])


def test_a_label_that_does_not_fit_is_left_to_the_list() -> None:
    plan = draw([Shape("很长的楼栋名字", box(0, 0, 20, 20)), Shape("1", box(300, 0, 100, 100))], says="两栋")
    assert plan
    assert [shape.label for shape in plan.shapes] == ["", "1"]


def test_green_lies_below_and_the_meant_block_is_marked() -> None:
    shapes = [
        Shape("1号楼", box(10, 10, 60, 30)),
        Shape("", box(0, 0, 200, 100), kind="green"),
        Shape("2", box(90, 10, 60, 30), on=True),
        Shape("甲", box(90, 50, 60, 30), kind="cell", step=3, figure="12"),
    ]
    plan = draw(shapes, says="院子")
    assert plan
    assert [s.css for s in plan.ground] == ["green"]
    assert [s.css for s in plan.shapes] == ["blk", "blk on", "cell g3"]
    assert plan.shapes[2].figure_y > plan.shapes[2].y


def test_a_ring_without_area_still_has_a_centre() -> None:
    plan = draw([Shape("点", [(WEST, SOUTH)] * 4)], says="一点")
    assert plan
    assert 0 <= plan.shapes[0].x <= WIDTH


def test_neighbours_have_one_outline_and_strangers_their_own() -> None:
    left, right, far = ([(x, 0.0), (x + 1.0, 0.0), (x + 1.0, 1.0), (x, 1.0)] for x in (0.0, 1.0, 5.0))
    shared = {(1.0, 0.0), (1.0, 1.0)}
    sides = [set(side) for line in outline([left, right]) for side in pairwise(line)]
    assert len(sides) == 6
    assert shared not in sides
    assert sum(len(line) - 1 for line in outline([left, far])) == 8
    assert outline([]) == []
    plan = draw([Shape("", left), Shape("", right)], says="两格", groups=[[left, right]])
    assert plan is not None
    assert plan.edges[0].count("L") == 6
