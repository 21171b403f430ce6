"""What a browser keeps for us between pages: the area looked at, the secret its photos wait under."""

from datetime import timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

AREA, CLAIM = "area", "claim"
A_YEAR = timedelta(days=365)


def keep(answer: HttpResponseBase, name: str, value: str, lasts: timedelta | None = A_YEAR) -> None:
    """Set a cookie no script can read; without `lasts` it goes when the browser closes."""
    answer.set_cookie(
        name,
        value,
        max_age=lasts,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def remembered_area(request: HttpRequest) -> int | None:
    """The id of the area this browser looks at, as it says; whether there is one is for the caller to see."""
    kept = request.COOKIES.get(AREA, "")
    return int(kept) if kept.isascii() and kept.isdigit() and len(kept) < 19 else None


def remember_area(answer: HttpResponseBase, area_id: int) -> None:
    """Look at this area from now on."""
    keep(answer, AREA, str(area_id))


def photo_claim(request: HttpRequest) -> str:
    """The secret under which this browser's photos wait for their report; a new one where it has none."""
    kept = request.COOKIES.get(CLAIM, "")
    return kept if 20 <= len(kept) <= 64 else token_urlsafe(24)


def keep_photo_claim(answer: HttpResponseBase, claim: str) -> None:
    """Let this browser come back for its photos."""
    keep(answer, CLAIM, claim, None)
