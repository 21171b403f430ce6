"""Paper slips: print a sheet of numbers, key one in with its report, say that one is lost."""

from dataclasses import dataclass
from datetime import datetime
from secrets import randbelow

from django.db import connection
from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may, may_at, reaching
from linli.kernel.text import line
from linli.places.queries import lineage

from .. import access
from ..events import SlipLost, SlipsPrinted
from ..models import Slip, SlipSheet
from ..rules.slip_numbers import DIGITS, read_slip_number, slip_number

MOST = 200
PURPOSE = 40


@command
def print_slips(*, actor: Actor, now: datetime, area_id: int, count: int, purpose: str = "") -> SlipsPrinted:
    """Make a sheet of slips with fresh numbers, for printing.

    count: 1 to 200. Refuses: area_unknown, not_allowed, count_wrong, and what the text check says.
    """
    spot = lineage(area_id)
    if spot is None:
        raise Refusal("area_unknown", _("没有这个区域。"), status=404)
    if not may_at(actor, access.PRINT_SLIPS, spot.path):
        raise Refusal("not_allowed", _("您的岗位不能做这件事。"), status=403)
    if not 1 <= count <= MOST:
        raise Refusal("count_wrong", _("一次印1到%(most)d张。") % {"most": MOST}, facts={"field": "count"})
    sheet = SlipSheet.objects.create(
        area_id=area_id, area_path=spot.path, count=count, made_at=now, made_by=actor.person_id,
        purpose=line(purpose, most=PURPOSE, what=_("用在哪里")),
    )  # fmt: skip
    numbers = set[str]()
    while len(numbers) < count:
        numbers.add(slip_number(randbelow(10**DIGITS)))
    Slip.objects.bulk_create(Slip(number=one, sheet=sheet, area_path=spot.path) for one in sorted(numbers))
    return SlipsPrinted(subject_id=sheet.pk, area_path=spot.path, count=count)


@command
def lose_slip(*, actor: Actor, now: datetime, slip_id: int, lost: bool = True) -> SlipLost:
    """Say that a printed slip is lost, or found again. A lost one that turns up can still be keyed in.

    Refuses: slip_unknown, not_allowed, slip_used.
    """
    slip = Slip.objects.reachable(actor, access.PRINT_SLIPS).select_for_update().filter(pk=slip_id).first()
    if slip is None or not may(actor, access.PRINT_SLIPS, slip):
        raise Refusal("slip_unknown", _("没有找到这张登记单。"), status=404)
    if slip.matter_id is not None:
        raise Refusal("slip_used", _("这张登记单已经录入了。"))
    slip.lost_at = now if lost else None
    slip.save(update_fields=["lost_at"])
    return SlipLost(subject_id=slip.pk, area_path=slip.area_path, lost=lost)


@dataclass(frozen=True)
class Taken:
    """A slip that is about to be keyed in, locked."""

    id: int
    path: str


def take_slip(actor: Actor, text: str) -> Taken:
    """The slip of a number as somebody typed it, locked, inside the command that registers its report.

    Refuses: slip_number_wrong (a digit is wrong), slip_unknown (nobody printed it, or elsewhere), slip_used.
    """
    number = read_slip_number(text)
    if number is None:
        raise Refusal(
            "slip_number_wrong", _("单号不对：应是12位，请对着纸上再看一遍。"), facts={"field": "slip"}
        )
    with connection.cursor() as cursor:
        cursor.execute("select id, area_path from slip_by_number(%s)", (number,))
        row = cursor.fetchone()
    if row is None or not _near(actor, row[1]):
        raise Refusal("slip_unknown", _("没有印过这个单号，请再看一遍。"), facts={"field": "slip"})
    with reaching(row[1]):
        slip = Slip.objects.select_for_update().get(pk=row[0])
    if slip.matter_id is not None:
        raise Refusal("slip_used", _("这张登记单已经录入过了。"), facts={"field": "slip"})
    return Taken(slip.pk, slip.area_path)


def _near(actor: Actor, path: str) -> bool:
    """True where the slip was printed below or above one of the actor's own places."""
    return actor.kind == "system" or any(
        grant.permission == access.REGISTER and (path.startswith(grant.path) or grant.path.startswith(path))
        for grant in actor.grants
    )


def key_slip(taken: Taken, matter_id: int, now: datetime) -> None:
    """Bind the slip to the matter that was on it."""
    with reaching(taken.path):
        Slip.objects.filter(pk=taken.id).update(matter_id=matter_id, keyed_at=now, lost_at=None)
