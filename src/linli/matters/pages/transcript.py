"""听写: what is said in a recording is written down on the matter's page."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui import notes

from .. import access
from ..commands import transcribe
from .desk_matter import matter_at
from .reporting import uuid_in


class TranscriptForm(CommandForm):
    """The words alone; which recording stands beside them."""

    text = WordsField(label=_("录音里说了什么"), most=2000)


@page("matters/<str:number>/transcript/", needs=access.ACT, methods=("POST",))
def write_transcript(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """Keep the words and go back to the matter."""
    matter = matter_at(actor, number)
    form, file = TranscriptForm(request.POST), uuid_in(request.POST.get("file", ""))
    if file is not None and form.is_valid():
        said = form.cleaned_data["text"]
        event = form.attempt(transcribe, actor=actor, now=now, matter_id=matter.pk, file=file, text=said)
        if event is not None:
            notes.say(request, "ok", _("听写已记下。"))
            return redirect(f"/matters/{number}/")
    wrong = next((one for told in form.errors.values() for one in told), _("没有找到这段录音。"))
    notes.say(request, "late", str(wrong))
    return redirect(f"/matters/{number}/")
