"""剔除公示: what is left out of the rates and why, who asked and who decided; asking and deciding."""

from datetime import datetime

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor, may
from linli.kernel.ui.notes import say
from linli.kernel.ui.parts import Empty, Pager
from linli.kernel.ui.parts import View as Tab
from linli.matters.queries import matter_for

from .. import access
from ..commands import ask_exclusion as ask_verb
from ..commands import decide_exclusion as decide_verb
from ..queries.deciding import exclusion_of, exclusions, left_out_of, may_decide_on
from ..terms import OutReason, OutState
from .seeing import seeing


class AskForm(CommandForm):
    """Why a matter should be left out."""

    reason = forms.ChoiceField(
        label=gettext_lazy("原因"),
        choices=[(one.value, one.label) for one in OutReason if one != OutReason.APPEAL],
    )
    words = WordsField(
        label=gettext_lazy("理由"), most=500, help_text=gettext_lazy("会公示，请不要写人名、电话和门牌。")
    )


class DecideForm(CommandForm):
    """Yes or no."""

    granted = forms.ChoiceField(
        label=gettext_lazy("意见"),
        choices=[("yes", gettext_lazy("同意剔除")), ("no", gettext_lazy("不同意"))],
        widget=forms.RadioSelect,
    )
    words = WordsField(
        label=gettext_lazy("说明"), most=500, required=False, help_text=gettext_lazy("不同意要写理由。")
    )


@page("board/exclusions/", needs=access.SEE, methods=("GET",))
def list_exclusions(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """All requests in an area, newest first; everybody on the staff who sees figures sees what they leave out."""
    seen = seeing(request, actor, now)
    state = request.GET.get("state", "")
    found = exclusions(
        actor,
        seen.node,
        state=state,
        before=request.GET.get("before", ""),
        after=request.GET.get("after", ""),
    )
    tabs = [Tab(_("全部"), seen.address("/board/exclusions/"), None, state not in OutState.values)]
    tabs += [
        Tab(str(one.label), seen.address("/board/exclusions/", state=one.value), None, state == one.value)
        for one in OutState
    ]
    return render(
        request,
        "board/list_exclusions.html",
        {
            "seen": seen, "views": tabs,
            "rows": [(row, may_decide_on(actor, row)) for row in found.rows],
            "empty": Empty("done", _("没有剔除的诉求")),
            "pager": Pager(
                "",
                seen.address("/board/exclusions/", state=state, before=found.before) if found.before else "",
                seen.address("/board/exclusions/", state=state, after=found.after) if found.after else "",
            ),
        },
    )  # fmt: skip


@page("board/exclusions/ask/<str:number>/", needs=access.ASK_OUT)
def ask_exclusion(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """Ask that one matter be left out."""
    found = matter_for(actor, number)
    if found is None or not found.as_staff or not may(actor, access.ASK_OUT, found.matter):
        raise Http404
    form = AskForm(request.POST or None)
    if (
        form.is_valid()
        and form.attempt(ask_verb, actor=actor, now=now, number=number, **form.values()) is not None
    ):
        say(request, "ok", _("已申请剔除，上一级审过才算。"))
        return redirect("board.list_exclusions")
    shown = {"form": form, "matter": found.matter, "asked": left_out_of(found.matter.pk)}
    return render(request, "board/ask_exclusion.html", shown, status=422 if form.errors else 200)


@page("board/exclusions/<int:exclusion_id>/", needs=access.DECIDE_OUT)
def decide_exclusion(request: Asked, *, actor: Actor, now: datetime, exclusion_id: int) -> HttpResponse:
    """Decide one request of the level below."""
    row = exclusion_of(actor, exclusion_id)
    if row is None:
        raise Http404
    form = DecideForm(request.POST or None)
    if form.is_valid():
        granted = form.cleaned_data["granted"] == "yes"
        done = form.attempt(
            decide_verb,
            actor=actor,
            now=now,
            exclusion_id=row.pk,
            granted=granted,
            words=form.cleaned_data["words"],
        )
        if done is not None:
            say(request, "ok", _("已同意，这件不算进三率。") if granted else _("已退回，这件照样算。"))
            return redirect("board.list_exclusions")
    shown = {"form": form, "row": row, "may": may_decide_on(actor, row)}
    return render(request, "board/decide_exclusion.html", shown, status=422 if form.errors else 200)
