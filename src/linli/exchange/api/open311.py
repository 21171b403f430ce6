"""Open311 GeoReport v2, whole, with mySociety's service request updates.

Reading needs no key, as the standard has it: public kinds only, masked, no person. Sending in needs `api_key`, a token
of 接口令牌, and goes through the one intake command. `media_url` is never fetched and never a link: it stands in the
text of the report, for staff to judge.
"""

import re
from datetime import datetime, timedelta
from math import isfinite
from typing import Any
from uuid import UUID, uuid5

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from linli.kernel.page import Asked
from linli.kernel.scope import scope
from linli.kernel.tally import take
from linli.matters.commands import note, open_matter, supplement
from linli.matters.queries import matter_for
from linli.matters.queries.published import number_of_command
from linli.people.queries import Bearer, bearer_of

from ..queries.open311 import (
    WINDOW,
    definition,
    jurisdictions,
    requests_between,
    requests_numbered,
    services,
    updates_between,
)
from ..terms import PUBLIC_KINDS
from .answering import MINUTE, FaultError, answer, door, too_often, window

SPACE = UUID("b6b0a1c2-5f0e-4f52-9d8e-3f1b7c2d9a11")
MOST_NUMBERS, MOST_BODY = 50, 256 * 1024
AGAIN = timedelta(hours=1)
_ATTRIBUTE = re.compile(r"attribute\[([^\]]{1,40})\](\[\])?")
_SPEC = "http://wiki.open311.org/GeoReport_v2"


def _places(request: HttpRequest, given: str | None = None) -> list[tuple[str, int]]:
    """The district or street of jurisdiction_id, or all districts. 404 where there is none of that code."""
    code = given if given is not None else request.GET.get("jurisdiction_id", "")
    known = jurisdictions()
    if not code:
        return [place for place in known.values() if place[0] == "district"]
    if code not in known:
        raise FaultError(404, "jurisdiction_id provided was not found")
    return [known[code]]


