"""What goes over the wire: bodies read strictly, answers written once, refusals in one shape."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from linli.kernel.api import error_body
from linli.kernel.refusal import Refusal

T = TypeVar("T")

LARGEST = 64 * 1024
"""Bytes of a body: far more than any text that may be sent."""

Id = Annotated[int, msgspec.Meta(ge=1, le=2**63 - 1)]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class Problem(msgspec.Struct, omit_defaults=True):
    """Why something was not done. `code` is stable, `message` is for people, `facts` may name the field."""

    code: str
    message: str
    facts: dict[str, Any] = {}


def read(request: HttpRequest, kind: type[T]) -> T:
    """The body as a value of `kind`.

    Refuses with 413 body_too_large, 415 not_json, 400 body_unreadable (not JSON, not UTF-8, a name twice, NaN,
    half a surrogate pair, NUL, too deep), 422 body_wrong (a field is missing, unknown or of another kind).
    """
    if request.content_type != "application/json":
        raise Refusal("not_json", _("请用 Content-Type: application/json 发送。"), status=415)
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise Refusal("body_too_large", _("内容太大，最多64KB。"), status=413)
    try:
        _each_name_once(body)
        return _in_utc(msgspec.json.decode(body, type=kind))
    except (msgspec.ValidationError, OverflowError) as fault:
        raise Refusal(
            "body_wrong", _("内容里有一项不对，请看 facts。"), facts={"fault": str(fault)}
        ) from fault
    except (ValueError, RecursionError) as fault:
        raise _unreadable() from fault


def _in_utc(body: T) -> T:
    """Moments as UTC: the database knows no offset beyond fifteen hours. OverflowError for one before the first year."""
    for name in getattr(body, "__struct_fields__", ()):
        value = getattr(body, name)
        if isinstance(value, datetime):
            msgspec.structs.force_setattr(body, name, value.astimezone(UTC))  # type: ignore[arg-type]
    return body


def _unreadable() -> Refusal:
    return Refusal("body_unreadable", _("内容读不出来：请发送UTF-8的JSON，同名的项只写一次。"), status=400)


def _each_name_once(body: bytes) -> None:
    """ValueError for what JSON libraries let pass: a name twice, NaN, NUL in a text."""
    json.loads(body, object_pairs_hook=_pairs, parse_constant=_no_constant)


def _pairs(pairs: list[tuple[str, Any]]) -> None:
    if len({name for name, _value in pairs}) != len(pairs):
        raise ValueError("a name twice")
    if any(isinstance(value, str) and "\x00" in value for _name, value in pairs):
        raise ValueError("NUL")


def _no_constant(word: str) -> None:
    raise ValueError(word)


def command_id(request: HttpRequest) -> UUID | None:
    """The client's own id for what it asks: sent again, it has no second effect. Refuses key_unreadable."""
    word = request.headers.get("Idempotency-Key", "")
    if not word:
        return None
    try:
        return UUID(word)
    except ValueError:
        raise Refusal("key_unreadable", _("Idempotency-Key 要写成 UUID。"), status=400) from None


def answer(value: Any, status: int = 200) -> HttpResponse:
    """A value as JSON; nobody keeps a copy on the way."""
    made = HttpResponse(msgspec.json.encode(value), content_type="application/json", status=status)
    made["Cache-Control"] = "no-store"
    return made


def answer_once(request: HttpRequest, value: Any) -> HttpResponse:
    """A value as JSON with an ETag: 304 without a body for whoever has it already."""
    body = msgspec.json.encode(value)
    tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    known = {word.strip().removeprefix("W/") for word in request.headers.get("If-None-Match", "").split(",")}
    made = HttpResponse(status=304) if tag in known else HttpResponse(body, content_type="application/json")
    made["ETag"] = tag
    made["Cache-Control"] = "private, no-cache"
    return made


def refused(refusal: Refusal) -> HttpResponse:
    """A refusal as the API says it."""
    made = answer(error_body(refusal), refusal.status)
    if "retry_after" in refusal.facts:
        made["Retry-After"] = str(refusal.facts["retry_after"])
    return made
