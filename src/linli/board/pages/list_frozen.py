"""月度封存: what was written down for good each month, and counted again on appeal."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor, may_at
from linli.kernel.ui.notes import say
from linli.kernel.ui.parts import Empty

from .. import access
from ..commands import count_again as again_verb
from ..models import Frozen
from ..queries import area_seen
from ..queries.deciding import frozen_months
from ..rules.counts import BY_CODE
from ..rules.periods import month_of
from ..shape import LEAST_ANSWERS
from .seeing import Seeing, said, seeing


class AgainForm(CommandForm):
    """Why a month is counted again."""

    words = WordsField(label=gettext_lazy("为什么重算"), most=500)


@page("board/frozen/", needs=access.SEE, methods=("GET",))
def list_frozen(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Months of an area, newest first; every version stands."""
    seen = seeing(request, actor, now)
    rows = [_line(row, seen) for row in frozen_months(actor, seen.node)]
    shown = {
        "seen": seen, "rows": rows, "may": may_at(actor, access.FREEZE, seen.node.path),
        "empty": Empty("calendar", _("还没有封存的月份"), _("每月过完三天后自动封存上个月。")),
    }  # fmt: skip
    return render(request, "board/list_frozen.html", shown)


def _line(row: Frozen, seen: Seeing) -> dict[str, Any]:
    figures = []
    for one in row.figures:
        enough = one["whole"] >= LEAST_ANSWERS
        out, name = sum(one["out"].values()), one["label"]
        figures.append(
            {
                "label": _(name), "part": one["part"], "whole": one["whole"], "out": out,
                "rate": f"{one['part'] * 100 / one['whole']:.1f}%" if enough else _("太少"),
            }
        )  # fmt: skip
    return {
        "row": row, "label": _(row.label), "month": said(month_of(row.month)), "figures": figures,
        "counts": [(_(BY_CODE[code].label), row.counts.get(code, 0)) for code in ("received", "answered", "closed", "excluded")],
        "url": f"/board/frozen/{seen.node.id}/{row.month:%Y-%m}/",
    }  # fmt: skip


@page("board/frozen/<int:area_id>/<str:month>/", needs=access.FREEZE)
def count_again(request: Asked, *, actor: Actor, now: datetime, area_id: int, month: str) -> HttpResponse:
    """Count a month again, with a reason that stays beside the new version."""
    node = area_seen(actor, area_id, access.FREEZE)
    try:
        first = date.fromisoformat(f"{month[:7]}-01")
    except ValueError:
        raise Http404 from None
    if node is None:
        raise Http404
    form = AgainForm(request.POST or None)
    if form.is_valid():
        done = form.attempt(again_verb, actor=actor, now=now, area_id=node.id, month=first, **form.values())
        if done is not None:
            say(request, "ok", _("已重算，存为第%(n)d版；原来的还在。") % {"n": done.version})
            return redirect(f"/board/frozen/?area={node.id}")
    shown = {"form": form, "node": node, "month": said(month_of(first))}
    return render(request, "board/count_again.html", shown, status=422 if form.errors else 200)
