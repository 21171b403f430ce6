"""The same figures by category, kind or unit, beside last month and last year."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.parts import View as Tab
from linli.matters.queries import Timer, category_names, kind_labels, timers
from linli.people.queries import unit_names

from .. import access
from ..queries import Counts, figures_by, rates_at
from ..shape import LEAST_ANSWERS
from ..terms import Axis
from .seeing import AREA, Seeing, said, seeing

PETITION = "petition"


@dataclass(frozen=True)
class Cell:
    """A rate of one value: in words, with the fraction, and points against last month and last year."""

    words: str
    part: int
    whole: int
    month: str
    year: str
    url: str


@dataclass(frozen=True)
class Row:
    """One value of the axis, in the order of names."""

    name: str
    received: int
    before: int
    year_before: int
    answered_late: int
    cells: list[Cell]
    url: str


@page("board/by/", needs=access.SEE, methods=("GET",))
def list_by(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Each number with the same days of last month and last year beside it; each leads to its matters."""
    seen = seeing(request, actor, now)
    asked = request.GET.get("axis", "")
    axis = Axis(asked) if asked in Axis.values and asked != Axis.ALL else Axis.CATEGORY
    rates = rates_at(seen.node.path, seen.period.last)
    spans = (seen.period, seen.period.last_month(), seen.period.last_year())
    here, month, year = (figures_by(seen.node, one, rates, "key", axis=axis) for one in spans)
    names = _names(axis, [key for key in {*here, *month} if key])
    rows = [
        _row(key, name, (here.get(key), month.get(key), year.get(key)), axis, seen)
        for key, name in sorted(names.items(), key=lambda one: one[1])
    ]
    tabs = [
        Tab(str(one.label), seen.address("/board/by/", axis=one.value), None, one is axis)
        for one in (Axis.CATEGORY, Axis.KIND, Axis.UNIT)
    ]
    return render(
        request,
        "board/list_by.html",
        {
            "seen": seen, "rows": rows, "views": tabs, "picks": seen.picks(),
            "keep": [(AREA, str(seen.node.id)), ("axis", axis.value)],
            "rate_labels": [_(rate.label) for rate in rates.rates], "axis_label": str(axis.label),
            "timers": _timers(actor, seen) if axis is Axis.KIND else [],
            "month_label": said(spans[1]), "year_label": said(spans[2]),
        },
    )  # fmt: skip


def _timers(actor: Actor, seen: Seeing) -> list[tuple[Timer, str]]:
    """Each statutory limit of petitions with its own rate."""
    start = datetime.combine(seen.period.first, time(), settings.LINLI_ZONE)
    end = datetime.combine(seen.period.last + timedelta(days=1), time(), settings.LINLI_ZONE)
    found = timers(actor, PETITION, seen.node.path, start, end)
    return [
        (one, f"{one.in_time * 100 / one.decided:.1f}%" if one.decided >= LEAST_ANSWERS else _("太少"))
        for one in found
    ]


def _names(axis: Axis, keys: list[str]) -> dict[str, str]:
    if axis is Axis.KIND:
        known = kind_labels()
        return {key: known.get(key, key) for key in keys}
    ids = [int(key) for key in keys if key.isdigit()]
    found = category_names(ids) if axis is Axis.CATEGORY else unit_names(set(ids))
    return {str(key): name for key, name in found.items()}


def _row(key: str, name: str, counted: tuple[Counts | None, ...], axis: Axis, seen: Seeing) -> Row:
    here, month, year = counted
    received, before, year_before = (one.counts["received"] if one else 0 for one in counted)
    cells = list[Cell]()
    for at, figure in enumerate(here.figures if here else ()):
        then = [one.figures[at].value if one else None for one in (month, year)]
        cells.append(
            Cell(
                "—" if figure.value is None else f"{figure.value:.1f}%", figure.part, figure.whole,
                _moved(figure.value, then[0]), _moved(figure.value, then[1]),
                seen.address("/board/matters/", rate=figure.rate.code, axis=axis.value, key=key),
            )
        )  # fmt: skip
    late = here.counts["answered_late"] if here else 0
    return Row(name, received, before, year_before, late, cells, seen.address("/board/matters/", count="received", axis=axis.value, key=key))  # fmt: skip


def _moved(value: float | None, before: float | None) -> str:
    return (
        ""
        if value is None or before is None
        else f"{round(value, 1) - round(before, 1):+.1f}".replace("-", "−")
    )
