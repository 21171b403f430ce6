"""协办 and 会商 from the side of whoever asks: ask, call together, remind, give more time, withdraw, conclude."""

from datetime import datetime, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linli.kernel.event import Event
from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page, refused
from linli.kernel.scope import Actor
from linli.kernel.ui import notes
from linli.people.queries import units_over

from .. import access
from ..commands import (
    ask_unit,
    call_consultation,
    conclude_consultation,
    extend_ask,
    remind_unit,
    withdraw_ask,
)
from ..models import Matter
from ..queries.together import ask_at, ask_lines, consultation_at
from .desk_matter import matter_at
from .joint_forms import AskForm, ConcludeForm, ConsultForm, ExtendForm, WithdrawForm


def _units(matter: Matter) -> dict[int, str]:
    """Units over the place, but for the one that has it in hand."""
    return {pk: name for pk, name in units_over([matter.area_path]).items() if pk != matter.holder_unit_id}


@page("matters/<str:number>/ask/", needs=access.ASK_UNITS)
def ask_a_unit(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """Ask one unit for its part."""
    matter = matter_at(actor, number)
    form = AskForm(request.POST or None, units=_units(matter))
    if form.is_valid() and form.attempt(ask_unit, actor=actor, now=now, matter_id=matter.pk, **form.values()):
        notes.say(request, "ok", _("已请他们协办，对方收到通知，到期不答复会提醒您。"))
        return redirect(f"/matters/{number}/")
    shown = {
        "matter": matter,
        "form": form,
        "title": _("请单位协办"),
        "icon": "people",
        "button": _("请他们协办"),
        "here": f"/matters/{number}/",
    }
    return render(request, "matters/joint_form.html", shown, status=422 if form.errors else 200)


@page("matters/<str:number>/consult/", needs=access.ASK_UNITS)
def call_units(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """Call several units together."""
    matter = matter_at(actor, number)
    tomorrow = (now + timedelta(days=1)).replace(hour=9, minute=30, second=0, microsecond=0)
    form = ConsultForm(request.POST or None, units=_units(matter), initial={"at": tomorrow})
    if form.is_valid():
        asked = form.values()
        asked["unit_ids"] = tuple(asked["unit_ids"])
        if form.attempt(call_consultation, actor=actor, now=now, matter_id=matter.pk, **asked):
            notes.say(request, "ok", _("已召集会商，各单位都收到通知。会后请写一份结论。"))
            return redirect(f"/matters/{number}/")
    shown = {
        "matter": matter,
        "form": form,
        "title": _("召集会商"),
        "icon": "people",
        "button": _("召集"),
        "here": f"/matters/{number}/",
    }
    return render(request, "matters/joint_form.html", shown, status=422 if form.errors else 200)


@page("consultations/<int:consultation_id>/", needs=access.ASK_UNITS)
def conclude(request: Asked, *, actor: Actor, now: datetime, consultation_id: int) -> HttpResponse:
    """Write the one conclusion of a meeting."""
    meeting = consultation_at(consultation_id)
    if meeting is None:
        raise Http404
    matter = matter_at(actor, meeting.matter.number)
    form = ConcludeForm(request.POST or None)
    asked = {"actor": actor, "now": now, "consultation_id": consultation_id}
    if form.is_valid() and form.attempt(conclude_consultation, **asked, **form.values()):
        notes.say(request, "ok", _("会商结论写好了，各单位都收到通知。"))
        return redirect(f"/matters/{matter.number}/")
    shown = {
        "matter": matter, "form": form, "title": _("写会商结论"), "icon": "edit", "button": _("写下结论"),
        "here": f"/matters/{matter.number}/", "meeting": meeting,
    }  # fmt: skip
    return render(request, "matters/joint_form.html", shown, status=422 if form.errors else 200)


REMIND, EXTEND, WITHDRAW = "remind", "extend", "withdraw"


@page("asks/<int:ask_id>/<str:act>/", needs=access.ASK_UNITS)
def manage_ask(request: Asked, *, actor: Actor, now: datetime, ask_id: int, act: str) -> HttpResponse:
    """Remind at one press; more time and withdrawal with a word."""
    ask = ask_at(ask_id)
    if ask is None or act not in (REMIND, EXTEND, WITHDRAW) or (act == REMIND and request.method != "POST"):
        raise Http404
    matter = matter_at(actor, ask.matter.number)
    form = {REMIND: CommandForm, EXTEND: ExtendForm, WITHDRAW: WithdrawForm}[act](request.POST or None)
    if form.is_valid() and _managed(form, act, actor, now, ask_id) is not None:
        told = {
            REMIND: _("已提醒，对方收到通知。"),
            EXTEND: _("已延长，对方收到通知。"),
            WITHDRAW: _("已撤回，对方收到通知。"),
        }
        notes.say(request, "ok", told[act])
        return redirect(f"/matters/{matter.number}/")
    if act == REMIND and form.refusal is not None:
        return refused(request, form.refusal)
    unit = ask_lines([ask])[0].unit
    titles = {EXTEND: _("延长协办期限：%(unit)s"), WITHDRAW: _("撤回协办：%(unit)s")}
    shown = {
        "matter": matter, "form": form, "title": titles[act] % {"unit": unit}, "icon": "clock" if act == EXTEND else "undo",
        "button": _("延长") if act == EXTEND else _("撤回协办"), "here": f"/matters/{matter.number}/",
    }  # fmt: skip
    return render(request, "matters/joint_form.html", shown, status=422 if form.errors else 200)


def _managed(form: CommandForm, act: str, actor: Actor, now: datetime, ask_id: int) -> Event | None:
    if act == REMIND:
        return form.attempt(remind_unit, actor=actor, now=now, ask_id=ask_id)
    if act == EXTEND:
        return form.attempt(extend_ask, actor=actor, now=now, ask_id=ask_id, **form.values())
    return form.attempt(withdraw_ask, actor=actor, now=now, ask_id=ask_id, **form.values())
