"""赋能清单: the version in force and those before; requests for work outside it; what went down by them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from linli.kernel.prepared import ask
from linli.kernel.scope import Actor, reaching
from linli.people.queries import cards, unit_names, who_covers
from linli.places.queries import names, tree

from .. import access
from ..models import DutyItem, DutyList, DutyRequest, Matter
from ..rules.duties import may_decide
from ..terms import DutyDecision, DutyKind
from .standing import china_day


class Use(NamedTuple):
    """A matter went to the community by this approval."""

    request_id: int
    what: str
    until_on: date


USES = """
select request.id, request.what, request.until_on
from matters_dutyuse used join matters_dutyrequest request on request.id = used.request_id
where used.matter_id = %s order by used.id
"""


def uses_of(matter: Matter) -> list[Use]:
    """The approvals by which a matter went to its community; one query."""
    return [Use(*row) for row in ask(USES, (matter.pk,))]


class Part(NamedTuple):
    """One part of a list with its groups: 服务 with five, 保障 with three."""

    kind: str
    label: str
    groups: list[tuple[str, list[DutyItem]]]
    n: int


@dataclass(frozen=True)
class Listed:
    """A version of a street's list. newest: it is the one in force or to come."""

    id: int
    version: int
    since: date
    basis: str
    sample: bool
    parts: list[Part]
    items: int


def duty_versions(area_id: int) -> list[DutyList]:
    """All versions of a street's list, newest first; one query."""
    return list(DutyList.objects.filter(area_id=area_id).order_by("-version"))


def duty_list(area_id: int, on: date, version: int | None = None) -> Listed | None:
    """The version asked for, or the newest one in force on a day (the newest at all where none is yet)."""
    versions = duty_versions(area_id)
    in_force = next((one for one in versions if one.since <= on), versions[0] if versions else None)
    found = in_force if version is None else next((one for one in versions if one.version == version), None)
    if found is None:
        return None
    items = list(DutyItem.objects.filter(list=found).order_by("number"))
    parts = []
    for kind in DutyKind:
        groups: dict[str, list[DutyItem]] = {}
        for item in items:
            if item.kind == kind:
                groups.setdefault(item.group, []).append(item)
        if groups:
            parts.append(
                Part(kind.value, str(kind.label), list(groups.items()), sum(map(len, groups.values())))
            )
    return Listed(found.pk, found.version, found.since, found.basis, found.sample, parts, len(items))


def streets_with_lists() -> set[int]:
    """Streets that have published a list."""
    return set(DutyList.objects.values_list("area_id", flat=True))


@dataclass(frozen=True)
class Request:
    """A request as its list shows it; unit: who asked, by name of the office, never of the person in public."""

    id: int
    area: str
    category: str
    what: str
    reason: str
    from_on: date
    until_on: date
    money: str
    people: str
    unit: str
    asked_by: str
    asked_at: datetime
    due_at: datetime
    provisional: bool
    decision: str
    decision_label: str
    approved: bool
    answer: str
    decided_at: datetime | None
    asked_by_id: int


def _requests(rows: Iterable[DutyRequest]) -> list[Request]:
    found = list(rows)
    areas = names({row.area_id for row in found})
    units = unit_names({row.unit_id for row in found if row.unit_id is not None})
    staff = cards({row.asked_by for row in found})
    return [
        Request(
            row.pk, areas.get(row.area_id, ""), row.category.name if row.category else "", row.what, row.reason,
            row.from_on, row.until_on, row.money, row.people, units.get(row.unit_id or 0, ""),
            staff[row.asked_by].name if row.asked_by in staff else "", row.asked_at, row.due_at,
            row.due_provisional, row.decision, str(DutyDecision(row.decision).label) if row.decision else "",
            row.decision == DutyDecision.APPROVED, row.answer, row.decided_at, row.asked_by,
        )
        for row in found
    ]  # fmt: skip


def requests_for(actor: Actor, most: int = 100) -> list[Request]:
    """Requests in reach, open ones first by limit, then decided ones newest first; four queries."""
    rows = DutyRequest.objects.reachable(actor, access.SEE_OUTSIDE_DUTY).select_related("category")
    waiting = rows.filter(decision="").order_by("due_at", "id")[:most]
    decided = rows.exclude(decision="").order_by("-decided_at", "-id")[:most]
    return _requests([*waiting, *decided])


def asker_and_deciders(request_id: int, now: datetime) -> tuple[int, list[int]]:
    """Who asked, and everybody else who may decide it on that day; two queries."""
    row = DutyRequest.objects.only("area_path", "asked_by", "unit_id").get(pk=request_id)
    roles: dict[int, set[str]] = {}
    for card in who_covers([node.id for node in tree().on_path(row.area_path).values()], china_day(now)):
        roles.setdefault(card.person_id, set()).add(card.role)
    by_department = row.unit_id is not None
    return row.asked_by, [
        person
        for person, held in roles.items()
        if person != row.asked_by and may_decide(held, by_department=by_department)
    ]


def waiting_for(actor: Actor, now: datetime) -> tuple[int, int]:
    """How many requests wait for this actor's decision, and how many of them are late; one query."""
    if actor.person_id is None or not actor.holds(access.APPROVE_OUTSIDE_DUTY):
        return 0, 0
    rows = DutyRequest.objects.reachable(actor, access.APPROVE_OUTSIDE_DUTY).filter(decision="")
    found = [
        due_at
        for path, unit_id, due_at in rows.exclude(asked_by=actor.person_id).values_list(
            "area_path", "unit_id", "due_at"
        )
        if may_decide(
            {one.role for one in actor.standings if path.startswith(one.path)},
            by_department=unit_id is not None,
        )
    ]
    return len(found), sum(due_at < now for due_at in found)


def request_for(actor: Actor, request_id: int) -> Request | None:
    """One request in reach."""
    rows = DutyRequest.objects.reachable(actor, access.SEE_OUTSIDE_DUTY).select_related("category")
    found = _requests(rows.filter(pk=request_id))
    return found[0] if found else None


def decided_below(path: str, most: int = 50) -> list[Request]:
    """Decided requests of a street for everybody, newest first. Opens the place."""
    with reaching(path):
        rows = DutyRequest.objects.filter(area_path__startswith=path).exclude(decision="")
        return _requests(rows.select_related("category").order_by("-decided_at", "-id")[:most])
