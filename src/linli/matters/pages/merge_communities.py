"""Communities of a street become one: which, under which name and code, what moves along."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.forms import ChipChecks
from linli.kernel.ui.notes import say
from linli.people.queries import counted_below
from linli.places.commands import merge_communities as merge_verb
from linli.places.queries import Child, area_to_edit, children_of, next_community_codes, tree
from linli.places.terms import Level

from ..queries import open_below
from .split_community import EDIT_AREAS, Moving, staying


class MergeForm(CommandForm):
    """Which communities, and what they become."""

    communities = forms.MultipleChoiceField(label=gettext_lazy("哪些社区"), widget=ChipChecks)
    first = forms.ChoiceField(
        label=gettext_lazy("工作时间和时限跟哪个社区"),
        help_text=gettext_lazy("只在它们自己定过的时候有区别。"),
        required=False,
    )
    name = forms.CharField(label=gettext_lazy("合并后的全称"), max_length=60)
    code = forms.CharField(label=gettext_lazy("合并后的代码"), max_length=20)
    on = forms.DateField(
        label=gettext_lazy("从哪天起"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("今天，或文件上写的那天。"),
    )

    def __init__(self, *args: Any, communities: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["communities"].choices = communities  # type: ignore[attr-defined]
        self.fields["first"].choices = [("", _("第一个选中的")), *communities]  # type: ignore[attr-defined]

    @property
    def ids(self) -> list[int]:
        """The chosen ones, the first that was named first."""
        chosen = [int(one) for one in self.cleaned_data["communities"]]
        first = self.cleaned_data["first"]
        return sorted(chosen, key=lambda one: str(one) != first) if first else chosen


@page("admin/areas/<int:area_id>/merge/", needs=EDIT_AREAS)
def merge_communities(request: Asked, *, actor: Actor, now: datetime, area_id: int) -> HttpResponse:
    """First what would move, then the merger."""
    street = area_to_edit(actor, area_id)
    if street is None or street.until is not None or street.level != Level.STREET:
        raise Http404
    children = [child for child in children_of(street) if child.area.level == Level.COMMUNITY]
    form = MergeForm(
        request.POST or None,
        communities=[(str(child.area.pk), child.area.short) for child in children],
        initial={"on": now.date(), "code": "".join(next_community_codes(street, 1))},
    )
    preview: list[Moving] = []
    if form.is_valid():
        if request.POST.get("step") == "merge" and (answer := _merged(request, form, actor, now)) is not None:
            return answer
        preview = [_moving(child) for child in children if child.area.pk in form.ids]
    shown = {
        "area": street,
        "form": form,
        "preview": preview if not form.errors else [],
        "staying": staying(form.ids, now.date()) if preview else [],
        "twins": _twins(form.ids) if preview else [],
    }
    return render(request, "matters/merge_communities.html", shown, status=422 if form.errors else 200)


def _merged(request: Asked, form: MergeForm, actor: Actor, now: datetime) -> HttpResponse | None:
    asked = {key: form.cleaned_data[key] for key in ("name", "code", "on")}
    event = form.attempt(merge_verb, actor=actor, now=now, area_ids=form.ids, **asked)
    if event is None:
        return None
    said = _("%(n)d个社区已合并成%(name)s，%(moved)d处区域连同在办诉求都归过去了。")
    say(request, "ok", said % {"n": len(event.old_ids), "name": asked["name"], "moved": event.moved})
    return redirect(f"/admin/areas/{event.subject_id}/")


def _moving(child: Child) -> Moving:
    people = counted_below(child.area.path)
    return Moving(
        name=child.area.short,
        grids=child.below.count(Level.GRID),
        buildings=child.below.count(Level.BUILDING),
        homes=child.below.homes,
        households=people.households,
        persons=people.persons,
        open_matters=open_below(child.area.path),
    )


def _twins(ids: list[int]) -> list[str]:
    """Short names that several of the grids have: people would mix them up."""
    names = [grid.short for one in ids for grid in tree().children(one)]
    return sorted({name for name in names if names.count(name) > 1})
