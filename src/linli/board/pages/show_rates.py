"""口径说明: how rates are counted here, since when and by whose word; choosing another way."""

from datetime import datetime

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor, may_at
from linli.kernel.ui import words
from linli.kernel.ui.notes import say

from .. import access
from ..commands import choose_rates as choose_verb
from ..queries import areas_over, choices_of, rates_at
from ..rules.measures import presets
from ..shape import Rate
from .seeing import seeing


class ChooseForm(CommandForm):
    """A preset and the day it begins; a place's own weights and its own document may stand beside it."""

    preset = forms.ChoiceField(label=gettext_lazy("口径"))
    since = forms.DateField(
        label=gettext_lazy("从哪天起"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    weights = WordsField(
        label=gettext_lazy("权重"), most=40, line=True, required=False,
        help_text=gettext_lazy("按顺序写，如30/35/35；不填就用口径自带的。"),
    )  # fmt: skip
    source = WordsField(label=gettext_lazy("依据"), most=200, line=True, required=False)

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)
        self.fields["preset"].choices = [(code, _(one.label)) for code, one in presets().items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """30/35/35 as per cent by rate."""
        cleaned = super().clean() or self.cleaned_data
        chosen = presets().get(str(cleaned.get("preset")))
        parts = [part for part in str(cleaned.get("weights") or "").split("/") if part]
        if chosen is not None and parts:
            if len(parts) != len(chosen.rates) or not all(part.strip().isdecimal() for part in parts):
                self.add_error("weights", _("有%(n)d个率，请写%(n)d个整数。") % {"n": len(chosen.rates)})
            else:
                cleaned["weights"] = {
                    rate.code: int(part) for rate, part in zip(chosen.rates, parts, strict=True)
                }
        else:
            cleaned["weights"] = None
        return cleaned


@page("board/rates/", needs=access.SEE, methods=("GET",))
def show_rates(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The way in force and the earlier ones; what each numerator and denominator is."""
    seen = seeing(request, actor, now)
    rates = rates_at(seen.node.path, words.local(now).date())
    return render(
        request,
        "board/show_rates.html",
        {
            "seen": seen, "rates": rates, "label": _(rates.label), "source": _(rates.source),
            "lines": [_told(rate) for rate in rates.rates],
            "choices": [(one, _(one.label), _(one.source)) for one in choices_of([area.id for area in areas_over(seen.node)])],
            "may_choose": may_at(actor, access.CHOOSE_RATES, seen.node.path),
        },
    )  # fmt: skip


def _told(rate: Rate) -> dict[str, object]:
    return {
        "label": _(rate.label), "says": _(rate.says), "weight": rate.weight,
        "out": _("、").join(_(out.label) for out in rate.out),
    }  # fmt: skip


@page("board/rates/choose/", needs=access.CHOOSE_RATES)
def choose_rates(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Choose a way to count for the area in sight."""
    seen = seeing(request, actor, now, access.CHOOSE_RATES)
    form = ChooseForm(request.POST or None, initial={"since": words.local(now).date()})
    if form.is_valid():
        done = form.attempt(choose_verb, actor=actor, now=now, area_id=seen.node.id, **form.values())
        if done is not None:
            say(
                request,
                "ok",
                _("已选好口径，从%(on)s起用。") % {"on": words.calendar_day(form.cleaned_data["since"])},
            )
            return redirect(
                seen.address("/board/rates/") if actor.holds(access.SEE) else "/board/rates/choose/"
            )
    options = [
        (_(one.label), _(one.source), [_told(rate) for rate in one.rates]) for one in presets().values()
    ]
    shown = {"form": form, "seen": seen, "options": options}
    return render(request, "board/choose_rates.html", shown, status=422 if form.errors else 200)
