"""Working hours: what holds where, and new hours for an area from a day on."""

from datetime import date, datetime

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor, may_at
from linli.kernel.ui.notes import say
from linli.places.commands import set_hours
from linli.places.queries import HoursSheet, hours_sheet, hours_sheets
from linli.places.terms import Level

from ..commands import recompute_clocks

EDIT_HOURS = "places.edit_hours"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
NAMES = (
    gettext_lazy("周一"),
    gettext_lazy("周二"),
    gettext_lazy("周三"),
    gettext_lazy("周四"),
    gettext_lazy("周五"),
)


class HoursForm(CommandForm):
    """Five days and the dates that differ."""

    since = forms.DateField(
        label=gettext_lazy("从哪天起"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    monday = forms.CharField(
        label=NAMES[0], required=False, help_text=gettext_lazy("如08:30-12:00 14:00-18:00；不上班就空着。")
    )
    tuesday = forms.CharField(label=NAMES[1], required=False)
    wednesday = forms.CharField(label=NAMES[2], required=False)
    thursday = forms.CharField(label=NAMES[3], required=False)
    friday = forms.CharField(label=NAMES[4], required=False)
    special = forms.CharField(
        label=gettext_lazy("特殊的日子"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("每行一天，如2026-12-31 08:30-12:00；只写日期就是不上班。"),
    )


@page("admin/hours/", needs=EDIT_HOURS, methods=("GET",))
def list_hours(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Every street and community with its hours today."""
    paths = {grant.path for grant in actor.grants if grant.permission == EDIT_HOURS}
    tops = [path for path in sorted(paths) if not any(path.startswith(one) for one in paths - {path})]
    sheets = [(sheet, summary(sheet.week)) for path in tops for sheet in hours_sheets(path, now.date())]
    return render(request, "matters/list_hours.html", {"sheets": sheets, "community": Level.COMMUNITY})


@page("admin/hours/<int:area_id>/", needs=EDIT_HOURS)
def edit_hours(request: Asked, *, actor: Actor, now: datetime, area_id: int) -> HttpResponse:
    """The form begins with what holds now; afterwards it says how many limits moved."""
    today = now.date()
    sheet = hours_sheet(area_id, today)
    if sheet is None or not may_at(actor, EDIT_HOURS, sheet.node.path):
        raise Http404
    form = HoursForm(request.POST or None, initial=_initial(sheet, today))
    if form.is_valid() and _set(request, form, actor, now, sheet):
        return redirect("matters.list_hours")
    shown = {
        "form": form,
        "sheet": sheet,
        "summary": summary(sheet.week),
        "today": today,
        "versions": _versions(sheet),
    }
    return render(request, "matters/edit_hours.html", shown, status=422 if form.errors else 200)


def _initial(sheet: HoursSheet, today: date) -> dict[str, object]:
    lines = [f"{on.isoformat()} {text or _('休')}" for on, text in sheet.special_from(today)]
    return {**dict(zip(DAYS, sheet.week, strict=True)), "since": today, "special": "\n".join(lines)}


def _set(request: Asked, form: HoursForm, actor: Actor, now: datetime, sheet: HoursSheet) -> bool:
    asked = form.cleaned_data
    week = [asked[day] for day in DAYS]
    event = form.attempt(
        set_hours,
        actor=actor,
        now=now,
        area_id=sheet.node.id,
        since=asked["since"],
        week=week,
        special=asked["special"],
    )
    if event is None:
        return False
    clocks = recompute_clocks(actor=actor, now=now, below=event.area_path)
    said = _("%(place)s的工作时间已改好。重算%(looked)d件在办的时钟，其中%(moved)d件期限变了。")
    counted = {"place": sheet.node.short, "looked": clocks.looked_at, "moved": clocks.moved}
    say(request, "ok", said % counted)
    return True


def _versions(sheet: HoursSheet) -> list[tuple[date, str, list[tuple[date, str]]]]:
    return [
        (one.since, summary(one.week), [(on, text or _("休")) for on, text in one.special])
        for one in reversed(sheet.stated)
    ]


def summary(week: tuple[str, ...]) -> str:
    """周一到周五08:30-12:00 14:00-18:00, or run by run where days differ."""
    runs: list[tuple[int, int, str]] = []
    for at, text in enumerate(week):
        if runs and runs[-1][2] == text:
            runs[-1] = (runs[-1][0], at, text)
        else:
            runs.append((at, at, text))
    said = []
    for first, last, text in runs:
        days = NAMES[first] if first == last else _("%(a)s到%(b)s") % {"a": NAMES[first], "b": NAMES[last]}
        said.append(_("%(days)s%(hours)s") % {"days": days, "hours": text or _("不上班")})
    return _("；").join(said)
