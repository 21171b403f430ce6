"""消息发送: notices that did not arrive, why, and another try. The words are for whom they were meant."""

from datetime import datetime
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm
from linli.kernel.models import Notice
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.terms import Channel, NoticeState
from linli.kernel.ui.notes import say
from linli.kernel.ui.parts import Pager
from linli.kernel.undelivered import SEE, retry_notice, troubled
from linli.places.queries import tree

KINDS = {
    "matters.opened": gettext_lazy("收到反映"),
    "matters.moved": gettext_lazy("答复、进展"),
    "ask": gettext_lazy("回访链接"),
    "code": gettext_lazy("验证码"),
}


class Line(NamedTuple):
    """One notice that did not arrive, without its words."""

    id: int
    kind: str
    channel: str
    place: str
    made_at: datetime
    tries: int
    reason: str
    next_try_at: datetime | None
    given_up: bool


def _line(notice: Notice) -> Line:
    word = notice.key.partition(":")[0]
    return Line(
        id=notice.pk,
        kind=str(KINDS.get(word, _("其他"))),
        channel=str(Channel(notice.channel).label),
        place=tree().title(notice.area_path),
        made_at=notice.made_at,
        tries=notice.tries,
        reason=notice.fault,
        next_try_at=notice.next_try_at,
        given_up=notice.state == NoticeState.GIVEN_UP,
    )


@page("admin/notices/", needs=SEE, methods=("GET",))
def list_notices(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """A page of them, newest first."""
    part = troubled(actor, before=request.GET.get("before", ""), after=request.GET.get("after", ""))
    pager = Pager(
        prev_url=f"/admin/notices/?before={part.before}" if part.before else "",
        next_url=f"/admin/notices/?after={part.after}" if part.after else "",
    )
    shown = {
        "lines": [_line(notice) for notice in part.rows],
        "pager": pager if part.before or part.after else None,
    }
    return render(request, "site/list_notices.html", shown)


@page("admin/notices/<int:notice_id>/retry/", needs=SEE, methods=("POST",))
def retry_one(request: Asked, *, actor: Actor, now: datetime, notice_id: int) -> HttpResponse:
    """Try one again."""
    form = CommandForm(request.POST)
    form.is_valid()
    event = form.attempt(retry_notice, actor=actor, now=now, notice_id=notice_id)
    if event is not None:
        say(request, "ok", _("马上再发一次，结果过一会儿在这里看。"))
    elif form.refusal is not None:
        say(request, "late", form.refusal.sentence)
    return redirect("/admin/notices/")
