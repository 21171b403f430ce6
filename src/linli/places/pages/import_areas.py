"""A file of areas: looked over row by row, then taken in; what cannot be taken can be downloaded."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel import uploads
from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.notes import say
from linli.kernel.ui.parts import Banner

from .. import access
from ..commands import import_areas as import_verb
from ..events import AreasImported
from ..queries import AreaSheet, area_sheet, form_of, own_tops, tree
from ..rules.area_tables import MOST_BYTES
from ..rules.spreadsheet import as_csv
from ..terms import Level

MOST_SHOWN = 50
SYSTEMS = (
    ("wgs84", gettext_lazy("WGS-84（GPS、国家2000、天地图）")),
    ("gcj02", gettext_lazy("GCJ-02（高德、腾讯地图）")),
    ("bd09", gettext_lazy("BD-09（百度地图）")),
)


class ReadingForm(CommandForm):
    """How a file is read."""

    under = forms.ChoiceField(
        label=gettext_lazy("只导入哪里"),
        required=False,
        help_text=gettext_lazy("文件里别处的行会跳过。"),
    )
    crs = forms.ChoiceField(
        label=gettext_lazy("坐标系"),
        choices=SYSTEMS,
        help_text=gettext_lazy("文件里没写坐标系的行按这个算。"),
    )
    official = forms.BooleanField(label=gettext_lazy("这是统计用区划代码表"), required=False)

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["under"].choices = [("", _("文件里的全部")), *_places(actor)]  # type: ignore[attr-defined]

    @property
    def reading(self) -> dict[str, Any]:
        """What the query and the command need to know of the reading."""
        return {name: self.cleaned_data[name] for name in ("under", "crs", "official")}


class FileForm(ReadingForm):
    """A file on its way in."""

    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy("CSV或GeoJSON，最大20MB。要有名称，以及代码或上级代码。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.json,.geojson"}),
    )
    field_order = ("file", "under", "crs", "official")


class TakeForm(ReadingForm):
    """The same file, looked over."""

    upload = forms.UUIDField()
    name = forms.CharField(max_length=255, required=False)
    only_whole = forms.BooleanField(required=False)


@dataclass(frozen=True)
class Preview:
    """A file looked over. asked: how it was read, for the address of its faults and for taking it in."""

    sheet: AreaSheet
    upload: UUID
    name: str
    asked: dict[str, Any]

    @property
    def faults_url(self) -> str:
        """Where the rows that cannot be taken are downloaded."""
        said = {key: value for key, value in self.asked.items() if value}
        return f"/admin/areas/import/{self.upload}/?{urlencode({**said, 'name': self.name})}"

    @property
    def samples(self) -> list[tuple[int, str, str, str, str]]:
        """The first rows that would be written: number, what happens, level, code, name."""
        found = [
            (row.number, _("新增"), Level(row.level).label, row.code, row.name) for row in self.sheet.added
        ]
        found += [
            (row.number, _("改动"), Level(row.level).label, row.code, row.name)
            for row, _values in self.sheet.changed
        ]
        return [
            (n, what, str(level), code, name) for n, what, level, code, name in sorted(found)[:MOST_SHOWN]
        ]


def _places(actor: Actor) -> list[tuple[str, str]]:
    """Own districts, streets and communities by code, indented."""
    known = tree()
    found = []
    for top in own_tops(actor):
        below = (node for node in known.nodes.values() if node.path.startswith(top.path))
        found += [
            (node.code, "　" * (node.level - top.level) + node.short)
            for node in sorted(below, key=lambda node: node.code)
            if node.level <= Level.COMMUNITY
        ]
    return found


@page("admin/areas/import/", needs=access.EDIT_AREAS)
def import_areas(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """First the differences, then the writing."""
    taking = request.method == "POST" and request.POST.get("step") == "take"
    if taking:
        return _take(request, actor, now)
    first = {"under": request.GET.get("under", "")}
    form = FileForm(request.POST or None, request.FILES or None, actor=actor, initial=first)
    preview = None
    if form.is_valid():
        upload = form.cleaned_data["file"]
        content = upload.read(MOST_BYTES + 1)
        name, asked = str(upload.name)[-100:], form.reading
        sheet = form.tell(lambda: area_sheet(actor, content, form=form_of(name, content), **asked))
        if sheet is not None:
            preview = Preview(sheet, uploads.keep(content, actor=actor, now=now), name, asked)
    return _shown(request, form, preview)


def _shown(request: Asked, form: ReadingForm, preview: Preview | None) -> HttpResponse:
    shown = {"form": form, "preview": preview, "most": MOST_SHOWN}
    return render(request, "places/import_areas.html", shown, status=422 if form.errors else 200)


def _take(request: Asked, actor: Actor, now: datetime) -> HttpResponse:
    """Write what is sound; the sheet of faults stays within reach."""
    form = TakeForm(request.POST, actor=actor)
    if not form.is_valid():
        return _shown(request, form, None)
    upload, name = form.cleaned_data["upload"], form.cleaned_data["name"]
    content = uploads.kept(upload, actor=actor)
    asked = {**form.reading, "form": form_of(name, content), "only_whole": form.cleaned_data["only_whole"]}
    event = form.attempt(import_verb, actor=actor, now=now, content=content, **asked)
    if event is None:
        return (
            _shown(request, FileForm(actor=actor), None) if form.refusal is None else _refused(request, form)
        )
    _tell(request, event)
    if event.faulty:
        after = area_sheet(actor, content, form=asked["form"], **form.reading)
        return _shown(request, FileForm(actor=actor), Preview(after, upload, name, form.reading))
    return redirect("/admin/areas/")


def _refused(request: Asked, form: TakeForm) -> HttpResponse:
    assert form.refusal is not None  # noqa: S101  asked before
    fresh = FileForm(actor=request.actor, initial=form.cleaned_data)
    shown = {"form": fresh, "refused": Banner("late", form.refusal.sentence), "most": MOST_SHOWN}
    return render(request, "places/import_areas.html", shown, status=422)


def _tell(request: Asked, event: AreasImported) -> None:
    said = _("新增%(added)d处，改动%(changed)d处，%(same)d处原样。")
    counted = {"added": event.added + event.units, "changed": event.changed, "same": event.same}
    if event.faulty:
        said += _("%(faulty)d行有问题，没有写入。")
        counted["faulty"] = event.faulty
    say(request, "soon" if event.faulty else "ok", said % counted)


@page("admin/areas/import/<uuid:upload>/", needs=access.EDIT_AREAS, methods=("GET",))
def area_faults(request: Asked, *, actor: Actor, now: datetime, upload: UUID) -> HttpResponse:
    """The rows that cannot be taken, as a sheet: where, which column, why."""
    content = uploads.kept(upload, actor=actor)
    asked = {name: request.GET.get(name, "") for name in ("under", "crs")}
    sheet = area_sheet(
        actor,
        content,
        form=form_of(request.GET.get("name", ""), content),
        under=asked["under"],
        crs=asked["crs"] or "wgs84",
        official=bool(request.GET.get("official")),
    )
    rows = [(fault.number, fault.column, fault.code, fault.sentence) for fault in sheet.faults]
    answer = HttpResponse(
        as_csv([_("行"), _("列"), _("问题代码"), _("问题")], rows), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="area-faults.csv"'
    return answer
