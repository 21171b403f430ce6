"""议事 at the desk: publish, gather, distil, decide, split into actions, finish."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor

from .. import access
from ..commands import (
    add_opinion,
    decide_proposal,
    distil,
    finish_proposal,
    link_action,
    open_action,
    publish_topic,
)
from ..kinds import kinds
from ..models import Matter
from ..queries import branches
from ..queries.proposals import proposal_sheet
from ..terms import OpinionSource, OrderType, ProposalVerdict
from .desk_matter import matter_at
from .own_step import offered, step_answer, step_taken, taken

VERDICTS = {
    "accept": ProposalVerdict.ACCEPTED,
    "partly": ProposalVerdict.PARTLY,
    "decline": ProposalVerdict.DECLINED,
}
BROUGHT = [one for one in OpinionSource.choices if one[0] != OpinionSource.SCREEN]


def _proposal(actor: Actor, number: str) -> Matter:
    matter = matter_at(actor, number)
    if matter.kind != "proposal":
        raise Http404
    return matter


class TopicForm(CommandForm):
    """Title and words that may stand in public."""

    title = WordsField(label=gettext_lazy("议题"), most=40, line=True)
    text = WordsField(
        label=gettext_lazy("说明"),
        most=1000,
        help_text=gettext_lazy("公开给居民看，不要写谁提的、电话和门牌。"),
    )


class OpinionForm(CommandForm):
    """One opinion as it came."""

    source = forms.ChoiceField(label=gettext_lazy("怎么来的"), choices=BROUGHT)
    text = WordsField(label=gettext_lazy("意见"), most=1000)
    said_by = WordsField(
        label=gettext_lazy("谁说的"), most=40, line=True, required=False,
        help_text=gettext_lazy("选填，只有办事的人看得到，办结一年后清除。"),
    )  # fmt: skip


class DistilForm(TopicForm):
    """One wording of everything."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["text"].label = _("归纳成一段话")


class DecideForm(CommandForm):
    """The reason."""

    reason = WordsField(label=gettext_lazy("理由"), most=1000, help_text=gettext_lazy("会公开，不能空着。"))


