"""The API's one shape of error: {"code", "message"} and facts, with stable codes."""

from typing import Any

from .refusal import Refusal


def error_body(refusal: Refusal) -> dict[str, Any]:
    """What a refusal looks like over the API."""
    body: dict[str, Any] = {"code": refusal.code, "message": refusal.sentence}
    if refusal.facts:
        body["facts"] = dict(refusal.facts)
    return body
