"""事件订阅: which systems are told of what, how it goes, and what was given up."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.command import Command
from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.codes import event_said
from linli.kernel.ui.notes import say
from linli.kernel.ui.parts import Cell, Column, Table
from linli.places.queries import tree

from .. import access
from ..commands import (
    change_subscription,
    end_subscription,
    make_subscription,
    new_signing_secret,
    pause_subscription,
    replay_deliveries,
    resume_subscription,
    test_subscription,
)
from ..models import Delivery
from ..queries.webhooks import SubscriptionLine, deliveries, subscription_line, subscriptions
from ..rules.types import published
from ..terms import DeliveryState

STATES = {
    "ok": ("ok", "done", gettext_lazy("正常")),
    "failing": ("late", "warn", gettext_lazy("送不到，在重试")),
    "paused": ("hold", "pause", gettext_lazy("已停发")),
    "ended": ("line", "stop", gettext_lazy("已停用")),
}
FAULTS = {
    "refused": gettext_lazy("对方没有收下"),
    "redirect": gettext_lazy("对方要转到别的地址"),
    "too_slow": gettext_lazy("对方太久没有回答"),
    "certificate": gettext_lazy("对方的证书不对"),
    "no_answer": gettext_lazy("连不上对方"),
    "address_unsafe": gettext_lazy("地址不能用"),
    "event_gone": gettext_lazy("原来的记录已经不在了"),
    "ended": gettext_lazy("订阅已停用"),
}
BADGES = {
    DeliveryState.WAITING: ("info", "clock"),
    DeliveryState.SENT: ("ok", "done"),
    DeliveryState.DEAD: ("late", "warn"),
}


class SubscriptionForm(CommandForm):
    """For whom, where to, of what, from where."""

    name = forms.CharField(label=gettext_lazy("给谁用"), max_length=60)
    address = forms.CharField(
        label=gettext_lazy("接收地址"), max_length=500, help_text=gettext_lazy("对方系统的https网址。")
    )
    types = forms.MultipleChoiceField(
        label=gettext_lazy("告诉对方哪些事"), widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("只告诉编号和发生了什么，不带内容和姓名电话；对方要看内容，凭令牌来取。"),
    )  # fmt: skip
    area_id = forms.TypedChoiceField(label=gettext_lazy("哪里的"), coerce=int)

    def __init__(self, *args: Any, actor: Actor, fixed: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["types"].choices = [  # type: ignore[attr-defined]
            ("matters.*", _("事项的全部")), *((code, event_said(code)) for code in published())
        ]  # fmt: skip
        if fixed:
            del self.fields["area_id"]
            return
        own = [tree().get(one.area_id) for one in actor.standings]
        nodes = [node for top in own if top is not None for node in (top, *tree().children(top.id))]
        self.fields["area_id"].choices = [(node.id, node.short) for node in dict.fromkeys(nodes)]  # type: ignore[attr-defined]


@page("admin/webhooks/", needs=access.SEE_WEBHOOKS, methods=("GET",))
def list_webhooks(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """All below the own areas, those in force first."""
    table = Table(
        _("事件订阅"),
        [
            Column(_("给谁用")),
            Column(_("状态")),
            Column(_("等待送达"), right=True),
            Column(_("放弃了"), right=True),
        ],
        [
            (Cell(one.row.name, f"/admin/webhooks/{one.row.pk}/"), _badge(one), one.waiting, one.dead)
            for one in subscriptions(actor)
        ],
    )
    may_edit = actor.holds(access.EDIT_WEBHOOKS)
    return render(request, "exchange/list_webhooks.html", {"table": table, "may_edit": may_edit})


def _badge(one: SubscriptionLine) -> Cell:
    kind, icon, word = STATES[one.state]
    return Cell(str(word), kind=kind, icon=icon)


@page("admin/webhooks/new/", needs=access.EDIT_WEBHOOKS)
def add_webhook(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """First what, then the secret, shown once."""
    form = SubscriptionForm(request.POST or None, actor=actor)
    if form.is_valid():
        secret = new_signing_secret(form.given_id)
        event = form.attempt(make_subscription, actor=actor, now=now, secret=secret, **form.values())
        if event is not None:
            shown = {
                "secret": secret,
                "name": form.cleaned_data["name"],
                "url": f"/admin/webhooks/{event.subject_id}/",
            }
            return render(request, "exchange/webhook_made.html", shown)
    shown = {
        "form": form,
        "heading": _("加一个订阅"),
        "button": _("开始告诉对方"),
        "cancel": "/admin/webhooks/",
    }
    return render(request, "exchange/edit_webhook.html", shown, status=422 if form.errors else 200)


@page("admin/webhooks/<int:webhook_id>/", needs=access.SEE_WEBHOOKS, methods=("GET",))
def show_webhook(request: Asked, *, actor: Actor, now: datetime, webhook_id: int) -> HttpResponse:
    """How it goes, and each delivery."""
    line = _found(actor, webhook_id)
    state = request.GET.get("state", "")
    found = deliveries(actor, webhook_id, state=state, after=request.GET.get("after", ""))
    kind, icon, word = STATES[line.state]
    shown = {
        "line": line, "kind": kind, "icon": icon, "word": word, "place": tree().title(line.row.area_path),
        "types": [_("事项的全部") if one == "matters.*" else event_said(one) for one in line.row.types],
        "rows": [
            (row, event_said(row.type), *BADGES[DeliveryState(row.state)], DeliveryState(row.state).label, _why(row))
            for row in found.rows
        ],
        "after": found.after, "state": state, "may_edit": actor.holds(access.EDIT_WEBHOOKS) and line.state != "ended",
        "states": [("", _("全部")), *((one.value, one.label) for one in DeliveryState)],
    }  # fmt: skip
    return render(request, "exchange/show_webhook.html", shown)


def _why(row: Delivery) -> str:
    """What went wrong, in words, and as the other side's engineers know it."""
    known = FAULTS.get(row.fault.partition(":")[0])
    exact = f"{row.status or ''} {row.fault}".strip()
    return _("%(text)s（%(more)s）") % {"text": known, "more": exact} if known is not None else exact


