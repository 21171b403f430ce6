"""One area: added below its parent, its particulars and borders changed, ended."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor
from linli.kernel.ui.notes import say

from .. import access
from ..commands import add_area as add_verb
from ..commands import change_area, import_areas
from ..commands import end_area as end_verb
from ..queries import area_sheet, area_to_edit, next_code
from ..rules.area_tables import MOST_BYTES
from ..terms import GridKind, Level
from .import_areas import SYSTEMS

if TYPE_CHECKING:
    from ..models import Area


class AreaForm(CommandForm):
    """Names, kind, homes."""

    name = forms.CharField(label=gettext_lazy("全称"), max_length=60)
    short = forms.CharField(label=gettext_lazy("简称"), max_length=30)
    kind = forms.ChoiceField(label=gettext_lazy("网格类型"), choices=GridKind.choices)
    homes = forms.IntegerField(label=gettext_lazy("户数"), required=False, min_value=0, max_value=9_999)

    def __init__(self, *args: Any, level: int, **more: Any) -> None:
        super().__init__(*args, **more)
        if level != Level.GRID:
            del self.fields["kind"]
        if level not in (Level.GRID, Level.BUILDING):
            del self.fields["homes"]


class NewAreaForm(AreaForm):
    """The same with a code; the short name may be left to us."""

    code = forms.CharField(label=gettext_lazy("代码"), max_length=40)
    field_order = ("name", "short", "code", "kind", "homes")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["short"].required = False


class BorderForm(CommandForm):
    """A border from a file or as text."""

    file = forms.FileField(
        label=gettext_lazy("边界文件（GeoJSON）"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".json,.geojson"}),
    )
    text = forms.CharField(
        label=gettext_lazy("或者贴上GeoJSON"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    crs = forms.ChoiceField(label=gettext_lazy("坐标系"), choices=SYSTEMS)

    def geometry(self) -> object:
        """The geometry, also out of a Feature or a collection of one. Refuses: border_missing, border_unreadable."""
        file = self.cleaned_data["file"]
        text = file.read(MOST_BYTES).decode("utf-8", "replace") if file else self.cleaned_data["text"]
        if not text.strip():
            raise Refusal("border_missing", _("请选边界文件，或者贴上GeoJSON。"), facts={"field": "text"})
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            raise Refusal("border_unreadable", _("这不是GeoJSON。"), facts={"field": "text"}) from None
        if (
            isinstance(found, dict)
            and isinstance(found.get("features"), list)
            and len(found["features"]) == 1
        ):
            found = found["features"][0]
        return found.get("geometry", found) if isinstance(found, dict) else found


class EndForm(CommandForm):
    """The first day it is no more."""

    until = forms.DateField(
        label=gettext_lazy("从哪天起停用"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def area_here(actor: Actor, area_id: int) -> "Area":
    """An area in force that the actor keeps, or 404."""
    area = area_to_edit(actor, area_id)
    if area is None or area.until is not None:
        raise Http404
    return area


@page("admin/areas/<int:area_id>/add/", needs=access.EDIT_AREAS)
def add_area(request: Asked, *, actor: Actor, now: datetime, area_id: int) -> HttpResponse:
    """A new area one level below."""
    parent = area_here(actor, area_id)
    if parent.level >= Level.HOME:
        raise Http404
    level = Level(parent.level + 1)
    form = NewAreaForm(request.POST or None, level=level, initial={"code": next_code(parent)})
    if form.is_valid():
        asked = {key: value for key, value in form.values().items() if value not in ("", None)}
        event = form.attempt(add_verb, actor=actor, now=now, level=int(level), parent_id=parent.pk, **asked)
        if event is not None:
            said = _("已新增%(level)s“%(name)s”。") % {"level": level.label.lower(), "name": asked["name"]}
            say(request, "ok", said)
            return redirect(f"/admin/areas/{parent.pk}/")
    shown = {"form": form, "area": parent, "level": level}
    return render(request, "places/add_area.html", shown, status=422 if form.errors else 200)


@page("admin/areas/<int:area_id>/edit/", needs=access.EDIT_AREAS)
def edit_area(request: Asked, *, actor: Actor, now: datetime, area_id: int) -> HttpResponse:
    """Three forms on one page, each with its own button."""
    area = area_here(actor, area_id)
    step = request.POST.get("step", "")
    initial = {"name": area.name, "short": area.short, "kind": area.kind, "homes": area.homes}
    form = AreaForm(
        request.POST if step == "edit" else None, level=area.level, initial=initial, auto_id="edit_%s"
    )
    border = BorderForm(*((request.POST, request.FILES) if step == "border" else ()), auto_id="border_%s")
    end = EndForm(request.POST if step == "end" else None, initial={"until": now.date()}, auto_id="end_%s")
    if (
        (form.is_valid() and _changed(request, form, actor, now, area))
        or (border.is_valid() and _drawn(request, border, actor, now, area))
        or (end.is_valid() and _ended(request, end, actor, now, area))
    ):
        return redirect(f"/admin/areas/{area.pk}/")
    drawn = json.dumps({"type": "MultiPolygon", "coordinates": area.polygon}) if area.polygon else ""
    shown = {"area": area, "form": form, "border": border, "end": end, "drawn": drawn}
    bad = form.errors or border.errors or end.errors
    return render(request, "places/edit_area.html", shown, status=422 if bad else 200)


def _changed(request: Asked, form: AreaForm, actor: Actor, now: datetime, area: "Area") -> bool:
    event = form.attempt(change_area, actor=actor, now=now, area_id=area.pk, **form.values())
    if event is not None:
        say(request, "ok", _("“%(name)s”的资料已改好。") % {"name": form.cleaned_data["short"]})
    return event is not None


def _drawn(request: Asked, form: BorderForm, actor: Actor, now: datetime, area: "Area") -> bool:
    """A border passes the same checks as in a file of many: it goes in as a file of one."""
    geometry = form.tell(form.geometry)
    if geometry is None:
        return False
    feature = {"type": "Feature", "properties": {"code": area.code, "name": area.name}, "geometry": geometry}
    content = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    crs = form.cleaned_data["crs"]
    sheet = form.tell(lambda: area_sheet(actor, content, form="geojson", crs=crs))
    if sheet is None:
        return False
    if sheet.faults:
        form.add_error("text", "".join(fault.sentence for fault in sheet.faults))
        return False
    asked = {"content": content, "form": "geojson", "crs": crs, "only_whole": True}
    event = form.attempt(import_areas, actor=actor, now=now, **asked)
    if event is not None:
        say(request, "ok", _("“%(name)s”的边界已换上，马上按新边界派单。") % {"name": area.short})
    return event is not None


def _ended(request: Asked, form: EndForm, actor: Actor, now: datetime, area: "Area") -> bool:
    until = form.cleaned_data["until"]
    event = form.attempt(end_verb, actor=actor, now=now, area_id=area.pk, until=until)
    if event is not None:
        say(request, "ok", _("“%(name)s”已停用，历史都留着。") % {"name": area.short})
    return event is not None
