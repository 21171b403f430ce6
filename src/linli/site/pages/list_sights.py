"""查看记录: who opened which masked field of whom and why, for the audit administrator; never the value."""

from datetime import datetime
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.forms import Form
from linli.kernel.ui.parts import Pager
from linli.matters.queries import kept_from
from linli.people import access
from linli.people.commands import read_log as look_at
from linli.people.queries import sight_lines
from linli.people.terms import LogPart


class SightsForm(Form):
    """Who, which day; kept in the address."""

    by = forms.IntegerField(
        label=gettext_lazy("谁看的（人员编号）"), required=False, min_value=1, max_value=2**62
    )
    day = forms.DateField(
        label=gettext_lazy("哪一天"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


@page("admin/log/sights/", needs=access.SEE_SIGHTS, methods=("GET",))
def list_sights(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Write the look down, then read; fifty a page, newest first."""
    form = SightsForm(request.GET)
    asked = {name: value or None for name, value in form.cleaned_data.items()} if form.is_valid() else {}
    look = look_at(actor=actor, now=now, part=LogPart.SIGHTS, **asked)
    found = sight_lines(actor, look, request.GET.get("after", ""), kept=kept_from(actor))
    kept = {name: request.GET[name] for name in ("by", "day") if request.GET.get(name)}
    shown = {
        "form": form,
        "lines": found.rows,
        "kept": urlencode(kept),
        "pager": Pager(
            next_url=f"?{urlencode({**kept, 'after': found.after})}" if found.after else "",
            prev_url=f"?{urlencode(kept)}" if found.before else "",
        ),
    }
    return render(request, "site/list_sights.html", shown)
