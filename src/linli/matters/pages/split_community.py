"""A community becomes several: which grid goes where, what moves along, then the split itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.forms import ChipRadio
from linli.kernel.ui.notes import say
from linli.people.queries import Card, counted_below, who_covers
from linli.places.commands import Part
from linli.places.commands import split_community as split_verb
from linli.places.queries import Child, area_to_edit, children_of, next_community_codes
from linli.places.terms import Level

from ..queries import open_below

EDIT_AREAS = "places.edit_areas"
MOST_PARTS = 6


class SplitForm(CommandForm):
    """Day, the new communities, and a choice for each grid."""

    on = forms.DateField(
        label=gettext_lazy("从哪天起"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("今天，或文件上写的那天。"),
    )

    def __init__(
        self, *args: Any, children: Sequence[Child], codes: Sequence[str], parts: int, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.parts, self.children = range(1, parts + 1), children
        for n in self.parts:
            code = codes[n - 1] if n <= len(codes) else ""
            self.fields[f"name{n}"] = forms.CharField(
                label=_("第%(n)d个社区的全称") % {"n": n}, max_length=60
            )
            self.fields[f"code{n}"] = forms.CharField(
                label=_("第%(n)d个社区的代码") % {"n": n}, max_length=20, initial=code
            )
        choices = [(str(n), _("归第%(n)d个") % {"n": n}) for n in self.parts]
        for child in children:
            self.fields[f"grid{child.area.pk}"] = forms.ChoiceField(
                label=child.area.short, choices=choices, widget=ChipRadio
            )
        self.speak()

    @property
    def asked(self) -> list[Part]:
        """The parts as the command wants them."""
        given = self.cleaned_data
        return [
            Part(
                given[f"code{n}"],
                given[f"name{n}"],
                tuple(one.area.pk for one in self.children if given[f"grid{one.area.pk}"] == str(n)),
            )
            for n in self.parts
        ]

    @property
    def of_parts(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        """Number, name and code of each part, for the template."""
        return [(n, self[f"name{n}"], self[f"code{n}"]) for n in self.parts]

    @property
    def of_grids(self) -> list[forms.BoundField]:
        """The choice of each grid."""
        return [self[f"grid{child.area.pk}"] for child in self.children]


@dataclass(frozen=True)
class Moving:
    """What goes to one new community."""

    name: str
    grids: int
    buildings: int
    homes: int
    households: int
    persons: int
    open_matters: int


@page("admin/areas/<int:area_id>/split/", needs=EDIT_AREAS)
def split_community(request: Asked, *, actor: Actor, now: datetime, area_id: int) -> HttpResponse:
    """First what would move, then the split."""
    area = area_to_edit(actor, area_id)
    if area is None or area.until is not None or area.level != Level.COMMUNITY or area.parent is None:
        raise Http404
    children = children_of(area)
    parts = _number(request)
    codes = next_community_codes(area.parent, parts)
    form = SplitForm(
        request.POST or None, children=children, codes=codes, parts=parts, initial={"on": now.date()}
    )
    preview: list[Moving] = []
    if form.is_valid():
        if request.POST.get("step") == "split":
            event = form.attempt(
                split_verb,
                actor=actor,
                now=now,
                area_id=area_id,
                parts=form.asked,
                on=form.cleaned_data["on"],
            )
            if event is not None:
                said = _("%(old)s已拆成%(n)d个社区，%(moved)d处区域连同在办诉求都归过去了。")
                say(request, "ok", said % {"old": area.short, "n": len(event.new_ids), "moved": event.moved})
                return redirect(f"/admin/areas/{area_id}/")
        else:
            preview = [_moving(part, children) for part in form.asked]
    shown = {
        "area": area,
        "form": form,
        "parts": parts,
        "more": parts < min(MOST_PARTS, len(children)),
        "preview": preview,
        "staying": staying([area_id], now.date()),
        "too_small": len(children) < 2,
    }
    return render(request, "matters/split_community.html", shown, status=422 if form.errors else 200)


def _number(request: Asked) -> int:
    asked = request.GET.get("parts", "")
    return (
        min(max(int(asked), 2), MOST_PARTS) if asked.isascii() and asked.isdigit() and len(asked) < 3 else 2
    )


def _moving(part: Part, children: Sequence[Child]) -> Moving:
    mine = [child for child in children if child.area.pk in part.grid_ids]
    people = [counted_below(child.area.path) for child in mine]
    return Moving(
        name=part.name,
        grids=len(mine),
        buildings=sum(child.below.count(Level.BUILDING) for child in mine),
        homes=sum(child.below.homes for child in mine),
        households=sum(one.households for one in people),
        persons=sum(one.persons for one in people),
        open_matters=sum(open_below(child.area.path) for child in mine),
    )


def staying(area_ids: Sequence[int], on: date) -> list[Card]:
    """Who serves at the old communities themselves: their postings are renewed by the security administrator."""
    return who_covers(area_ids, on)
