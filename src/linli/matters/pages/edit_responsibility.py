"""责任清单: rows in force, conflicts and gaps, one row or a whole table taken in, the list taken away."""

import unicodedata
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.table_out import as_download, workbook
from linli.kernel.ui.notes import say
from linli.people.queries import units_by_name, units_over
from linli.places.queries import Node, tree
from linli.places.terms import Level

from .. import access
from ..commands import DutyRow, end_responsibility, import_responsibilities, set_responsibility
from ..queries import branches
from ..queries.responsibility import DutyLine, disputes, list_gaps, responsibility_rows
from ..rules.duty_rows import RESPONSIBILITY_HEADS, Cells, RowFault, read_day
from .sheet_in import TableForm

SHOWN = 12


class RowForm(CommandForm):
    """Who does what where, from when, on which ground."""

    area = forms.TypedChoiceField(label=gettext_lazy("哪个地方"), coerce=int)
    category = forms.ChoiceField(
        label=gettext_lazy("类别"), help_text=gettext_lazy("连同它下面的都归这个单位。")
    )
    organisation = forms.TypedChoiceField(label=gettext_lazy("责任单位"), coerce=int)
    since = forms.DateField(
        label=gettext_lazy("从哪天起"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=gettext_lazy("到哪天止"), required=False, help_text=gettext_lazy("不填就一直有效。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    basis = WordsField(label=gettext_lazy("依据"), most=200, line=True, required=False)

    def __init__(self, *args: Any, areas: list[Node], **more: Any) -> None:
        super().__init__(*args, **more)
        paths = [node.path for node in areas]
        self.fields["area"].choices = [(node.id, node.short) for node in areas]  # type: ignore[attr-defined]
        self.fields["category"].choices = [(one.code, one.indented) for one in branches()]  # type: ignore[attr-defined]
        self.fields["organisation"].choices = [*units_over(paths).items()]  # type: ignore[attr-defined]


def own_areas(actor: Actor, *levels: int) -> list[Node]:
    """Areas whose lists the actor keeps, in the order of the tree."""
    paths = tuple(grant.path for grant in actor.grants if grant.permission == access.EDIT_DUTIES)
    found = (node for node in tree().nodes.values() if node.level in levels and node.path.startswith(paths))
    return sorted(found, key=lambda node: node.path)


@page("admin/responsibility/", needs=access.EDIT_DUTIES)
def edit_responsibility(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The list with what is wrong with it; add a row or a table."""
    areas = own_areas(actor, Level.DISTRICT, Level.STREET, Level.COMMUNITY)
    top = areas[0]
    posted = request.POST if request.method == "POST" else None
    table = TableForm(posted, request.FILES) if posted is not None and request.FILES else TableForm()
    form = RowForm(
        posted if posted is not None and not request.FILES else None,
        areas=areas,
        initial={"since": now.date()},
    )
    faults: list[RowFault] = []
    if table.is_bound and table.is_valid():
        done = table.tell(lambda: _take_in(table, actor, now, top))
        if done is not None:
            faults, added = done
            say(
                request,
                "soon" if faults else "ok",
                _("新增%(n)d行，%(f)d行没有用上。") % {"n": added, "f": len(faults)},
            )
            if not faults:
                return redirect("/admin/responsibility/")
    elif form.is_bound and form.is_valid():
        said = form.values()
        event = form.attempt(
            set_responsibility, actor=actor, now=now, area_id=said["area"], category=said["category"],
            organisation_id=said["organisation"], since=said["since"], until=said["until"], basis=said["basis"],
        )  # fmt: skip
        if event is not None:
            say(request, "ok", _("清单里加了一行。"))
            return redirect("/admin/responsibility/")
    today = now.date()
    shown = {
        "top": top,
        "rows": responsibility_rows(actor, top.path),
        "today": today,
        "disputes": disputes(top.path, today),
        "gaps": [
            (gap.area, gap.categories[:SHOWN], len(gap.categories)) for gap in list_gaps(top.path, today)
        ],
        "form": form,
        "table": table,
        "faults": faults[:50],
    }
    status = 422 if form.errors or table.errors else 200
    return render(request, "matters/edit_responsibility.html", shown, status=status)


def _take_in(table: TableForm, actor: Actor, now: datetime, top: Node) -> tuple[list[RowFault], int]:
    """Rows that could be understood are taken in; the faults and how many rows are new."""
    rows = table.rows(RESPONSIBILITY_HEADS)
    units = units_by_name(row.values["organisation"] for row in rows)
    good: list[DutyRow] = []
    faults: list[RowFault] = []
    for row in rows:
        found = _understood(row, units, actor, now.date())
        if isinstance(found, RowFault):
            faults.append(found)
        else:
            good.append(found)
    if not good:
        return faults, 0
    event = import_responsibilities.once(table.given_id)(actor=actor, now=now, area_id=top.id, rows=good)
    return faults, event.added


def _understood(
    row: Cells, units: dict[str, list[tuple[int, str]]], actor: Actor, today: date
) -> DutyRow | RowFault:
    """The words of a row as areas, categories and organisations; or what is wrong with it."""
    said = row.values
    mine = own_areas(actor, Level.DISTRICT, Level.STREET, Level.COMMUNITY)
    area = next((node for node in mine if said["area"] in (node.code, node.name, node.short)), None)
    if area is None:
        return RowFault(row.number, _("“%(word)s”不是您维护的地方。") % {"word": said["area"]})
    name = unicodedata.normalize("NFKC", said["category"]).split(">")[-1].strip()
    fits = [one for one in branches() if name in (one.code, one.name)]
    if len(fits) != 1:
        return RowFault(
            row.number, _("类别“%(word)s”没有或者不止一个，请写编码。") % {"word": said["category"]}
        )
    fitting = [pk for pk, path in units.get(said["organisation"], ()) if area.path.startswith(path)]
    if len(fitting) != 1:
        return RowFault(
            row.number, _("单位“%(word)s”没有登记或者不管这个地方。") % {"word": said["organisation"]}
        )
    since, until = _days(said, today)
    if since is None or until == date.min or (until is not None and until < since):
        return RowFault(row.number, _("日期看不懂，请写成2026-12-01，截止不能早于生效。"))
    return DutyRow(area.id, fits[0].id, fitting[0], since, until, said.get("basis", ""))


def _days(said: dict[str, str], today: date) -> tuple[date | None, date | None]:
    since = read_day(said["since"]) if said.get("since") else today
    until = (read_day(said["until"]) or date.min) if said.get("until") else None
    return since, until


@page("admin/responsibility/<int:row_id>/end/", needs=access.EDIT_DUTIES, methods=("POST",))
def end_row(request: Asked, *, actor: Actor, now: datetime, row_id: int) -> HttpResponse:
    """End a row from today on."""
    form = CommandForm(request.POST)
    if form.is_valid() and form.attempt(end_responsibility, actor=actor, now=now, row_id=row_id) is not None:
        say(request, "ok", _("这一行从今天起不再有效。"))
    return redirect("/admin/responsibility/")


@page("admin/responsibility/table/", needs=access.EDIT_DUTIES, methods=("GET",))
def take_away(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The list as a workbook whose heads the import understands."""
    areas = own_areas(actor, Level.DISTRICT, Level.STREET, Level.COMMUNITY)
    rows = responsibility_rows(actor, areas[0].path, most=5_000)
    heads = [words[0] for words in RESPONSIBILITY_HEADS.values()]
    content = workbook(heads, [_line(row) for row in rows], widths=(16, 16, 18, 12, 12, 30))
    return as_download(content, _("责任清单%(day)s.xlsx") % {"day": now.date().isoformat()})


def _line(row: DutyLine) -> list[object]:
    until = row.until.isoformat() if row.until else ""
    return [row.area, row.category, row.organisation, row.since.isoformat(), until, row.basis]
