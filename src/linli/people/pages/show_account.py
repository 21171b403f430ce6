"""One account: what it is, who it belongs to, and what an administrator may do with it."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.forms import ChipRadio
from linli.kernel.worktime import CHINA
from linli.places.queries import tree

from .. import access
from ..queries import AccountLine, account_line, accountless, postings_of
from ..terms import FactorReason
from .list_accounts import state_of


class ReasonForm(CommandForm):
    """Why the second factor goes."""

    reason = forms.ChoiceField(label=gettext_lazy("为什么"), choices=FactorReason.choices, widget=ChipRadio)


@dataclass(frozen=True)
class Act:
    """One thing an administrator may do: its address, its button, what it does."""

    code: str
    word: str
    hint: str
    form: CommandForm


@page("admin/accounts/<int:person_id>/", needs=access.EDIT_ACCOUNTS, methods=("GET",))
def show_account(request: Asked, *, actor: Actor, now: datetime, person_id: int) -> HttpResponse:
    """State, postings, acts; on to the form where there is no account yet."""
    if accountless(actor, person_id) is not None:
        return redirect("people.make_account", person_id=person_id)
    return account_page(request, actor, now, person_id)


def account_page(
    request: Asked, actor: Actor, now: datetime, person_id: int, faulty: dict[str, CommandForm] | None = None
) -> HttpResponse:
    """The page, with a form that was turned down in its place."""
    line = account_line(actor, person_id, now.astimezone(CHINA).date())
    if line is None:
        raise Http404
    shown = {
        "line": line,
        "state": state_of(line),
        "serves": [(one, tree().title(one.area_path)) for one in postings_of(person_id)],
        "acts": [] if person_id == actor.person_id else acts(line, faulty or {}),
    }
    return render(request, "people/show_account.html", shown)


def acts(line: AccountLine, faulty: dict[str, CommandForm]) -> list[Act]:
    """What may be done with an account in its state."""
    found = [
        Act("end-sessions", _("让他退出登录"), _("所有设备马上退出，可以再登录。"), CommandForm()),
        Act("close", _("停用账号"), _("马上不能用，接口令牌也一起停。以后可以再开通。"), CommandForm()),
    ] if line.active else [Act("open", _("重新开通"), _("可以再登录。"), CommandForm())]  # fmt: skip
    if line.active and line.has_password:
        found.insert(0, Act("give-password", _("重新给第一个密码"), _("忘了密码时用。旧密码马上失效，所有设备退出。"), CommandForm()))  # fmt: skip
    if line.factor:
        found.insert(1, Act("reset-factor", _("清掉二次验证"), _("手机丢了、换了时用。他下次登录要重新设。先当面核对是本人。"), ReasonForm()))  # fmt: skip
    return [Act(one.code, one.word, one.hint, faulty.get(one.code, one.form)) for one in found]
