"""What other systems are told of an event: CloudEvents 1.0, structured JSON, signed like Standard Webhooks.

Ids and codes only. Whoever wants to know more asks the API with the token of somebody who may.
"""

import base64
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
PREFIX = "cn.linli."
_LEFT_OUT = ("person", "sight", "link", "remark", "before", "token", "supporter")
SECRET = "whsec_"  # noqa: S105  a prefix, not a secret


def plain_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of an event without anybody: no person, no text, nothing nested."""
    return {
        name: value
        for name, value in facts.items()
        if not any(word in name for word in _LEFT_OUT) and not isinstance(value, dict | list)
    }


def envelope(
    *, event_id: int, code: str, at: datetime, source: str, subject: str, data: Mapping[str, Any]
) -> bytes:
    """One event as it is sent; the same bytes for the same event whenever it is sent again.

    id: stays the same for ever. sequence: orders the events of one subject (extension "sequence").
    """
    moment = at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return msgspec.json.encode(
        {
            "specversion": "1.0",
            "id": f"linli-{event_id}",
            "source": source,
            "type": PREFIX + code,
            "subject": subject,
            "time": moment,
            "sequence": f"{event_id:020d}",
            "datacontenttype": "application/json",
            "data": data,
        },
        order="deterministic",
    )


def signature(secret: str, *, message_id: str, timestamp: int, body: bytes) -> str:
    """HMAC-SHA-256 over "id.timestamp.body" in Base64, as `webhook-signature` carries it."""
    plain = secret.removeprefix(SECRET)
    digest = hmac.digest(plain.encode(), f"{message_id}.{timestamp}.".encode() + body, "sha256")
    return f"v1,{base64.b64encode(digest).decode()}"


def heads(secret: str, *, event_id: int, timestamp: int, body: bytes) -> dict[str, str]:
    """The headers of one sending."""
    message_id = f"linli-{event_id}"
    return {
        "Content-Type": CONTENT_TYPE,
        "User-Agent": "linli",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret, message_id=message_id, timestamp=timestamp, body=body),
    }
