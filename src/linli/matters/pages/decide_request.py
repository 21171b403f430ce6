"""Decide a request, take it back, end a pause or a supervision, answer a supervision: in place, or on a page."""

from datetime import datetime
from typing import Any, NamedTuple

from django.http import Http404, HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from linli.kernel.command import Command
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.spans import Span
from linli.kernel.ui.words import deadline, full_day
from linli.people.queries import units_over

from .. import access
from ..commands import answer_supervision, decide_request, end_pause, end_supervision, withdraw_request
from ..models import Matter
from ..queries import matter_for
from ..queries.request_words import ASKED
from ..queries.requests import Standing
from ..terms import RequestKind
from .ask_request import onwards, repeated, show
from .desk_matter import matter_at, requests_of, tell, way_back
from .request_forms import AnswerForm, DecideForm, EndForm, WithdrawForm


class Doing(NamedTuple):
    """One thing that can be done about an open request. by_request: the command takes the request, not the matter."""

    label: object
    icon: str
    verb: Command[..., Any]
    form: type[Any]
    by_request: bool


DOINGS = {
    "decide": Doing(gettext_lazy("审批"), "check", decide_request, DecideForm, by_request=True),
    "withdraw": Doing(gettext_lazy("撤回申请"), "undo", withdraw_request, WithdrawForm, by_request=True),
    "resume": Doing(gettext_lazy("结束挂起"), "check", end_pause, EndForm, by_request=False),
    "release": Doing(gettext_lazy("结束督办"), "check", end_supervision, EndForm, by_request=False),
    "answer": Doing(gettext_lazy("回复督办"), "send", answer_supervision, AnswerForm, by_request=False),
}


@page("matters/<str:number>/requests/<int:asked_id>/<str:do>/", needs=access.SEE)
def act_on_request(
    request: Asked, *, actor: Actor, now: datetime, number: str, asked_id: int, do: str
) -> HttpResponse:
    """GET shows what is asked with the form, POST does it; one that is gone is refused in words."""
    matter = matter_at(actor, number)
    doing = DOINGS.get(do)
    back = way_back(request, "")
    here = f"/matters/{number}/"
    if doing is None:
        raise Http404
    if request.method == "POST" and repeated(request):
        return onwards(request, back or here)
    standing = next((one for one in requests_of(actor, matter) if one.request.pk == asked_id), None)
    if standing is None and request.method != "POST":
        raise Http404
    form = _form(request, doing, matter, standing)
    if request.method == "POST" and form.is_valid():
        about = {"request_id": asked_id} if doing.by_request else {"matter_id": matter.pk}
        if form.attempt(doing.verb, actor=actor, now=now, **about, **form.asked) is not None:
            still_seen = matter_for(actor, number) is not None
            tell(request, actor, matter, str(doing.label), now, back)
            return onwards(request, back or (here if still_seen else "/inbox/"))
    facts = facts_of(standing, now) if standing is not None else []
    return show(request, matter, form, str(doing.label), doing.icon, back, facts)


def _form(request: Asked, doing: Doing, matter: Matter, standing: Standing | None) -> Any:
    posted = request.POST if request.method == "POST" else None
    if doing.form is DecideForm:
        returns = standing is not None and standing.request.kind == RequestKind.RETURN
        span = standing.request.span if standing is not None else ""
        return DecideForm(
            posted,
            units=units_over([matter.area_path]) if returns else None,
            asked_for=Span.parse(span) if span else None,
        )
    return doing.form(posted)


def facts_of(standing: Standing, now: datetime) -> list[tuple[str, str]]:
    """What a desk wants to know before it decides."""
    request, lang = standing.request, get_language() or ""
    what = str(ASKED[RequestKind(request.kind)])
    found = [(_("申请"), _("%(what)s（终审）") % {"what": what} if request.final else what)]
    if request.span:
        length = Span.parse(request.span).label(lang)
        found.append(
            (_("延长"), _("%(span)s，过了期限才申请") % {"span": length} if request.late else length)
        )
    if request.until is not None:
        found.append((_("复核日期"), full_day(request.until.date(), lang)))
    if standing.towards:
        found.append((_("应由谁办"), standing.towards))
    found.append((_("谁提的"), standing.asker))
    found.append((_("原因"), request.reason.text))
    if request.told is not None:
        found.append((_("告诉来电人"), request.told.text))
    if request.answer is not None:
        found.append((_("回复"), request.answer.text))
    due = deadline(request.due_at, lang, now=now)
    found.append((_("期限"), due + (_("（暂定）") if request.provisional else "")))
    return found
