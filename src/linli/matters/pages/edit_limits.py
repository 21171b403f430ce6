"""Limits: every stage of a kind with what holds where, and a new limit of one's own from a day on."""

from datetime import date, datetime, time

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.spans import Span, Unit
from linli.kernel.ui.notes import say
from linli.kernel.ui.parts import Pick, View
from linli.kernel.ui.words import full_day
from linli.places.queries import Node, tree
from linli.places.terms import Level

from .. import access
from ..commands import set_limit
from ..kinds import kinds
from ..queries import LimitLine, limit_sheet
from ..queries.limit_sheet import Version
from ..queries.limits import PROMISE
from ..shape import Kind
from ..terms import OrderType, Urgency

UNITS = (
    (Unit.WORK_HOURS.value, gettext_lazy("个工作小时")),
    (Unit.WORK_DAYS.value, gettext_lazy("个工作日")),
    (Unit.HOURS.value, gettext_lazy("小时（日夜都算）")),
    (Unit.DAYS.value, gettext_lazy("天（休息日也算）")),
)
PROMISED = gettext_lazy("答复居民的期限")


class LimitForm(CommandForm):
    """One stage, how long, from when, on which ground."""

    stage = forms.ChoiceField(label=gettext_lazy("环节"))
    number = forms.DecimalField(
        label=gettext_lazy("多长时间"), min_value=0, max_digits=7, decimal_places=2, localize=False
    )
    unit = forms.ChoiceField(label=gettext_lazy("按什么算"), choices=UNITS)
    rung = forms.ChoiceField(label=gettext_lazy("在哪一级手里时"), required=False)
    since = forms.DateField(
        label=gettext_lazy("从哪天起"),
        help_text=gettext_lazy("那天起新来的诉求按这个期限，已经在办的不变。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    source = WordsField(
        label=gettext_lazy("依据"),
        most=200,
        line=True,
        required=False,
        help_text=gettext_lazy("文件名、文号。"),
    )

    def __init__(self, *args: object, kind: Kind, lines: list[LimitLine], **more: object) -> None:
        super().__init__(*args, **more)
        self.fields["stage"].choices = [(one.stage, one.label or PROMISED) for one in lines]  # type: ignore[attr-defined]
        rungs = [(str(at), rung.level.label) for at, rung in enumerate(kind.ladder)]
        self.fields["rung"].choices = [("", _("哪一级都一样")), *rungs]  # type: ignore[attr-defined]

    @property
    def span(self) -> str:
        """The span's short code, such as 4wh."""
        return f"{self.cleaned_data['number']:f}".rstrip("0").rstrip(".") + str(self.cleaned_data["unit"])


@page("admin/limits/", needs=access.EDIT_LIMITS)
def edit_limits(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Area and kind stand in the address."""
    areas = areas_of(actor)
    node = chosen_area(request, areas)
    found = kinds()
    kind = found.get(request.GET.get("kind", "")) or next(iter(found.values()))
    here = f"?area={node.id}&kind={kind.code}"
    lines = limit_sheet(kind, node, now.date())
    form = LimitForm(request.POST or None, kind=kind, lines=lines, initial={"since": now.date()})
    if form.is_valid() and _set(request, form, actor, now, node, kind):
        return redirect(f"/admin/limits/{here}")
    shown = {
        "node": node,
        "kind": kind,
        "lines": [(line, *_words(line, node, kind)) for line in lines],
        "views": [
            View(str(one.label), f"?area={node.id}&kind={one.code}", current=one.code == kind.code)
            for one in found.values()
        ],
        "picks": [Pick("area", _("哪个地方"), [(str(one.id), one.short) for one in areas], str(node.id))],
        "keep": [("kind", kind.code)],
        "form": form,
        "presets_url": f"/admin/limits/presets/?area={node.id}",
    }
    return render(request, "matters/edit_limits.html", shown, status=422 if form.errors else 200)


def areas_of(actor: Actor) -> list[Node]:
    """Districts, streets and communities the actor sets limits for, in the order of the tree."""
    paths = tuple(grant.path for grant in actor.grants if grant.permission == access.EDIT_LIMITS)
    nodes = (node for node in tree().nodes.values() if node.level <= Level.COMMUNITY)
    return sorted((node for node in nodes if node.path.startswith(paths)), key=lambda node: node.code)


def chosen_area(request: Asked, areas: list[Node]) -> Node:
    """The area of the address, else the first; one out of reach is not found."""
    asked = request.GET.get("area", "")
    found = next((node for node in areas if str(node.id) == asked), None) if asked else None
    if found is None and (asked or not areas):
        raise Http404
    return found or areas[0]


def _words(line: LimitLine, node: Node, kind: Kind) -> tuple[str, str, list[str], list[str]]:
    """The limit, where it comes from, the rungs that differ, what comes."""
    source = _("系统自带")
    if line.held is not None:
        ground = line.held.source or _("没写依据")
        whose = (
            _("自己定的") if line.held.area_id == node.id else _("沿用%(area)s") % {"area": line.held.area}
        )
        source = _("%(whose)s，%(ground)s") % {"whose": whose, "ground": ground}
    rungs = [
        _("%(level)s手里%(span)s") % {"level": level, "span": label_of(one.span)} for level, one in line.rungs
    ]
    rungs += [
        _("%(which)s%(span)s") % {"which": which, "span": label_of(one.span)} for which, one in line.levels
    ]
    coming = [
        _("%(which)s%(on)s起%(span)s（%(area)s）")
        % {"which": _which(one), "on": _day(one.since), "span": label_of(one.span), "area": one.area}
        for one in line.coming
    ]
    return label_of(line.span), source, rungs, coming


def _which(one: Version) -> str:
    """紧急：, 咨询：; nothing for all matters."""
    words = [
        str(Urgency(one.selector.urgency).label) if one.selector.urgency else "",
        str(OrderType(one.selector.order_type).label) if one.selector.order_type else "",
    ]
    named = _("、").join(filter(None, words))
    return _("%(named)s：") % {"named": named} if named else ""


def _day(on: date) -> str:
    """11月26日（周四）."""
    return full_day(on, get_language() or "", year=True)


def label_of(span: Span) -> str:
    """4个工作小时 in the reader's language."""
    return span.label(get_language() or "")


def _set(request: Asked, form: LimitForm, actor: Actor, now: datetime, node: Node, kind: Kind) -> bool:
    asked = form.cleaned_data
    event = form.attempt(
        set_limit,
        actor=actor,
        now=now,
        area_id=node.id,
        kind=kind.code,
        stage=asked["stage"],
        span=form.span,
        since=datetime.combine(asked["since"], time(), settings.LINLI_ZONE),
        rung=int(asked["rung"]) if asked["rung"] and asked["stage"] != PROMISE else None,
        source=asked["source"],
    )
    if event is None:
        if form.refusal is not None and form.refusal.code == "span_unreadable":
            form.add_error("number", _("要大于0；小时可以到一刻钟（0.25），天数写整数。"))
        return False
    said = _("%(area)s的期限已定好，新来的诉求从%(on)s起按它算。")
    say(request, "ok", said % {"area": node.short, "on": _day(asked["since"])})
    return True
