"""Who has a matter, and who would have one: as residents are told, with the telephone of work."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from linli.kernel.scope import SYSTEM, scope
from linli.kernel.worktime import Due
from linli.people.queries import cards, desk_people, people_at, unit_names
from linli.people.terms import Role
from linli.places.queries import names, work_time
from linli.places.terms import Level

from ..models import Matter
from ..rules.desks import desk_name
from ..rules.steps import State, opening
from ..shape import Kind
from .limits import limit_of, promise_of
from .standing import china_day, desks_of


@dataclass(frozen=True)
class Holder:
    """name: of the person, desk or unit; title: 网格员 before a person's name; phone: of work, may be empty."""

    name: str
    title: str = ""
    phone: str = ""

    @property
    def called(self) -> str:
        """网格员陈思远, 槐荫社区前台."""
        return _("%(role)s%(name)s") % {"role": self.title, "name": self.name} if self.title else self.name

    @property
    def face(self) -> str:
        """The one character of the round mark."""
        return self.name[:1]


@dataclass(frozen=True)
class Coming:
    """What happens with a report once it is sent: who has it, until when it is looked at and answered."""

    holder: Holder
    at_grid: bool
    due: Due | None
    promised: Due


def holder_of(matter: Matter, now: datetime) -> Holder:
    """Who has the matter, of one that rides along who has its lead; three queries at most."""
    if matter.rides and matter.lead_id is not None:
        with scope(SYSTEM):
            matter = Matter.objects.get(pk=matter.lead_id)
    if matter.holder_unit_id is not None:
        return Holder(unit_names([matter.holder_unit_id]).get(matter.holder_unit_id, ""))
    if matter.holder_person_id is not None:
        card = cards([matter.holder_person_id]).get(matter.holder_person_id)
        if card is not None:
            return Holder(card.name, str(Role(matter.holder_role).label), card.work_phone)
    return _desk(matter.holder_role, matter.holder_area_id, now)


def _desk(role: str, area_id: int, at: datetime) -> Holder:
    """A desk with the telephone of whoever serves there."""
    name = desk_name(role, names([area_id]).get(area_id, ""))
    return Holder(name, phone=next((card.work_phone for card in people_at(area_id, role, china_day(at))), ""))


def coming(kind: Kind, path: str, now: datetime) -> Coming:
    """What intake would do at this place now, without doing it."""
    today = china_day(now)
    state = opening(kind, desks_of(kind, path, today))
    limit = limit_of(kind, state.stage, state.rung, path, today)
    work = work_time(path)
    return Coming(
        holder=_first_holder(kind, state, now),
        at_grid=kind.ladder[state.rung].level == Level.GRID,
        due=work.due(now, limit.span) if limit else None,
        promised=work.due(now, promise_of(kind, path, today)),
    )


def _first_holder(kind: Kind, state: State, now: datetime) -> Holder:
    if kind.ladder[state.rung].level == Level.GRID:
        first = desk_people(state.holder_area_id, state.holder_role, china_day(now))[:1]
        for card in cards(first).values():
            return Holder(card.name, str(Role(state.holder_role).label), card.work_phone)
    return _desk(state.holder_role, state.holder_area_id, now)
