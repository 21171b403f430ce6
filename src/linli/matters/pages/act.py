"""One step of a matter: with its words, on a page of its own or in place in the panel 下一步."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from linli.kernel.event import Event
from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.places.queries import names
from linli.places.terms import Level

from .. import access
from ..commands import assign, follow_up, hand_up, move_matter, send_down
from ..kinds import kind_of
from ..models import Matter
from ..queries import attempts_made, candidates, matter_for
from ..queries.replies import Hinted, photo_hints, reply_hints
from ..queries.responsibility import whose
from ..queries.standing import china_day, desks_of
from ..queries.texts import texts_for
from ..queries.together import asks_wait
from ..shape import Kind, Move, OpenAsks
from .desk_matter import Step, matter_at, steps_of, tell, way_back
from .reporting import is_htmx, uuid_in
from .step_forms import LADDER_WORDS, MOST, AssignForm, FollowUpForm, MoveForm, WordsForm


@page("matters/<str:number>/act/<str:code>/", needs=access.SEE)
def act(request: Asked, *, actor: Actor, now: datetime, number: str, code: str) -> HttpResponse:
    """GET shows the form of the step, POST takes it; a refusal stands beside what was written."""
    matter = matter_at(actor, number)
    back = way_back(request, "")
    if request.method == "POST" and _taken(request.POST):
        return _onwards(request, back or f"/matters/{number}/")
    acting = Acting.of(request, actor, now, matter, code, back)
    form = acting.form
    if form.is_bound and form.is_valid() and acting.take() is not None:
        still_seen = matter_for(actor, number) is not None
        tell(request, actor, matter, acting.done, now, back)
        return _onwards(request, back or (f"/matters/{number}/" if still_seen else "/inbox/"))
    shown = {
        "matter": matter,
        "step": acting.step,
        "form": form,
        "back": back,
        "here": f"/matters/{number}/",
        "attempts": attempts_made(matter) if code == "follow_up" else [],
        "texts": texts_for(matter, now) if acting.answers else [],
        "step_answers": acting.answers,
        "reply_hints": acting.hints(),
    }
    template = "matters/_step.html" if is_htmx(request) else "matters/act.html"
    return render(request, template, shown, status=422 if form.errors else 200)


def _taken(posted: QueryDict) -> bool:
    """True when this very form has had its effect: a double click, or a sending repeated."""
    command_id = uuid_in(posted.get("command_id", ""))
    return command_id is not None and move_matter.answered(command_id)


def _onwards(request: Asked, to: str) -> HttpResponse:
    return HttpResponse(headers={"HX-Redirect": to}) if is_htmx(request) else redirect(to)


@dataclass
class Acting:
    """One actor, one matter, one step: the form it needs and the command it asks for."""

    actor: Actor
    now: datetime
    matter: Matter
    code: str
    step: Step
    move: Move | None
    form: CommandForm
    looked_at: str = ""

    @classmethod
    def of(cls, request: Asked, actor: Actor, now: datetime, matter: Matter, code: str, back: str) -> Self:
        """The step as the matter offers it; one that has just gone is still taken in, and refused in words."""
        kind = kind_of(matter.kind)
        found = steps_of(actor, matter, now, back)
        step = next((one for one in (found.main, *found.others) if one and one.code == code), None)
        move = kind.move(matter.stage, code)
        if step is None and request.method == "POST":
            move = next((one for stage in kind.stages for one in stage.moves if one.code == code), None)
            if move is not None:
                step = Step(code, str(move.label), move.icon, request.path, main=False, direct=False)
        if step is None:
            raise Http404
        looks = move is not None and move.answers and "look" in request.POST
        posted = request.POST if request.method == "POST" and not looks else None
        form = _form(posted, request, actor, now, matter, code, move)
        text = request.POST.get("text", "")[:MOST] if looks else ""
        if text:
            form.initial["text"] = text
        if looks and isinstance(form, MoveForm) and "photos" in form.fields:
            form.files = request.FILES  # what was chosen stays chosen, though the form is only looked at
            form.keep_photos(request.POST, actor=actor, claim="", now=now)
        return cls(actor, now, matter, code, step, move, form, text)

    @property
    def answers(self) -> bool:
        """True where the step gives the reporter an answer."""
        return self.move is not None and self.move.answers

    def hints(self) -> list[Hinted]:
        """What to look at again, where somebody without script asked for it."""
        said = reply_hints(self.matter, self.looked_at, self.now) if self.looked_at else []
        kept = () if self.form.is_bound or not isinstance(self.form, MoveForm) else self.form.kept
        return [*said, *photo_hints(self.matter, [one for one in kept if one.purpose == "photo"], self.now)]

    @property
    def done(self) -> str:
        """The step in the timeline's words."""
        return str(self.move.done) if self.move is not None else self.step.label

    def take(self) -> Event | None:
        """Ask the command; None when it refused: the form then says why."""
        form = self.form
        who: dict[str, Any] = {"actor": self.actor, "now": self.now, "matter_id": self.matter.pk}
        text = form.cleaned_data.get("text", "")
        match form:
            case WordsForm() if self.code == "hand_up":
                return form.attempt(hand_up, **who, text=text)
            case WordsForm():
                return form.attempt(send_down, **who, text=text, fed_back=self.code == "feed_back")
            case AssignForm():
                return form.attempt(assign, **who, **form.whom(), text=text)
            case FollowUpForm():
                return form.attempt(follow_up, **who, **form.asked)
            case MoveForm():
                return form.attempt(
                    move_matter, **who, move=self.code, text=text, photos=form.uids, **form.checked
                )
        raise Http404


def _form(
    posted: QueryDict | None,
    request: Asked,
    actor: Actor,
    now: datetime,
    matter: Matter,
    code: str,
    move: Move | None,
) -> CommandForm:
    kind = kind_of(matter.kind)
    if code in LADDER_WORDS:
        return WordsForm(posted, code=code)
    if code == "follow_up":
        return FollowUpForm(posted, asking=kind.asking, initial={"via": matter.follow_via})
    if code == "assign":
        return _assign_form(posted, actor, now, matter, kind)
    if move is None:
        raise Http404
    points = kind.checklist(move)
    chosen = request.GET.get("text", "")
    texts = texts_for(matter, now) if chosen and move.answers else []
    first = {"text": next((one.text for one in texts if str(one.id) == chosen), "")}
    files = request.FILES if posted is not None else None
    asks_open = move.answers and kind.open_asks is OpenAsks.REASON and asks_wait(matter)
    form = MoveForm(posted, files, move=move, points=points, asks_open=asks_open, initial=first)
    if posted is not None and "photos" in form.fields:
        form.keep_photos(posted, actor=actor, claim="", now=now)
    return form


def _assign_form(
    posted: QueryDict | None, actor: Actor, now: datetime, matter: Matter, kind: Kind
) -> AssignForm:
    """To people on the ladder at the actor's own level or below, and to units that hang over the place."""
    today = china_day(now)
    own = [
        rung.level
        for rung in kind.ladder
        for one in actor.standings
        if one.role in rung.roles and matter.area_path.startswith(one.path)
    ]
    top = min(own, default=Level.DISTRICT)
    desks = zip(desks_of(kind, matter.area_path, today, matter.hidden_from), kind.ladder, strict=True)
    near = [desk for desk, rung in desks if rung.level >= top]
    found = candidates([kind], near, [matter.area_path], today, matter.hidden_from)
    listed = whose(matter.area_path, matter.category_id, today)
    return AssignForm(
        posted, candidates=found, areas=names({card.area_id for card in found.people}), listed=listed
    )
