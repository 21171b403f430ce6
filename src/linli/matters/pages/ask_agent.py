"""请人代办信访: who is signed in puts a petition forward and lets an agent act, in one step and in the own name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel import browser
from linli.kernel.forms import WordsField
from linli.kernel.page import SIGNED_IN, Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.forms import ChipChecks
from linli.kernel.ui.notes import say
from linli.people.queries import own_entry
from linli.places.queries import Node

from ..commands import open_matter
from ..kinds import kinds
from ..queries import agents_over, nameable
from ..queries.kinds_in_use import is_in_use
from ..queries.standing import china_day
from .name_accused import PERSON, UNIT
from .proposal_board import community_of
from .reporting import PhotoForm, filled, photo_owner, usual_place


class PetitionForm(PhotoForm):
    """What is asked for, by which agent, against whom if anybody, and the consent that 信访 may be done by another."""

    text = WordsField(label=gettext_lazy("您要反映什么、要求什么"), most=2000)
    agent = forms.ChoiceField(
        label=gettext_lazy("请谁代办"), error_messages={"required": gettext_lazy("请选一位代办员。")}
    )
    accused = forms.MultipleChoiceField(
        label=gettext_lazy("反映的人或单位"), required=False, widget=ChipChecks,
        help_text=gettext_lazy("选了以后，本人、本人所在岗位和单位都看不到这件事，由上一级来办。"),
    )  # fmt: skip
    consent = forms.BooleanField(
        label=gettext_lazy("我委托他替我代办这件事，可以看这件事的内容和我的电话"),
        error_messages={"required": gettext_lazy("没有您的委托，代办员不能替您办。同意请打勾。")},
    )
    field_order = ("text", "agent", "accused", "photos", "papers", "consent")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["text"].error_messages["required"] = gettext_lazy("请写您要反映什么、要求什么。")
        self.fields["photos"].help_text = gettext_lazy("材料拍清楚，最多3张，不拍也行。")

    def offer(self, agents: Mapping[int, str], people: Mapping[int, str], units: Mapping[int, str]) -> None:
        """Fill in who can act here and who serves here; an only agent is chosen already."""
        agent, accused = self.fields["agent"], self.fields["accused"]
        assert isinstance(agent, forms.ChoiceField)  # noqa: S101  declared above
        assert isinstance(accused, forms.ChoiceField)  # noqa: S101  declared above
        named = [(str(pk), name) for pk, name in agents.items()]
        agent.choices = named if len(named) == 1 else [("", _("请选择")), *named]
        accused.choices = [
            *((f"{PERSON}{pk}", name) for pk, name in people.items()),
            *((f"{UNIT}{pk}", name) for pk, name in units.items()),
        ]

    def whom(self, mark: str) -> tuple[int, ...]:
        """The ids chosen under a mark."""
        return tuple(int(one[1:]) for one in self.cleaned_data["accused"] if one.startswith(mark))


@page("petitions/new/", needs=SIGNED_IN)
def ask_agent(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The form; where no agent serves, whom to ask instead. Afterwards the own matter."""
    node = community_of(usual_place(request))
    if node is None:
        say(request, "info", _("先选您在哪个社区，再请人代办。"))
        return redirect("/place/?next=/petitions/new/")
    claim = browser.photo_claim(request)
    form = filled(PetitionForm, request)
    agents = _agents(node, actor, now)
    people, units = nameable(node.path, now)
    form.offer(agents, people, units)
    form.keep_photos(request.POST, actor=photo_owner(actor), claim=claim, now=now)
    if form.is_valid():
        event = form.attempt(
            open_matter, actor=actor, now=now, kind="petition", source="app", text=form.cleaned_data["text"],
            area_id=node.id, accused_people=form.whom(PERSON), accused_units=form.whom(UNIT),
            agent_person_id=int(form.cleaned_data["agent"]), photos=form.uids,
            photo_claim=claim if form.uids else "",
        )  # fmt: skip
        if event is not None:
            name = agents.get(event.agent_person_id or 0, "")
            say(
                request,
                "ok",
                _("已收到，编号%(number)s。已请%(agent)s代办。") % {"number": event.number, "agent": name},
            )
            return redirect(f"/matters/{event.number}/")
    own = own_entry(actor.person_id) if actor.person_id is not None else None
    shown = {"form": form, "here": node, "own": own, "agents": agents}
    answer = render(request, "matters/ask_agent.html", shown, status=422 if form.errors else 200)
    browser.keep_photo_claim(answer, claim)
    return answer


def _agents(node: Node, actor: Actor, now: datetime) -> dict[int, str]:
    """Who may act here for somebody else; nobody where petitions are not in use."""
    if not is_in_use(kinds()["petition"], node.path, china_day(now)):
        return {}
    return {pk: name for pk, name in agents_over(node.path, now).items() if pk != actor.person_id}
