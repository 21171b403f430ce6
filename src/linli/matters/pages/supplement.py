"""补充情况: the reporter adds words and photos."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel import browser
from linli.kernel.forms import WordsField
from linli.kernel.page import SIGNED_IN, Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.notes import say

from ..commands import supplement as supplement_verb
from ..queries import holder_of
from .own_matter import own_matter
from .reporting import PhotoForm


class SupplementForm(PhotoForm):
    """Words, photos, or both."""

    text = WordsField(label=gettext_lazy("再说一说"), most=2000, required=False)
    field_order = ("text", "photos", "papers")


@page("matters/<str:number>/supplement/", needs=SIGNED_IN)
def supplement(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """The form, kept with its photos until it goes through."""
    matter = own_matter(actor, number)
    claim = browser.photo_claim(request)
    form = SupplementForm(request.POST or None, request.FILES or None)
    if form.is_bound:
        form.keep_photos(request.POST, actor=actor, claim=claim, now=now)
    if form.is_valid():
        event = form.attempt(
            supplement_verb,
            actor=actor,
            now=now,
            matter_id=matter.pk,
            text=form.cleaned_data["text"],
            photos=form.uids,
            photo_claim=claim if form.uids else "",
        )
        if event is not None:
            say(request, "ok", _("已补充，%(who)s看得到。") % {"who": holder_of(matter, now).called})
            return redirect(f"/matters/{number}/")
    shown = {"form": form, "matter": matter, "heading": _("补充情况"), "button": _("提交"), "draft": number}
    answer = render(request, "matters/own_form.html", shown, status=422 if form.errors else 200)
    browser.keep_photo_claim(answer, claim)
    return answer
