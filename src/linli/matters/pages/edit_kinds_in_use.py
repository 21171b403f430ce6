"""启用的事项: which kinds a street takes in, from a day on; every row stays with its date."""

from datetime import datetime

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor, may_at
from linli.kernel.ui.notes import say
from linli.places.queries import tree
from linli.places.terms import Level

from .. import access
from ..commands import use_kind
from ..kinds import kinds
from ..queries.kinds_in_use import is_in_use, said_of
from ..queries.standing import china_day


class UseForm(CommandForm):
    """Where, which kind, taken in or not, from when."""

    area_id = forms.TypedChoiceField(label=gettext_lazy("哪个街道"), coerce=int)
    kind = forms.ChoiceField(label=gettext_lazy("事项类型"))
    used = forms.TypedChoiceField(
        label=gettext_lazy("怎么定"), coerce=lambda word: word == "yes",
        choices=[("yes", gettext_lazy("启用")), ("no", gettext_lazy("停用"))],
    )  # fmt: skip
    since = forms.DateField(
        label=gettext_lazy("从哪天起"), help_text=gettext_lazy("在办的不变，只管新登记的。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def __init__(self, *args: object, areas: list[tuple[int, str]], **more: object) -> None:
        super().__init__(*args, **more)
        self.fields["area_id"].choices = areas  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(one.code, one.label) for one in kinds().values()]  # type: ignore[attr-defined]


@page("admin/kinds/", needs=access.EDIT_KINDS_IN_USE)
def edit_kinds_in_use(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Every street of the actor's with what it uses today, and a change from a day on."""
    streets = [
        node
        for node in tree().within("/", Level.STREET)
        if may_at(actor, access.EDIT_KINDS_IN_USE, node.path)
    ]
    form = UseForm(
        request.POST or None,
        areas=[(node.id, node.short) for node in streets],
        initial={"since": china_day(now)},
    )
    if form.is_valid():
        event = form.attempt(use_kind, actor=actor, now=now, **form.values())
        if event is not None:
            say(request, "ok", _("已定。"))
            return redirect("/admin/kinds/")
    today = china_day(now)
    rows = [
        (kind, [(is_in_use(kind, node.path, today), said_of(node.id, kind.code)) for node in streets])
        for kind in kinds().values()
    ]
    shown = {"streets": streets, "rows": rows, "form": form}
    return render(request, "matters/edit_kinds_in_use.html", shown, status=422 if form.errors else 200)
