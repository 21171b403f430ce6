"""导出: a list as a table, with a reason that is kept; one's own tables, and for auditors everybody's."""

from datetime import datetime
from urllib.parse import parse_qs, urlencode

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor, may_at
from linli.kernel.table_out import XLSX
from linli.kernel.ui import notes
from linli.kernel.ui.forms import ChipRadio
from linli.people.queries import cards
from linli.places.queries import row_id, tree

from .. import access
from ..commands import ask_export, fetch_export
from ..commands.export_run import export_job, list_of, make_export, path_of
from ..models import Export
from ..queries.inbox import tabs
from ..rules.saved_views import kept_query
from ..terms import ExportForm

AT_ONCE = 300
SHOWN = 50


class AskExportForm(CommandForm):
    """Which table, what for, and whether numbers go with it."""

    form = forms.ChoiceField(
        label=gettext_lazy("表格"), choices=ExportForm.choices, widget=ChipRadio, initial=ExportForm.XLSX
    )
    reason = WordsField(
        label=gettext_lazy("做什么用"), most=100, line=True,
        help_text=gettext_lazy("会写在表格第一行，审计看得到。"),
    )  # fmt: skip
    phones = forms.BooleanField(label=gettext_lazy("带电话号码"), required=False)

    def __init__(self, *args: object, phones: bool, **more: object) -> None:
        super().__init__(*args, **more)
        if not phones:
            del self.fields["phones"]


@page("exports/new/", needs=access.EXPORT)
def new_export(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """What will be in it and the reason; small ones are made at once, large ones by the worker."""
    given = request.POST.get("query", "") if request.method == "POST" else request.GET.urlencode()
    area = row_id(parse_qs(given).get("area", [""])[0])
    node = tree().get(area)
    if area is None or node is None or not may_at(actor, access.EXPORT, node.path):
        raise Http404
    query = kept_query(given)
    wanted = list_of(actor, query, area)
    if wanted is None:
        raise Http404
    counted = tabs(wanted, now).of(wanted.view)
    posted = request.POST if request.method == "POST" else None
    form = AskExportForm(posted, phones=may_at(actor, access.EXPORT_PHONES, node.path))
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        event = form.attempt(
            ask_export, actor=actor, now=now, area_id=area, query=query, form=said["form"], reason=said["reason"],
            phones=said.get("phones", False),
        )  # fmt: skip
        if event is not None:
            if counted is not None and counted <= AT_ONCE:
                make_export(event.subject_id)
            else:
                export_job.defer(export_id=event.subject_id)
            notes.say(request, "ok", _("已记下，做好就能在这里下载。"))
            return redirect("/exports/")
    shown = {
        "form": form, "area": node.short, "count": counted, "back": f"/inbox/?{urlencode({'area': area})}&{query}",
        "query": urlencode({"area": area}) + (f"&{query}" if query else ""),
    }  # fmt: skip
    return render(request, "matters/new_export.html", shown, status=422 if form.errors else 200)


@page("exports/", needs=access.EXPORT, methods=("GET",))
def list_exports(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """One's own tables, newest first."""
    found = (
        Export.objects.reachable(actor, access.EXPORT)
        .filter(person_id=actor.person_id or 0)
        .order_by("-id")[:SHOWN]
    )
    return render(request, "matters/list_exports.html", {"rows": _told(list(found)), "own": True})


@page("admin/exports/", needs=access.READ_EXPORTS, methods=("GET",))
def audit_exports(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Everybody's in reach: who took what away, when and why; without the tables."""
    found = Export.objects.reachable(actor, access.READ_EXPORTS).order_by("-id")[: 4 * SHOWN]
    return render(request, "matters/list_exports.html", {"rows": _told(list(found)), "own": False})


def _told(found: list[Export]) -> list[tuple[Export, str, str]]:
    people = cards({one.person_id for one in found})
    names = {pk: card.name for pk, card in people.items()}
    return [(one, names.get(one.person_id, ""), _area(one.area_id)) for one in found]


def _area(area_id: int) -> str:
    node = tree().get(area_id)
    return node.short if node is not None else ""


@page("exports/<int:export_id>/", needs=access.EXPORT, methods=("GET",))
def take_export(request: Asked, *, actor: Actor, now: datetime, export_id: int) -> HttpResponse:
    """The table, for its asker alone; each taking away is a fact."""
    event = fetch_export(actor=actor, now=now, export_id=export_id)
    export = Export.objects.reachable(actor, access.EXPORT).get(pk=event.subject_id)
    try:
        content = path_of(export).read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    kind = "text/csv; charset=utf-8" if export.form == ExportForm.CSV else XLSX
    answer = HttpResponse(content, content_type=kind)
    day = export.asked_at.astimezone(settings.LINLI_ZONE)
    name = _("诉求清单%(day)s.%(form)s") % {"day": f"{day:%Y%m%d}", "form": export.form}
    answer["Content-Disposition"] = str(content_disposition_header(as_attachment=True, filename=name))
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
