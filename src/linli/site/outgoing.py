"""One POST to one host the operator named: no redirects, no proxies, five seconds, a bounded answer."""

import http.client
import ssl
from urllib.parse import SplitResult, urlsplit

import msgspec

from linli.kernel.notice import Undelivered

TIMEOUT = 5.0
MOST = 64 * 1024
# Worth another try: the far side is busy, or asks for patience.
PATIENCE = {408, 425, 429}


def post_json(url: str, body: dict[str, object], headers: dict[str, str]) -> bytes:
    """The answer's body after a 2xx; raises `Undelivered`, permanent where a repeat would be refused again.

    Only the configured host is asked: an answer that points elsewhere is a fault, whatever it points to.
    """
    parts = urlsplit(url)
    connection = _connection(parts)
    try:
        path = parts.path or "/"
        connection.request(
            "POST",
            f"{path}?{parts.query}" if parts.query else path,
            msgspec.json.encode(body),
            {"Content-Type": "application/json; charset=utf-8", "User-Agent": "linli", **headers},
        )
        answer = connection.getresponse()
        content = answer.read(MOST)
    except (OSError, http.client.HTTPException) as fault:
        raise Undelivered(f"no_answer: {type(fault).__name__}") from fault
    finally:
        connection.close()
    if 200 <= answer.status < 300:
        return content
    busy = answer.status >= 500 or answer.status in PATIENCE
    raise Undelivered(f"answered {answer.status}", permanent=not busy)


def _connection(parts: SplitResult) -> http.client.HTTPConnection:
    if parts.scheme == "https" and parts.hostname:
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(parts.hostname, parts.port, timeout=TIMEOUT, context=context)
    if parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1"):
        return http.client.HTTPConnection(parts.hostname, parts.port, timeout=TIMEOUT)
    raise Undelivered("the address must be https", permanent=True)