@door("GET")
def discovery(request: Asked, form: str) -> HttpResponse:
    """Where the standard is served, and in which forms."""
    changed = "2026-11-30T00:00:00+08:00"
    base = f"{settings.LINLI_PUBLIC_URL}/open311/v2"
    found = {
        "changeset": changed,
        "contact": settings.LINLI_HELP_PHONE,
        "key_service": f"{settings.LINLI_PUBLIC_URL}/admin/tokens/",
        "endpoints": [
            {
                "specification": _SPEC, "url": base, "changeset": changed, "type": "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }  # fmt: skip
    return answer(form, "discovery", found)


@door("GET")
def service_list(request: Asked, form: str) -> HttpResponse:
    """GET services."""
    _places(request)
    return answer(form, "services", services())


@door("GET")
def service_definition(request: Asked, form: str, code: str) -> HttpResponse:
    """GET services/CODE."""
    _places(request)
    found = definition(code)
    if found is None:
        raise FaultError(404, "service_code provided was not found")
    return answer(form, "service_definition", found)


def _words(request: HttpRequest, name: str) -> list[str]:
    return [word.strip() for word in request.GET.get(name, "").split(",") if word.strip()]


@door("GET", "POST")
def service_requests(request: Asked, form: str) -> HttpResponse:
    """GET requests: a window of 90 days, at most 1,000; POST request: one goes in."""
    if request.method == "POST":
        return _send_in(request, form)
    places = _places(request)
    numbers = _words(request, "service_request_id")
    if len(numbers) > MOST_NUMBERS:
        raise FaultError(400, f"at most {MOST_NUMBERS} service_request_id at once")
    if numbers:
        return answer(form, "service_requests", requests_numbered(numbers))
    wanted = set(_words(request, "status"))
    if wanted - {"open", "closed"}:
        raise FaultError(400, "status is open, closed, or both")
    closed = None if len(wanted) != 1 else "closed" in wanted
    since, until = window(request, request.now, WINDOW)
    found = requests_between(places, since, until, codes=_words(request, "service_code"), closed=closed)
    return answer(form, "service_requests", found)


@door("GET")
def service_request(request: Asked, form: str, number: str) -> HttpResponse:
    """GET requests/ID."""
    _places(request)
    found = requests_numbered([number])
    if not found:
        raise FaultError(404, "service_request_id was not found")
    return answer(form, "service_requests", found)


@door("GET")
def token(request: Asked, form: str, token_id: str) -> HttpResponse:
    """GET tokens/ID: the number of what was sent in under this token."""
    _places(request)
    try:
        number = number_of_command(UUID(token_id), PUBLIC_KINDS)
    except ValueError:
        number = None
    if number is None:
        raise FaultError(404, "token provided was not found")
    return answer(form, "service_requests", [{"service_request_id": number, "token": token_id}])


@door("GET", "POST")
def updates(request: Asked, form: str) -> HttpResponse:
    """GET and POST servicerequestupdates (extension)."""
    if request.method == "POST":
        return _send_update(request, form)
    _places(request)
    since, until = window(request, request.now, WINDOW)
    return answer(form, "service_request_updates", updates_between(since, until))


def _form(request: HttpRequest) -> dict[str, list[str]]:
    """What was sent as a form, or as a JSON object of texts and lists. 400 for anything else."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BODY:
        raise FaultError(400, "the body is too large")
    if request.content_type == "application/json":
        try:
            read = msgspec.json.decode(request.read(MOST_BODY), type=dict[str, str | float | list[str]])
        except (msgspec.DecodeError, RecursionError):
            raise FaultError(400, "the body is not readable JSON") from None
        return {name: value if isinstance(value, list) else [str(value)] for name, value in read.items()}
    if request.content_type not in ("application/x-www-form-urlencoded", "multipart/form-data", ""):
        raise FaultError(400, "send application/x-www-form-urlencoded")
    try:
        return {name: [str(one) for one in values] for name, values in request.POST.lists()}
    except Exception as trouble:  # noqa: BLE001  the framework's readers raise what they like for a torn body
        raise FaultError(400, f"the body is not readable: {type(trouble).__name__}") from None


def _bearer(request: Asked, given: dict[str, list[str]]) -> Bearer:
    """Whom the api_key acts for. 403 where it is missing or invalid, 429 where it is used too often."""
    key = _one(given, "api_key") or request.GET.get("api_key", "")
    key = key or request.headers.get("Authorization", "").removeprefix("Bearer ")
    found = bearer_of(key, request.now) if key and key.isascii() else None
    if found is None:
        raise FaultError(403, "api_key is missing or invalid")
    until = take("api", str(found.token_id), most=settings.LINLI_API_RATE, within=MINUTE, now=request.now)
    if until is not None:
        raise too_often(until, request.now, "the api_key is used too often")
    return found


def _one(given: dict[str, list[str]], name: str) -> str:
    return (given.get(name) or [""])[-1].strip()


def _number(given: dict[str, list[str]], name: str) -> float | None:
    word = _one(given, name)
    if not word:
        return None
    try:
        found = float(word)
    except ValueError:
        raise FaultError(400, f"{name} is not a number") from None
    if not isfinite(found) or abs(found) > (90 if name == "lat" else 180):
        raise FaultError(400, f"{name} is out of range")
    return found


def _answers(given: dict[str, list[str]]) -> dict[str, str]:
    found = {}
    for name, values in given.items():
        match = _ATTRIBUTE.fullmatch(name)
        if match:
            found[match[1]] = ",".join(value.strip() for value in values if value.strip())
    return found


def _report(given: dict[str, list[str]]) -> dict[str, Any]:
    """The intake command's values. 400 and 404 as the standard has them."""
    code = _one(given, "service_code")
    if not code:
        raise FaultError(400, "service_code was not provided")
    if definition(code) is None:
        raise FaultError(404, "service_code provided was not found")
    lat, lon, address_id = _number(given, "lat"), _number(given, "long"), _one(given, "address_id")
    if address_id and not (address_id.isascii() and address_id.isdigit() and len(address_id) < 19):
        raise FaultError(400, "address_id is none of ours")
    if (lat is None or lon is None) and not address_id:
        raise FaultError(400, "lat and long, or an address_id of ours, must be provided")
    text, media = _one(given, "description"), _one(given, "media_url")
    if media and len(media) <= 300 and media.startswith(("http://", "https://")):
        text = f"{text}\n{media}" if text else ""
    called = f"{_one(given, 'last_name')}{_one(given, 'first_name')}"
    contact = {"name": called, "phone": _one(given, "phone"), "email": _one(given, "email")}
    return {
        "kind": PUBLIC_KINDS[0], "source": "api", "category": code, "text": text, "lat": lat, "lon": lon,
        "area_id": int(address_id) if address_id else None, "place": _one(given, "address_string")[:80],
        "answers": _answers(given), "anonymous": not any(contact.values()), **contact,
    }  # fmt: skip


def _command_id(request: Asked, bearer: Bearer, given: dict[str, list[str]]) -> UUID:
    """The client's own Idempotency-Key, or one made of the key and what was sent: within the hour the same is the same."""
    word = request.headers.get("Idempotency-Key", "")
    if word:
        try:
            return UUID(word)
        except ValueError:
            raise FaultError(400, "Idempotency-Key must be a UUID") from None
    sent = sorted((name, values) for name, values in given.items() if name != "api_key")
    body = f"{bearer.token_id}|{sent}"
    now, before = (uuid5(SPACE, f"{_hour(at)}|{body}") for at in (request.now, request.now - AGAIN))
    return before if open_matter.answered(before) else now


def _hour(at: datetime) -> int:
    return int(at.timestamp() // AGAIN.total_seconds())


def _send_in(request: Asked, form: str) -> HttpResponse:
    """POST requests. `Prefer: respond-async` is answered with a token instead of the number."""
    given = _form(request)
    bearer = _bearer(request, given)
    _places(request, _one(given, "jurisdiction_id") or request.GET.get("jurisdiction_id", ""))
    asked, key = _report(given), _command_id(request, bearer, given)
    event = open_matter.once(key)(actor=bearer.actor, now=request.now, **asked)
    account = _one(given, "account_id") or None
    found: dict[str, Any] = {"service_request_id": event.number, "service_notice": "", "account_id": account}
    if request.headers.get("Prefer", "") == "respond-async":
        found = {"token": str(key), "service_notice": "", "account_id": account}
    return answer(form, "service_requests", [found])


def _send_update(request: Asked, form: str) -> HttpResponse:
    """POST servicerequestupdates: words are added; the state is moved by those who hold the matter, not from outside."""
    given = _form(request)
    bearer = _bearer(request, given)
    number, words, update_id = (
        _one(given, name) for name in ("service_request_id", "description", "update_id")
    )
    if not number or not words:
        raise FaultError(400, "service_request_id and description must be provided")
    with scope(bearer.actor):
        found = matter_for(bearer.actor, number)
    if found is None:
        raise FaultError(404, "service_request_id was not found")
    key = uuid5(SPACE, f"{bearer.token_id}|{number}|{update_id}") if update_id else None
    verb = note if found.as_staff else supplement
    event = verb.once(key)(actor=bearer.actor, now=request.now, matter_id=found.matter.pk, text=words)
    told = [{"update_id": update_id or str(event.remark_id)}]
    return answer(form, "service_request_updates", told)
