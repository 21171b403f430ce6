"""清单外事项: asked for with reason, days, money and people; decided by somebody else; both published."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.forms import ChipRadio
from linli.kernel.ui.notes import say
from linli.places.queries import Node, tree
from linli.places.terms import Level

from .. import access
from ..commands import ask_outside_duty, decide_outside_duty
from ..queries import branches
from ..queries.duties import request_for, requests_for


class AskForm(CommandForm):
    """All that is needed to decide."""

    area_id = forms.TypedChoiceField(label=gettext_lazy("请哪个社区办"), coerce=int)
    category = forms.ChoiceField(label=gettext_lazy("哪一类诉求"), required=False)
    what = WordsField(label=gettext_lazy("请社区做什么"), most=500)
    reason = WordsField(label=gettext_lazy("为什么要社区做"), most=500)
    from_on = forms.DateField(
        label=gettext_lazy("从哪天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until_on = forms.DateField(
        label=gettext_lazy("到哪天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    money = WordsField(
        label=gettext_lazy("给多少经费"), most=200, line=True, help_text=gettext_lazy("没有也要写“无”。")
    )
    people = WordsField(
        label=gettext_lazy("派多少人"), most=200, line=True, help_text=gettext_lazy("没有也要写“无”。")
    )

    def __init__(self, *args: Any, areas: list[Node], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["area_id"].choices = [(node.id, node.short) for node in areas]  # type: ignore[attr-defined]
        self.fields["category"].choices = [  # type: ignore[attr-defined]
            ("", _("不限类别")), *((one.code, one.indented) for one in branches())
        ]  # fmt: skip


class DecideForm(CommandForm):
    """Yes or no, and why."""

    approve = forms.ChoiceField(
        label=gettext_lazy("同意吗"), widget=ChipRadio,
        choices=[("yes", gettext_lazy("同意")), ("no", gettext_lazy("不同意"))],
    )  # fmt: skip
    answer = WordsField(label=gettext_lazy("审批意见"), most=500, help_text=gettext_lazy("会公开。"))


def _communities(actor: Actor) -> list[Node]:
    paths = tuple(one.path for one in actor.standings)
    nodes = (node for node in tree().nodes.values() if node.level == Level.COMMUNITY)
    return sorted((node for node in nodes if node.path.startswith(paths)), key=lambda node: node.path)


@page("outside/", needs=access.SEE_OUTSIDE_DUTY, methods=("GET",))
def list_outside(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """What waits for a decision, then what was decided."""
    shown = {"requests": requests_for(actor), "can_ask": actor.holds(access.ASK_OUTSIDE_DUTY)}
    return render(request, "matters/list_outside.html", shown)


@page("outside/new/", needs=access.ASK_OUTSIDE_DUTY)
def ask_outside(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The request."""
    today = now.date()
    initial = {
        "from_on": today,
        "until_on": today + timedelta(days=30),
        "category": request.GET.get("category", ""),
    }
    form = AskForm(request.POST or None, areas=_communities(actor), initial=initial)
    if form.is_valid():
        event = form.attempt(ask_outside_duty, actor=actor, now=now, **form.values())
        if event is not None:
            say(request, "ok", _("申请交上去了，三个工作日内审批。"))
            return redirect(f"/outside/{event.subject_id}/")
    return render(request, "matters/ask_outside.html", {"form": form}, status=422 if form.errors else 200)


@page("outside/<int:request_id>/", needs=access.SEE_OUTSIDE_DUTY)
def show_outside(request: Asked, *, actor: Actor, now: datetime, request_id: int) -> HttpResponse:
    """One request; whoever may decide finds the form here."""
    found = request_for(actor, request_id)
    if found is None:
        raise Http404
    may_decide = (
        not found.decision
        and actor.holds(access.APPROVE_OUTSIDE_DUTY)
        and found.asked_by_id != actor.person_id
    )
    form = DecideForm(request.POST or None) if may_decide or request.method == "POST" else None
    if form is not None and form.is_valid():
        event = form.attempt(
            decide_outside_duty, actor=actor, now=now, request_id=request_id,
            approve=form.cleaned_data["approve"] == "yes", answer=form.cleaned_data["answer"],
        )  # fmt: skip
        if event is not None:
            say(request, "ok", _("审批好了，清单页上公开。"))
            return redirect(f"/outside/{request_id}/")
    shown = {"one": found, "form": form}
    return render(
        request, "matters/show_outside.html", shown, status=422 if form is not None and form.errors else 200
    )
