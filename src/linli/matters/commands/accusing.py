"""Naming whom a matter accuses: from then on it is kept from them and from the desks they serve at."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, Actor, scope
from linli.people.queries import cards, marks_of, unknown_units
from linli.people.terms import Role

from .. import access
from ..events import AccusedNamed, AccusedRenewed
from ..models import Accused, Matter
from ..queries.standing import china_day
from ..rules.steps import passed_over
from .issues import leave_issues
from .settling import Case, case_of, lock, settle, still_open

MOST = 10


def checked(people: Sequence[int], units: Sequence[int]) -> None:
    """Refuses accused_unknown, accused_too_many: only who has a staff card or is an organisation can be named."""
    if len(people) + len(units) > MOST:
        raise Refusal("accused_too_many", _("最多标明10个被反映的人或单位。"), facts={"field": "accused"})
    if set(people) - cards(people).keys() or unknown_units(units):
        raise Refusal("accused_unknown", _("没有这个工作人员或单位，请重新选。"), facts={"field": "accused"})


def write_down(
    matter: Matter, actor: Actor, now: datetime, people: Sequence[int], units: Sequence[int]
) -> tuple[int, ...]:
    """The rows and the marks on the matter; the caller has opened the wall, since it may close before the actor."""
    known = {(row.person_id, row.unit_id) for row in Accused.objects.filter(matter_id=matter.pk)}
    wanted = [*((pk, None) for pk in people), *((None, pk) for pk in units)]
    rows = [
        Accused(
            matter_id=matter.pk,
            person_id=person,
            unit_id=unit,
            named_at=now,
            named_by=actor.person_id,
            area_path=matter.area_path,
        )
        for person, unit in dict.fromkeys(wanted)
        if (person, unit) not in known
    ]
    made = Accused.objects.bulk_create(rows)
    matter.hidden_from = _marks(matter, now)
    matter.save(update_fields=["hidden_from"])
    return tuple(row.pk for row in made)


def _marks(matter: Matter, now: datetime) -> list[str] | None:
    rows = list(Accused.objects.filter(matter_id=matter.pk))
    people = [row.person_id for row in rows if row.person_id is not None]
    units = [row.unit_id for row in rows if row.unit_id is not None]
    return marks_of(people, units, china_day(now)) or None


@command
def name_accused(
    *,
    actor: Actor,
    now: datetime,
    matter_id: int,
    people: tuple[int, ...] = (),
    units: tuple[int, ...] = (),
) -> AccusedNamed:
    """Write down whom a matter accuses, besides those named before (信访工作条例 art. 30).

    Where one of them serves at the desk that holds it, the next desk up has it, on the same clock: keeping it from
    somebody must not win time. people: who has a staff card; units: organisations.
    Refuses: matter_not_found, not_allowed, matter_closed, accused_missing, accused_unknown, accused_too_many,
    accused_everywhere.
    """
    case = lock(actor, matter_id, now, access.ACCUSE)
    still_open(case)
    if not people and not units:
        raise Refusal("accused_missing", _("请选被反映的人或单位。"), facts={"field": "accused"})
    checked(people, units)
    before = case.held(None)
    with scope(SYSTEM):
        rows = write_down(case.matter, actor, now, people, units)
        leave_issues(matter_id)
        _settle_away(case, now)
    return AccusedNamed(
        subject_id=matter_id,
        area_path=case.matter.area_path,
        before=before,
        rows=rows,
        stage=Code(case.state.stage),
        holder_role=Code(case.state.holder_role),
        holder_area_id=case.state.holder_area_id,
    )


def _settle_away(case: Case, now: datetime) -> None:
    """Give the matter to the next desk up where its own would show it to the accused."""
    fresh = case_of(case.matter, now)
    marks = set(case.matter.hidden_from or ())
    desk = fresh.desks[fresh.kind.rung_of(Role(fresh.state.holder_role))]
    named = {f"p{fresh.state.holder_person_id}", f"u{fresh.state.holder_unit_id}"}
    if desk is None or named & marks:
        settle(fresh, passed_over(fresh.kind, fresh.state, fresh.desks), now, same_clock=True)
    case.state = fresh.state


@command
def renew_accused(*, actor: Actor, now: datetime, person_id: int) -> AccusedRenewed:
    """After somebody's postings changed: open matters that accuse them, or a unit, know the new desks.

    Only the system does this. Refuses: not_allowed.
    """
    if actor.kind != "system":
        raise Refusal("not_allowed", _("您的岗位不能做这件事。"), status=403)
    accusing = Accused.objects.filter(Q(person_id=person_id) | Q(unit__isnull=False))
    open_ones = Matter.objects.filter(closed_at=None, pk__in=accusing.values("matter_id"))
    changed = 0
    for matter in open_ones.select_for_update(of=("self",)).order_by("pk"):
        marks = _marks(matter, now)
        if marks != matter.hidden_from:
            matter.hidden_from = marks
            matter.save(update_fields=["hidden_from"])
            _settle_away(case_of(matter, now), now)
            changed += 1
    return AccusedRenewed(subject_id=person_id, area_path="/", matters=changed)
