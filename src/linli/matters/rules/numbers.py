"""The number of a matter: the day and its place in the day, such as 20261123-0187."""

from datetime import date


def number(day: date, place: int) -> str:
    """At least four digits after the day; more on a very busy one."""
    return f"{day:%Y%m%d}-{place:04d}"


def history_number(day: date, place: int) -> str:
    """Of an order that came in from another system: the day it was received there, and a running number."""
    return f"{day:%Y%m%d}-L{place:04d}"
