"""Pictures of plans as SVG, drawn from the problem and the plan as JSON values; no solver is loaded for them."""

from collections.abc import Callable
from typing import Any

from linli.kernel.refusal import Refusal
from linli.plan.pictures import maps, tables

Picture = Callable[[dict[str, Any], dict[str, Any]], str]

PICTURES: dict[str, Picture] = {
    "visits": maps.month, "day": maps.day, "assign": maps.assign, "draw": maps.drawing, "site": maps.siting,
    "match": maps.match, "roster": tables.roster, "calendar": tables.calendar,
}  # fmt: skip


def draw(kind: str, problem: dict[str, Any], plan: dict[str, Any]) -> str:
    """The picture of a plan; refused for kinds that have none."""
    if kind not in PICTURES:
        raise Refusal("plan_no_picture", "这种计划没有图。")
    return PICTURES[kind](problem, plan)
