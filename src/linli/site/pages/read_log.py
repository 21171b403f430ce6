"""操作记录: the event log with filters, for the audit administrator; each look is an event itself."""

from datetime import datetime
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.forms import Form
from linli.kernel.ui.parts import Pager
from linli.matters.queries import kept_from
from linli.people import access
from linli.people.commands import read_log as look_at
from linli.people.queries import LogLine, log_lines
from linli.people.terms import LogPart

from ..event_words import EVENTS, event_word, subject_word


class LogForm(Form):
    """Who, what, which day; kept in the address."""

    by = forms.IntegerField(
        label=gettext_lazy("谁做的（人员编号）"), required=False, min_value=1, max_value=2**62
    )
    kind = forms.ChoiceField(label=gettext_lazy("做了什么"), required=False)
    day = forms.DateField(
        label=gettext_lazy("哪一天"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        self.fields["kind"].choices = [("", _("全部")), *EVENTS.items()]  # type: ignore[attr-defined]


@page("admin/log/", needs=access.READ_LOG, methods=("GET",))
def read_log(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Write the look down, then read; fifty a page, newest first."""
    form = LogForm(request.GET)
    asked = {name: value or None for name, value in form.cleaned_data.items()} if form.is_valid() else {}
    look = look_at(actor=actor, now=now, part=LogPart.EVENTS, **asked)
    found = log_lines(actor, look, request.GET.get("after", ""), kept=kept_from(actor))
    kept = {name: request.GET[name] for name in ("by", "kind", "day") if request.GET.get(name)}
    shown = {
        "form": form,
        "lines": [(one, event_word(one.kind), subject_word(one.subject), _facts(one)) for one in found.rows],
        "kept": urlencode(kept),
        "pager": Pager(
            next_url=f"?{urlencode({**kept, 'after': found.after})}" if found.after else "",
            prev_url=f"?{urlencode(kept)}" if found.before else "",
        ),
    }
    return render(request, "site/read_log.html", shown)


def _facts(one: LogLine) -> str:
    """Ids and codes as they are kept: the log holds no names and no numbers."""
    return _("，").join(
        f"{name} {value}" for name, value in one.facts.items() if value not in (None, "", [], False)
    )
