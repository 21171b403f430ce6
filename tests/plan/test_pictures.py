"""Pictures: well-formed, no script, every name in them escaped."""

from xml.etree import ElementTree as ET

import msgspec
import pytest

from linli.kernel.refusal import Refusal
from linli.plan import pictures, town
from linli.plan.budget import Budget
from linli.plan.verbs import VERBS

SMALL = {
    "visits": {"households": 12}, "day": {}, "assign": {"grids": 12, "workers": 5}, "draw": {"buildings": 60, "grids": 5},
    "site": {"homes": 60, "sites": 20, "stations": 5}, "match": {"helpers": 30, "tasks": 10}, "calendar": {},
    "roster": {"days": 14, "staff": 4, "volunteers": 20},
}  # fmt: skip


@pytest.mark.parametrize("kind", SMALL)
def test_picture_is_sound(kind: str):
    shape, solver = VERBS[kind].load()
    problem = town.make(VERBS[kind].town, 1, **SMALL[kind])
    budget = Budget(0.5) if kind == "site" else Budget(0.5, 2_000)
    plan = msgspec.to_builtins(solver(msgspec.convert(problem, shape), seed=1, budget=budget))
    if kind == "assign":
        plan = msgspec.json.decode(
            msgspec.json.encode(plan).replace("网格员01".encode(), b"<script>alert(1)</script>")
        )
    svg = pictures.draw(kind, problem, plan)
    root = ET.fromstring(svg)  # noqa: S314  our own picture
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "<script" not in svg
    assert len(list(root.iter())) > 20


def test_no_picture_of_a_swap():
    with pytest.raises(Refusal):
        pictures.draw("swap", {}, {})
