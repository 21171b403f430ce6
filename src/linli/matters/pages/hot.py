"""热点问题: what many people report, for the street centre; which matters are one issue is decided by people."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.event import Event
from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import Asked, page, refused
from linli.kernel.scope import Actor, may_at
from linli.kernel.ui import notes
from linli.kernel.ui.forms import ChipRadio
from linli.kernel.ui.parts import Pager, Pick
from linli.places.queries import row_id, tree

from .. import access
from ..commands import ask_grouping, mark_issue, merge_issues, name_issue, part_issues, put_in, take_out
from ..models import HotIssue, Matter
from ..queries.issue_lesson import last_grouped
from ..queries.issues import Hot, Issue, hot_issues, issue_for, issue_whole, streets_in_reach
from ..rules.bars import Bars, bars_of
from ..terms import IssueState
from .looks import matter_row

HERE = "/hot/"


@dataclass(frozen=True)
class Card:
    """An issue in the list with its drawing."""

    hot: Hot
    bars: Bars


class MarkForm(CommandForm):
    """How it stands."""

    state = forms.ChoiceField(label=gettext_lazy("怎么处置"), widget=ChipRadio, choices=IssueState.choices)
    words = WordsField(
        label=gettext_lazy("说明"), most=500, required=False, help_text=gettext_lazy("统一答复的，写明怎么答复的。")
    )  # fmt: skip


class NameForm(CommandForm):
    """What it is called."""

    title = WordsField(label=gettext_lazy("热点名称"), most=60, line=True)


class NumberForm(CommandForm):
    """A matter to put in."""

    number = WordsField(label=gettext_lazy("诉求编号"), most=30, line=True)


class OtherForm(CommandForm):
    """Another issue to put together with this one."""

    other = forms.TypedChoiceField(label=gettext_lazy("并进来的热点"), coerce=int)

    def __init__(self, *args: Any, others: list[HotIssue], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["other"].choices = [  # type: ignore[attr-defined]
            ("", _("请选择")),
            *((one.pk, _("%(title)s（%(n)d人）") % {"title": one.title, "n": one.people}) for one in others),
        ]


@page("hot/", needs=access.SEE_ISSUES, methods=("GET",))
def list_hot(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The hottest first; by street and by state."""
    streets = streets_in_reach(actor)
    asked = row_id(request.GET.get("street", ""))
    street = next((pk for pk, _name in streets if pk == asked), streets[0][0] if len(streets) == 1 else None)
    state = request.GET.get("state", "")
    found = hot_issues(
        actor, now, street_id=street, state=state,
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    kept = {"street": street or "", "state": state}
    node = tree().get(street) if street is not None else None
    shown = {
        "cards": [Card(one, bars_of([day.n for day in one.days])) for one in found.rows],
        "picks": _picks(streets, street, state),
        "street": street,
        "state": state,
        "pager": Pager("", _mark(kept, "before", found.before), _mark(kept, "after", found.after)),
        "grouped_at": last_grouped(street) if street is not None else None,
        "may_group": node is not None and may_at(actor, access.RUN_ISSUES, node.path),
    }
    return render(request, "matters/list_hot.html", shown)


def _picks(streets: list[tuple[int, str]], street: int | None, state: str) -> list[Pick]:
    """By street where there are several, and by state; dropped ones only when asked for."""
    places = [(str(pk), name) for pk, name in streets]
    by_street = Pick("street", _("全部街道"), places, str(street or ""))
    by_state = Pick("state", _("全部热点"), [(code, str(word)) for code, word in IssueState.choices], state)
    return [by_street, by_state] if len(streets) > 1 else [by_state]


def _mark(kept: dict[str, Any], side: str, mark: str | None) -> str:
    return f"?{urlencode({**kept, side: mark})}" if mark else ""


@page("hot/group/", needs=access.RUN_ISSUES, methods=("POST",))
def group_hot(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Ask the worker to group a street now."""
    street = row_id(request.POST.get("street", ""))
    form = CommandForm(request.POST)
    form.is_valid()
    if street is None:
        raise Http404
    event = form.attempt(ask_grouping, actor=actor, now=now, street_id=street)
    if event is None and form.refusal is not None:
        notes.say(request, "soon", form.refusal.sentence)
    else:
        notes.say(request, "ok", _("已经开始归并，过一会儿刷新就能看到。"))
    return redirect(f"{HERE}?street={street}")


@page("hot/<int:issue_id>/", needs=access.SEE_ISSUES)
def show_hot(request: Asked, *, actor: Actor, now: datetime, issue_id: int) -> HttpResponse:
    """One issue; POST does what `do` says. One that was put together leads to what it has become."""
    issue = issue_for(actor, issue_id)
    if issue is None:
        raise Http404
    if issue.pk != issue_id:
        return redirect(f"{HERE}{issue.pk}/")
    whole = issue_whole(
        actor, issue, now, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    posted = request.POST if request.method == "POST" else None
    if posted is not None and not whole.may_run:
        raise PermissionDenied
    bound = _forms(whole, posted)
    if posted is not None:
        form = bound.get(posted.get("do", "")) or CommandForm(posted)
        if form.is_valid() and (event := _done(form, posted, actor, now, whole)) is not None:
            notes.say(request, "ok", _said(posted.get("do", "")))
            fresh = getattr(event, "fresh_id", None)
            return redirect(f"{HERE}{fresh or issue.pk}/")
        if form.refusal is not None and form not in bound.values():
            return refused(request, form.refusal)
    bad = any(form.errors for form in bound.values())
    shown = {
        "one": whole,
        "issue": issue,
        "bars": bars_of([day.n for day in whole.hot.days]),
        "rows": [matter_row(line) for line in whole.members.rows],
        "out": [matter_row(line) for line in whole.out],
        "pager": Pager(
            "", _mark({}, "before", whole.members.before), _mark({}, "after", whole.members.after)
        ),
        "forms": bound,
        "now_days": [day for day in reversed(whole.hot.days) if day.n],
    }
    return render(request, "matters/show_hot.html", shown, status=422 if bad else 200)


def _forms(whole: Issue, posted: QueryDict | None) -> dict[str, Any]:
    """The four forms of the page; the one that was sent is bound."""
    if not whole.may_run:
        return {}
    issue = whole.hot.issue

    def given(do: str) -> QueryDict | None:
        return posted if posted is not None and posted.get("do") == do else None

    return {
        "mark": MarkForm(given("mark"), initial={"state": issue.state, "words": issue.words}),
        "name": NameForm(given("name"), initial={"title": issue.title}),
        "in": NumberForm(given("in")),
        "merge": OtherForm(given("merge"), others=whole.others),
    }


def _done(form: CommandForm, posted: QueryDict, actor: Actor, now: datetime, whole: Issue) -> Event | None:
    """Run the command that `do` names; None where the form says why not."""
    said: dict[str, Any] = {"actor": actor, "now": now, "issue_id": whole.hot.issue.pk}
    values = form.values()
    match posted.get("do", ""):
        case "mark":
            return form.attempt(mark_issue, **said, **values)
        case "name":
            return form.attempt(name_issue, **said, **values)
        case "merge":
            return form.attempt(merge_issues, **said, gone_id=values["other"])
        case "part":
            return form.attempt(part_issues, **said, back_id=row_id(posted.get("back", "")) or 0)
        case "in":
            return _put_in(form, actor, said, number=values["number"])
        case "back":
            return form.attempt(put_in, **said, matter_ids=_keys(posted))
        case "out" | "together" as do:
            return form.attempt(take_out, **said, matter_ids=_keys(posted), together=do == "together")
    raise Http404


def _put_in(form: CommandForm, actor: Actor, said: dict[str, Any], number: str) -> Event | None:
    found = Matter.objects.reachable(actor, access.SEE).filter(number=number).values_list("pk", flat=True)
    pk = found.first()
    if pk is None:
        form.add_error("number", _("没有找到这个编号，请再看看。"))
        return None
    return form.attempt(put_in, **said, matter_ids=(pk,))


def _keys(posted: QueryDict) -> tuple[int, ...]:
    return tuple(sorted({pk for key in posted.getlist("keys") if (pk := row_id(key)) is not None}))


def _said(do: str) -> str:
    return {
        "mark": _("已标记。"),
        "name": _("名称已改。"),
        "merge": _("已合并，以后新来的也归在一起。"),
        "part": _("已分开，以后不会再自动并回去。"),
        "in": _("已放进这个热点。"),
        "back": _("已放回。"),
        "out": _("已移出，以后不会自动归回来。"),
        "together": _("已另成一个热点。"),
    }.get(do, _("已保存。"))
