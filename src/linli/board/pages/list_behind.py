"""The matters behind a figure: the same conditions that counted them."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui import words
from linli.kernel.ui.parts import Cell, Column, Empty, Pager, Table
from linli.kernel.ui.parts import View as Tab
from linli.matters.terms import Satisfaction, Verdict

from .. import access
from ..queries import Behinds, Figure, figures_of, matters_behind, rates_at, total
from ..rules.counts import BY_CODE
from ..shape import Measure, base, hits, left_out, measure_of
from ..terms import Axis, OutReason
from .seeing import Seeing, seeing


@page("board/matters/", needs=access.SEE, methods=("GET",))
def list_behind(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """rate and part (hits, base, or a reason), or count; axis and key narrow it. All of it in the address."""
    seen = seeing(request, actor, now)
    asked = {
        name: request.GET.get(name, "")[:100]
        for name in ("rate", "part", "count", "axis", "key", "before", "after")
    }
    axis = asked["axis"] if asked["axis"] in Axis.values else Axis.ALL.value
    rates = rates_at(seen.node.path, seen.period.last)
    rate = rates.rate(asked["rate"])
    tabs = list[Tab]()
    if rate is not None:
        figure = next(
            one
            for one in figures_of(
                seen.node, seen.period, rates, axis=axis, key=asked["key"], plain=False
            ).figures
            if one.rate.code == rate.code
        )
        measure, n, tabs = _part(figure, asked, seen)
        heading, note = _(rate.label), _(rate.says)
    elif (count := BY_CODE.get(asked["count"])) is not None and not count.adds:
        measure = measure_of(count)
        n = total([measure], seen.node, seen.period, axis=axis, key=asked["key"])[0]
        heading, note = _(count.label), ""
    else:
        raise Http404
    found = matters_behind(
        actor, measure, seen.node, seen.period, now, axis=axis, key=asked["key"], before=asked["before"],
        after=asked["after"],
    )  # fmt: skip
    kept = {name: word for name, word in asked.items() if word and name not in ("before", "after")}
    return render(
        request,
        "board/list_behind.html",
        {
            "seen": seen, "heading": heading, "note": note, "n": n, "views": tabs,
            "table": _table(found, now, may_ask=actor.holds(access.ASK_OUT)) if found.found.rows else None,
            "empty": Empty("done", _("没有这样的诉求")),
            "pager": Pager(
                _("共%(n)s件") % {"n": words.number(n)},
                seen.address("/board/matters/", **kept, before=found.found.before) if found.found.before else "",
                seen.address("/board/matters/", **kept, after=found.found.after) if found.found.after else "",
            ),
        },
    )  # fmt: skip


def _part(figure: Figure, asked: dict[str, str], seen: Seeing) -> tuple[Measure, int, list[Tab]]:
    """Numerator, denominator or a reason of a rate, how many that is, and the tabs between them."""
    rate = figure.rate
    parts = {"hits": (_("分子"), hits(rate), figure.part), "base": (_("分母"), base(rate), figure.whole)}
    for at, out in enumerate(rate.out):
        parts[out.code] = (_(out.label), left_out(rate, at), figure.out[out.code])
    chosen = asked["part"] if asked["part"] in parts else "hits"
    kept = {name: asked[name] for name in ("axis", "key") if asked[name]}
    tabs = [
        Tab(label, seen.address("/board/matters/", rate=rate.code, part=code, **kept), n, code == chosen)
        for code, (label, _measure, n) in parts.items()
    ]
    return parts[chosen][1], parts[chosen][2], tabs


def _table(found: Behinds, now: datetime, *, may_ask: bool) -> Table:
    columns = [Column(_("日期")), Column(_("诉求")), Column(_("地点")), Column(_("环节")), Column(_("回访"))]
    columns += [Column(_("剔除"))] if may_ask else []
    rows = list[list[str | int | Cell]]()
    for one in found.found.rows:
        line = found.lines.get(one.matter_id)
        if line is None:
            continue
        verdict = str(Verdict(one.verdict).label) if one.verdict else ""
        grade = str(Satisfaction(one.satisfaction).label) if one.satisfaction else ""
        out = str(OutReason(one.excluded).label) if one.excluded in OutReason.values else ""
        rows.append(
            [
                words.day(one.on, now),
                Cell(f"{line.row.title}", f"/matters/{line.row.number}/"),
                line.row.place,
                line.row.stage_label + (_("（第%(n)d次办）") % {"n": one.round} if one.round > 1 else ""),
                "·".join(filter(None, (verdict, grade, out))),
                *([Cell(_("申请剔除"), f"/board/exclusions/ask/{line.row.number}/")] if may_ask else []),
            ]
        )
    return Table(_("数字背后的诉求"), columns, rows)
