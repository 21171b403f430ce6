"""The wall screen: the same figures, totals only, no names and no links; asked again every half minute."""

import hashlib
from datetime import datetime

from django.http import HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.matters.queries import Outlook, open_by
from linli.matters.queries.proposals import board
from linli.places.terms import Level

from .. import access
from ..queries import daily, figures_of, rates_at
from ..rules.charts import plot
from ..rules.counts import BY_CODE
from .seeing import seeing
from .show_board import below_word, places_of
from .tiles import fig_of, levels_of, now_at, plan_of

MOST_PLACES = 8
MOST_TOPICS = 3
MONTH = ("answered", "connected", "reopened", "promise_kept")


@page("board/wall/", needs=access.SEE, methods=("GET",))
def show_wall(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """What hangs in the hall: 1920 by 1080. `part=figures` gives the figures alone, 304 while they are the same."""
    seen = seeing(request, actor, now)
    rates = rates_at(seen.node.path, seen.period.last)
    here = figures_of(seen.node, seen.period, rates)
    outlook = Outlook(seen.node.id, seen.node.level, seen.node.path, seen.node.short)
    drawn, swatches = plan_of(seen.node, open_by(outlook, Level.GRID, now))
    levels = levels_of(here)
    shown = {
        "seen": seen, "now": now, "rates": rates, "here": here.counts, "levels": levels, "drawn": drawn,
        "rate_labels": [_(rate.label) for rate in rates.rates],
        "swatches": swatches, "figs": [fig_of(one, None) for one in here.figures],
        "now_open": now_at(seen.node, now), "below_rows": places_of(seen, rates, outlook, now)[:MOST_PLACES],
        "below": below_word(seen.node),
        "plot": plot(daily(seen.node, seen.period, ("received", "closed")), height=176),
        "month": [(_(BY_CODE[code].label), here.counts[code]) for code in MONTH],
        "topics": [one for one in board(seen.node.path).rows if one.verdict][:MOST_TOPICS],
        "ui_mode": "wall", "rates_label": _(rates.label),
    }  # fmt: skip
    figures = render_to_string("board/_wall.html", shown, request)
    tag = f'"{hashlib.sha256(figures.encode()).hexdigest()[:32]}"'
    if request.GET.get("part") == "figures":
        if request.headers.get("If-None-Match") == tag:
            answer: HttpResponse = HttpResponseNotModified()
        else:
            answer = HttpResponse(figures)
    else:
        answer = HttpResponse(
            render_to_string("board/show_wall.html", {**shown, "figures": figures}, request)
        )
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    return answer
