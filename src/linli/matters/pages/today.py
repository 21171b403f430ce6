"""A grid worker's day on the telephone: overdue first, then today's, then the rest by building."""

from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.parts import Empty, MatterRow, Pager
from linli.kernel.ui.parts import View as Tab
from linli.people.terms import Role

from .. import access
from ..queries import Line, Wanted, inbox, tabs, today
from ..queries.inbox import DUE
from ..rules.views import View
from .in_sight import AREA, choose
from .looks import matter_row

PAGE = 20


@page("today/", needs=access.ACT, methods=("GET",))
def show_today(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """What to do first, and what there is besides; no ranking, no track."""
    day = today(actor, now)
    shown = {
        "day": day,
        "first": [*_rows(day.late), *_rows(day.due)],
        "rest": [(group.title, _rows(group.lines)) for group in day.rest],
        "whole": day.done + day.to_do,
        "empty": Empty(
            "done",
            _("今天手里没有要办的"),
            _("居民新报的会出现在这里。"),
            "/matters/new/",
            pgettext("tab", "记一笔"),
        ),
    }
    return render(request, "matters/today.html", shown)


@page("today/matters/", needs=access.ACT, methods=("GET",))
def list_matters(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """All matters of the grid, also those that lie higher up."""
    seen = choose(request)
    view = View.CLOSED if request.GET.get("view") == View.CLOSED.value else View.OPEN
    holder = Role.GRID_WORKER if request.GET.get("view") == "held" else ""
    wanted = Wanted(seen=seen, view=view, holder=str(holder), sort=DUE)
    found = inbox(
        wanted, now, before=request.GET.get("before", ""), after=request.GET.get("after", ""), size=PAGE
    )
    whole = tabs(Wanted(seen=seen), now)
    held = sum(one.n for one in whole.tallies if one.holder_role == Role.GRID_WORKER)
    chosen = request.GET.get("view", "")
    here = {AREA: str(seen.area_id), "view": chosen}
    shown = {
        "rows": _rows(list(found.rows)),
        "views": [
            Tab(_("全部在办"), "?", whole.of(View.OPEN), view is View.OPEN and not holder),
            Tab(_("在我手里"), "?view=held", held, bool(holder)),
            Tab(_("已办结"), f"?view={View.CLOSED.value}", None, view is View.CLOSED),
        ],
        "pager": Pager(
            "",
            "?" + urlencode({**here, "before": found.before}) if found.before else "",
            "?" + urlencode({**here, "after": found.after}) if found.after else "",
        ),
        "seen": seen,
        "empty": Empty("done", _("这里没有诉求"), "", "/today/", _("回到今天")),
    }
    return render(request, "matters/today_matters.html", shown)


def _rows(lines: list[Line]) -> list[MatterRow]:
    return [matter_row(line) for line in lines]
