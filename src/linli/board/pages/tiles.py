"""What the street's page, the wall and the public page share: tiles of rates, levels, the plan of grids."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from linli.kernel.ui.parts import Fig
from linli.kernel.ui.plan import Shape, draw
from linli.matters.queries import Counts as OpenCounts
from linli.matters.queries import OpenNow, Outlook, View, counts, first_stage_codes
from linli.places.queries import Node, grid_blocks, tree

from ..queries import Counts, Figure
from ..rules.charts import bounds_of, share, step_of
from ..rules.counts import BY_CODE, LEVELS
from .seeing import Seeing


@dataclass(frozen=True)
class Now:
    """What is open at this moment. late: those of the first stage, and those behind it."""

    open: int
    today: int
    late: int
    late_signing: int
    late_working: int
    more: bool


@dataclass(frozen=True)
class Share:
    """One bar of where matters were settled."""

    label: str
    n: int
    share: int
    url: str = ""


@dataclass(frozen=True)
class Swatch:
    """A depth of colour on the plan, and the counts it stands for."""

    step: int
    label: str


def fig_of(figure: Figure, before: Figure | None, url: str = "") -> Fig:
    """A rate as a tile: the fraction, what was left out, points against the same days before."""
    change = None
    if before is not None and figure.value is not None and before.value is not None:
        change = round(figure.value, 1) - round(before.value, 1)
    out = "·".join(
        _("%(reason)s%(n)d件") % {"reason": _(one.label), "n": figure.out[one.code]}
        for one in figure.rate.out
        if figure.out.get(one.code)
    )
    return Fig(_(figure.rate.label), figure.part, figure.whole, _(figure.rate.what), out, change, url=url)


def now_at(node: Node, now: datetime) -> Now:
    """Open, due today and late in an area at this moment; one query."""
    found: OpenCounts = counts(Outlook(node.id, node.level, node.path, node.short), now)
    late = found.of(View.LATE) or 0
    first = first_stage_codes()
    signing = sum(one.late for one in found.tallies if one.stage in first)
    return Now(
        found.of(View.OPEN) or 0, found.of(View.TODAY) or 0, late, signing, late - signing, found.at_least
    )


def levels_of(counted: Counts, seen: Seeing | None = None) -> list[Share]:
    """Where closed matters were settled: grid, community, street, district; seen: with ways to the matters."""
    whole = sum(counted.counts[code] for code in LEVELS)
    return [
        Share(
            _(BY_CODE[code].label), counted.counts[code], share(counted.counts[code], whole),
            seen.address("/board/matters/", count=code) if seen else "",
        )
        for code in LEVELS
    ]  # fmt: skip


def plan_of(node: Node, open_in: dict[int | None, OpenNow]) -> tuple[object, list[Swatch]]:
    """The plan of an area's grids coloured by what is open, community names on it; None without borders."""
    blocks = grid_blocks(node.path)
    if not blocks:
        return None, []
    values = [open_in.get(block.id, OpenNow(0, 0)).n for block in blocks]
    bounds = bounds_of(values)
    shapes = [
        Shape("", block.ring, kind="cell", step=step_of(value, bounds))
        for block, value in zip(blocks, values, strict=True)
    ]
    by_community: dict[int | None, int] = {}
    for block, value in zip(blocks, values, strict=True):
        by_community[block.community_id] = by_community.get(block.community_id, 0) + value
    named = [
        (known.short.removesuffix(_("社区")), total)
        for community, total in by_community.items()
        if (known := tree().get(community)) is not None
    ]
    says = _("各网格在办件数示意图：%(list)s") % {
        "list": _("，").join(f"{name}{total}" for name, total in named)
    }
    rings: dict[int | None, list[Sequence[tuple[float, float]]]] = {}
    for block in blocks:
        rings.setdefault(block.community_id, []).append(block.ring)
    drawn = draw(shapes, says=says, groups=rings.values())
    if drawn is None:
        return None, []
    labels = _labels(drawn.shapes, [block.community_id for block in blocks], by_community)
    lows = (0, *(bound + 1 for bound in bounds))
    swatches = [
        Swatch(step, f"{lows[step]}–{bounds[step]}" if step < 4 else _("%(n)d以上") % {"n": lows[4]})
        for step in range(5)
    ]
    return {"plan": drawn, "labels": labels}, swatches


def _labels(
    drawn: Sequence[object], communities: Sequence[int | None], totals: dict[int | None, int]
) -> list[dict[str, object]]:
    """A community's name and total in the middle of its grids."""
    places: dict[int | None, list[tuple[float, float]]] = {}
    for shape, community in zip(drawn, communities, strict=True):
        places.setdefault(community, []).append((shape.x, shape.y))  # type: ignore[attr-defined]
    found = list[dict[str, object]]()
    for community, points in places.items():
        node = tree().get(community)
        if node is not None:
            x = sum(point[0] for point in points) / len(points)
            y = sum(point[1] for point in points) / len(points)
            name = node.short.removesuffix(_("社区"))
            found.append({"name": name, "n": totals[community], "x": x, "y": y - 6, "below": y + 11})
    return found
