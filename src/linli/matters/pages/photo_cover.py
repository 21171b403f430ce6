"""照片公开副本: what everybody may see of a matter's photos; a person covers more, or shows what was covered wrongly."""

import base64
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel import files
from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui import notes

from .. import access
from ..commands import cover_photo, see_photo
from ..models import Matter
from ..queries.photos import Photographed, photo_for, photos_of_matter, why_none
from .desk_matter import matter_at
from .step_forms import ReasonForm


class CoverForm(CommandForm):
    """A part to cover, in hundredths of the photo: the same whether drawn or typed."""

    photo = forms.UUIDField(widget=forms.HiddenInput)
    left = forms.IntegerField(label=gettext_lazy("离左边%"), min_value=0, max_value=99)
    top = forms.IntegerField(label=gettext_lazy("离上边%"), min_value=0, max_value=99)
    wide = forms.IntegerField(label=gettext_lazy("宽%"), min_value=1, max_value=100)
    high = forms.IntegerField(label=gettext_lazy("高%"), min_value=1, max_value=100)

    def box(self, photo: Photographed) -> tuple[int, int, int, int]:
        """In pixels, cut at the rim."""
        said = self.cleaned_data
        across, down = photo.width / 100, photo.height / 100
        right, bottom = min(100, said["left"] + said["wide"]), min(100, said["top"] + said["high"])
        return (
            round(said["left"] * across),
            round(said["top"] * down),
            round(right * across),
            round(bottom * down),
        )


class ShowForm(CommandForm):
    """A covered part that may be seen after all; without one a looked-at photo is let out."""

    photo = forms.UUIDField(widget=forms.HiddenInput)
    show = forms.IntegerField(required=False, widget=forms.HiddenInput)


@dataclass(frozen=True)
class Sheet:
    """One photo on the page: its picture, its boxes, the form to cover more."""

    photo: Photographed
    url: str
    form: CoverForm


@page("matters/<str:number>/photos/", needs=access.EDIT_MASK)
def photo_covers(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """GET shows the copies and what they cover; POST covers a part, shows one, or lets a copy out."""
    matter = matter_at(actor, number)
    found = photos_of_matter(matter)
    failed: CommandForm | None = None
    if request.method == "POST":
        failed = CoverForm(request.POST) if "left" in request.POST else ShowForm(request.POST)
        if failed.is_valid() and _changed(failed, found, matter, actor, now):
            notes.say(request, "ok", _("照片公开副本已改。"))
            return redirect(f"/matters/{number}/photos/")
    sheets = [Sheet(one, f"/photos/{one.uid}/?v={one.version}", _form(one, failed)) for one in found]
    shown = {"matter": matter, "sheets": sheets, "failed": failed, "by_hand": why_none()}
    return render(
        request,
        "matters/photo_covers.html",
        shown,
        status=422 if failed is not None and failed.errors else 200,
    )


def _form(photo: Photographed, failed: CommandForm | None) -> CoverForm:
    """The form of one photo, with what was sent where that failed."""
    if isinstance(failed, CoverForm) and failed.data.get("photo") == str(photo.uid):
        return failed
    return CoverForm(
        initial={"photo": photo.uid, "wide": 10, "high": 10}, auto_id=f"id_%s_{photo.uid.hex[:8]}"
    )  # one form a photo: each field has a name of its own


def _changed(
    form: CommandForm, found: list[Photographed], matter: Matter, actor: Actor, now: datetime
) -> bool:
    said = form.cleaned_data
    photo = next((one for one in found if one.uid == said["photo"]), None)
    if photo is None:
        raise Http404
    asked = {"actor": actor, "now": now, "matter_id": matter.pk, "photo": photo.uid}
    if isinstance(form, CoverForm):
        return form.attempt(cover_photo, **asked, box=form.box(photo)) is not None
    return form.attempt(cover_photo, **asked, show=said["show"]) is not None


@page("matters/<str:number>/photos/<uuid:uid>/", needs=access.UNMASK_REPORTER)
def photo_whole(request: Asked, *, actor: Actor, now: datetime, number: str, uid: UUID) -> HttpResponse:
    """Ask why; the answer of the POST holds the photo without its covers, no other page ever does."""
    matter = matter_at(actor, number)
    if photo_for(actor, uid) is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    whole = ""
    if form.is_bound and form.is_valid():
        event = form.attempt(see_photo, actor=actor, now=now, matter_id=matter.pk, photo=uid, **form.values())
        whole = _as_address(uid) if event is not None else ""
    shown = {"matter": matter, "form": form, "whole": whole, "here": f"/matters/{number}/"}
    answer = render(request, "matters/photo_whole.html", shown, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def _as_address(uid: UUID) -> str:
    try:
        content = files.path_of(uid).read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    return f"data:image/jpeg;base64,{base64.b64encode(content).decode()}"
