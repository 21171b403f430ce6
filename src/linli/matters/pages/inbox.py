"""The inbox of a desk: one area at a time, views by stage with counts, filters in the address."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Self
from urllib.parse import parse_qsl, urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.keyset import Slice
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor, may_at
from linli.kernel.ui.parts import Empty, Pager, Pick
from linli.kernel.ui.parts import View as Tab
from linli.people.queries import units_over
from linli.places.queries import work_time
from linli.places.terms import Level

from .. import access
from ..kinds import kinds
from ..queries import (
    Counts,
    Line,
    Outlook,
    Wanted,
    below,
    branches,
    inbox,
    saved_views,
    tabs,
)
from ..queries.asked_list import RUNGS, asked_list
from ..queries.duties import waiting_for
from ..queries.inbox import DUE, MANY, NEWEST, about
from ..queries.requests import waiting_at
from ..queries.saved_views import Saved
from ..rules.saved_views import FILTERS, kept_query
from ..rules.views import View
from ..terms import OrderType, Source, Urgency
from .in_sight import AREA, choose
from .looks import matter_row
from .save_view import SaveForm

USUAL = 5  # filters that stand in the first row; the others unfold
WORDS = {
    View.OPEN: gettext_lazy("全部在办"),
    View.LATE: gettext_lazy("已超时"),
    View.TODAY: gettext_lazy("今天到期"),
    View.FRESH: gettext_lazy("待签收、待核实"),
    View.WORKING: gettext_lazy("办理中"),
    View.ASKING: gettext_lazy("待回访"),
    View.DECIDING: gettext_lazy("待审批"),
    View.CLOSED: gettext_lazy("已办结"),
    View.ALL: gettext_lazy("全部记录"),
}
NOTHING = {
    View.OPEN: gettext_lazy("现在没有在办的诉求"),
    View.LATE: gettext_lazy("没有超时的诉求"),
    View.TODAY: gettext_lazy("今天没有到期的诉求"),
    View.FRESH: gettext_lazy("没有等签收、核实的诉求"),
    View.WORKING: gettext_lazy("没有正在办理的诉求"),
    View.ASKING: gettext_lazy("没有等回访的诉求"),
    View.DECIDING: gettext_lazy("没有等审批的申请"),
    View.CLOSED: gettext_lazy("还没有办结的诉求"),
    View.ALL: gettext_lazy("还没有诉求"),
}


@page("inbox/", needs=access.SEE, methods=("GET",))
def show_inbox(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The list; every choice stands in the address, so that a link to a list can be sent."""
    desk = Desk.of(request, actor)
    found = inbox(desk.wanted, now, before=desk.asked("before"), after=desk.asked("after"))
    counted = tabs(desk.wanted, now)
    seen = desk.seen
    picks = desk.picks()
    return render(
        request,
        "matters/inbox.html",
        {
            "seen": seen,
            "views": desk.tabs(counted),
            "picks": picks[:USUAL],
            "more_picks": picks[USUAL:],
            "more_chosen": any(one.value for one in picks[USUAL:])
            or desk.asked("since")
            or desk.asked("until"),
            "keep": [("view", desk.wanted.view.value), (AREA, str(seen.area_id))],
            "asked": {name: desk.asked(name) for name in ("q", "since", "until")},
            "query": urlencode([(AREA, str(seen.area_id)), *parse_qsl(kept_query(request.GET.urlencode()))]),
            "saved": _saved(actor, seen, now),
            "save_form": SaveForm(),
            "may_export": may_at(actor, access.EXPORT, seen.path),
            "rows": [matter_row(line, panel=True, selected=at == 0) for at, line in enumerate(found.rows)],
            "pager": desk.pager(found, counted),
            "empty": desk.empty(counted),
            "may_ask": may_at(actor, access.ASK, seen.path),
            "may_assign": desk.wanted.view.running and may_at(actor, access.ASSIGN, seen.path),
            "outside": waiting_for(actor, now) if desk.wanted.view is View.DECIDING else (0, 0),
            "closes_at": work_time(seen.path).close_of(now.date()),
        },
    )


