"""账号: who can sign in; the leavers' report is one of its views."""

from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.parts import Cell, Column, Pager, Table, View
from linli.kernel.ui.words import day_time
from linli.kernel.worktime import CHINA

from .. import access
from ..queries import AccountLine, accounts, leavers

VIEWS = {
    "staff": gettext_lazy("在任的人"), "leavers": gettext_lazy("离岗还开着"), "closed": gettext_lazy("已停用"), "all": gettext_lazy("全部"),
}  # fmt: skip


@page("admin/accounts/", needs=access.EDIT_ACCOUNTS, methods=("GET",))
def list_accounts(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Fifty a page, in Chinese order."""
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "staff"
    text, today = request.GET.get("name", "").strip(), now.astimezone(CHINA).date()
    found = accounts(actor, on=today, view=view, text=text, after=request.GET.get("after", ""))
    gone = leavers(actor, today)
    kept = {"view": view, **({"name": text} if text else {})}
    shown = {
        "views": [
            View(str(word), f"?view={code}", gone if code == "leavers" else None, code == view, "late")
            for code, word in VIEWS.items()
        ],
        "view": view,
        "name": text,
        "table": Table(_("账号"), _columns(), [_row(one, now) for one in found.rows]),
        "empty": not found.rows,
        "pager": Pager(
            next_url=f"?{urlencode({**kept, 'after': found.after})}" if found.after else "",
            prev_url=f"?{urlencode(kept)}" if found.before else "",
        ),
    }
    return render(request, "people/list_accounts.html", shown)


def _columns() -> list[Column]:
    return [
        Column(_("姓名")), Column(_("登录名")), Column(_("状态")), Column(_("二次验证")), Column(_("上次登录")),
        Column(_("在任岗位"), right=True),
    ]  # fmt: skip


def _row(one: AccountLine, now: datetime) -> list[str | int | Cell]:
    return [
        Cell(one.name, f"/admin/accounts/{one.person_id}/"), one.login if one.has_password else _("短信验证码"),
        state_of(one), Cell(_("已设"), kind="ok", icon="done") if one.factor else _("没设"),
        day_time(one.last_login, now, get_language() or "zh") if one.last_login else _("还没登录过"), one.in_force,
    ]  # fmt: skip


def state_of(one: AccountLine) -> Cell:
    """The account's state as a badge: icon, word, colour."""
    if not one.active:
        return Cell(_("已停用"), kind="hold", icon="stop")
    if one.leaver:
        return Cell(_("离岗还开着"), kind="late", icon="warn")
    if one.must_change:
        return Cell(_("等改第一个密码"), kind="soon", icon="clock")
    return Cell(_("可登录"), kind="ok", icon="done")
