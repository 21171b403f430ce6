"""留意线索: work that deserves a look, found by rules; looked at, or set aside with a reason."""

from datetime import datetime

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.notes import say
from linli.kernel.ui.parts import Empty, Pager
from linli.kernel.ui.parts import View as Tab
from linli.places.queries import tree

from .. import access
from ..commands import look_at_hint as look_verb
from ..queries.deciding import hint_of, hints
from ..terms import HintRule, HintState
from .seeing import seeing

WHY = {
    HintRule.FAST: gettext_lazy("收到后5分钟内就答复了。小事可以很快，也可能没到现场，翻一翻答复就知道。"),
    HintRule.SAME_WORDS: gettext_lazy("同一天、同一社区，5件以上用了同一句答复。看看是不是每件都办了。"),
    HintRule.REOPENED: gettext_lazy("答复说办好了，回访说没解决。看看卡在哪里，要不要上面协调。"),
    HintRule.LATE_SIGNED: gettext_lazy("签收超了时限，签收后10分钟内就答复。可能是先办了再签，也可能没办。"),
    HintRule.AGAIN: gettext_lazy("回访时满意，30天内同一个人、同一地点又报同一类。看看是不是没根治。"),
    HintRule.ALL_PERFECT: gettext_lazy(
        "一个月20次以上的回访全是非常满意。也许真的办得好，抽几件听听居民怎么说。"
    ),
}


class LookForm(CommandForm):
    """Looked at, or set aside."""

    aside = forms.ChoiceField(
        label=gettext_lazy("看过以后"),
        choices=[("no", gettext_lazy("看过了")), ("yes", gettext_lazy("放到一边"))],
        widget=forms.RadioSelect,
        initial="no",
    )
    words = WordsField(
        label=gettext_lazy("说明"),
        most=300,
        required=False,
        help_text=gettext_lazy("放到一边要写理由，不写人名。"),
    )


@page("board/hints/", needs=access.SEE_HINTS, methods=("GET",))
def list_hints(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Hints of an area, newest first."""
    seen = seeing(request, actor, now, access.SEE_HINTS)
    state = request.GET.get("state", "")
    state = state if state in HintState.values else HintState.OPEN.value
    found = hints(
        actor,
        seen.node,
        state=state,
        before=request.GET.get("before", ""),
        after=request.GET.get("after", ""),
    )
    rows = [
        {
            "hint": row, "rule": str(HintRule(row.rule).label), "why": WHY[HintRule(row.rule)],
            "place": tree().title(row.area_path), "n": len(row.matters),
        }
        for row in found.rows
    ]  # fmt: skip
    tabs = [
        Tab(str(one.label), seen.address("/board/hints/", state=one.value), None, one.value == state)
        for one in HintState
    ]
    return render(
        request,
        "board/list_hints.html",
        {
            "seen": seen, "rows": rows, "views": tabs, "empty": Empty("done", _("没有要看的线索")),
            "pager": Pager(
                "",
                seen.address("/board/hints/", state=state, before=found.before) if found.before else "",
                seen.address("/board/hints/", state=state, after=found.after) if found.after else "",
            ),
        },
    )  # fmt: skip


@page("board/hints/<int:hint_id>/", needs=access.SEE_HINTS)
def look_at_hint(request: Asked, *, actor: Actor, now: datetime, hint_id: int) -> HttpResponse:
    """The matters of one hint, and what came of looking at them."""
    found = hint_of(actor, hint_id, now)
    if found is None:
        raise Http404
    row, lines = found
    form = LookForm(request.POST or None)
    if form.is_valid():
        aside = form.cleaned_data["aside"] == "yes"
        done = form.attempt(
            look_verb, actor=actor, now=now, hint_id=row.pk, aside=aside, words=form.cleaned_data["words"]
        )
        if done is not None:
            say(request, "ok", _("已放到一边。") if aside else _("已记下看过了。"))
            return redirect("board.list_hints")
    shown = {
        "form": form, "hint": row, "lines": lines, "rule": str(HintRule(row.rule).label),
        "why": WHY[HintRule(row.rule)], "place": tree().title(row.area_path), "open": row.state == HintState.OPEN,
    }  # fmt: skip
    return render(request, "board/look_at_hint.html", shown, status=422 if form.errors else 200)
