"""委托代办: the petitioner names an agent online, or a desk with the signed paper; either may end it."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel import browser
from linli.kernel.forms import CommandForm
from linli.kernel.page import SIGNED_IN, Asked, page
from linli.kernel.scope import Actor, may
from linli.kernel.ui.forms import PhotosField
from linli.kernel.ui.notes import say

from .. import access
from ..commands import end_agency as end_verb
from ..commands import name_agent as name_verb
from ..kinds import kind_of
from ..models import Matter
from ..queries import agents_over, matter_for
from .reporting import PhotoForm


class AgentForm(PhotoForm):
    """Who acts; the paper where a desk writes it down."""

    agent = forms.ChoiceField(label=gettext_lazy("请谁代办"))
    photos = PhotosField(
        label=gettext_lazy("本人签字的委托书"), help_text=gettext_lazy("拍清签名和日期，最多3张。")
    )
    field_order = ("agent", "photos")

    def __init__(self, *args: Any, agents: dict[int, str], paper: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        agent = self.fields["agent"]
        assert isinstance(agent, forms.ChoiceField)  # noqa: S101  declared above
        agent.choices = [("", _("请选择")), *((str(pk), name) for pk, name in agents.items())]
        if not paper:
            del self.fields["photos"]


@page("matters/<str:number>/agent/", needs=SIGNED_IN)
def name_agent(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """For the petitioner, and for whoever works on it."""
    matter, own = _theirs(actor, number)
    agents = agents_over(matter.area_path, now)
    form = AgentForm(request.POST or None, request.FILES or None, agents=agents, paper=not own)
    claim = browser.photo_claim(request)
    if form.is_bound and not own:
        form.keep_photos(request.POST, actor=actor, claim=claim, now=now)
    if form.is_valid():
        agent = int(form.cleaned_data["agent"])
        event = form.attempt(
            name_verb, actor=actor, now=now, matter_id=matter.pk, agent_person_id=agent,
            photos=() if own else form.uids, photo_claim=claim if form.uids else "",
        )  # fmt: skip
        if event is not None:
            say(request, "ok", _("已请%(agent)s代办。") % {"agent": agents.get(agent, "")})
            return redirect(f"/matters/{number}/")
    base = "matters/own_form.html" if own else "matters/staff_form.html"
    lead = _("代办员可以替您补充、催办、申请复查，并把进展告诉您。满意不满意仍由您说。")
    shown = {
        "form": form, "matter": matter, "heading": _("委托代办"), "button": _("委托"), "lead": lead if own else "",
    }  # fmt: skip
    return render(request, base, shown, status=422 if form.errors else 200)


@page("matters/<str:number>/agent/end/", needs=SIGNED_IN, methods=("POST",))
def end_agency(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """The agent acts no longer."""
    matter, _own = _theirs(actor, number, agent_too=True)
    form = CommandForm(request.POST)
    if form.is_valid() and form.attempt(end_verb, actor=actor, now=now, matter_id=matter.pk) is not None:
        say(request, "ok", _("代办已结束。"))
    elif form.refusal is not None:
        say(request, "soon", form.refusal.sentence)
    still = matter_for(actor, number) is not None
    return redirect(f"/matters/{number}/" if still else "/attend/")


def _theirs(actor: Actor, number: str, *, agent_too: bool = False) -> tuple[Matter, bool]:
    """The matter, and whether it is the own; 404 for everybody who neither asked nor works on it."""
    found = matter_for(actor, number)
    if found is None or not kind_of(found.matter.kind).agents:
        raise Http404
    if actor.person_id is not None and found.matter.reporter_person_id == actor.person_id:
        return found.matter, True
    if (found.as_staff and may(actor, access.ACT, found.matter)) or (agent_too and found.own):
        return found.matter, False
    raise Http404
