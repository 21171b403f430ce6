"""Search: by number, whole telephone, words; says what was searched, and what to try when nothing is found."""

from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.parts import Empty, Pager

from .. import access
from ..queries import Matches, matters_like, outlooks
from .looks import matter_row


@page("search/", needs=access.SEE, methods=("GET",))
def search(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """What was found in the actor's areas; an empty question finds nothing."""
    query = request.GET.get("q", "").strip()
    after = request.GET.get("after", "")
    found = matters_like(actor, query, now, after=after) if query else Matches([])
    places = _("、").join(seen.title for seen in outlooks(actor))
    onwards = "?" + urlencode({"q": query, "after": found.after}) if found.after else ""
    shown = {
        "query": query,
        "rows": [matter_row(line) for line in found.lines],
        "searched": _("在%(places)s里找：编号、标题、地点、内容；电话要输完整号码。") % {"places": places},
        "pager": Pager(_("新的在前"), "?" + urlencode({"q": query}) if after else "", onwards),
        "empty": _nothing(query, found, actor),
    }
    return render(request, "matters/search.html", shown)


def _nothing(query: str, found: Matches, actor: Actor) -> Empty:
    if not query:
        return Empty("search", _("要找什么？"), _("编号、地点、说的内容，或者完整的电话号码。"))
    if found.no_words:
        return Empty("search", _("请输入字、字母或数字"), _("只有标点和符号，没法找。"))
    if not actor.holds(access.REGISTER):
        return Empty("search", _("没有找到"), _("换个说法，或者少写几个字再试。"))
    hint = _("换个说法，或者少写几个字再试。找不到就")
    return Empty("search", _("没有找到"), hint, "/matters/new/", _("新登记一件"))
