"""Figures for everybody, without signing in: rates, times to answer, what was done, and the same as open data."""

import csv
import io
from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui import words
from linli.kernel.ui.parts import Pick
from linli.places.queries import Node

from ..queries import Figure
from ..queries.public import (
    done_lately,
    frozen_on,
    open_rows,
    public_figures,
    public_places,
    streets,
    times_to_answer,
)
from ..rules.counts import BY_CODE
from ..rules.periods import back, days_of, month_of, so_far
from ..rules.small_cells import FEWEST
from ..shape import LEAST_ANSWERS
from .seeing import said
from .tiles import fig_of

HEADS = ("month", "area_code", "area", "measure", "part", "whole", "left_out")


@dataclass(frozen=True)
class Place:
    """A line of the comparison: name, received, the rates in words."""

    name: str
    received: str
    rates: list[str]


def _street(request: Asked) -> Node:
    known = streets()
    asked = request.GET.get("street", "")
    found = next((one for one in known if one.code == asked), None) if asked else next(iter(known), None)
    if found is None:
        raise Http404
    return found


def _few(n: int) -> str:
    return words.number(n) if n == 0 or n >= FEWEST else _("少于%(n)d") % {"n": FEWEST}


@page("open/figures/", needs=PUBLIC, methods=("GET",))
def open_figures(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The last whole month, or another one; whole places only."""
    node, today = _street(request), words.local(now).date()
    period = days_of(request.GET.get("days", "")[:7])
    period = (
        period
        if period and period.is_month and period.last <= today
        else month_of(back(today.replace(day=1), 1))
    )
    rates, here = public_figures(node, period)
    _rates, before = public_figures(node, period.last_month())
    months = [month_of(back(today.replace(day=1), ago)) for ago in range(1, 13)]
    places = [
        Place(
            one.short,
            _few(counted.counts["received"]) if counted else "0",
            [_rate(figure) for figure in counted.figures] if counted else ["—"] * len(rates.rates),
        )
        for one, counted in public_places(node, period, rates)
    ]
    return render(
        request,
        "board/open_figures.html",
        {
            "node": node, "label": said(period), "rates": rates, "rates_label": _(rates.label),
            "rate_labels": [_(rate.label) for rate in rates.rates],
            "explained": [(_(rate.label), _(rate.says)) for rate in rates.rates], "source": _(rates.source),
            "figs": [fig_of(one, before.figure(one.rate.code)) for one in here.figures],
            "received": _few(here.counts["received"]), "closed": _few(here.counts["closed"]),
            "below_rows": places, "times": times_to_answer(node, period), "done": done_lately(node, now),
            "frozen_at": frozen_on(node, period.first), "so_far": said(so_far(today)),
            "picks": [
                Pick("street", _("街道"), [(one.code, one.short) for one in streets()], node.code),
                Pick("days", _("上个月"), [(f"{one.first:%Y-%m}", said(one)) for one in months], f"{period.first:%Y-%m}"),
            ],
            "keep": [], "least": LEAST_ANSWERS, "fewest": FEWEST,
        },
    )  # fmt: skip


def _rate(figure: Figure) -> str:
    value = figure.value
    return _("太少") if value is None else ("100%" if value == 100 else f"{value:.1f}%")


@page("open/figures.csv", needs=PUBLIC, methods=("GET",))
def open_table(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The last twelve months as CSV: codes and numbers only, an empty cell where fewer than five stand behind it."""
    node = _street(request)
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(HEADS)
    for row in open_rows(node, words.local(now).date()):
        table.writerow(
            [
                f"{row.month:%Y-%m}",
                row.place.code,
                row.place.short,
                row.measure,
                row.part,
                row.whole,
                row.left_out,
            ]
        )
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="figures-{node.code}.csv"'
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


@page("open/figures.json", needs=PUBLIC, methods=("GET",))
def open_document(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The same with a description of every column and measure."""
    node, today = _street(request), words.local(now).date()
    rates = public_figures(node, month_of(back(today.replace(day=1), 1)))[0]
    rows = [
        dict(
            zip(
                HEADS,
                (
                    f"{row.month:%Y-%m}",
                    row.place.code,
                    row.place.short,
                    row.measure,
                    row.part,
                    row.whole,
                    row.left_out,
                ),
                strict=True,
            )
        )
        for row in open_rows(node, today)
    ]
    measures = {
        rate.code: _("%(rate)s：%(says)s") % {"rate": _(rate.label), "says": _(rate.says)}
        for rate in rates.rates
    }
    measures |= {code: _(BY_CODE[code].label) for code in ("received", "answered", "closed")}
    document = {
        "title": _("%(area)s诉求办理数据") % {"area": node.short},
        "area_code": node.code,
        "how_counted": _(rates.label),
        "source": _(rates.source),
        "licence": _("可自由使用，注明来源"),
        "note": _("不到5件的格子留空；不到10件的不算率。数据里没有个人信息。"),
        "columns": {
            "month": _("月份"), "area_code": _("区划代码"), "area": _("名称"), "measure": _("指标"),
            "part": _("分子，或者件数"), "whole": _("分母"), "left_out": _("没有算进去的件数"),
        },
        "measures": measures,
        "rows": rows,
    }  # fmt: skip
    answer = HttpResponse(msgspec.json.encode(document), content_type="application/json; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=3600"
    return answer
