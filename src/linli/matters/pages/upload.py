"""A photo sent ahead of its form by script; without script it comes with the form."""

from datetime import datetime

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from linli.kernel import browser
from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.scope import Actor

from .reporting import PhotoForm


@page("photos/", needs=PUBLIC, methods=("POST",))
def upload(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """{"uid": ...} of the one photo, or {"message": ...} with 422."""
    claim = browser.photo_claim(request)
    form = PhotoForm(request.POST, request.FILES)
    form.keep_photos(request.POST, actor=actor, claim=claim, now=now)
    if form.uids:
        answer = JsonResponse({"uid": str(form.uids[0])})
    else:
        told = form.errors.get("photos") or [_("没有收到照片，请重新选。")]
        answer = JsonResponse({"message": told[0]}, status=422)
    browser.keep_photo_claim(answer, claim)
    return answer
