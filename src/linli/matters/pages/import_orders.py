"""导入工单: hand in a table of another system; the last ones that came in."""

from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel import sheets
from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.terms import JobState
from linli.kernel.ui.parts import Cell, Column, Table

from .. import access
from ..commands import receive_orders
from ..events import ImportReceived
from ..models import ImportRun
from ..queries.imports import area_names, into_areas, mapping_for, runs
from ..rules.order_columns import FIRST_LINES, head_line, heads_of

BADGES = {
    JobState.DRAFT: ("info", "clock"),
    JobState.WAITING: ("info", "clock"),
    JobState.RUNNING: ("act", "clock"),
    JobState.DONE: ("ok", "done"),
    JobState.STOPPED: ("late", "warn"),
}


class HandInForm(CommandForm):
    """A table and where its orders belong."""

    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy("Excel（.xlsx）或CSV，50MB以内，最多20万行。第一行写列名。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    area = forms.TypedChoiceField(
        label=gettext_lazy("导入到哪里"),
        coerce=int,
        help_text=gettext_lazy("表里写了社区的，会分到那个社区。"),
    )

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["area"].choices = [(node.id, node.short) for node in into_areas(actor)]  # type: ignore[attr-defined]


@page("imports/", needs=access.IMPORT_ORDERS)
def import_orders(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """A file that can be read goes on to the page where its columns are said."""
    form = HandInForm(request.POST or None, request.FILES or None, actor=actor)
    if form.is_valid():
        event = form.tell(lambda: _hand_in(form, actor, now))
        if event is not None:
            return redirect(f"/imports/{event.subject_id}/")
    shown = {"form": form, "table": _table(runs(actor), now)}
    return render(request, "matters/import_orders.html", shown, status=422 if form.errors else 200)


def _hand_in(form: HandInForm, actor: Actor, now: datetime) -> ImportReceived:
    """Read the table, guess what its columns mean, keep both."""
    upload: UploadedFile[Any] = form.cleaned_data["file"]
    found = sheets.unpack(Path(upload.temporary_file_path()), form.given_id)  # type: ignore[attr-defined]
    first = [line.cells for line in islice(sheets.lines(found.uid), FIRST_LINES)]
    at = head_line(first)
    heads, area_id = heads_of(first[at]), form.cleaned_data["area"]
    _name, columns = mapping_for(area_id, heads)
    return receive_orders.once(form.given_id)(
        actor=actor, now=now, area_id=area_id, file_name=str(upload.name)[-200:], upload=found.uid,
        digest=found.digest.hex(), heads=heads, skip=at + 1, total=found.rows - at - 1,
        base_1904=found.base_1904, columns=columns,
    )  # fmt: skip


def _table(found: list[ImportRun], now: datetime) -> Table:
    names = area_names(found)
    return Table(
        _("最近的导入"),
        [
            Column(_("文件")),
            Column(_("导入到")),
            Column(_("状态")),
            Column(_("行数"), right=True),
            Column(_("已导入"), right=True),
            Column(_("以前导入过"), right=True),
            Column(_("要改"), right=True),
        ],
        [
            (
                Cell(run.file_name, f"/imports/{run.pk}/"), names.get(run.area_id, ""), _badge(run),
                run.total, run.applied, run.duplicate, run.refused,
            )
            for run in found
        ],
    )  # fmt: skip


def _badge(run: ImportRun) -> Cell:
    kind, icon = BADGES[JobState(run.state)]
    word = _("试过，没写入") if run.dry and run.state == JobState.DONE else str(JobState(run.state).label)
    return Cell(word, kind=kind, icon=icon)
