"""首页: my matter, my grid worker, what can be done; staff go on to the home of their posting."""

from dataclasses import dataclass
from datetime import datetime, time

from django.http import HttpResponse
from django.shortcuts import redirect, render

from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.scope import Actor
from linli.kernel.worktime import CHINA, WorkTime
from linli.matters.pages.reporting import usual_place
from linli.matters.queries import mine_open, parcel
from linli.people.queries import Card, who_covers
from linli.people.terms import Role
from linli.places.queries import Lineage, Node, lineage, tree, work_time
from linli.site.navigation import home_of


@dataclass(frozen=True)
class Office:
    """When the office is open: today from and until, or not today and next from."""

    opens: datetime
    closes: datetime | None

    @property
    def today(self) -> bool:
        """True when it opens at all today."""
        return self.closes is not None


@dataclass(frozen=True)
class Here:
    """The place the page looks at, and who serves there."""

    title: str
    community: Node | None
    worker: Card | None
    desk: Card | None
    office: Office


@page("", needs=PUBLIC, methods=("GET",))
def home(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """What a resident sees first."""
    if actor.is_staff:
        return redirect(home_of(actor))
    open_ = [parcel(matter, now) for matter in mine_open(actor)]
    asked = usual_place(request)
    spot = lineage(asked) if asked is not None else None
    shown = {
        "parcel": open_[0] if open_ else None,
        "open_count": len(open_),
        "here": _here(spot, now) if spot is not None else None,
    }
    return render(request, "site/home.html", shown)


def _here(spot: Lineage, now: datetime) -> Here:
    community, grid = tree().get(spot.community_id), tree().get(spot.grid_id)
    names = [node.short for node in (community, grid) if node is not None]
    areas = [area for area in (spot.grid_id, spot.community_id) if area is not None]
    found = {card.role: card for card in reversed(who_covers(areas, now.astimezone(CHINA).date()))}
    return Here(
        title="·".join(names) or spot.name,
        community=community,
        worker=found.get(Role.GRID_WORKER),
        desk=found.get(Role.COMMUNITY_DESK),
        office=_office(work_time(spot.path), now),
    )


def _office(work: WorkTime, now: datetime) -> Office:
    today = now.astimezone(CHINA).date()
    midnight = datetime.combine(today, time(), CHINA)
    return Office(work.next_open(midnight), work.close_of(today))
