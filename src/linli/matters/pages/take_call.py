"""接电话: one screen for a clerk on the telephone, by keyboard alone; what is known shows while the caller speaks."""

from datetime import datetime
from typing import Any
from uuid import uuid5

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor, may_at
from linli.kernel.ui import notes
from linli.kernel.ui.forms import ChipRadio
from linli.places.queries import Lineage, lineage, place_title, places_typed, row_id

from .. import access
from ..commands import join_caller, open_matter, see_caller
from ..events import MatterOpened
from ..kinds import kinds
from ..queries import (
    alike,
    answers_before,
    caller_by,
    categories_typed,
    coming,
    line_of,
    lines,
    matter_for,
    opened,
)
from ..queries.place_hints import spots_read
from ..queries.standing import china_day
from ..queries.texts import Kept, texts_at
from ..queries.urgent_words import own_urgent_words
from ..rules.urgency import urgent_hits
from ..terms import OrderType, Source, Via
from .desk_matter import told
from .looks import matter_row
from .register import registered_before, say_before

HERE = "/calls/"
MOST_TEXTS = 6


class CallForm(CommandForm):
    """What the clerk takes down; place and category are chosen beside it, from what was typed."""

    phone = WordsField(label=gettext_lazy("来电号码"), most=30, line=True, required=False)
    name = WordsField(label=gettext_lazy("怎么称呼"), most=50, line=True, required=False)
    where = WordsField(label=gettext_lazy("在哪里"), most=40, line=True, required=False)
    place = WordsField(label=gettext_lazy("具体位置"), most=80, line=True, required=False)
    text = WordsField(label=gettext_lazy("说了什么"), most=2000, widget=forms.Textarea(attrs={"rows": 4}))
    what = WordsField(label=gettext_lazy("类别"), most=40, line=True, required=False)
    order_type = forms.ChoiceField(
        label=gettext_lazy("诉求类型"), choices=OrderType.choices, widget=ChipRadio, initial=OrderType.HELP
    )
    answer = WordsField(
        label=gettext_lazy("当场答复"), most=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("phone", "name", "where", "place", "what"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.fields["phone"].widget.attrs |= {"type": "tel", "inputmode": "tel", "autofocus": True}
        self.fields["where"].widget.attrs["placeholder"] = _("小区、楼号，也可以打首字母，比如hyl2")
        self.fields["what"].widget.attrs["placeholder"] = _("打几个字或首字母，比如ld")

    def send(self, chosen: "Chosen", actor: Actor, now: datetime, *, answer: bool) -> MatterOpened | None:
        """Register it; answered at once where the clerk could."""
        said = self.cleaned_data
        if chosen.spot is None:
            self.add_error("where", _("请选一下在哪里。"))
            return None
        if answer and not said["answer"]:
            self.add_error("answer", _("请写下怎么答复的。"))
            return None
        return self.attempt(
            open_matter, actor=actor, now=now, kind=_kind(actor), source=Source.PHONE, text=said["text"],
            area_id=chosen.spot.area_id, place=f"{chosen.title}{said['place']}", category=chosen.category,
            order_type=said["order_type"], name=said["name"], phone=said["phone"],
            anonymous=not said["name"] and not said["phone"], follow_via=Via.PHONE,
            answer=said["answer"] if answer else "",
        )  # fmt: skip


def _kind(actor: Actor) -> str:
    """An order where the desk may open one."""
    roles = {standing.role for standing in actor.standings}
    return "hotline" if roles & {str(role) for role in kinds()["hotline"].opened_by} else "snapshot"


class Chosen:
    """Place and category as chosen from what was typed: the pick where it still fits, else the only one that does."""

    def __init__(self, actor: Actor, given: QueryDict) -> None:
        paths = [grant.path for grant in actor.grants if grant.permission == access.TAKE_CALLS]
        self.places = places_typed(given.get("where", ""), paths)
        text = "" if given.get("where", "").strip() else given.get("text", "")
        self.seen = spots_read(text, below=paths)
        picked = row_id(given.get("area_id", ""))
        known = [one.id for one in self.places]
        suggested = [one.area_id for one in self.seen]
        self.area_id = picked if picked in (*known, *suggested) else known[0] if known else None
        spot = lineage(self.area_id) if self.area_id is not None else None
        self.spot: Lineage | None = spot if spot and may_at(actor, access.TAKE_CALLS, spot.path) else None
        self.title = place_title(self.area_id) if self.area_id is not None else ""
        self.categories = categories_typed(given.get("what", ""))
        codes = [one.code for one in self.categories]
        code = given.get("category", "")
        self.category = code if code in codes else codes[0] if codes else ""


@page("calls/", needs=access.TAKE_CALLS)
def take_call(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The screen; `?phone=` fills in the number a telephone system hands over. After each act the next call."""
    posted = request.POST if request.method == "POST" else None
    if posted is not None and (before := registered_before(posted)) is not None:
        say_before(request, actor, before)
        return redirect(HERE)
    given = posted or request.GET
    chosen = Chosen(actor, given)
    form = _form(given, judged=posted is not None and posted.get("do") in ("send", "answer"))
    if posted is not None and form.is_bound and form.is_valid():
        event = form.send(chosen, actor, now, answer=posted.get("do") == "answer")
        if event is not None:
            _say(request, actor, event, now)
            return redirect(HERE)
    shown = {"form": form, "chosen": chosen, **_known(actor, given, chosen, now)}
    return render(
        request, "matters/take_call.html", shown, status=422 if form.is_bound and form.errors else 200
    )


@page("calls/hints/", needs=access.TAKE_CALLS, methods=("POST",))
def call_hints(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """All that changes while the clerk types: places, categories, the caller, what is alike, what was answered.

    Posted, so that neither number nor words stand in an address.
    """
    chosen = Chosen(actor, request.POST)
    shown = {"chosen": chosen, "oob": True, **_known(actor, request.POST, chosen, now)}
    return render(request, "matters/_call_hints.html", shown)


@page("calls/join/", needs=access.TAKE_CALLS, methods=("POST",))
def call_join(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """同报: the caller joins an open matter; what they said goes into its course."""
    given = request.POST
    form, pk = _form(given, judged=True), row_id(given.get("matter", ""))
    form.fields["text"].required = form.fields["order_type"].required = False
    if pk is not None and form.is_valid():
        said = form.cleaned_data
        verb = join_caller.once(uuid5(form.given_id, f"join {pk}"))
        event = form.tell(
            lambda: verb(actor=actor, now=now, matter_id=pk, phone=said["phone"], name=said["name"], text=said["text"])
        )  # fmt: skip
        if event is not None:
            matter = opened(event.subject_id, event.area_path)
            words = _("已加进编号%(number)s，一共%(n)d人报。") % {
                "number": matter.number,
                "n": matter.supporters + 1,
            }
            notes.say(request, "ok", words)
            return redirect(HERE)
    chosen = Chosen(actor, given)
    shown = {"form": form, "chosen": chosen, **_known(actor, given, chosen, now)}
    return render(request, "matters/take_call.html", shown, status=422)


@page("calls/earlier/", needs=access.TAKE_CALLS, methods=("POST",))
def call_earlier(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Open one earlier matter of the caller, or all that are shown; each is written down first."""
    given, phone = request.POST, request.POST.get("phone", "")
    caller = caller_by(actor, phone, now)
    wanted = row_id(given.get("earlier", ""))
    for one in caller.earlier if caller is not None else ():
        if not one.seen and wanted in (None, one.id):
            see_caller(actor=actor, now=now, matter_id=one.id, phone=phone)
    chosen = Chosen(actor, given)
    known = _known(actor, given, chosen, now)
    if request.headers.get("HX-Request") == "true":
        return render(request, "matters/_call_hints.html", {"chosen": chosen, "oob": True, **known})
    shown = {"form": _form(given, judged=False), "chosen": chosen, **known}
    return render(request, "matters/take_call.html", shown)


def _form(given: QueryDict, *, judged: bool) -> CallForm:
    """Judged when it is sent; only filled while one looks."""
    if judged:
        return CallForm(given)
    filled = {name: word for name, word in given.items() if name in CallForm.base_fields}
    return CallForm(initial={"order_type": OrderType.HELP, **filled})


def _known(actor: Actor, given: QueryDict, chosen: Chosen, now: datetime) -> dict[str, Any]:
    """The right side: the caller, what is alike, what was answered before, who will come by when."""
    found = alike(actor, chosen.spot, chosen.category, given.get("text", "")[:600], now)
    rows = lines([one.row for one in found], now)
    path = chosen.spot.path if chosen.spot else next((one.path for one in actor.standings), "/")
    return {
        "caller": caller_by(actor, given.get("phone", ""), now),
        "alike": [(matter_row(line), one.joinable) for line, one in zip(rows, found, strict=True)],
        "before": answers_before(chosen.spot, chosen.category, now),
        "texts": _texts(actor, chosen, now),
        "coming": coming(kinds()[_kind(actor)], chosen.spot.path, now) if chosen.spot else None,
        "urgent": urgent_hits(given.get("text", "")[:2000], own=own_urgent_words(path, china_day(now))),
    }


def _texts(actor: Actor, chosen: Chosen, now: datetime) -> list[Kept]:
    """Standing texts for an answer at once; those of the clerk's own area before a place is chosen."""
    path = chosen.spot.path if chosen.spot is not None else actor.standings[0].path if actor.standings else ""
    return (
        texts_at(kinds()[_kind(actor)], chosen.category, path, chosen.title, now)[:MOST_TEXTS] if path else []
    )


def _say(request: Asked, actor: Actor, event: MatterOpened, now: datetime) -> None:
    """Number, holder and limit, or that it is closed with the answer."""
    matter = opened(event.subject_id, event.area_path)
    done = (_("当场答复办结，编号%(number)s") if event.outcome else _("已登记，编号%(number)s")) % {
        "number": matter.number
    }
    notes.say(request, "ok", told(matter.title, done, line_of(matter, now), now))
    if matter_for(actor, matter.number) is None:
        notes.say(request, "info", _("这件事不在您的区域里，已交给那里。"))
