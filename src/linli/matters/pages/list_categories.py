"""Categories: the tree with what residents may choose, and a table taken in from a file."""

from datetime import datetime

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.notes import say

from .. import access
from ..commands import import_categories
from ..queries import category_leaves
from ..rules.category_rows import MOST_BYTES, read_categories


class TableForm(CommandForm):
    """A file of categories."""

    file = forms.FileField(
        label=gettext_lazy("类别表（CSV）"),
        help_text=gettext_lazy("每行从一级写到最细一级，如三列：一级、二级、三级。已有的不动。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt"}),
    )


@page("admin/categories/", needs=access.EDIT_CATEGORIES)
def list_categories(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The whole tree; a file adds what is missing."""
    form = TableForm(request.POST or None, request.FILES or None)
    faults: tuple[object, ...] = ()
    if form.is_valid():
        content = form.cleaned_data["file"].read(MOST_BYTES + 1)
        table = form.tell(lambda: read_categories(content))
        faults = table.faults if table else ()
        event = table and form.attempt(import_categories, actor=actor, now=now, rows=table.rows)
        if event and not faults:
            say(request, "ok", _("新增%(n)d个类别。") % {"n": event.added})
            return redirect("matters.list_categories")
        if event:
            form = TableForm()
            said = _("新增%(n)d个类别，%(f)d行没有用上，见下面。")
            say(request, "soon", said % {"n": event.added, "f": len(faults)})
    leaves = category_leaves()
    shown = {
        "leaves": leaves,
        "used": sum(one.retired_on is None for one in leaves),
        "offered": sum(one.chip and one.retired_on is None for one in leaves),
        "form": form,
        "faults": faults[:50],
    }
    return render(request, "matters/list_categories.html", shown, status=422 if form.errors else 200)
