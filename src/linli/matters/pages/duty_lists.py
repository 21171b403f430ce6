"""赋能清单: what each street gives its communities, for everybody to read, with its versions; and keeping it."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.scope import Actor
from linli.kernel.table_out import as_download, workbook
from linli.kernel.ui.notes import say
from linli.places.queries import Node, tree
from linli.places.terms import Level

from .. import access
from ..commands import DutyWords, publish_duties
from ..queries.duties import decided_below, duty_list, duty_versions, streets_with_lists
from ..queries.standing import china_day
from ..rules.duty_rows import ITEM_HEADS, RowFault, item_of, split_rows
from ..rules.duty_sample import sample_items
from .edit_responsibility import own_areas
from .sheet_in import TableForm


@page("duties/", needs=PUBLIC, methods=("GET",))
def list_duties(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The streets, and which have published a list."""
    listed = streets_with_lists()
    streets = sorted(
        (n for n in tree().nodes.values() if n.level == Level.STREET), key=lambda node: node.path
    )
    return render(
        request, "matters/list_duties.html", {"streets": [(node, node.id in listed) for node in streets]}
    )


@page("duties/<int:area_id>/", needs=PUBLIC, methods=("GET",))
def show_duties(request: Asked, *, actor: Actor, now: datetime, area_id: int) -> HttpResponse:
    """One street's list: by part and group, the day of its version, older ones, what was approved outside it."""
    node = _street(area_id)
    asked = request.GET.get("version", "")
    version = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else None
    found = duty_list(area_id, china_day(now), version)
    if found is None and version is not None:
        raise Http404
    shown = {
        "node": node,
        "listed": found,
        "versions": duty_versions(area_id),
        "outside": decided_below(node.path),
    }
    return render(request, "matters/show_duties.html", shown)


def _street(area_id: int) -> Node:
    node = tree().get(area_id)
    if node is None or node.level != Level.STREET:
        raise Http404
    return node


class PublishForm(TableForm):
    """A table of items, from when, on which ground."""

    area = forms.TypedChoiceField(label=gettext_lazy("哪个街道"), coerce=int)
    since = forms.DateField(
        label=gettext_lazy("从哪天起"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    basis = WordsField(label=gettext_lazy("依据"), most=200, line=True, required=False)
    field_order = ("area", "file", "since", "basis")

    def __init__(self, *args: Any, areas: list[Node], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["area"].choices = [(node.id, node.short) for node in areas]  # type: ignore[attr-defined]
        self.fields["file"].help_text = _(
            "列名：部分、类别、事项、提供什么、经费、人员、责任单位、依据。可以先导出示例再改。"
        )


@page("admin/duties/", needs=access.EDIT_DUTIES)
def edit_duties(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Publish a new version from a table; a table with faults publishes nothing."""
    streets = own_areas(actor, Level.STREET)
    posted = request.POST if request.method == "POST" else None
    form = PublishForm(posted, request.FILES if posted is not None else None, areas=streets,
                       initial={"since": now.date()})  # fmt: skip
    faults: list[RowFault] = []
    if form.is_valid():
        rows = form.tell(lambda: split_rows(map(item_of, form.rows(ITEM_HEADS))))
        faults = rows[1] if rows else []
        if rows and faults:
            form.add_error("file", _("有%(n)d行要改，改好再传，现在还没有发布。") % {"n": len(faults)})
        elif rows:
            items = [
                DutyWords(**{name: row.get(name, "") for name in DutyWords.__struct_fields__})
                for row in rows[0]
            ]
            event = form.attempt(
                publish_duties, actor=actor, now=now, area_id=form.cleaned_data["area"], items=items,
                since=form.cleaned_data["since"], basis=form.cleaned_data["basis"],
            )  # fmt: skip
            if event is not None:
                say(request, "ok", _("第%(v)d版发布了，共%(n)d项。") % {"v": event.version, "n": event.items})
                return redirect(f"/duties/{form.cleaned_data['area']}/")
    shown = {
        "form": form,
        "faults": faults[:50],
        "streets": [(one, duty_versions(one.id)[:1]) for one in streets],
    }
    return render(request, "matters/edit_duties.html", shown, status=422 if form.errors else 200)


@page("admin/duties/<int:area_id>/sample/", needs=access.EDIT_DUTIES, methods=("POST",))
def publish_sample(request: Asked, *, actor: Actor, now: datetime, area_id: int) -> HttpResponse:
    """Publish the shipped 42 items, marked as a sample, for a street that has none."""
    form = CommandForm(request.POST)
    items = [DutyWords(**item) for item in sample_items()]
    if form.is_valid():
        event = form.attempt(
            publish_duties, actor=actor, now=now, area_id=area_id, since=china_day(now), items=items, sample=True,
            basis=_("示例，供参考"),
        )  # fmt: skip
        if event is not None:
            say(request, "ok", _("示例清单发布了，页面上标着“示例”。"))
            return redirect(f"/duties/{area_id}/")
    return redirect("/admin/duties/")


@page("admin/duties/table/", needs=access.EDIT_DUTIES, methods=("GET",))
def sample_table(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The shipped items as a workbook to change and hand in."""
    heads = [words[0] for words in ITEM_HEADS.values()]
    words = {"service": _("服务"), "guarantee": _("保障")}
    rows = [
        [words[item["kind"]], *(item.get(name, "") for name in [*ITEM_HEADS][1:])] for item in sample_items()
    ]
    return as_download(workbook(heads, rows, widths=(8, 12, 22, 50, 22, 14, 14, 20)), _("赋能清单示例.xlsx"))
