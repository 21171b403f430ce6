"""不派单答复: the six reasons with the answer in force, an area's own answer from a day on, the versions before."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.notes import say
from linli.places.queries import Node, tree
from linli.places.terms import Level

from .. import access
from ..commands import set_no_dispatch_text
from ..queries.no_dispatch import no_dispatch_answer, no_dispatch_versions
from ..queries.standing import china_day
from ..terms import NotDispatched


class AnswerForm(CommandForm):
    """Which reason, which words, from when."""

    area = forms.TypedChoiceField(label=gettext_lazy("哪个地方"), coerce=int)
    reason = forms.ChoiceField(label=gettext_lazy("哪种情况"), choices=NotDispatched.choices)
    text = WordsField(label=gettext_lazy("答复"), most=1000)
    since = forms.DateField(
        label=gettext_lazy("从哪天起"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, areas: list[Node], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["area"].choices = [(node.id, node.short) for node in areas]  # type: ignore[attr-defined]


@page("admin/no-dispatch/", needs=access.EDIT_NO_DISPATCH_TEXTS)
def edit_no_dispatch(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """What callers are told, by reason; a new answer holds from its day on, what was told stays."""
    paths = tuple(grant.path for grant in actor.grants if grant.permission == access.EDIT_NO_DISPATCH_TEXTS)
    areas = sorted(
        (
            n
            for n in tree().nodes.values()
            if n.level in (Level.DISTRICT, Level.STREET) and n.path.startswith(paths)
        ),
        key=lambda node: node.path,
    )
    form = AnswerForm(request.POST or None, areas=areas, initial={"since": now.date()})
    if form.is_valid():
        said = form.values()
        event = form.attempt(
            set_no_dispatch_text, actor=actor, now=now, area_id=said["area"], reason=said["reason"],
            text=said["text"], since=said["since"],
        )  # fmt: skip
        if event is not None:
            say(request, "ok", _("答复定好了，以前答复过的不变。"))
            return redirect("/admin/no-dispatch/")
    top, day = areas[0], china_day(now)
    versions = no_dispatch_versions(top.id)
    shown = {
        "top": top,
        "reasons": [
            (one.label, str(found.text), found.row_id is None, versions[one.value])
            for one in NotDispatched
            for found in [no_dispatch_answer(top.path, one, day)]
        ],
        "form": form,
    }
    return render(request, "matters/edit_no_dispatch.html", shown, status=422 if form.errors else 200)
