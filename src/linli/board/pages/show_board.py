"""The street centre's page: rates, what is open and late, where matters were settled, the places below."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.parts import Clock
from linli.matters.queries import (
    OpenNow,
    Outlook,
    View,
    Wanted,
    any_provisional,
    inbox,
    open_by,
    streets_in_reach,
)
from linli.places.queries import Node
from linli.places.terms import Level

from .. import access
from ..queries import Counts, Rates, daily, figures_by, figures_of, places_below, rates_at
from ..rules.charts import plot
from .seeing import AREA, Seeing, seeing
from .tiles import fig_of, levels_of, now_at, plan_of

WATCHED = 5


@dataclass(frozen=True)
class Cell:
    """One rate in the comparison: its words, and whether there are answers enough."""

    words: str
    part: int
    whole: int
    enough: bool


@dataclass(frozen=True)
class Place:
    """One place of the comparison, in code order."""

    node: Node
    received: int
    open: int
    late: int
    rates: list[Cell]
    url: str


@page("board/", needs=access.SEE, methods=("GET",))
def show_board(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The figures of an area and what lies below it; every figure leads to the matters behind it."""
    seen = seeing(request, actor, now)
    rates = rates_at(seen.node.path, seen.period.last)
    here = figures_of(seen.node, seen.period, rates)
    before = figures_of(seen.node, seen.period.last_month(), rates, plain=False)
    outlook = Outlook(seen.node.id, seen.node.level, seen.node.path, seen.node.short)
    by_grid = open_by(outlook, Level.GRID, now)
    drawn, swatches = plan_of(seen.node, by_grid) if seen.node.level >= Level.STREET else (None, [])
    by_day = daily(seen.node, seen.period, ("received", "closed"))
    levels = levels_of(here, seen)
    return render(
        request,
        "board/show_board.html",
        {
            "seen": seen, "rates": rates, "rates_label": _(rates.label),
            "rate_labels": [_(rate.label) for rate in rates.rates], "picks": seen.picks(), "keep": [(AREA, str(seen.node.id))],
            "figs": figs_of(here, before, seen), "weighed": here.weighed, "here": here.counts,
            "now_open": now_at(seen.node, now), "days": _days(here), "plot": plot(by_day), "by_day": [(day, *row) for day, row in by_day.items()], "levels": levels,
            "settled": sum(one.n for one in levels), "drawn": drawn, "swatches": swatches,
            "below_rows": places_of(seen, rates, outlook, now), "below": below_word(seen.node),
            "watched": _watched(outlook, now), "may_see_hints": actor.holds(access.SEE_HINTS),
            "may_see_issues": bool(streets_in_reach(actor)),
            "provisional": any_provisional(),
            "links": {code: seen.address("/board/matters/", count=code) for code in ("received", "closed")},
        },
    )  # fmt: skip


def figs_of(here: Counts, before: Counts, seen: Seeing) -> list[object]:
    """The tiles of the rates, each leading to its numerator's matters."""
    return [
        fig_of(one, before.figure(one.rate.code), seen.address("/board/matters/", rate=one.rate.code))
        for one in here.figures
    ]


def _days(here: Counts) -> float | None:
    """Days from report to the first answer, in the middle; None where nothing was answered."""
    answered = here.counts["answered_first"]
    return round(here.counts["answer_minutes"] / answered / 1440, 1) if answered else None


def below_word(node: Node) -> str:
    """What the rows of the comparison are."""
    return {
        Level.DISTRICT: _("街道"), Level.STREET: _("社区"), Level.COMMUNITY: _("网格"),
    }.get(Level(node.level), _("网格"))  # fmt: skip


def places_of(seen: Seeing, rates: Rates, outlook: Outlook, now: datetime) -> list[Place]:
    """The places right below, in code order; two queries."""
    below = places_below(seen.node)
    if not below:
        return []
    counted = figures_by(seen.node, seen.period, rates, "below")
    running = open_by(outlook, Level(below[0].level), now)
    return [
        _place(node, counted.get(node.id), running.get(node.id, OpenNow(0, 0)), rates, seen) for node in below
    ]


def _place(node: Node, counted: Counts | None, running: OpenNow, rates: Rates, seen: Seeing) -> Place:
    figures = {one.rate.code: one for one in counted.figures} if counted else {}
    cells = list[Cell]()
    for rate in rates.rates:
        one = figures.get(rate.code)
        value = one.value if one else None
        shown = "—" if value is None else ("100%" if value == 100 else f"{value:.1f}%")
        cells.append(Cell(shown, one.part if one else 0, one.whole if one else 0, value is not None))
    received = counted.counts["received"] if counted else 0
    url = seen.address("/board/", area=node.id) if node.level < Level.GRID else seen.address("/board/matters/", area=node.id, count="received")  # fmt: skip
    return Place(node, received, running.n, running.late, cells, url)


def _watched(outlook: Outlook, now: datetime) -> list[dict[str, object]]:
    """What is late or runs out first, with its clock."""
    found = inbox(Wanted(outlook, View.OPEN), now, size=WATCHED)
    return [
        {
            "title": line.row.title,
            "place": line.row.place,
            "url": f"/matters/{line.row.number}/",
            "clock": Clock(
                line.row.due_at,
                provisional=line.row.due_provisional,
                over=None if line.over is None else timedelta(seconds=line.over),
                day_seconds=line.day_seconds,
                still=line.still,
            ),
        }
        for line in found.rows
    ]
