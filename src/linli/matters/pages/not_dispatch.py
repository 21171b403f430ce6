"""不派单: an order answered at once by one of six reasons; its objection, and the review a level above."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import SIGNED_IN, Asked, page
from linli.kernel.scope import Actor, may
from linli.kernel.ui.notes import say

from .. import access
from ..commands import not_dispatch as not_dispatch_verb
from ..commands import object_no_dispatch, review_no_dispatch
from ..models import Matter
from ..queries import matter_for
from ..queries.no_dispatch import no_dispatch_answer
from ..queries.standing import china_day
from ..terms import NotDispatched
from .desk_matter import matter_at
from .own_step import offered, step_answer, step_taken, taken


class NotDispatchForm(CommandForm):
    """Why, with the answer the caller gets under each reason."""

    reason = forms.ChoiceField(label=gettext_lazy("为什么不派单"), widget=forms.RadioSelect)
    earlier = forms.CharField(
        label=gettext_lazy("原来那件的编号"), max_length=40, required=False,
        help_text=gettext_lazy("选“同一件事”时要填。"),
    )  # fmt: skip
    text = WordsField(
        label=gettext_lazy("再补充几句"), most=500, required=False,
        help_text=gettext_lazy("接在答复后面，来电人会看到。"),
    )  # fmt: skip

    def __init__(self, *args: Any, matter: Matter, now: datetime, **more: Any) -> None:
        super().__init__(*args, **more)
        day = china_day(now)
        reason = self.fields["reason"]
        assert isinstance(reason, forms.ChoiceField)  # noqa: S101  declared above
        reason.choices = [
            (
                one.value,
                _("%(label)s：%(text)s")
                % {"label": one.label, "text": no_dispatch_answer(matter.area_path, one, day).text},
            )
            for one in NotDispatched
        ]
        reason.error_messages["required"] = _("请选一个不派单的原因。")


class WordsNeeded(CommandForm):
    """A reason in words."""

    text = WordsField(label=gettext_lazy("理由"), most=2000)


class WordsIfAny(CommandForm):
    """Words where somebody likes to add some."""

    text = WordsField(label=gettext_lazy("说明"), most=2000, required=False)


@page("matters/<str:number>/not-dispatch/", needs=access.ACCEPT)
def not_dispatch(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """The six reasons, each with its answer; the caller is told at once."""
    matter = matter_at(actor, number)
    form = NotDispatchForm(request.POST or None, matter=matter, now=now)
    asked = {"actor": actor, "now": now, "matter_id": matter.pk}
    if taken(request, form, lambda: form.attempt(not_dispatch_verb, **asked, **form.values())):
        return step_taken(request, actor, matter, _("不派单"), now)
    if request.method == "GET":
        offered(matter, "not-dispatch")
    lead = _("来电人会马上收到下面的答复，可以提一次异议，由上一级复核。这件不计入办理率。")
    return step_answer(request, matter, form, heading=_("不派单"), icon="close", lead=lead)


@page("matters/<str:number>/review/<str:decision>/", needs=access.ACCEPT)
def review(request: Asked, *, actor: Actor, now: datetime, number: str, decision: str) -> HttpResponse:
    """The level above decides about the objection."""
    if decision not in ("dispatch", "uphold"):
        raise Http404
    matter = matter_at(actor, number)
    dispatch = decision == "dispatch"
    form = (WordsIfAny if dispatch else WordsNeeded)(request.POST or None)
    asked = {"actor": actor, "now": now, "matter_id": matter.pk, "dispatch": dispatch}
    heading = _("应当受理，派单") if dispatch else _("维持不派单")
    if taken(request, form, lambda: form.attempt(review_no_dispatch, **asked, **form.values())):
        return step_taken(request, actor, matter, heading, now)
    if request.method == "GET":
        offered(matter, f"review/{decision}")
    lead = _("派给社区签收，来电人会收到消息。") if dispatch else _("写的话来电人会看到，异议到此为止。")
    return step_answer(
        request, matter, form, heading=heading, icon="send" if dispatch else "close", lead=lead
    )


@page("matters/<str:number>/object/", needs=SIGNED_IN)
def object_to_it(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """The reporter does not accept it, or a desk says so for somebody who called again."""
    found = matter_for(actor, number)
    if found is None or not (found.own or may(actor, access.ACCEPT, found.matter)):
        raise Http404
    matter = found.matter
    form = WordsNeeded(request.POST or None)
    asked = {"actor": actor, "now": now, "matter_id": matter.pk}
    if taken(request, form, lambda: form.attempt(object_no_dispatch, **asked, **form.values())):
        if found.as_staff:
            return step_taken(request, actor, matter, _("对不派单有异议"), now)
        say(request, "ok", _("收到您的异议，由上一级复核，结果会告诉您。"))
        return redirect(f"/matters/{number}/")
    if request.method == "GET":
        offered(matter, "object")
    lead = _("异议只能提一次，由上一级复核。请写明为什么应当派单。")
    if found.as_staff:
        return step_answer(request, matter, form, heading=_("提出异议"), icon="undo", lead=lead)
    shown = {"form": form, "matter": matter, "heading": _("提出异议"), "lead": lead, "button": _("提交异议")}
    return render(request, "matters/own_form.html", shown, status=422 if form.errors else 200)