class ActionForm(CommandForm):
    """What is to be done, as which kind of matter; or the number of one that is there already."""

    kind = forms.ChoiceField(label=gettext_lazy("哪种事项"))
    text = WordsField(label=gettext_lazy("要办什么"), most=1000, required=False)
    title = WordsField(label=gettext_lazy("标题"), most=40, line=True, required=False)
    category = forms.ChoiceField(label=gettext_lazy("类别"), required=False)
    order_type = forms.ChoiceField(
        label=gettext_lazy("诉求类型"),
        required=False,
        choices=[("", gettext_lazy("不分")), *OrderType.choices],
    )
    number = forms.CharField(
        label=gettext_lazy("或者已有事项的编号"), max_length=40, required=False,
        help_text=gettext_lazy("填了编号就不另开一件。"),
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        known = [(one.code, str(one.label)) for one in kinds().values() if one.code != "proposal"]
        self.fields["kind"].choices = sorted(known, key=lambda one: one[0] != "snapshot")  # type: ignore[attr-defined]
        self.fields["category"].choices = [  # type: ignore[attr-defined]
            ("", _("说不清")), *((one.code, one.indented) for one in branches())
        ]  # fmt: skip


class AnswerForm(CommandForm):
    """What the proposer is told."""

    text = WordsField(label=gettext_lazy("答复提议人"), most=1000, help_text=gettext_lazy("写清落实了什么。"))


@page("matters/<str:number>/topic/", needs=access.DECIDE_PROPOSAL)
def publish(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """Put the topic on the public board so that neighbours can speak."""
    matter = _proposal(actor, number)
    form = TopicForm(request.POST or None, initial={"title": matter.title, "text": ""})
    asked = {"actor": actor, "now": now, "matter_id": matter.pk}
    if taken(request, form, lambda: form.attempt(publish_topic, **asked, **form.values())):
        return step_taken(request, actor, matter, _("公开议题"), now)
    lead = _("公开后邻居能看到议题和进展，能写意见；看不到任何人的名字。")
    return step_answer(request, matter, form, heading=_("公开议题"), icon="speaker", lead=lead)


@page("matters/<str:number>/opinion/", needs=access.GATHER)
def opinion(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """Write down an opinion from paper, a visit, a meeting, the telephone."""
    matter = _proposal(actor, number)
    form = OpinionForm(request.POST or None)
    asked = {"actor": actor, "now": now, "matter_id": matter.pk}
    if taken(request, form, lambda: form.attempt(add_opinion, **asked, **form.values())):
        return step_taken(request, actor, matter, _("记下一条意见"), now)
    return step_answer(request, matter, form, heading=_("记下一条意见"), icon="edit")


@page("matters/<str:number>/distil/", needs=access.DECIDE_PROPOSAL)
def distil_it(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """All opinions above, one wording below."""
    matter = _proposal(actor, number)
    sheet = proposal_sheet(matter)
    first = {"title": sheet.topic.title if sheet.topic else matter.title, "text": ""}
    form = DistilForm(request.POST or None, initial=first)
    asked = {"actor": actor, "now": now, "matter_id": matter.pk}
    if taken(request, form, lambda: form.attempt(distil, **asked, **form.values())):
        return step_taken(request, actor, matter, _("归纳成议题"), now)
    if request.method == "GET":
        offered(matter, "distil")
    lead = _("一共%(n)d条意见，都会列在议题下面，一条也不丢。") % {"n": len(sheet.voices)}
    return step_answer(request, matter, form, heading=_("归纳成议题"), icon="edit", lead=lead)


@page("matters/<str:number>/decide/<str:verdict>/", needs=access.DECIDE_PROPOSAL)
def decide(request: Asked, *, actor: Actor, now: datetime, number: str, verdict: str) -> HttpResponse:
    """The decision with its reason."""
    matter = _proposal(actor, number)
    if verdict not in VERDICTS:
        raise Http404
    form = DecideForm(request.POST or None)
    what = VERDICTS[verdict]
    asked = {"actor": actor, "now": now, "matter_id": matter.pk, "verdict": what.value}
    if taken(request, form, lambda: form.attempt(decide_proposal, **asked, **form.values())):
        return step_taken(request, actor, matter, what.label, now)
    if request.method == "GET":
        offered(matter, f"decide/{verdict}")
    return step_answer(
        request, matter, form, heading=what.label, icon="close" if verdict == "decline" else "check"
    )


@page("matters/<str:number>/action/", needs=access.DECIDE_PROPOSAL)
def action(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """A part of the proposal becomes an ordinary matter, or one that is there is counted."""
    matter = _proposal(actor, number)
    form = ActionForm(request.POST or None)
    asked = {"actor": actor, "now": now, "matter_id": matter.pk}

    def act() -> Any:
        said = form.values()
        other = said.pop("number")
        if other:
            return form.attempt(link_action, **asked, number=other)
        return form.attempt(open_action, **asked, **said)

    if taken(request, form, act):
        return step_taken(request, actor, matter, _("分出落实事项"), now)
    lead = _("开成一件普通事项，按它自己的期限办；都办完，议事才能答复提议人。")
    return step_answer(request, matter, form, heading=_("分出落实事项"), icon="split", lead=lead)


@page("matters/<str:number>/finish/", needs=access.DECIDE_PROPOSAL)
def finish(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """All actions are over: answer the proposer, who is asked next."""
    matter = _proposal(actor, number)
    form = AnswerForm(request.POST or None)
    asked = {"actor": actor, "now": now, "matter_id": matter.pk}
    if taken(request, form, lambda: form.attempt(finish_proposal, **asked, **form.values())):
        return step_taken(request, actor, matter, _("落实完毕"), now)
    if request.method == "GET":
        offered(matter, "finish")
    return step_answer(request, matter, form, heading=_("都落实了，答复提议人"), icon="check")
