"""回访: what the own desk has to ask, by due day; one tap records what came of it. Nothing asks by itself."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.notes import say
from linli.kernel.ui.parts import Empty, MatterRow, Pager

from .. import access
from ..commands import follow_up
from ..kinds import kind_of
from ..queries import ToAsk, follow_ups
from ..terms import Satisfaction, Verdict
from .desk_matter import matter_at
from .looks import matter_row
from .step_forms import UNREACHED, FollowUpForm


@dataclass(frozen=True)
class Card:
    """One matter to ask about, with the id of its form."""

    row: MatterRow
    ask: ToAsk
    command_id: str


@page("follow-ups/", needs=access.FOLLOW_UP, methods=("GET",))
def list_follow_ups(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The worklist; those somebody else has to ask stand in it with the reason."""
    found = follow_ups(actor, now, after=request.GET.get("after", ""))
    shown = {
        "cards": [Card(matter_row(one.line), one, str(uuid4())) for one in found.rows],
        "results": [*Verdict.choices, (UNREACHED, _("没联系上"))],
        "grades": Satisfaction.choices,
        "pager": Pager("", "", f"?after={found.after}" if found.after else ""),
        "empty": Empty(
            "done", _("现在没有要回访的"), _("答复过的诉求会出现在这里。"), "/inbox/", _("回收件箱")
        ),
    }
    return render(request, "matters/list_follow_ups.html", shown)


@page("follow-ups/<str:number>/", needs=access.FOLLOW_UP, methods=("POST",))
def record_follow_up(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """What came of asking: one tap; a refusal is said over the list."""
    matter = matter_at(actor, number)
    form = FollowUpForm(request.POST, asking=kind_of(matter.kind).asking)
    if not form.is_valid():
        say(request, "soon", _("没有记下：请选怎么回访的、结果怎样。"))
    elif (event := form.attempt(follow_up, actor=actor, now=now, matter_id=matter.pk, **form.asked)) is None:
        say(request, "soon", form.refusal.sentence if form.refusal is not None else "")
    else:
        said = {
            "solved": _("“%(title)s”：解决了，已办结。"),
            "partly": _("“%(title)s”：部分解决，已按规定接着走。"),
            "unsolved": _("“%(title)s”：没解决，已自动重办。"),
            "": _("“%(title)s”：没联系上，记了一次。"),
        }[str(event.verdict)]
        if not event.reached and event.outcome:
            said = _("“%(title)s”：三次没联系上，已办结。")
        say(request, "ok", said % {"title": matter.title})
    return redirect("/follow-ups/")
