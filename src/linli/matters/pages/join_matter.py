"""我也遇到了: join somebody else's report instead of writing another one."""

from datetime import datetime
from uuid import uuid5

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from linli.kernel.page import SIGNED_IN, Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.notes import say
from linli.places.queries import row_id

from ..commands import support
from ..queries import opened
from .reporting import uuid_in


@page("report/join/", needs=SIGNED_IN, methods=("POST",))
def join_matter(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Join, then follow it. The form is that of the report, so its id is used up under a name of its own."""
    matter_id = row_id(request.POST.get("join", ""))
    if matter_id is None:
        raise Http404
    form_id = uuid_in(request.POST.get("command_id", ""))
    command_id = uuid5(form_id, f"join {matter_id}") if form_id else None
    event = support.once(command_id)(actor=actor, now=now, matter_id=matter_id)
    say(request, "ok", _("已加入。有结果一起告诉您。"))
    return redirect(f"/matters/{opened(event.subject_id, event.area_path).number}/")
