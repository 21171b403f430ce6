"""单位: offices, branches, departments and firms on every level."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.parts import Cell, Column, Table
from linli.places.queries import tree

from .. import access
from ..queries import OrganisationLine, organisations
from .choices import may_edit


@page("admin/organisations/", needs=access.SEE_POSTINGS, methods=("GET",))
def list_organisations(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """All in reach, by area; those that ended with `?ended=1`."""
    ended = "ended" in request.GET
    rows = organisations(actor, ended=ended)
    columns = [
        Column(_("单位")),
        Column(_("类型")),
        Column(_("在哪里")),
        Column(_("上级")),
        Column(_("对外电话")),
    ]
    edit = may_edit(actor)
    table = Table(_("单位"), columns, [_row(one, edit) for one in rows])
    shown = {"table": table, "empty": not rows, "ended": ended, "may_edit": edit}
    return render(request, "people/list_organisations.html", shown)


def _row(one: OrganisationLine, edit: bool) -> list[str | Cell]:
    name = Cell(one.name, f"/admin/organisations/{one.id}/") if edit else one.name
    return [name, one.kind_label, tree().title(one.area_path), one.parent, one.phone]
