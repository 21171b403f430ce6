"""常用语: texts a desk keeps for its answers; searched, added, replaced by a new version, retired."""

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

from .. import access
from ..commands import keep_text, retire_text
from ..kinds import kinds
from ..queries import branches
from ..queries.texts import texts_kept
from ..shape import Kind
from .in_sight import choose


class TextForm(CommandForm):
    """What it is called, what it says, for what."""

    title = WordsField(label=gettext_lazy("名称"), most=40, line=True)
    text = WordsField(
        label=gettext_lazy("内容"), most=2000,
        help_text=gettext_lazy("可以写{number}编号、{place}地点、{date}日期、{desk}岗位，用的时候自动换成这件事的。"),
    )  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("事项类型和环节"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("类别"), required=False)

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)
        every = [("", _("都能用"))]
        self.fields["kind"].choices = [*every, *((str(one.label), _uses(one)) for one in kinds().values())]  # type: ignore[attr-defined]
        self.fields["category"].choices = [*every, *((one.code, one.indented) for one in branches())]  # type: ignore[attr-defined]

    @property
    def asked(self) -> dict[str, str]:
        """The values as the command takes them."""
        kind, _colon, stage = self.cleaned_data["kind"].partition(":")
        return {**self.values(), "kind": kind, "stage": stage}


def _uses(kind: Kind) -> list[tuple[str, str]]:
    """A kind as a whole, and its stages in which something is answered."""
    answered = [one for one in kind.stages if any(move.answers for move in one.moves)]
    whole = (kind.code, _("%(kind)s，各环节") % {"kind": kind.label})
    return [whole, *((f"{kind.code}:{one.code}", f"{kind.label}·{one.label}") for one in answered)]


@page("texts/", needs=access.EDIT_TEXTS)
def list_texts(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The texts of the desk's area and below, and the form; `edit` in the address makes the next version of one."""
    seen = choose(request)
    words = request.GET.get("q", "")[:60]
    found = texts_kept(actor, words)
    edited = next((one for one in texts_kept(actor) if str(one.id) == request.GET.get("edit")), None)
    first = {"title": edited.title, "text": edited.text, "kind": edited.use} if edited else None
    form = TextForm(request.POST or None, initial=first)
    if form.is_valid():
        event = form.attempt(
            keep_text, actor=actor, now=now, area_id=seen.area_id, replaces_id=edited.id if edited else None,
            **form.asked,
        )  # fmt: skip
        if event is not None:
            say(request, "ok", _("常用语“%(title)s”存好了。") % {"title": form.cleaned_data["title"]})
            return redirect("/texts/")
    shown = {"texts": found, "form": form, "seen": seen, "q": words, "edited": edited}
    return render(request, "matters/texts.html", shown, status=422 if form.errors else 200)


@page("texts/<int:row_id>/retire/", needs=access.EDIT_TEXTS, methods=("POST",))
def retire_kept_text(request: Asked, *, actor: Actor, now: datetime, row_id: int) -> HttpResponse:
    """Take one out of use."""
    form = CommandForm(request.POST)
    if not form.is_valid():
        raise Http404
    if form.attempt(retire_text, actor=actor, now=now, text_id=row_id) is not None:
        say(request, "ok", _("已停用，写过的答复不变。"))
    return redirect("/texts/")
