"""常用筛选: keep the filters of the inbox under a name, for oneself or the desk; drop them again."""

from datetime import datetime
from urllib.parse import parse_qs

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui import notes
from linli.places.queries import row_id

from .. import access
from ..commands import drop_view, save_view
from .desk_matter import way_back


class SaveForm(CommandForm):
    """A name, and whether the desk shares it."""

    name = WordsField(
        label=gettext_lazy("起个名字"), most=20, line=True, widget=forms.TextInput(attrs={"maxlength": 20})
    )
    shared = forms.BooleanField(label=gettext_lazy("前台共用"), required=False)


@page("inbox/views/", needs=access.SEE, methods=("POST",))
def keep_view(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Keep what the list behind the form is filtered by; back to it either way, told what came of it."""
    query = request.POST.get("query", "")[:2000]
    form, area = SaveForm(request.POST), row_id(parse_qs(query).get("area", [""])[0])
    if form.is_valid() and area is not None:
        said = form.cleaned_data
        event = form.attempt(
            save_view,
            actor=actor,
            now=now,
            area_id=area,
            name=said["name"],
            query=query,
            shared=said["shared"],
        )
        if event is not None:
            notes.say(request, "ok", _("已存为“%(name)s”。") % {"name": said["name"]})
            return redirect(f"/inbox/?{query}")
    wrong = next((one for told in form.errors.values() for one in told), _("现在没有筛选条件，不用存。"))
    notes.say(request, "late", str(wrong))
    return redirect(f"/inbox/?{query}")


@page("inbox/views/<int:view_id>/drop/", needs=access.SEE, methods=("POST",))
def forget_view(request: Asked, *, actor: Actor, now: datetime, view_id: int) -> HttpResponse:
    """Drop one."""
    form = CommandForm(request.POST)
    form.is_valid()
    drop_view.once(form.given_id)(actor=actor, now=now, view_id=view_id)
    notes.say(request, "ok", _("已删掉这个筛选。"))
    return redirect(way_back(request, "/inbox/"))
