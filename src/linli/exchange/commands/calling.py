"""One POST to an address that somebody wrote: the name asked for once, the place judged, the call bounded.

Nothing is followed, nothing is kept open, no proxy is asked. Whatever the far side does, it is over in SECONDS.
"""

import http.client
import socket
import ssl
from threading import Timer
from typing import NamedTuple

from linli.kernel.refusal import Refusal

from ..rules.addresses import LOOPBACK_NAMES, Target, may_connect, target_of

SECONDS = 10.0
CONNECT = 5.0
MOST_READ = 4096


class Answered(NamedTuple):
    """What came back: a status (0: nothing came), and a code of what went wrong."""

    status: int
    fault: str

    @property
    def well(self) -> bool:
        """True for 2xx."""
        return 200 <= self.status < 300


def places_of(target: Target) -> list[str]:
    """The addresses of a target, all judged. Raises OSError where a name is unknown, PermissionError where any
    of its addresses may not be called: one bad among good ones is a trap, not an accident."""
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    places = list(dict.fromkeys(str(one[4][0]) for one in found))
    inner = target.host in LOOPBACK_NAMES
    if not places or not all(may_connect(place, loopback=inner) for place in places):
        raise PermissionError("address")
    return places


def post(address: str, body: bytes, heads: dict[str, str], *, loopback: bool = False) -> Answered:
    """Send once; never raises for what the far side does."""
    try:
        target = target_of(address, loopback=loopback)
        place = places_of(target)[0]
        return _post(target, place, body, heads)
    except (Refusal, PermissionError):
        return Answered(0, "address_unsafe")
    except TimeoutError:
        return Answered(0, "too_slow")
    except ssl.SSLError:
        return Answered(0, "certificate")
    except (OSError, http.client.HTTPException, ValueError) as fault:
        return Answered(0, f"no_answer: {type(fault).__name__}")


def _post(target: Target, place: str, body: bytes, heads: dict[str, str]) -> Answered:
    raw = wire = socket.create_connection((place, target.port), timeout=CONNECT)
    late: list[bool] = []
    timer = Timer(SECONDS, _cut, (raw, late))
    timer.daemon = True
    timer.start()
    try:
        wire = (
            ssl.create_default_context().wrap_socket(raw, server_hostname=target.host)
            if target.secure
            else raw
        )
        timer.args = (wire, late)
        wire.settimeout(SECONDS)
        call = http.client.HTTPConnection(target.host, target.port)
        call.sock = wire
        default = 443 if target.secure else 80
        host = f"[{target.host}]" if ":" in target.host else target.host
        named = host if target.port == default else f"{host}:{target.port}"
        call.request("POST", target.path, body, {"Host": named, "Connection": "close", **heads})
        answer = call.getresponse()
        answer.read(MOST_READ)
        if late:  # what was cut in its headers looks like an answer
            raise TimeoutError
        if 300 <= answer.status < 400:
            return Answered(answer.status, "redirect")
        return Answered(answer.status, "" if 200 <= answer.status < 300 else "refused")
    except (OSError, http.client.HTTPException) as fault:
        if late:
            raise TimeoutError from fault
        raise
    finally:
        timer.cancel()
        wire.close()
        raw.close()


def _cut(wire: socket.socket, late: list[bool]) -> None:
    """The time is over: whoever waits on the line is woken by its end."""
    late.append(True)
    try:
        wire.shutdown(socket.SHUT_RDWR)
    except OSError:
        wire.close()
