"""登记单: print a sheet of slips with numbers, see which came back, say that one is lost."""

from datetime import datetime

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui import notes
from linli.people.queries import cards
from linli.places.queries import place_title

from .. import access
from ..commands import lose_slip, print_slips
from ..commands.slips import MOST
from ..queries import chips
from ..queries.slips import sheet_of, sheets_of
from ..rules.slip_numbers import grouped


class PrintForm(CommandForm):
    """How many, and for what."""

    count = forms.IntegerField(label=gettext_lazy("印几张"), min_value=1, max_value=MOST, initial=20)
    purpose = WordsField(
        label=gettext_lazy("用在哪里"), most=40, line=True, required=False,
        help_text=gettext_lazy("比如重阳节入户、驿站柜台。"),
    )  # fmt: skip


@page("slips/", needs=access.PRINT_SLIPS)
def slips(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The printings with what came back; a new one leads to its paper."""
    form = PrintForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        area = next(one.area_id for one in actor.standings)
        said = form.cleaned_data
        event = form.attempt(
            print_slips, actor=actor, now=now, area_id=area, count=said["count"], purpose=said["purpose"]
        )
        if event is not None:
            return redirect(f"/slips/{event.subject_id}/print/")
    found = sheets_of(actor)
    people = cards({one.made_by for one in found if one.made_by})
    rows = [
        (one, place_title(one.area_id), people[one.made_by].name if one.made_by in people else "")
        for one in found
    ]
    shown = {"form": form, "rows": rows}
    return render(request, "matters/slips.html", shown, status=422 if form.errors else 200)


@page("slips/<int:sheet_id>/", needs=access.PRINT_SLIPS, methods=("GET",))
def show_sheet(request: Asked, *, actor: Actor, now: datetime, sheet_id: int) -> HttpResponse:
    """Each slip of a printing: keyed in as which matter, lost, or still out."""
    found = sheet_of(actor, sheet_id)
    if found is None:
        raise Http404
    sheet, rows = found
    shown = {
        "sheet": sheet,
        "area": place_title(sheet.area_id),
        "rows": [(one, grouped(one.number)) for one in rows],
    }
    return render(request, "matters/slip_sheet.html", shown)


@page("slips/<int:sheet_id>/print/", needs=access.PRINT_SLIPS, methods=("GET",))
def print_sheet(request: Asked, *, actor: Actor, now: datetime, sheet_id: int) -> HttpResponse:
    """The paper: two slips a page, each with its number, its code and the questions of a report."""
    found = sheet_of(actor, sheet_id)
    if found is None:
        raise Http404
    sheet, rows = found
    open_ones = [
        (grouped(one.number), request.build_absolute_uri(f"/s/{one.number}/"))
        for one in rows
        if one.matter_id is None
    ]
    shown = {"sheet": sheet, "area": place_title(sheet.area_id), "rows": open_ones, "chips": chips()}
    return render(request, "matters/slip_paper.html", shown)


@page("slips/lost/<int:slip_id>/", needs=access.PRINT_SLIPS, methods=("POST",))
def slip_lost(request: Asked, *, actor: Actor, now: datetime, slip_id: int) -> HttpResponse:
    """Lost, or found again."""
    form = CommandForm(request.POST)
    form.is_valid()
    lost = request.POST.get("lost") == "1"
    event = form.attempt(lose_slip, actor=actor, now=now, slip_id=slip_id, lost=lost)
    if event is not None:
        notes.say(request, "ok", _("已记为遗失。") if lost else _("已记为找到。"))
    elif form.refusal is not None:
        notes.say(request, "late", str(form.refusal.sentence))
    back = request.POST.get("sheet", "")
    return redirect(
        f"/slips/{int(back)}/" if back.isascii() and back.isdigit() and len(back) < 19 else "/slips/"
    )
