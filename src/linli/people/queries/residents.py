"""What somebody sees of the own entry."""

from collections.abc import Iterable
from dataclasses import dataclass

from linli.kernel.scope import SYSTEM, scope

from ..models import Person


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """The own name, the telephone as it is shown, and where the home is."""

    name: str
    phone_mark: str
    area_path: str

    @property
    def home_id(self) -> int | None:
        """The area the entry lies in; None where the place is not known."""
        parts = [part for part in self.area_path.split("/") if part]
        return int(parts[-1]) if parts else None


def own_entry(person_id: int) -> OwnEntry | None:
    """The entry of the person who asks; anybody else's lies behind the wall."""
    found = Person.objects.filter(pk=person_id).values_list("name", "phone_mark", "area_path").first()
    return OwnEntry(*found) if found else None


def names_of(person_ids: Iterable[int]) -> dict[int, str]:
    """Names by id, wherever the entries lie: of people who gave theirs to the office that asks; one query."""
    with scope(SYSTEM):
        return dict(Person.objects.filter(pk__in=set(person_ids)).values_list("pk", "name"))
