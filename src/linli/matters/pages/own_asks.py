"""协办 from the side of the unit: what we were asked, our answers, the meetings we are called to."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui import notes
from linli.kernel.ui.parts import Empty, View

from .. import access
from ..commands import answer_ask
from ..models import Ask
from ..queries.together import ask_lines
from ..queries.unit_desks import own_asks
from .joint_forms import AnswerForm
from .reporting import uuid_in

OPEN, MEETINGS, OVER = "open", "meetings", "over"


@page("asks/", needs=access.ANSWER_ASKS, methods=("GET",))
def list_asks(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Open ones by their own limit; meetings by their hour; our answers, newest first."""
    view = request.GET.get("view", OPEN)
    view = view if view in (OPEN, MEETINGS, OVER) else OPEN
    words = {OPEN: _("等我方答复"), MEETINGS: _("会商"), OVER: _("我方答复")}
    empty = {
        OPEN: _("没有等我们答复的协办"),
        MEETINGS: _("没有要参加的会商"),
        OVER: _("还没有答复过的协办"),
    }
    shown = {
        "views": [
            View(label, f"/asks/?view={one}" if one != OPEN else "/asks/", None, one == view)
            for one, label in words.items()
        ],
        "view": view,
        "lines": own_asks(actor, view=view),
        "empty": Empty("done", empty[view], "", "/inbox/", _("看我们手里的诉求")),
    }
    return render(request, "matters/list_asks.html", shown)


@page("asks/<int:ask_id>/", needs=access.ANSWER_ASKS)
def answer_an_ask(request: Asked, *, actor: Actor, now: datetime, ask_id: int) -> HttpResponse:
    """GET shows what is asked with the form below, POST gives the unit's part."""
    ask = (
        Ask.objects.reachable(actor, access.ANSWER_ASKS)
        .select_related("matter", "consultation")
        .filter(pk=ask_id)
        .first()
    )
    if ask is None:
        raise Http404
    command_id = uuid_in(request.POST.get("command_id", ""))
    if command_id is not None and answer_ask.answered(command_id):
        return redirect("/asks/")
    form = AnswerForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form.keep_photos(request.POST, actor=actor, claim="", now=now)
    if form.is_valid():
        said = form.cleaned_data
        event = form.attempt(
            answer_ask, actor=actor, now=now, ask_id=ask_id, text=said["text"], declined=said["declined"] == "1",
            photos=form.uids,
        )  # fmt: skip
        if event is not None:
            notes.say(request, "ok", _("“%(title)s”：我方答复已送给经办人。") % {"title": ask.matter.title})
            return redirect("/asks/")
    shown = {"line": ask_lines([ask], titles=True)[0], "matter": ask.matter, "form": form}
    return render(request, "matters/answer_ask.html", shown, status=422 if form.errors else 200)
