"""Paper slips: the sheets of an area with what came back, one slip by the number on the paper."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Q

from linli.kernel.scope import Actor

from .. import access
from ..models import Matter, Slip, SlipSheet
from ..rules.slip_numbers import read_slip_number
from .following import opened


@dataclass(frozen=True)
class Sheet:
    """A printing: how many came back, are lost, are still out."""

    id: int
    area_id: int
    purpose: str
    made_at: datetime
    made_by: int | None
    count: int
    keyed: int
    lost: int

    @property
    def out(self) -> int:
        """Printed, neither keyed in nor declared lost."""
        return self.count - self.keyed - self.lost


def sheets_of(actor: Actor, most: int = 50) -> list[Sheet]:
    """The printings in reach, newest first; one query."""
    found = SlipSheet.objects.reachable(actor, access.PRINT_SLIPS).order_by("-id")
    keyed = Count("slips", filter=Q(slips__matter__isnull=False))
    lost = Count("slips", filter=Q(slips__lost_at__isnull=False))
    rows = found.annotate(keyed=keyed, lost=lost)[:most]
    return [
        Sheet(one.pk, one.area_id, one.purpose, one.made_at, one.made_by, one.count, one.keyed, one.lost)
        for one in rows
    ]


def sheet_of(actor: Actor, sheet_id: int) -> tuple[SlipSheet, list[Slip]] | None:
    """A printing in reach with its slips in order of their numbers; two queries."""
    sheet = SlipSheet.objects.reachable(actor, access.PRINT_SLIPS).filter(pk=sheet_id).first()
    if sheet is None:
        return None
    return sheet, list(Slip.objects.select_related("matter").filter(sheet=sheet).order_by("number"))


@dataclass(frozen=True)
class SlipTold:
    """What whoever holds the paper may know: whether it has arrived, and how the matter stands. No words of it."""

    number: str
    matter: Matter | None
    lost: bool


def slip_told(typed: str) -> SlipTold | None:
    """By the number on the paper; None for a wrong one and for one nobody printed."""
    number = read_slip_number(typed)
    if number is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("select matter, matter_path, lost from slip_by_number(%s)", (number,))
        row = cursor.fetchone()
    if row is None:
        return None
    return SlipTold(number, opened(row[0], row[1]) if row[0] is not None else None, row[2])
