"""Figures over the API: rates with numerator, denominator and what was left out; the matters behind each."""

from datetime import date
from typing import Literal

import msgspec
from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from linli.board.access import SEE
from linli.board.queries import Figure, Rates, area_seen, figures_of, matters_behind, rates_at, total
from linli.board.rules.counts import BY_CODE
from linli.board.rules.periods import Period, days_of, so_far
from linli.board.shape import Measure, base, hits, left_out, measure_of
from linli.kernel.page import Asked
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor
from linli.places.queries import Node, tree

from .describing import asked_in, operation
from .lists import Size
from .matters import line_of_row
from .shapes import MatterLine
from .wire import Id, answer_once


def _seen(actor: Actor, area: int | None) -> Node:
    """The area asked for, or that of the first posting, or of a narrowed token. Refuses area_unknown (404)."""
    node = area_seen(actor, area)
    if node is None and area is None:
        path = next((one.path for one in actor.grants if one.permission == SEE), "/")
        last = path.rstrip("/").rpartition("/")[2]
        node = tree().get(int(last)) if last else None
    if node is None:
        raise Refusal("area_unknown", _("没有这个区域，或者它不归您看。"), status=404)
    return node


def _days(word: str, today: date) -> Period:
    found = days_of(word) if word else so_far(today)
    if found is None:
        raise Refusal("days_unreadable", _("日期请写成2026-11、2026，或者2026-11-01..2026-11-25，最长十年。"))
    return found


class FiguresAsked(msgspec.Struct, forbid_unknown_fields=True):
    """days: 2026-11, 2026 or 2026-11-01..2026-11-25, this month so far unless said. axis and key narrow the figures:

    kind with a kind's code, category or unit with an id.
    """

    area: Id | None = None
    days: str = ""
    axis: Literal["all", "kind", "category", "unit"] = "all"
    key: str = ""


class OutShape(msgspec.Struct):
    """How many a reason left out of a rate."""

    reason: str
    label: str
    n: int


class RateShape(msgspec.Struct):
    """A rate. value: per cent, null under ten answers."""

    code: str
    label: str
    part: int
    whole: int
    value: float | None
    weight: int
    out: list[OutShape]


class FiguresShape(msgspec.Struct):
    """The figures of a place and some days. rates_version: of the way to count; weighed: the rates by their weights."""

    area_id: int
    first: date
    last: date
    counted_as: str
    rates_version: int
    rates: list[RateShape]
    weighed: float | None
    counts: dict[str, int]


def _asked(asked: FiguresAsked, request: Asked) -> tuple[Node, Period, Rates]:
    node = _seen(request.actor, asked.area)
    period = _days(asked.days, request.now.astimezone(settings.LINLI_ZONE).date())
    return node, period, rates_at(node.path, period.last)


@operation(
    "GET", "/figures", asks=FiguresAsked, gives=FiguresShape, refuses="area_unknown (404), days_unreadable"
)
def show_figures(request: Asked) -> HttpResponse:
    """Rates and counts of an area in reach."""
    asked: FiguresAsked = asked_in(request, FiguresAsked)
    node, period, rates = _asked(asked, request)
    found = figures_of(node, period, rates, axis=asked.axis, key=asked.key[:100])
    made = FiguresShape(
        node.id, period.first, period.last, str(_(rates.label)), rates.version,
        [_rate(one) for one in found.figures], found.weighed, found.counts,
    )  # fmt: skip
    return answer_once(request, made)


def _rate(one: Figure) -> RateShape:
    outs = [OutShape(out.code, _(out.label), one.out.get(out.code, 0)) for out in one.rate.out]
    return RateShape(one.rate.code, _(one.rate.label), one.part, one.whole, one.value, one.rate.weight, outs)


class BehindAsked(FiguresAsked, forbid_unknown_fields=True):
    """rate and part (hits, base, or the code of a reason), or count: which figure; the rest as for figures."""

    rate: str = ""
    part: str = "hits"
    count: str = ""
    after: str = ""
    before: str = ""
    size: Size = 50


class BehindShape(msgspec.Struct):
    """A counted round of a matter; `matter` is null where it is counted but out of reach."""

    round: int
    on: date
    verdict: str
    satisfaction: str
    excluded: str
    matter: MatterLine | None


class BehindPage(msgspec.Struct):
    """The matters behind a figure, newest first; n: the figure itself."""

    n: int
    rounds: list[BehindShape]
    after: str | None
    before: str | None


@operation(
    "GET", "/figures/matters", asks=BehindAsked, gives=BehindPage,
    refuses="area_unknown, figure_unknown (404), days_unreadable, page_mark_unreadable (400)",
)  # fmt: skip
def list_matters_behind(request: Asked) -> HttpResponse:
    """The same conditions that counted a figure, page by page."""
    asked: BehindAsked = asked_in(request, BehindAsked)
    node, period, rates = _asked(asked, request)
    measure, key = _measure(asked, rates), asked.key[:100]
    n = total([measure], node, period, axis=asked.axis, key=key)[0]
    found = matters_behind(
        request.actor, measure, node, period, request.now, axis=asked.axis, key=key, before=asked.before,
        after=asked.after, size=asked.size,
    )  # fmt: skip
    rows = [
        BehindShape(
            one.round, one.on, one.verdict, one.satisfaction, one.excluded,
            line_of_row(found.lines[one.matter_id].row) if one.matter_id in found.lines else None,
        )
        for one in found.found.rows
    ]  # fmt: skip
    return answer_once(request, BehindPage(n, rows, found.found.after, found.found.before))


def _measure(asked: BehindAsked, rates: Rates) -> Measure:
    rate, count = rates.rate(asked.rate), BY_CODE.get(asked.count)
    if rate is not None:
        outs = {out.code: at for at, out in enumerate(rate.out)}
        if asked.part in outs:
            return left_out(rate, outs[asked.part])
        if asked.part in ("hits", "base"):
            return hits(rate) if asked.part == "hits" else base(rate)
    elif count is not None and not count.adds:
        return measure_of(count)
    raise Refusal("figure_unknown", _("没有这个数字。"), status=404)
