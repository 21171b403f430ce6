"""给选中的申请延期: one reason for several matters, asked for each by itself and decided each alone."""

from datetime import datetime
from functools import partial
from uuid import uuid5

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui import notes

from .. import access
from ..commands import ask_extension
from ..kinds import kind_of
from ..queries import Row, assignable, lines
from ..shape import Allowed
from ..terms import RequestKind
from .desk_matter import way_back
from .inbox_assign import Tried, each_one, picked_ids
from .looks import matter_row
from .request_forms import ExtensionForm


@page("inbox/extend/", needs=access.ASK, methods=("POST",))
def extend_many(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """First how long and why, then one request for each matter; what cannot be asked for is listed with its reason."""
    back = way_back(request, "/inbox/")
    ids = picked_ids(request, actor, now, back)
    chosen = assignable(actor, ids, access.ASK) if ids else []
    allowed = next((found for found in map(_allowed, chosen) if found is not None), None)
    if allowed is None:
        word = _("选中的都不能申请延期。") if chosen else _("请先在左边勾选诉求。")
        notes.say(request, "info", word)
        return redirect(back)
    form = ExtensionForm(request.POST if "text" in request.POST else None, allowed=allowed)
    rows = [matter_row(line) for line in lines(chosen, now)]
    cannot = {str(row.id) for row in chosen if _allowed(row) is None}
    shown = {"form": form, "rows": rows, "back": back, "cannot": len(cannot)}
    if not form.is_bound or not form.is_valid():
        return render(request, "matters/extend_many.html", shown, status=422 if form.errors else 200)
    asked = {"actor": actor, "now": now, **form.asked}
    acts = (
        (
            row.id,
            partial(ask_extension.once(uuid5(form.given_id, f"extend {row.id}")), **asked, matter_id=row.id),
        )
        for row in chosen
    )
    refusals = dict(each_one(form, acts))
    tried = [Tried(row, refusals[int(row.key)]) for row in rows]
    shown |= {
        "done": [one for one in tried if not one.refusal],
        "refused": [one for one in tried if one.refusal],
    }
    return render(request, "matters/extended_many.html", shown)


def _allowed(row: Row) -> Allowed | None:
    """What the kind says of an extension where the matter stands."""
    return kind_of(row.kind).allowed(RequestKind.EXTENSION, row.stage)
