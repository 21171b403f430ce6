"""Sets of limits for a street: what each would set, how many open matters would move, and taking one from a day on."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.notes import say
from linli.kernel.ui.parts import Pick
from linli.kernel.ui.words import full_day
from linli.places.queries import Node

from .. import access
from ..commands import choose_preset
from ..commands.presets import would_move
from ..kinds import kind_of
from ..queries.limits import PROMISE
from ..queries.presets import Compared, compared
from ..queries.standing import china_day
from ..rules.presets import PRESETS, Preset, preset_of
from ..terms import OrderType, Urgency
from .edit_limits import PROMISED, areas_of, chosen_area, label_of


class PresetForm(CommandForm):
    """From when, and whether what is open goes over too."""

    preset = forms.CharField(widget=forms.HiddenInput)
    since = forms.DateField(
        label=gettext_lazy("从哪天起"),
        help_text=gettext_lazy("那天起新来的诉求按这套时限。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    open_ones = forms.BooleanField(
        label=gettext_lazy("在办的也一起改，从各自开始的时候重算"),
        required=False,
        help_text=gettext_lazy("只有从今天起时可以。"),
    )


@page("admin/limits/presets/", needs=access.EDIT_LIMITS)
def choose_limits(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Area, set and day stand in the address; POST takes the set."""
    areas = areas_of(actor)
    node = chosen_area(request, areas)
    today = china_day(now)
    chosen = preset_of(request.POST.get("preset") or request.GET.get("preset", ""))
    form = PresetForm(request.POST or None, initial={"since": today, "preset": chosen.code if chosen else ""})
    if form.is_valid() and _taken(request, form, actor, now, node):
        return redirect(f"/admin/limits/?area={node.id}&kind={chosen.kind if chosen else ''}")
    shown: dict[str, Any] = {
        "node": node,
        "picks": [Pick("area", _("哪个地方"), [(str(one.id), one.short) for one in areas], str(node.id))],
        "keep": [("preset", chosen.code)] if chosen else [],
        "presets": [
            (one, f"?area={node.id}&preset={one.code}", one is chosen, len(one.lines)) for one in PRESETS
        ],
        "chosen": chosen,
        "form": form,
    }
    if chosen is not None:
        shown |= _preview(chosen, node, today)
    return render(request, "matters/choose_preset.html", shown, status=422 if form.errors else 200)


def _preview(chosen: Preset, node: Node, today: date) -> dict[str, Any]:
    """The lines beside what holds, and the open matters that would move if they went over today."""
    looked_at, moved = would_move(chosen, node.id, node.path, today)
    lines = compared(chosen, node, today)
    return {"lines": [_words(chosen, one) for one in lines], "open": looked_at, "moved": moved}


def _words(chosen: Preset, one: Compared) -> tuple[str, str, str, str, str, bool]:
    """Stage, for which matters, what holds now, what it becomes, the source, and whether it changes."""
    line = one.line
    stage = str(PROMISED) if line.stage == PROMISE else str(kind_of(chosen.kind).stage(line.stage).label)
    after = label_of(line.span) if line.span is not None else _("不再单独定")
    return stage, selector_words(line.selector), label_of(one.now), after, line.source, line.span != one.now


def selector_words(selector: Any) -> str:
    """紧急, 咨询; empty for all matters."""
    return _("、").join(
        str(word)
        for word in (
            Urgency(selector.urgency).label if selector.urgency else "",
            OrderType(selector.order_type).label if selector.order_type else "",
        )
        if word
    )


def _taken(request: Asked, form: PresetForm, actor: Actor, now: datetime, node: Node) -> bool:
    asked = form.values()
    event = form.attempt(choose_preset, actor=actor, now=now, area_id=node.id, **asked)
    if event is None:
        return False
    on = full_day(asked["since"], get_language() or "", year=True)
    if asked["open_ones"]:
        said = _("%(area)s的时限已换，在办%(n)d件里%(moved)d件的期限变了。")
        say(request, "ok", said % {"area": node.short, "n": event.looked_at, "moved": event.moved})
    else:
        said = _("%(area)s的期限已定好，新来的诉求从%(on)s起按它算。")
        say(request, "ok", said % {"area": node.short, "on": on})
    return True
