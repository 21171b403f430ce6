"""One import: what its columns mean, how far it is, what became of its rows."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel import sheets
from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor
from linli.kernel.table_out import as_download, workbook
from linli.kernel.terms import JobState
from linli.kernel.ui.parts import Progress

from .. import access
from ..commands import import_orders as import_verb
from ..models import ImportRun
from ..queries.imports import SHOWN, Seen, area_names, preview, rows_to_change, run_for, time_left
from ..rules.order_columns import fits
from ..rules.order_words import Phase
from ..terms import OrderField

BUSY = (JobState.WAITING, JobState.RUNNING)
STOPPED = {
    "import_broken": gettext_lazy("中途出了意外，已记下。请再按一次导入，导入过的不会再导入一次。"),
    "sheet_gone": gettext_lazy("文件清理掉了，请重新上传。导入过的不会再导入一次。"),
    "sheet_torn": gettext_lazy("文件没有读到底，请重新上传。导入过的不会再导入一次。"),
    "area_ended": gettext_lazy("要导入的区域已经停用，请换一个区域重新上传。"),
}
PHASES = {
    Phase.UNSIGNED.value: gettext_lazy("待签收"),
    Phase.WORKING.value: gettext_lazy("办理中"),
    Phase.ANSWERED.value: gettext_lazy("待回访"),
    Phase.CLOSED.value: gettext_lazy("已办结"),
}


class ColumnsForm(CommandForm):
    """Which column means what; a choice for each field we know."""

    mapping_name = forms.CharField(
        label=gettext_lazy("存下这份列对应"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("写个名称，下次同样的表就不用再选。"),
    )

    def __init__(self, *args: Any, run: ImportRun, **more: Any) -> None:
        super().__init__(*args, **more)
        heads = [("", _("不用")), *((head, head) for head in run.heads)]
        for field in OrderField:
            self.fields[field.value] = forms.ChoiceField(
                label=field.label, choices=heads, required=False, initial=run.columns.get(field.value, "")
            )

    @property
    def columns(self) -> dict[str, str]:
        """What was chosen."""
        chosen = {field.value: self.cleaned_data.get(field.value, "") for field in OrderField}
        return {field: head for field, head in chosen.items() if head}

    def choices(self) -> list[forms.BoundField]:
        """The choices in the order of the fields."""
        return [self[field.value] for field in OrderField]


def _found(actor: Actor, run_id: int) -> ImportRun:
    run = run_for(actor, run_id)
    if run is None:
        raise Http404
    return run


@page("imports/<int:run_id>/", needs=access.IMPORT_ORDERS)
def show_import(request: Asked, *, actor: Actor, now: datetime, run_id: int) -> HttpResponse:
    """Before: columns and the first rows as they will become. Meanwhile: progress. After: the counts."""
    run = _found(actor, run_id)
    form = ColumnsForm(request.POST or None, run=run)
    if form.is_valid() and request.POST.get("step") in ("try", "take"):
        dry = request.POST["step"] == "try"
        name = form.cleaned_data["mapping_name"]
        if form.attempt(
            import_verb, actor=actor, now=now, run_id=run.pk, columns=form.columns, dry=dry, mapping_name=name
        ):
            return redirect(f"/imports/{run.pk}/")
    return render(
        request, "matters/show_import.html", _shown(run, form, now), status=422 if form.errors else 200
    )


def _shown(run: ImportRun, form: ColumnsForm, now: datetime) -> dict[str, Any]:
    busy, kept = run.state in BUSY, run.upload is not None and sheets.kept(run.upload)
    chosen = form.columns if form.is_bound and form.is_valid() else run.columns
    open_to_change = not busy and kept and (run.state != JobState.DONE or run.dry)
    return {
        "run": run,
        "area": area_names([run]).get(run.area_id, ""),
        "busy": busy,
        "done": run.state == JobState.DONE,
        "stopped": STOPPED.get(run.fault, STOPPED["sheet_torn"]) if run.state == JobState.STOPPED else "",
        "form": form if open_to_change else None,
        "seen": _preview(run, chosen, now) if open_to_change else [],
        "phases": PHASES,
        "shown": SHOWN,
        "progress": _progress(run, now),
        "faults_url": f"/imports/{run.pk}/refused.xlsx",
    }


def _preview(run: ImportRun, columns: dict[str, str], now: datetime) -> list[Seen]:
    try:
        return preview(run, columns, now) if fits(columns, run.heads) else []
    except Refusal:
        return []


def _progress(run: ImportRun, now: datetime) -> Progress:
    return Progress(
        run.file_name, run.done, run.total, time_left(run, now), run.refused, f"/imports/{run.pk}/refused.xlsx",
        f"/imports/{run.pk}/progress/",
    )  # fmt: skip


@page("imports/<int:run_id>/progress/", needs=access.IMPORT_ORDERS, methods=("GET",))
def import_progress(request: Asked, *, actor: Actor, now: datetime, run_id: int) -> HttpResponse:
    """The progress part alone; once it is over the page asks for itself again."""
    run = _found(actor, run_id)
    answer = render(request, "ui/progress.html", {"progress": _progress(run, now)})
    if run.state not in BUSY:
        answer["HX-Refresh"] = "true"
    return answer


@page("imports/<int:run_id>/refused.xlsx", needs=access.IMPORT_ORDERS, methods=("GET",))
def refused_rows(request: Asked, *, actor: Actor, now: datetime, run_id: int) -> HttpResponse:
    """The rows that have to be changed, with the reason before the cells as they stood."""
    run = _found(actor, run_id)
    rows = ([row, sentence, code, *cells] for row, code, sentence, cells in rows_to_change(run))
    heads = [_("行"), _("要改什么"), _("代码"), *run.heads]
    return as_download(workbook(heads, rows, (8, 40, 24)), _("要改的行.xlsx"))
