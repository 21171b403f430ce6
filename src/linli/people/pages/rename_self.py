"""怎么称呼您: a resident's name, as it stands on what they report."""

from datetime import datetime

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm
from linli.kernel.page import SIGNED_IN, Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui import notes

from ..commands import rename_self as rename
from ..queries import own_record


class NameForm(CommandForm):
    """One line."""

    name = forms.CharField(
        label=gettext_lazy("怎么称呼您"), max_length=50, help_text=gettext_lazy("可以只写姓，比如周女士。"),
        widget=forms.TextInput({"autocomplete": "name"}),
    )  # fmt: skip


@page("me/name/", needs=SIGNED_IN)
def rename_self(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Ask, keep, back to 我的."""
    own = own_record(actor)
    form = NameForm(request.POST or None, initial={"name": own.name})
    if (
        request.method == "POST"
        and form.is_valid()
        and form.attempt(rename, actor=actor, now=now, **form.values())
    ):
        notes.say(request, "ok", _("已改。以后这样称呼您。"))
        return redirect("/me/")
    return render(
        request, "people/own_form.html", {"form": form, "heading": _("怎么称呼您"), "button": _("就这样叫")}
    )