def _found(actor: Actor, webhook_id: int) -> SubscriptionLine:
    line = subscription_line(actor, webhook_id)
    if line is None:
        raise Http404
    return line


@page("admin/webhooks/<int:webhook_id>/edit/", needs=access.EDIT_WEBHOOKS)
def edit_webhook(request: Asked, *, actor: Actor, now: datetime, webhook_id: int) -> HttpResponse:
    """Change purpose, address, types."""
    line = _found(actor, webhook_id)
    initial = {"name": line.row.name, "address": line.row.address, "types": line.row.types}
    form = SubscriptionForm(request.POST or None, actor=actor, fixed=True, initial=initial)
    back = f"/admin/webhooks/{webhook_id}/"
    if form.is_valid():
        asked = form.values()
        if (
            form.attempt(change_subscription, actor=actor, now=now, subscription_id=webhook_id, **asked)
            is not None
        ):
            say(request, "ok", _("订阅已改好。"))
            return redirect(back)
    shown = {"form": form, "heading": line.row.name, "button": _("保存订阅"), "cancel": back}
    return render(request, "exchange/edit_webhook.html", shown, status=422 if form.errors else 200)


ACTS: dict[str, tuple[Command[..., Any], Any]] = {
    "pause": (pause_subscription, gettext_lazy("已停发，没送的先留着。")),
    "resume": (resume_subscription, gettext_lazy("已恢复，没送到的接着送。")),
    "end": (end_subscription, gettext_lazy("订阅已停用。")),
    "test": (test_subscription, gettext_lazy("测试已发出，过几秒刷新看结果。")),
}


@page("admin/webhooks/<int:webhook_id>/do/<str:act>/", needs=access.EDIT_WEBHOOKS, methods=("POST",))
def act_on_webhook(request: Asked, *, actor: Actor, now: datetime, webhook_id: int, act: str) -> HttpResponse:
    """Pause, resume, end, test."""
    line = _found(actor, webhook_id)
    if act not in ACTS:
        raise Http404
    verb, done = ACTS[act]
    if act == "test" and line.row.paused_at is not None:
        done = gettext_lazy("现在停发，测试先留着，恢复后送出。")
    form = CommandForm(request.POST)
    if form.is_valid():
        event = form.attempt(verb, actor=actor, now=now, subscription_id=webhook_id)
        if event is not None:
            say(request, "ok", str(done))
        elif form.refusal is not None:
            say(request, "late", form.refusal.sentence)
    return redirect(f"/admin/webhooks/{webhook_id}/")


class ReplayForm(CommandForm):
    """One event, all from a moment on, or all that was given up."""

    event_id = forms.IntegerField(required=False)
    hours = forms.IntegerField(required=False, min_value=1, max_value=24 * 90)
    given_up = forms.BooleanField(required=False)


@page("admin/webhooks/<int:webhook_id>/replay/", needs=access.EDIT_WEBHOOKS, methods=("POST",))
def replay_webhook(request: Asked, *, actor: Actor, now: datetime, webhook_id: int) -> HttpResponse:
    """Send again: one by its event, those of the last hours, or those given up."""
    _found(actor, webhook_id)
    form = ReplayForm(request.POST)
    if form.is_valid():
        event_id, hours = form.cleaned_data["event_id"], form.cleaned_data["hours"]
        since = now - timedelta(hours=hours) if hours else None
        event = form.attempt(
            replay_deliveries,
            actor=actor,
            now=now,
            subscription_id=webhook_id,
            event_id=event_id,
            since=since,
            given_up=form.cleaned_data["given_up"],
        )
        if event is not None:
            say(request, "ok", _("%(n)d条会再送一次，编号不变。") % {"n": event.deliveries})
        elif form.refusal is not None:
            say(request, "late", form.refusal.sentence)
    return redirect(f"/admin/webhooks/{webhook_id}/")
