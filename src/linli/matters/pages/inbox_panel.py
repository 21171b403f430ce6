"""The side panel of the inbox: one matter at a glance, with its next steps."""

from datetime import datetime
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui import words
from linli.places.queries import work_time

from .. import access
from ..models import Matter
from ..queries import Line, caller_of, line_from, same_place
from ..terms import Source
from .desk_matter import matter_at, shown_requests, steps_of
from .looks import clock_of, time_left, total
from .show_matter import kind_words, place_words


@page("inbox/<str:number>/panel/", needs=access.SEE, methods=("GET",))
def show_panel(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """Fetched beside the list; steps taken here lead back to the same list."""
    matter = matter_at(actor, number)
    line = line_from(matter, now)
    back = _list_behind(request)
    shown = {
        "matter": matter,
        "clock": clock_of(line),
        "pairs": _pairs(matter, line, now),
        "caller": caller_of(actor, matter),
        "caller_word": _("来电人") if matter.source == Source.HOTLINE else _("反映人"),
        "same": same_place(actor, matter, now, most=3),
        "steps": steps_of(actor, matter, now, back),
        "requests": shown_requests(actor, matter, now, back),
        "back": back,
    }
    return render(request, "matters/_panel.html", shown)


def _list_behind(request: Asked) -> str:
    """The list from which the panel was fetched."""
    shown = urlsplit(request.headers.get("HX-Current-URL", ""))
    if not shown.path.startswith(("/inbox/", "/search/")):
        return "/inbox/"
    return f"{shown.path}?{shown.query}" if shown.query else shown.path


def _pairs(matter: Matter, line: Line, now: datetime) -> list[tuple[str, str]]:
    """The facts a clerk looks at first."""
    lang = get_language() or "zh-hans"
    left = time_left(work_time(matter.area_path), matter.due_at, now)
    lasted = words.lasting(total(line.worked, line.day_seconds), lang)
    found = [
        (_("环节"), _("，").join(one for one in (line.row.stage_label, left) if one)),
        (_("总用时"), _("%(length)s，从居民反映算起") % {"length": lasted}),
        (_("来源"), _("，").join(dict.fromkeys((line.row.source_label, kind_words(matter))))),
        (_("地点"), place_words(matter)),
    ]
    if line.held.name:
        who = (one for one in (line.held.name, line.held.under) if one)
        found.append((_("在谁手里"), _("，").join(who)))
    if matter.promised_at is not None and matter.answered_at is None and matter.closed_at is None:
        due = words.deadline(matter.promised_at, lang, now=now)
        found.append((_("答复期限"), due + (_("（暂定）") if matter.promised_provisional else "")))
    return found
