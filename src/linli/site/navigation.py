"""What every page's frame needs: mode, menu, tabs, places, counts. Nothing is asked before a template shows it."""

from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from linli.kernel.prepared import ask
from linli.kernel.scope import GUEST, Actor, in_scope, scope
from linli.kernel.ui.parts import NavItem
from linli.matters.pages.in_sight import AREA, seen_from
from linli.matters.queries import Counts, below, counts, outlooks
from linli.people.queries import sample_town
from linli.people.terms import Role
from linli.places.terms import Level

from .menu import (
    ELDER_TABS,
    MENU,
    OBSERVER_TABS,
    RESIDENT_TABS,
    WORKER_TABS,
    Entry,
    by_phone,
    home_of,
    may_open,
)

__all__ = ["Frame", "context", "home_of", "mode_of"]

UNREAD = """
select count(*) filter (where read_at is null)
from (select read_at from kernel_notice where person_id = %s and channel = 'app' order by id desc limit 100) newest
"""


class Frame:
    """The frame of one page, worked out when a template asks."""

    def __init__(self, request: HttpRequest):
        self.request = request
        self.actor: Actor = getattr(request, "actor", GUEST)

    def menu(self) -> list[tuple[str, list[NavItem]]]:
        """The left column: groups with at least one page."""
        tallied = self._counts()
        every = tuple(entry for _label, entries in MENU for entry in entries)
        found = [(str(label), self._items(entries, tallied, every)) for label, entries in MENU]
        return [(label, items) for label, items in found if items]

    def tabs(self) -> list[NavItem]:
        """The bottom tabs of a telephone page."""
        if self.actor.is_staff:
            roles = {standing.role for standing in self.actor.standings}
            tabs = OBSERVER_TABS if Role.OBSERVER in roles else WORKER_TABS
            return self._items(tabs, None) if by_phone(self.actor) else []
        if mode_of(self.request) != "elder":
            waiting = self.unread()
            return [
                replace(tab, count=waiting) if tab.icon == "bell" and waiting else tab
                for tab in self._items(RESIDENT_TABS, None)
            ]
        call = NavItem(_("找人工"), f"tel:{settings.LINLI_HELP_PHONE}", "phone")
        return [*self._items(ELDER_TABS, None), call]

    def places(self) -> list[NavItem]:
        """The switcher: own areas and the ones right below, the one in sight marked."""
        with _inside(self.actor):
            own = outlooks(self.actor)
            now_at = seen_from(self.request)
            if now_at is None:
                return []
            known = {seen.area_id: seen.title for seen in own}
            for seen in own:
                if seen.unit_id is None and seen.level < Level.COMMUNITY:
                    known |= {node.id: f"{seen.short} / {node.short}" for node in below(seen)}
            known.setdefault(now_at.area_id, now_at.title)
        return [
            NavItem(title, f"/inbox/?{AREA}={area}", "pin", current=area == now_at.area_id)
            for area, title in known.items()
        ]

    def way_to(self, pattern: str) -> str:
        """The address of a page of the frame, empty when it is not for this actor."""
        return f"/{pattern}" if self.actor.is_staff and may_open(self.actor, pattern) else ""

    def unread(self) -> int:
        """Messages not read yet, of the newest hundred."""
        if self.actor.person_id is None:
            return 0
        with _inside(self.actor):
            return int(ask(UNREAD, (self.actor.person_id,))[0][0])

    def _items(
        self, entries: tuple[Entry, ...], tallied: Counts | None, every: tuple[Entry, ...] = ()
    ) -> list[NavItem]:
        """Those the actor may open. every: all of the frame, where the entries are one group of several."""
        roles = {standing.role for standing in self.actor.standings}
        return [
            NavItem(
                str(entry.label),
                f"/{entry.pattern}" + (f"?{entry.query}" if entry.query else ""),
                entry.icon,
                self._count(entry, tallied, roles),
                self._is_current(entry, every or entries),
                bool(tallied is not None and entry.count and tallied.at_least),
            )
            for entry in entries
            if may_open(self.actor, entry.pattern)
            and (not entry.roles or entry.roles & roles)
            and (not entry.needs or self.actor.holds(entry.needs))
        ]

    def _count(self, entry: Entry, tallied: Counts | None, roles: Collection[str]) -> int | None:
        if tallied is None or entry.count is None:
            return None
        return (tallied.held_by(roles) if entry.held else tallied).of(entry.count)

    def _is_current(self, entry: Entry, entries: Iterable[Entry]) -> bool:
        """The page itself, told apart from its neighbours by what follows its address; else what lies below it."""
        path = self.request.path.removeprefix("/")
        same = {one.query for one in entries if one.pattern == path}
        if not same:
            return bool(entry.covers) and path.startswith(entry.covers)
        asked = f"view={self.request.GET.get('view')}"
        return entry.pattern == path and entry.query == (asked if asked in same else "")

    def _counts(self) -> Counts | None:
        with _inside(self.actor):
            seen = seen_from(self.request)
            return counts(seen, self.request.now) if seen is not None else None  # type: ignore[attr-defined]


def _inside(actor: Actor) -> AbstractContextManager[None]:
    """The actor's scope, when no page has opened one already."""
    return nullcontext() if in_scope() else scope(actor)


def mode_of(request: HttpRequest) -> str:
    """The look: staff, or standard and elder for residents, by cookie or account."""
    if getattr(request, "actor", GUEST).is_staff:
        return "staff"
    chosen = request.GET.get("ui") or request.COOKIES.get("ui")
    if chosen in ("resident", "elder"):
        return chosen
    account = getattr(request, "user", None)
    return "elder" if getattr(account, "large_type", False) else "resident"


def context(request: HttpRequest) -> dict[str, Any]:
    """The template context of the frame (see kernel/ui/templates/ui/base.html)."""
    frame = Frame(request)
    return {
        "ui_mode": mode_of(request),
        "actor": None if frame.actor.is_guest else frame.actor,
        "nav": cache(frame.menu),
        "tabs": cache(frame.tabs),
        "places": cache(frame.places),
        "unread": cache(frame.unread),
        "search_url": frame.way_to("search/"),
        "register_url": frame.way_to("matters/new/"),
        "now": getattr(request, "now", None),
        "help_phone": settings.LINLI_HELP_PHONE,
        "sample_town": cache(sample_town),
    }
