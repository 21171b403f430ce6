"""What an administrator does with an account: one address for each act, one command behind each."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from linli.kernel.command import Command
from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui import notes
from linli.kernel.worktime import CHINA

from .. import access
from ..commands import close_account, end_sessions, give_password, open_account, reset_factor
from ..queries import account_line
from ..rules.passwords import first_password
from .show_account import ReasonForm, account_page

DONE: dict[str, tuple[Command[..., Any], object]] = {
    "close": (close_account, gettext_lazy("已停用。他的登录和接口令牌都断了。")),
    "open": (open_account, gettext_lazy("已开通，他可以登录了。")),
    "end-sessions": (end_sessions, gettext_lazy("他在所有设备上都已退出。")),
    "reset-factor": (reset_factor, gettext_lazy("已清掉。他下次登录要重新设二次验证。")),
    "give-password": (give_password, ""),
}


@page("admin/accounts/<int:person_id>/<slug:act>/", needs=access.EDIT_ACCOUNTS, methods=("POST",))
def change_account(request: Asked, *, actor: Actor, now: datetime, person_id: int, act: str) -> HttpResponse:
    """Do it and go back to the account; a new password is shown in this answer only."""
    if act not in DONE:
        raise Http404
    verb, said = DONE[act]
    form = (ReasonForm if act == "reset-factor" else CommandForm)(request.POST)
    more: dict[str, Any] = {"password": first_password()} if act == "give-password" else {}
    if not form.is_valid() or form.attempt(
        verb, actor=actor, now=now, person_id=person_id, **form.values(), **more
    ) is None:  # fmt: skip
        return account_page(request, actor, now, person_id, {act: form})
    if not more:
        notes.say(request, "ok", str(said))
        return redirect("people.show_account", person_id=person_id)
    line = account_line(actor, person_id, now.astimezone(CHINA).date())
    assert line is not None  # noqa: S101  it was just given a password
    shown = {"name": line.name, "login": line.login, "person_id": person_id, **more}
    return render(request, "people/first_password.html", shown)
