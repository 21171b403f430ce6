"""封存: how far the log is sealed, and the check that recomputes the whole chain."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui import notes
from linli.people import access
from linli.people.commands import read_log as look_at
from linli.people.commands import verify_seals
from linli.people.queries import seal_state
from linli.people.terms import LogPart

MOST = 1_000_000
"""Events that are checked while the page waits (three to four seconds for a million); above that `linli verify`."""


@page("admin/log/seals/", needs=access.READ_LOG)
def check_seals(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Show; on the button, check and say what came of it."""
    look = look_at(actor=actor, now=now, part=LogPart.SEALS)
    state = seal_state(actor, look)
    form = CommandForm(request.POST) if request.method == "POST" else CommandForm()
    if request.method == "POST" and form.is_valid() and state.sealed <= MOST:
        event = form.attempt(verify_seals, actor=actor, now=now)
        if event is not None:
            if event.ok:
                notes.say(
                    request, "ok", _("核对过%(n)s条，一条没少、一个字没改。") % {"n": f"{event.events:,}"}
                )
            else:
                notes.say(
                    request,
                    "late",
                    _("对不上，从第%(n)s条起。请马上报告，先不要动数据库。") % {"n": event.bad_event or "?"},
                )
            return redirect("site.check_seals")
    shown = {"state": state, "form": form, "too_many": state.sealed > MOST}
    return render(request, "site/check_seals.html", shown)
