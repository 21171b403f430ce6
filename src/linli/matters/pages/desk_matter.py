"""A matter as those who act on it meet it on any page: found or not found, the next steps as buttons, where back to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import Http404
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.kernel.page import Asked
from linli.kernel.scope import Actor
from linli.kernel.ui import notes, words
from linli.people.terms import Role

from ..kinds import kind_of
from ..models import Matter
from ..queries import Line, Offer, line_of, matter_for, offers, step_to_undo, was_handed_up
from ..queries.requests import Standing, approver_roles, standing_requests
from ..queries.standing import china_day, desks_of, state_of
from ..rules.steps import stands_at
from ..shape import Words
from ..terms import RequestKind, RequestState

ALWAYS_IN_FORMS = ("assign", "follow_up")


def matter_at(actor: Actor, number: str) -> Matter:
    """The matter of an address, for those who serve; not found for everybody else."""
    found = matter_for(actor, number)
    if found is None or not found.as_staff:
        raise Http404
    return found.matter


@dataclass(frozen=True)
class Step:
    """A button of the panel 下一步. direct: one press does it; else its form opens in place."""

    code: str
    label: str
    icon: str
    url: str
    main: bool
    direct: bool
    why_not: str = ""


@dataclass(frozen=True)
class Steps:
    """The buttons: the filled one, the outlined ones, and why some cannot be pressed now."""

    main: Step | None
    others: list[Step]
    refused: list[tuple[str, str]]
    as_what: str


def steps_of(actor: Actor, matter: Matter, now: datetime, back: str = "") -> Steps:
    """The next steps drawn from what the kind and the postings allow."""
    kind, state = kind_of(matter.kind), state_of(matter)
    desks = desks_of(kind, matter.area_path, china_day(now), matter.hidden_from)
    given_back = was_handed_up(matter)
    found = [
        _step(matter, offer, back)
        for offer in offers(actor, matter, state, desks, now, given_back=given_back)
    ]
    main = next((step for step in found if step.main), None)
    return Steps(main, [step for step in found if step is not main], _reasons(found), _as_what(actor, matter))


def requests_of(actor: Actor, matter: Matter) -> list[Standing]:
    """The open requests of a matter; no query where none can be open."""
    if not (matter.waits_for or matter.supervised or matter.redos or matter.closed_at):
        return []
    state = state_of(matter)
    holds = stands_at(kind_of(matter.kind), state, matter.area_path, actor.standings)
    return standing_requests(actor, matter, holds=holds, outranks=approver_roles(actor, matter))


@dataclass(frozen=True)
class OpenRequest:
    """An open request as the panel shows it. doings: word, address, and whether it is the filled button."""

    kind: str
    icon: str
    label: str
    sentence: str
    reason: str
    doings: list[tuple[str, str, bool]]


def shown_requests(actor: Actor, matter: Matter, now: datetime, back: str = "") -> list[OpenRequest]:
    """What is asked and not decided, or runs: who asked whom, until when, and what this actor does about it."""
    return [_shown(one, matter, now, back) for one in requests_of(actor, matter)]


def _shown(one: Standing, matter: Matter, now: datetime, back: str) -> OpenRequest:
    request, lang = one.request, get_language() or ""
    until = request.until if request.state == RequestState.RUNNING and request.until else request.due_at
    facts = {"asker": one.asker, "desk": one.desk, "due": words.deadline(until, lang, now=now)}
    if request.kind == RequestKind.SUPERVISION:
        sentence = (
            _("%(asker)s督办，已回复") if request.answered_at else _("%(asker)s督办，%(due)s前回复")
        ) % facts
    elif request.state == RequestState.RUNNING:
        sentence = _("挂起到%(due)s") % facts
    else:
        sentence = _("%(asker)s申请，请%(desk)s在%(due)s前审批") % facts
    label = request.get_kind_display() if request.state == RequestState.RUNNING else ""
    ends = "release" if request.kind == RequestKind.SUPERVISION else "resume"
    offered = [
        (one.decides, "decide", _("审批")),
        (one.withdraws, "withdraw", _("撤回申请")),
        (one.answers, "answer", _("回复督办")),
        (one.ends, ends, _("结束督办") if ends == "release" else _("结束挂起")),
    ]
    query = f"?{urlencode({'back': back})}" if back else ""
    return OpenRequest(
        "soon" if request.due_at >= now or request.state == RequestState.RUNNING else "late",
        "bell" if request.kind == RequestKind.SUPERVISION else "clock",
        str(label) or _("%(what)s待批") % {"what": request.get_kind_display()},
        sentence,
        request.reason.text,
        [
            (word, f"/matters/{matter.number}/requests/{request.pk}/{do}/{query}", do == "decide")
            for fits, do, word in offered
            if fits
        ],
    )


def _step(matter: Matter, offer: Offer, back: str) -> Step:
    query = f"?{urlencode({'back': back})}" if back else ""
    return Step(
        offer.code,
        offer.label,
        offer.icon,
        f"/matters/{matter.number}/{offer.form or f'act/{offer.code}'}/{query}",
        offer.main,
        not offer.form and offer.words != Words.REQUIRED.value and offer.code not in ALWAYS_IN_FORMS,
        offer.why_not,
    )


def _reasons(steps: Iterable[Step]) -> list[tuple[str, str]]:
    """Refused buttons with their sentence, said once; where one sentence holds for all, it stands alone."""
    found: dict[str, list[str]] = {}
    for step in steps:
        if step.why_not:
            found.setdefault(step.why_not, []).append(step.label)
    if len(found) == 1:
        return [("", sentence) for sentence in found]
    return [(_("、").join(labels), sentence) for sentence, labels in found.items()]


def _as_what(actor: Actor, matter: Matter) -> str:
    """The posting by which the actor stands here."""
    covering = (one for one in actor.standings if matter.area_path.startswith(one.path))
    return next((str(Role(one.role).label) for one in covering), "")


def way_back(request: Asked, otherwise: str) -> str:
    """Where the page was opened from, when it lies with us."""
    asked = request.POST.get("back") or request.GET.get("back") or ""
    fine = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if fine else otherwise


def tell(request: Asked, actor: Actor, matter: Matter, done: str, now: datetime, back: str = "") -> None:
    """After a step: what was done, who has it now, by when; with the way to take it back."""
    line = line_of(matter, now)
    notes.say(request, "ok", told(matter.title, done, line, now))
    step = step_to_undo(actor, matter)
    if step is not None:
        url = f"/matters/{matter.number}/undo/{step}/?{urlencode({'back': back})}"
        notes.offer_undo(request, _("“%(title)s”：%(done)s") % {"title": matter.title, "done": done}, url)


def told(title: str, done: str, line: Line, now: datetime) -> str:
    """“电动车停在消防通道”：派单。现在在陈思远（第3网格）手里，今天17:30前要办。"""
    if line.row.closed_at is not None:
        return _("“%(title)s”：%(done)s，已结束。") % {"title": title, "done": done}
    holder = line.held.name
    if line.held.under:
        holder = _("%(text)s（%(more)s）") % {"text": holder, "more": line.held.under}
    facts = {"title": title, "done": done, "holder": holder}
    if line.row.due_at is None:
        return _("“%(title)s”：%(done)s。现在在%(holder)s手里。") % facts
    facts["due"] = words.by_when(line.row.due_at, now, get_language() or "")
    if line.row.due_at < now:
        return _("“%(title)s”：%(done)s。现在在%(holder)s手里，期限%(due)s已过。") % facts
    return _("“%(title)s”：%(done)s。现在在%(holder)s手里，%(due)s前要办。") % facts
