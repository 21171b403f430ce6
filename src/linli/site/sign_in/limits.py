"""How often a telephone code may be asked for and tried; counted by the door, before any command."""

from datetime import datetime, timedelta
from typing import Final

from django.http import HttpRequest

from linli.kernel import tally

from .address import client_address

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ASKS: Final = (("code by number", 1, MINUTE), ("code by number", 5, HOUR), ("code by address", 30, HOUR))
TRIES: Final = ("code tries by address", 100, HOUR)


def asked_too_often(request: HttpRequest, digits: str, now: datetime) -> tuple[timedelta, datetime] | None:
    """Count one request for a code: None while it is allowed, else the window that is full and when it ends.

    The same for numbers we know and numbers we do not.
    """
    address = client_address(request)
    counts = [
        (what, address if what == "code by address" else digits, most, within) for what, most, within in ASKS
    ]
    for what, whom, most, within in counts:
        until = tally.spent(what, whom, most=most, within=within, now=now)
        if until is not None:
            return within, until
    for what, whom, most, within in counts:
        tally.take(what, whom, most=most, within=within, now=now)
    return None


def tried_too_often(request: HttpRequest, now: datetime) -> datetime | None:
    """Count one entered code by address: somebody who tries many numbers with few codes each."""
    what, most, within = TRIES
    return tally.take(what, client_address(request), most=most, within=within, now=now)
