"""Who serves where: cards of staff, holders of a role in an area, everybody who covers a door."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from linli.kernel.prepared import ask

from ..models import Staff
from ..terms import Role


@dataclass(frozen=True, slots=True)
class Card:
    """What is posted of somebody who serves."""

    person_id: int
    name: str
    work_phone: str
    organisation: str = ""
    role: str = ""
    area_id: int = 0

    @property
    def role_label(self) -> str:
        """The role's Chinese or English word."""
        return str(Role(self.role).label) if self.role else ""


CARDS = """
select staff.person_id, staff.name, staff.work_phone, coalesce(unit.short, '')
from people_staff staff left join people_organisation unit on unit.id = staff.organisation_id
where staff.person_id = any(%s)
"""


def cards(person_ids: Iterable[int]) -> dict[int, Card]:
    """Cards by person, for those who have one; one query."""
    wanted = list(set(person_ids))
    return {row[0]: Card(*row) for row in ask(CARDS, (wanted,))} if wanted else {}


# Postings stand behind the wall, the cards and this list do not: the law wants them posted (滨州市网格条例 art. 6).
AT = """
select person_id, name, work_phone, coalesce(organisation, ''), role, area_id
from posted_at(%s, %s) order by area_level desc, role, posting_id
"""


def who_covers(area_ids: Iterable[int], on: date) -> list[Card]:
    """Everybody who serves one of these areas on a day (一格多员), nearest level first."""
    return [Card(*row) for row in ask(AT, (list(area_ids), on))]


def people_at(area_id: int, role: str, on: date) -> list[Card]:
    """Who holds a role at exactly this area on a day, longest serving first."""
    return [card for card in who_covers([area_id], on) if card.role == role]


def staff_names() -> frozenset[str]:
    """The names of everybody who has a card, to take them out of texts for the public."""
    return frozenset(Staff.objects.values_list("name", flat=True))
