"""当观察员: ask, see the answer, pause, go on, leave; and what one's reports have changed."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import SIGNED_IN, Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui import notes
from linli.kernel.ui.forms import ChipRadio
from linli.kernel.ui.parts import Photo
from linli.places.queries import tree
from linli.places.terms import Level

from .. import access
from ..commands import ask_to_observe, leave_observing, pause_observing
from ..queries.observers import changed_by, own_enrolments, remit
from ..terms import Trade


class JoinForm(CommandForm):
    """Which street, what one does there, a word."""

    area = forms.TypedChoiceField(label=gettext_lazy("常在哪个街道"), coerce=int)
    trade = forms.ChoiceField(label=gettext_lazy("做什么的"), choices=Trade.choices, widget=ChipRadio)
    words = WordsField(label=gettext_lazy("想说的话"), most=200, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        area = self.fields["area"]
        assert isinstance(area, forms.ChoiceField)  # noqa: S101  declared above
        area.choices = [(one.id, one.short) for one in tree().within("/", Level.STREET)]


@page("observers/join/", needs=SIGNED_IN)
def join_observers(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The form, and how one's own enrolments stand."""
    form = JoinForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        event = form.attempt(
            ask_to_observe,
            actor=actor,
            now=now,
            area_id=said["area"],
            trade=said["trade"],
            words=said["words"],
        )
        if event is not None:
            notes.say(request, "ok", _("已收到申请，街道看过以后告诉您。"))
            return redirect("/observers/join/")
    own = [(one, node.short if (node := tree().get(one.area_id)) else "") for one in own_enrolments(actor)]
    posted = remit(actor, now.date()) if actor.holds(access.OBSERVE) else None
    shown = {
        "form": form,
        "own": own,
        "posted": posted,
        "base": "ui/worker.html" if actor.is_staff else "ui/resident.html",
    }
    return render(request, "matters/join_observers.html", shown, status=422 if form.errors else 200)


@page("observers/<int:enrolment_id>/pause/", needs=SIGNED_IN, methods=("POST",))
def pause_own(request: Asked, *, actor: Actor, now: datetime, enrolment_id: int) -> HttpResponse:
    """Stop for a while, or go on."""
    paused = request.POST.get("paused") == "1"
    form = CommandForm(request.POST)
    form.is_valid()
    event = form.attempt(pause_observing, actor=actor, now=now, enrolment_id=enrolment_id, paused=paused)
    if event is not None:
        notes.say(request, "ok", _("已暂停，想报的时候再恢复。") if paused else _("已恢复，可以报了。"))
    return redirect("/observers/join/")


@page("observers/<int:enrolment_id>/leave/", needs=SIGNED_IN, methods=("POST",))
def leave_own(request: Asked, *, actor: Actor, now: datetime, enrolment_id: int) -> HttpResponse:
    """Leave at any time; the street's desk ends an enrolment the same way."""
    form = CommandForm(request.POST)
    form.is_valid()
    event = form.attempt(leave_observing, actor=actor, now=now, enrolment_id=enrolment_id)
    if event is not None:
        notes.say(request, "ok", _("已退出。谢谢这些日子的帮忙。"))
    own = event is None or event.person_id == actor.person_id
    return redirect("/observers/join/" if own else "/observers/")


@page("observe/changed/", needs=SIGNED_IN, methods=("GET",))
def observe_changed(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Before and after of what one reported."""
    rows = [
        (one, _photos(one.before, _("报的时候")), _photos(one.after, _("办好以后")))
        for one in changed_by(actor)
    ]
    shown = {"rows": rows, "base": "ui/worker.html" if actor.is_staff else "ui/resident.html"}
    return render(request, "matters/observe_changed.html", shown)


def _photos(uids: Any, word: str) -> list[Photo]:
    return [Photo(f"/photos/{uid}/?s", word, f"/photos/{uid}/") for uid in uids]
