"""接口令牌: which programs act for whom, and until when."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.places.queries import tree

from .. import access
from ..queries import cards, tokens


@page("admin/tokens/", needs=access.EDIT_ACCOUNTS, methods=("GET",))
def list_tokens(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Newest first; what works can be ended."""
    rows = tokens(actor)
    known = cards(one.person_id for one in rows)
    words = {
        "live": ("ok", _("在用"), "done"),
        "expired": ("line", _("已到期"), "clock"),
        "revoked": ("hold", _("已停用"), "stop"),
    }
    shown = [
        (
            one, known[one.person_id].name if one.person_id in known else _("居民"), *words[one.state(now)],
            tree().title(one.area_path), len(one.permissions),
        )
        for one in rows
    ]  # fmt: skip
    return render(request, "people/list_tokens.html", {"tokens": shown})
