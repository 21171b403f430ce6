"""类别建议: how suggestions have fared week by week, and which version makes them. Of texts, never of persons."""

from datetime import datetime

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui import notes

from .. import access
from ..commands import choose_version
from ..queries.learning import doings, learning, versions


class VersionForm(CommandForm):
    """Which version, and why."""

    version = forms.ChoiceField(label=gettext_lazy("改用"), required=False)
    reason = WordsField(label=gettext_lazy("为什么"), most=200, line=True)

    def __init__(self, *args: object, choices: list[tuple[str, str]], **more: object) -> None:
        super().__init__(*args, **more)
        self.fields["version"].choices = choices  # type: ignore[attr-defined]


@page("learning/", needs=access.SEE_LEARNING)
def show_learning(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """GET shows the weeks; POST chooses a version, for who may."""
    known = versions()
    back = [("", _("退回上一个版本"))] if any(one.live for one in known) else []
    choices = [*back, *((one.name, one.name) for one in known if not one.live)]
    may_run = actor.holds(access.RUN_LEARNING) and bool(choices)
    form = VersionForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        event = form.attempt(choose_version, actor=actor, now=now, **form.values())
        if event is not None:
            notes.say(request, "ok", _("已记下，马上换。"))
            return redirect("/learning/")
    told = {
        "unsure": _("说不准的多了"),
        "disagree": _("人改得多了"),
        "overconfident": _("把握和实际差得多"),
        "moved": _("类别构成变了"),
    }
    found = learning(actor, now)
    done = {
        "promoted": _("启用"),
        "refused": _("没有启用"),
        "not_learned": _("没有学成"),
        "rolled_back": _("退回"),
    }
    shown = {
        "weeks": [(week, [told[code] for code in week.alarms]) for week in found.weeks],
        "bins": found.bins,
        "mix": found.mix,
        "versions": known,
        "doings": [(one, one.at[:16].replace("T", " "), done.get(one.done, one.done)) for one in doings()],
        "form": form,
        "may_run": may_run,
    }
    return render(request, "matters/show_learning.html", shown, status=422 if form.errors else 200)
