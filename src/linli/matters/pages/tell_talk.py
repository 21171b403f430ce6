"""我要说事: an opinion or a wish, told to the community online; answered like one told at a talk point."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel import browser
from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.scope import GUEST, Actor
from linli.kernel.ui.notes import say
from linli.people.queries import own_entry

from ..commands import open_matter
from ..queries import opened
from .proposal_board import community_of
from .reporting import ReportForm, filled, usual_place


class TalkForm(ReportForm):
    """As a report, without what only something to be repaired has."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("category", "area_id"):
            del self.fields[name]
        self.fields["text"].label = gettext_lazy("您想说什么")
        self.fields["text"].error_messages["required"] = gettext_lazy("请写您想说的事，几句话也行。")


@page("talk/new/", needs=PUBLIC)
def tell_talk(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Anybody may say something, with a name or without; then the receipt."""
    node = community_of(usual_place(request))
    if node is None:
        say(request, "info", _("先选您在哪个社区，再说事。"))
        return redirect("/place/?next=/talk/new/")
    claim = browser.photo_claim(request)
    form = filled(TalkForm, request)
    form.keep_photos(request.POST, actor=actor, claim=claim, now=now)
    if form.is_valid():
        said = form.cleaned_data
        event = form.attempt(
            open_matter, actor=GUEST if said["anonymous"] else actor, now=now, kind="talk", text=said["text"],
            area_id=node.id, source="desk" if actor.is_staff and not said["anonymous"] else "app",
            name=said["name"], phone=said["phone"], anonymous=said["anonymous"], photos=form.uids,
            photo_claim=claim if form.uids else "",
        )  # fmt: skip
        if event is not None:
            secret = opened(event.subject_id, event.area_path).follow_secret()
            return redirect(f"/f/{secret}/received/")
    own = own_entry(actor.person_id) if actor.person_id is not None else None
    shown = {"form": form, "here": node, "own": own}
    answer = render(request, "matters/tell_talk.html", shown, status=422 if form.errors else 200)
    browser.keep_photo_claim(answer, claim)
    return answer
