"""End a posting: its last day."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui import notes
from linli.kernel.ui.words import full_day
from linli.kernel.worktime import CHINA

from .. import access
from ..commands import end_posting as end
from ..queries import posting_line
from .choices import DayField


class LastDayForm(CommandForm):
    """The last day counts."""

    to_on = DayField(
        label=gettext_lazy("最后一天"), help_text=gettext_lazy("这一天还算在任，第二天起没有权限。")
    )


@page("admin/postings/<int:posting_id>/end/", needs=access.EDIT_POSTINGS)
def end_posting(request: Asked, *, actor: Actor, now: datetime, posting_id: int) -> HttpResponse:
    """Ask, end, back to the list."""
    line = posting_line(actor, posting_id)
    if line is None or not line.may_edit:
        raise Http404
    form = LastDayForm(request.POST or None, initial={"to_on": now.astimezone(CHINA).date()})
    if request.method == "POST" and form.is_valid():
        event = form.attempt(end, actor=actor, now=now, posting_id=posting_id, **form.values())
        if event is not None:
            notes.say(request, "ok", _("%(name)s的%(role)s到%(day)s为止。") % {
                "name": line.name, "role": line.role_label.lower(), "day": full_day(event.to_on, get_language() or ""),
            })  # fmt: skip
            return redirect("people.list_postings")
    shown = {
        "form": form, "heading": _("结束任职"), "button": _("结束任职"), "cancel": "/admin/postings/",
        "lead": f"{line.name}·{line.role_label}·{line.place}",
    }  # fmt: skip
    return render(request, "people/desk_form.html", shown)
