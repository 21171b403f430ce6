"""Reports as files: asked for here, made by the worker, taken away as a workbook or a sheet to print."""

from datetime import datetime

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.table_out import XLSX, as_download
from linli.kernel.ui import words
from linli.kernel.ui.notes import say
from linli.kernel.ui.parts import Empty, Pager
from linli.places.queries import tree

from .. import access
from ..commands import ask_report as ask_verb
from ..queries.deciding import report_of, reports
from ..queries.reporting import period_of
from ..rules.periods import back
from ..terms import ReportSpan, ReportState
from .seeing import said, seeing


class ReportForm(CommandForm):
    """A day or a month."""

    span = forms.ChoiceField(
        label=gettext_lazy("哪种"), choices=ReportSpan.choices, widget=forms.RadioSelect, initial="monthly"
    )
    start = forms.DateField(
        label=gettext_lazy("哪天，或者哪个月里的一天"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


@page("board/reports/", needs=access.REPORT)
def list_reports(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Reports of an area, newest first, and a form for another one."""
    seen = seeing(request, actor, now, access.REPORT)
    form = ReportForm(
        request.POST or None, initial={"start": back(words.local(now).date().replace(day=1), 1)}
    )
    if form.is_valid():
        done = form.attempt(ask_verb, actor=actor, now=now, area_id=seen.node.id, **form.values())
        if done is not None:
            say(request, "ok", _("在做了，一般不到一分钟，做好了在这里下载。"))
            return redirect(seen.address("/board/reports/"))
    found = reports(
        actor, seen.node, before=request.GET.get("before", ""), after=request.GET.get("after", "")
    )
    shown = {
        "seen": seen, "form": form, "empty": Empty("file", _("还没有报表")),
        "rows": [(row, said(period_of(row.span, row.start))) for row in found.rows],
        "waiting": any(row.state == ReportState.WAITING for row in found.rows),
        "pager": Pager(
            "",
            seen.address("/board/reports/", before=found.before) if found.before else "",
            seen.address("/board/reports/", after=found.after) if found.after else "",
        ),
    }  # fmt: skip
    return render(request, "board/list_reports.html", shown, status=422 if form.errors else 200)


@page("board/reports/<int:report_id>/<str:form>/", needs=access.REPORT, methods=("GET",))
def take_report(request: Asked, *, actor: Actor, now: datetime, report_id: int, form: str) -> HttpResponse:
    """One file of a report: xlsx or pdf."""
    row = report_of(actor, report_id)
    content = {"xlsx": row.table, "pdf": row.sheet}.get(form) if row is not None else None
    if row is None or content is None:
        raise Http404
    node = tree().get(row.area_id)
    days = f"{row.start:%Y-%m}" if row.span == ReportSpan.MONTHLY else f"{row.start:%Y-%m-%d}"
    name = f"{node.short if node else ''}{row.get_span_display()}{days}.{form}"
    return as_download(bytes(content), name, XLSX if form == "xlsx" else "application/pdf")
