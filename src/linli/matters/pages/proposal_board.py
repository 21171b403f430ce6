"""议事公开: what is being discussed, what was decided and why, how far it has come. No name of any resident."""

from datetime import datetime
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel import browser
from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.notes import say
from linli.kernel.ui.parts import Pager, Pick
from linli.places.queries import Node, lineage, row_id, tree
from linli.places.terms import Level

from .. import access
from ..commands import open_matter, say_opinion
from ..queries.proposals import actions_of, board, my_proposals, own_opinions, posted_one, topic_place
from ..terms import OpinionSource
from .proposal_steps import BROUGHT
from .reporting import usual_place


class SayForm(CommandForm):
    """What somebody thinks."""

    text = WordsField(label=gettext_lazy("您怎么看"), most=500)


class BringForm(CommandForm):
    """What somebody was told on a round."""

    source = forms.ChoiceField(
        label=gettext_lazy("怎么来的"), choices=[*BROUGHT, (OpinionSource.SCREEN, gettext_lazy("我自己的"))]
    )
    text = WordsField(label=gettext_lazy("意见"), most=500)
    said_by = WordsField(label=gettext_lazy("谁说的"), most=40, line=True, required=False)


class ProposeForm(CommandForm):
    """An idea for everybody."""

    text = WordsField(label=gettext_lazy("您想提议什么"), most=1000)


@page("proposals/", needs=PUBLIC, methods=("GET",))
def list_proposals(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The published proposals of a street or a community, newest first."""
    here = _here(request)
    found = board(
        here.path if here else "/", after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    keep = {"area": str(here.id)} if here else {}

    def address(word: str, mark: str | None) -> str:
        return f"?{urlencode({**keep, word: mark})}" if mark else ""

    picks = [
        Pick(
            "area",
            _("哪个社区"),
            [(str(node.id), node.short) for node in _places()],
            str(here.id) if here else "",
        )
    ]
    shown = {
        "here": here,
        "posted": found.rows,
        "picks": picks,
        "keep": [],
        "pager": Pager("", address("before", found.before), address("after", found.after))
        if found.before or found.after
        else None,
        "mine": my_proposals(actor),
        "base": _frame(actor),
    }
    return render(request, "matters/list_proposals.html", shown)


def _frame(actor: Actor) -> str:
    """Whoever serves keeps the desk's menu beside the board."""
    return "ui/staff.html" if actor.is_staff else "ui/resident.html"


def _places() -> list[Node]:
    return sorted(
        (node for node in tree().nodes.values() if node.level in (Level.STREET, Level.COMMUNITY)),
        key=lambda node: node.path,
    )


def _here(request: Asked) -> Node | None:
    """The street or community looked at: as the address says, or where this browser looks."""
    asked = row_id(request.GET.get("area", "")) or browser.remembered_area(request)
    node = tree().get(asked)
    return node if node is not None and node.level <= Level.COMMUNITY else community_of(asked)


def community_of(area_id: int | None) -> Node | None:
    """The community a place lies in, or None."""
    spot = lineage(area_id) if area_id is not None else None
    return tree().get(spot.community_id) if spot is not None else None


@page("proposals/new/", needs=PUBLIC)
def propose(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Anybody may propose something for the community; a desk looks at it before it is public."""
    node = community_of(usual_place(request))
    if node is None:
        say(request, "info", _("先选您在哪个社区，再提议。"))
        return redirect("/place/?next=/proposals/new/")
    form = ProposeForm(request.POST or None)
    if form.is_valid():
        event = form.attempt(
            open_matter, actor=actor, now=now, kind="proposal", text=form.cleaned_data["text"], area_id=node.id,
            source="desk" if actor.is_staff else "app",
        )  # fmt: skip
        if event is not None:
            said = _("已收到，编号%(number)s。社区看过以后会公开征集意见。")
            say(request, "ok", said % {"number": event.number})
            return redirect("/proposals/")
    shown = {"form": form, "here": node}
    return render(request, "matters/propose.html", shown, status=422 if form.errors else 200)


@page("proposals/<str:number>/", needs=PUBLIC)
def show_proposal(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """One proposal for everybody: words, decision, actions; whoever is signed in may say something."""
    posted, place = posted_one(number), topic_place(number)
    if posted is None or place is None:
        raise Http404
    serves = actor.holds(access.GATHER) and any(
        one.path.startswith(place.path) or place.path.startswith(one.path) for one in actor.standings
    )
    form = (BringForm if serves else SayForm)(request.POST or None)
    if request.method == "POST" and actor.is_guest:
        return redirect(f"/sign-in/?{urlencode({'next': request.path})}")
    if form.is_valid():
        event = form.attempt(say_opinion, actor=actor, now=now, number=number, **form.values())
        if event is not None:
            say(request, "ok", _("记下了，会和大家的意见一起归纳。"))
            return redirect(request.path)
    shown = {
        "posted": posted,
        "acts": actions_of(place.matter_id, place.path),
        "own": own_opinions(actor, posted.matter_id),
        "form": form if not posted.closed and not actor.is_guest else None,
        "base": _frame(actor),
    }
    return render(request, "matters/show_proposal.html", shown, status=422 if form.errors else 200)