@dataclass(frozen=True)
class Desk:
    """What the address asks for. seen: the area of the page; wanted: what the list is narrowed to."""

    words: dict[str, str]
    seen: Outlook
    wanted: Wanted

    @cached_property
    def waiting(self) -> int:
        """How many requests wait for a decision of this desk; one query."""
        return waiting_at(self.seen.area_id)

    @classmethod
    def of(cls, request: Asked, actor: Actor) -> Self:
        """Read the address; an area out of reach is not found, an unknown word is passed over."""
        words = {name: str(value)[:200] for name, value in request.GET.items() if value}
        return cls.read(words, choose(request), actor)

    @classmethod
    def read(cls, words: dict[str, str], seen: Outlook, actor: Actor) -> Self:
        """What some words ask for at an area."""
        wanted = asked_list(words, seen, actor)
        if wanted is None:
            raise Http404
        return cls(words, seen, wanted)

    def asked(self, name: str) -> str:
        """A word of the address, or nothing."""
        return self.words.get(name, "")

    def address(self, **other: str) -> str:
        """The same list with other choices; pages begin anew."""
        kept = {name: word for name, word in self.words.items() if name not in ("before", "after", "from")}
        chosen = {**kept, AREA: str(self.seen.area_id), **other}
        return "?" + urlencode({name: word for name, word in chosen.items() if word})

    def tabs(self, counted: Counts) -> list[Tab]:
        """The views with their counts, late ones red, today's amber."""
        colours = {View.LATE: "late", View.TODAY: "soon", View.DECIDING: "soon" if self.waiting else ""}
        return [
            Tab(
                str(WORDS[view]),
                self.address(view="" if view is View.OPEN else view.value),
                self.waiting if view is View.DECIDING else counted.of(view),
                view is self.wanted.view,
                colours.get(view, ""),  # type: ignore[arg-type]
                counted.at_least,
            )
            for view in View
            if view.running or self.seen.unit_id is None
        ]

    def picks(self) -> list[Pick]:
        """The filters; each keeps what the others chose."""
        under = [] if self.seen.unit_id else below(self.seen)
        ours = _("我们手里")
        holders = [
            (str(role), ours if level == self.seen.level else str(role.label))
            for role, level in RUNGS.items()
        ]
        orders = [(DUE, _("先到期")), (NEWEST, _("新来的"))]
        found = [
            Pick("sort", _("排序"), orders, self.wanted.sort) if self.wanted.view.running else None,
            Pick("kind", _("类型"), [(one.code, str(one.label)) for one in kinds().values()], self.wanted.kind),
            Pick("within", _narrowing(self.seen), [(str(node.id), node.short) for node in under], self.asked("within")),
            Pick("holder", _("在谁手里"), holders, self.wanted.holder),
            Pick("source", _("来源"), [(one.value, str(one.label)) for one in Source], self.wanted.source),
            Pick("category", _("类别"), [(one.code, one.indented) for one in branches()], self.asked("category")),
            Pick("order", _("诉求类型"), [(one.value, str(one.label)) for one in OrderType], self.wanted.order_type),
            Pick("urgency", _("紧急程度"), [(one.value, str(one.label)) for one in Urgency], self.wanted.urgency),
            Pick("unit", _("单位"), [(str(pk), name) for pk, name in units_over([self.seen.path]).items()], self.asked("unit")),
            Pick("waiting", _("申请"), [("1", _("待审批"))], "1" if self.wanted.waiting else ""),
        ]  # fmt: skip
        return [one for one in found if one is not None and one.options]

    def pager(self, found: Slice[Line], counted: Counts) -> Pager | None:
        """Which rows these are, and the ways before and after."""
        if not found.rows:
            return None
        start = max(int(word), 1) if (word := self.asked("from")[:9]).isdecimal() else 1
        last = start + len(found.rows) - 1
        total = self.waiting if self.wanted.view is View.DECIDING else counted.of(self.wanted.view)
        facts = {"first": start, "last": last, "total": max(total or 0, last)}
        if total is None:
            words = _("第%(first)d–%(last)d件") % facts
        elif counted.at_least:
            words = _("第%(first)d–%(last)d件，共%(total)d件以上") % facts
        else:
            words = _("第%(first)d–%(last)d件，共%(total)d件") % facts
        back = str(max(start - len(found.rows), 1))
        return Pager(
            words,
            self.address(before=found.before, **{"from": back}) if found.before else "",
            self.address(after=found.after, **{"from": str(last + 1)}) if found.after else "",
        )

    def empty(self, counted: Counts) -> Empty:
        """What an empty list says, and the next useful step."""
        if self.wanted.narrowed or self.wanted.seen != self.seen:
            plain = self.address(**{**dict.fromkeys(FILTERS, ""), "view": self.wanted.view.value})
            return Empty("search", _("按这些条件没有找到"), "", plain, _("去掉条件"))
        open_ones = counted.of(View.OPEN) or 0
        text = f"{self.seen.short}{NOTHING[self.wanted.view]}"
        if self.wanted.view is View.OPEN:
            return Empty("done", text, "", self.address(view=View.ALL.value), _("看以前的记录"))
        hint = _("在办%(n)d件。") % {"n": open_ones}
        return Empty("done", text, hint, self.address(view=""), _("看全部在办"))


def _saved(actor: Actor, seen: Outlook, now: datetime) -> list[tuple[Saved, str, str]]:
    """The kept views, each with its address and how many it has: 0 to 99, 99+; nothing where it searches for words."""
    kept = saved_views(actor, seen.area_id)
    wanted = {}
    for one in kept:
        words = dict(parse_qsl(one.query))
        if not words.get("q"):
            with suppress(Http404):  # narrowed to a place that is no more
                wanted[one.id] = Desk.read(words, seen, actor).wanted
    counted = dict(zip(wanted, about(list(wanted.values()), now), strict=True))
    here = urlencode([(AREA, str(seen.area_id))])
    return [(one, f"?{here}&{one.query}", _told(counted.get(one.id))) for one in kept]


def _told(n: int | None) -> str:
    if n is None:
        return ""
    return f"{MANY - 1}+" if n >= MANY else str(n)


def _narrowing(seen: Outlook) -> str:
    labels = {Level.DISTRICT: _("街道"), Level.STREET: _("社区"), Level.COMMUNITY: _("网格")}
    return labels.get(Level(seen.level), _("网格"))
