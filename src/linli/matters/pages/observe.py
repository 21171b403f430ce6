"""观察员报问题: camera, place, what it is; what was sent stands below."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linli.kernel import browser
from linli.kernel.page import SIGNED_IN, Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.notes import say
from linli.places.queries import Chosen, choosing

from ..queries import branches, mine, opened, parcel
from ..queries.observers import Remit, remit
from .report_places import place_context
from .reporting import ReportForm, filled

SENT = 10


class ObserveForm(ReportForm):
    """As a resident's, with words only where a photo does not say it."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("name", "phone", "anonymous"):
            del self.fields[name]
        self.fields["text"].required = False

    def narrow(self, asked: Remit) -> None:
        """Offer only what the street asked for."""
        if asked.categories:
            field = self.fields["category"]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
            field.choices = [(one.code, one.name) for one in branches() if one.id in asked.categories]
            field.error_messages["invalid_choice"] = _("这一类没有请您报，可以作为居民来报。")

    def clean(self) -> dict[str, Any]:
        """Without words the category is the text; without either there is nothing to do."""
        said = super().clean() or self.cleaned_data
        names = {one.code: one.name for one in branches()}
        said |= {"name": "", "phone": "", "anonymous": False}
        if not said.get("text") and "text" not in self.errors:
            if said.get("category"):
                said["text"] = names[said["category"]]
            else:
                self.add_error("category", _("请选一类，或者写几个字。"))
        return said


@page("observe/", needs=SIGNED_IN)
def observe(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """One form, the list below it, and back to both after sending."""
    asked = remit(actor, now.date())
    if asked is None:
        return redirect("/observers/join/")
    claim = browser.photo_claim(request)
    form = filled(ObserveForm, request)
    form.narrow(asked)
    where = choosing(Chosen.read(request.POST or request.GET), otherwise=browser.remembered_area(request))
    form.keep_photos(request.POST, actor=actor, claim=claim, now=now)
    if form.is_valid():
        event = form.send(where=where, actor=actor, now=now, claim=claim, source="observer")
        if event is not None:
            told = parcel(opened(event.subject_id, event.area_path), now)
            say(request, "ok", _("已收到，谢谢您。编号%(number)s，办好了告诉您。") % {"number": told.number})
            return redirect("/observe/")
    shown = {
        "form": form,
        "asked": asked,
        "sent": [parcel(one, now) for one in mine(actor, size=SENT).rows],
        **place_context(where, now),
    }
    if "area_id" in form.errors:
        shown["coming"] = None  # nobody comes to what is not taken
    answer = render(request, "matters/observe.html", shown, status=422 if form.errors else 200)
    browser.keep_photo_claim(answer, claim)
    return answer
