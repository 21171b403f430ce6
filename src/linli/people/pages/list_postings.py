"""任职: who serves where as what, with filters in the address; the security administrator's home."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.parts import Cell, Column, Pager, Pick, Table, View
from linli.kernel.ui.words import full_day
from linli.kernel.worktime import CHINA
from linli.places.queries import tree

from .. import access
from ..queries import PostingLine, leavers, postings
from .choices import ROLES, areas, may_edit

VIEWS = {"in_force": gettext_lazy("在任"), "ahead": gettext_lazy("还没开始"), "ended": gettext_lazy("已结束")}


@page("admin/postings/", needs=access.SEE_POSTINGS, methods=("GET",))
def list_postings(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Fifty a page, by area."""
    asked = {name: request.GET.get(name, "") for name in ("view", "role", "area", "name")}
    view = asked["view"] if asked["view"] in VIEWS else "in_force"
    node = tree().get(int(asked["area"])) if asked["area"].isascii() and asked["area"].isdigit() else None
    today = now.astimezone(CHINA).date()
    found = postings(
        actor, on=today, view=view, role=asked["role"], below=node.path if node else "", name=asked["name"].strip(),
        after=request.GET.get("after", ""),
    )  # fmt: skip
    kept = {name: value for name, value in asked.items() if value}
    shown = {
        "views": [View(str(word), _with(kept, view=code), current=code == view) for code, word in VIEWS.items()],
        "picks": [
            Pick("area", _("区域"), _flat(areas(actor, access.SEE_POSTINGS)), asked["area"]),
            Pick("role", _("岗位"), [(code, str(word)) for code, word in ROLES], asked["role"]),
        ],
        "keep": [(name, kept[name]) for name in ("view", "name") if name in kept],
        "name": asked["name"],
        "table": _table(found.rows),
        "empty": not found.rows,
        "pager": Pager(next_url=_with(kept, after=found.after) if found.after else "",
                       prev_url=_with(kept) if found.before else ""),
        "may_edit": may_edit(actor),
        "leavers": leavers(actor, today) if actor.holds(access.EDIT_ACCOUNTS) else 0,
    }  # fmt: skip
    return render(request, "people/list_postings.html", shown)


def _with(kept: dict[str, str], **more: str) -> str:
    return f"?{urlencode({**kept, **more})}"


def _flat(groups: list[tuple[str, object]]) -> list[tuple[str, str]]:
    """A plain list of a grouped one; the filter draws no groups."""
    flat: list[tuple[str, str]] = []
    for value, word in groups:
        if isinstance(word, list):
            flat += word
        elif value:
            flat.append((value, str(word)))
    return flat


def _table(rows: Sequence[PostingLine]) -> Table:
    columns = [
        Column(_("姓名")), Column(_("岗位")), Column(_("管哪里")), Column(_("单位")), Column(_("起止")),
    ]  # fmt: skip
    found = [_row(one) for one in rows]
    if any(one.may_edit for one in rows):
        columns.append(Column(_("结束任职")))
        for line, one in zip(found, rows, strict=True):
            line.append(_end(one))
    return Table(_("任职"), columns, found)


def _row(one: PostingLine) -> list[str | Cell]:
    lang = get_language() or ""
    days = f"{full_day(one.from_on, lang)}–{full_day(one.to_on, lang) if one.to_on else ''}"
    name = Cell(one.name, f"/admin/accounts/{one.person_id}/") if one.may_edit else one.name
    return [name, one.role_label, one.place, one.organisation, days]


def _end(one: PostingLine) -> str | Cell:
    return Cell(_("结束"), f"/admin/postings/{one.id}/end/") if one.may_edit and one.to_on is None else ""
