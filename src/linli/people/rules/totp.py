"""One-time codes of an authenticator app (RFC 6238 over RFC 4226: SHA-1, six digits, steps of thirty seconds)."""

import hmac
from base64 import b32decode

STEP, DIGITS = 30, 6
DRIFT = 1
"""Steps a telephone's clock may be off, each way (RFC 6238, section 5.2 and 6)."""


def code_at(key: str, step: int) -> str:
    """The code of one step; `key` is base32 as the app was given it."""
    mac = hmac.digest(b32decode(key, casefold=True), step.to_bytes(8, "big"), "sha1")
    at = mac[-1] & 0x0F
    return f"{(int.from_bytes(mac[at : at + 4], 'big') & 0x7FFFFFFF) % 10**DIGITS:0{DIGITS}d}"


def matching_step(key: str, code: str, *, at: float, last: int = -1) -> int | None:
    """The step whose code this is, or None; steps up to `last`, the one used before, never match again.

    at: seconds since 1970. A code is good once (RFC 6238, section 5.2), also within its own window.
    """
    now = int(at) // STEP
    plain = "".join(code.split())
    if not (plain.isascii() and plain.isdigit()):
        return None
    found = None
    for step in range(now - DRIFT, now + DRIFT + 1):
        if hmac.compare_digest(code_at(key, step), plain) and step > last:
            found = step
    return found
