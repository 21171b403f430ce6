"""我的住处: the building somebody lives in, chosen by themselves where the community has not registered it."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linli.kernel import browser
from linli.kernel.forms import CommandForm
from linli.kernel.page import SIGNED_IN, Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui import notes
from linli.places.queries import Chosen, choosing

from ..commands import choose_home as choose
from ..queries import own_entry


@page("me/home/", needs=SIGNED_IN)
def choose_home(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Community, building, unit; kept in the record, and what this browser looks at follows."""
    given = request.POST or request.GET
    own = own_entry(actor.person_id or 0)
    where = choosing(Chosen.read(given), otherwise=own.home_id if own else None)
    form = CommandForm(request.POST) if request.method == "POST" else CommandForm()
    if request.method == "POST" and "look" not in request.POST and form.is_valid():
        if where.area_id is None:
            form.add_error(None, _("请先选社区和楼栋。"))
        elif form.attempt(choose, actor=actor, now=now, area_id=where.area_id):
            notes.say(request, "ok", _("已记下：%(place)s。") % {"place": where.title})
            answer: HttpResponse = redirect("/me/")
            browser.remember_area(answer, where.area_id)
            return answer
    return render(request, "people/choose_home.html", {"form": form, "where": where})
