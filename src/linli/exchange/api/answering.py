"""How a door of Open311 answers: JSON or XML by the ending of the address, errors in the standard's own shape."""

import functools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any, cast

import msgspec
import structlog
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from linli.kernel.page import Asked
from linli.kernel.refusal import Refusal
from linli.kernel.tally import take

from ..rules.geo_xml import to_xml

TYPES = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
log = structlog.get_logger()


class FaultError(Exception):
    """An error of the standard: 400, 403, 404 and what it says; wait: seconds until it may be asked again (429)."""

    def __init__(self, status: int, words: object, wait: int = 0):
        super().__init__(str(words))
        self.status, self.words, self.wait = status, str(words), wait


def answer(form: str, root: str, value: Any, status: int = 200) -> HttpResponse:
    """A value in the form that was asked for; in JSON without the root."""
    body = to_xml(root, value) if form == "xml" else msgspec.json.encode(value)
    made = HttpResponse(body, content_type=TYPES[form], status=status)
    made["Access-Control-Allow-Origin"] = "*"
    made["Cache-Control"] = "no-cache" if status == 200 else "no-store"
    made["X-Content-Type-Options"] = "nosniff"
    return made


def fault(form: str, status: int, words: str) -> HttpResponse:
    """An error document: a list of code and description."""
    return answer(form, "errors", [{"code": status, "description": words}], status)


View = Callable[..., HttpResponse]
MINUTE = timedelta(minutes=1)


def _not_too_often(request: Asked) -> None:
    """Whoever reads needs no key, so the address is counted; a key is counted by itself where it is needed."""
    if request.method in ("GET", "HEAD"):
        address = getattr(request, "address", "") or str(request.META.get("REMOTE_ADDR", ""))
        until = take("open311", address, most=settings.LINLI_OPEN311_RATE, within=MINUTE, now=request.now)
        if until is not None:
            raise too_often(until, request.now, "this address asks too often")


def too_often(until: datetime, now: datetime, words: str) -> FaultError:
    """429 with the seconds to wait."""
    return FaultError(429, words, max(1, ceil((until - now).total_seconds())))


def door(*methods: str) -> Callable[[View], View]:
    """A view of the standard: the methods it takes; whatever is refused becomes an error document."""

    def bind(view: View) -> View:
        @functools.wraps(view)
        def inside(request: HttpRequest, form: str, **captured: Any) -> HttpResponse:
            if request.method not in (*methods, "HEAD"):
                made = fault(form, 405, "method not allowed")
                made["Allow"] = ", ".join(methods)
                return made
            if "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path_info:
                return fault(form, 400, "the address holds a NUL")
            try:
                _not_too_often(cast("Asked", request))
                return view(cast("Asked", request), form, **captured)
            except FaultError as no:
                made = fault(form, no.status, no.words)
                if no.wait:
                    made["Retry-After"] = str(no.wait)
                return made
            except Refusal as refusal:
                status = refusal.status if refusal.status in (403, 404, 429) else 400
                return fault(form, status, f"{refusal.code}: {refusal.sentence}")
            except DatabaseError as trouble:
                log.warning("open311_database", fault=type(trouble).__name__)
                return fault(form, 503, "try again in a moment")

        return inside

    return bind


def window(request: HttpRequest, now: datetime, longest: timedelta) -> tuple[datetime, datetime]:
    """start_date and end_date; one alone begins or ends a whole window, none is the window up to now.

    FaultError 400 for what is no date and time, for a start behind the end and for more than `longest`.
    """
    start, end = (_moment(request.GET.get(name, ""), name, now) for name in ("start_date", "end_date"))
    if start is None and end is None:
        return now - longest, now
    try:
        until = end or (start + longest if start else now)
        since = start or until - longest
    except OverflowError:
        raise FaultError(400, "the dates lie too far away") from None
    if since > until:
        raise FaultError(400, "start_date lies behind end_date")
    if until - since > longest:
        raise FaultError(400, "start_date and end_date may not span more than 90 days")
    return since, until


def _moment(word: str, name: str, now: datetime) -> datetime | None:
    if not word:
        return None
    try:
        found = datetime.fromisoformat(word.strip().replace(" ", "+"))
        found = found if found.tzinfo else found.replace(tzinfo=now.tzinfo)
    except ValueError:
        raise FaultError(
            400, f"{name} must be a W3C date and time such as 2026-11-25T00:00:00+08:00"
        ) from None
    if not 1970 <= found.year <= 9990:
        raise FaultError(400, f"{name} lies too far away")
    return found.astimezone(UTC)  # the database knows no offset beyond fifteen hours, a clock may name any
