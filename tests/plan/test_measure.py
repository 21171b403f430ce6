"""Measurements: families known by their inside, small files against trying everything, checkers that find faults."""

import itertools
import json
import math
from random import Random

import pytest

from linli.plan.budget import Budget
from linli.plan.measure import dtdp, files, mclp, nurse, pmed, pvrp, tsptw


def tsptw_file(seed: int, stops: int = 6) -> str:
    chance = Random(seed)
    places = [(chance.uniform(0, 50), chance.uniform(0, 50)) for _ in range(stops + 1)]
    rows = [" ".join(f"{math.dist(a, b):.4f}" for b in places) for a in places]
    windows = ["0 999"]
    for _ in range(stops):
        opens = chance.choice((0, 60, 100))
        windows.append(f"{opens} {opens + 200}")
    return "\n".join([str(stops + 1), *rows, *windows])


def pvrp_file(seed: int) -> str:
    chance = Random(seed)
    rows = ["1 1 5 2", "0 60", "0 60", "0 0 0 0 0 0 0"]
    for i in range(1, 6):
        codes = "1 1 3" if i == 1 else "1 2 1 2"
        rows.append(f"{i} {chance.randint(-20, 20)} {chance.randint(-20, 20)} 0 10 {codes}")
    return "\n".join(rows)


NURSE = """SECTION_HORIZON
7
SECTION_SHIFTS
D,480,
SECTION_STAFF
A,D=5,2400,0,3,2,2,1
B,D=5,2400,0,3,2,2,1
SECTION_DAYS_OFF
A,0
SECTION_SHIFT_ON_REQUESTS
B,2,D,3
SECTION_SHIFT_OFF_REQUESTS
A,3,D,2
SECTION_COVER
""" + "\n".join(f"{d},D,1,100,1" for d in range(7))
PMED = "6 7 2\n1 2 3\n2 3 4\n3 4 2\n4 5 6\n5 6 1\n6 1 5\n1 2 9\n"
MCLP = "6 9999 p S\n" + "\n".join(
    f"{x} 0 {w}" for x, w in ((0, 5), (300, 9), (900, 4), (1800, 7), (2400, 6), (5000, 8))
)


def graphml(side: int = 20) -> str:
    def data(**values: float) -> str:
        return "".join(f'<data key="{k}">{v}</data>' for k, v in values.items())

    keys = "".join(
        f'<key id="{k}" attr.name="{k}"/>'
        for k in ("x", "y", "n_customers", "demand", "workload", "distance")
    )
    nodes = "".join(f'<node id="{i}">{data(x=i % side, y=i // side, n_customers=1, demand=2, workload=3)}</node>'
                    for i in range(side * side))  # fmt: skip
    edges = "".join(
        f'<edge source="{i}" target="{j}">{data(distance=1.0)}</edge>' for i in range(side * side)
        for j in (i + 1, i + side) if j < side * side and (j == i + side or j % side)
    )  # fmt: skip
    return f'<graphml xmlns="http://graphml.graphdrawing.org/xmlns">{keys}<graph>{nodes}{edges}</graph></graphml>'


@pytest.mark.parametrize(
    ("kind", "text"),
    [("tsptw", tsptw_file(1)), ("pvrp", pvrp_file(1)), ("nurse", NURSE), ("pmed", PMED), ("mclp", MCLP),
     ("dtdp", graphml()), (None, "hello\nworld"), (None, "")],
)  # fmt: skip
def test_family_is_known_by_its_inside(kind, text):
    assert files.family(text) == kind


@pytest.mark.parametrize("seed", range(3))
def test_one_walker_as_short_as_the_shortest(seed: int):
    text = tsptw_file(seed)
    value, order, _steps = tsptw.solve(text, 1, Budget(steps=4_000))
    ways = (tsptw.returned(text, list(p)) for p in itertools.permutations(range(1, 7)))
    assert value == pytest.approx(min(clock for clock, missed in ways if not missed), abs=1e-3)
    assert tsptw.faults(text, order, value) == []
    assert tsptw.faults(text, order[:-1], value)


@pytest.mark.parametrize("seed", range(3))
def test_periodic_rounds_as_short_as_the_shortest(seed: int):
    text = pvrp_file(seed)
    value, days, _steps = pvrp.solve(text, 1, Budget(steps=6_000))
    places = [tuple(float(x) for x in row.split()[1:3]) for row in text.splitlines()[3:]]

    def tour(some: list[int]) -> float:
        stops = ([0, *p, 0] for p in itertools.permutations(some))
        return min(sum(math.dist(places[a], places[b]) for a, b in itertools.pairwise(way)) for way in stops)

    best = min(tour([1, *a]) + tour([1, *(c for c in range(2, 6) if c not in a)])
               for n in range(5) for a in itertools.combinations(range(2, 6), n))  # fmt: skip
    assert value == pytest.approx(best, abs=1e-6)
    assert pvrp.faults(text, days, value) == []
    assert pvrp.faults(text, [days[0], []], value)


def test_nurse_rules_and_penalty():
    value, lines, bound, _steps = nurse.solve(NURSE, 1, Budget(2.0))
    assert nurse.faults(NURSE, lines, value) == []
    assert bound is None or bound <= value + 1e-6
    assert nurse.faults(NURSE, {**lines, "A": ["D"] * 7}, value)


def test_median_and_cover_against_all_choices():
    best = pmed.solve(PMED, 1, Budget(1.0))
    assert best.value == min(pmed_value(a, b) for a, b in itertools.combinations(range(6), 2))
    assert pmed.faults(PMED, best) == []
    covered, found = mclp.solve(MCLP, 2, 800.0, 1, Budget(1.5))
    assert covered == 31.0
    assert mclp.faults(MCLP, 2, 800.0, found, covered) == []


def pmed_value(a: int, b: int) -> int:
    """A ring; the edge between the first two counts with its last cost, 9."""
    ring = [9, 4, 2, 6, 1, 5]

    def way(i: int, j: int) -> int:
        low, high = sorted((i, j))
        one = sum(ring[low:high])
        return min(one, sum(ring) - one)

    return sum(min(way(i, a), way(i, b)) for i in range(6))


def test_districts_are_checked_from_the_file():
    text = graphml()
    value, names, _steps = dtdp.solve(text, 1, Budget(steps=400_000))
    assert dtdp.faults(text, names, value) == []
    assert dtdp.faults(text, [[*names[0], *names[1]], [], *names[2:]], value)


def test_best_known_values_lie_beside_the_file(tmp_path):
    (tmp_path / "pmed").mkdir()
    (tmp_path / "best_known.csv").write_text(
        "set,instance,parameter,best_known,kind\npmed,a,,12,optimum\n", encoding="utf-8"
    )
    assert files.best_known(tmp_path / "pmed" / "a.txt", "pmed") == [(12.0, {})]
    assert files.best_known(tmp_path / "pmed" / "b.txt", "pmed") == []
    assert json.dumps(files.seconds("pmed"))
