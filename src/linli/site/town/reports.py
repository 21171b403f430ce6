"""How a matter of the sample town comes in: who reports, by which way, about which door, in which words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from secrets import token_urlsafe
from uuid import UUID

from linli.kernel import search, secret
from linli.kernel.phone import name_mark, phone_mark
from linli.matters.terms import Source, Via
from linli.people.terms import Role
from linli.places.terms import Level

from .course import By
from .homes import Resident, uuid_of
from .land import Land, Spot
from .rows import Row
from .service import Service
from .stories import THEMES, Case, Theme, told

_SOURCES = {Source.APP: 62, Source.OBSERVER: 10, Source.DESK: 14, Source.VISIT: 10, Source.TALK_POINT: 4}
_VIA = {Via.PHONE: 6, Via.WECHAT: 3, Via.LINK: 2, Via.VISIT: 1}
_REGISTERED_BY = {
    Source.DESK: Role.COMMUNITY_DESK,
    Source.TALK_POINT: Role.COMMUNITY_DESK,
    Source.VISIT: Role.GRID_WORKER,
    Source.HOTLINE: Role.STREET_DESK,
}


@dataclass(frozen=True)
class Town:
    """What a history is made from. neighbours: residents by building."""

    land: Land
    service: Service
    residents: Sequence[Resident]
    neighbours: dict[int, list[Resident]]
    categories: dict[str, int]


@dataclass(frozen=True)
class Report:
    """One report: its columns of the matter, its reporter, and what it is about."""

    kind: str
    spot: Spot
    theme: Theme
    case: Case
    by: By
    resident: Resident | None
    registered: bool
    columns: Row
    reporter: Row


def report(
    town: Town, chance: Random, at: datetime, number: str, category: str = "", building: int | None = None,
    login: str = "", source: Source | None = None,
) -> Report:  # fmt: skip
    """A report at a moment; of a theme, by somebody, at a building where these are said."""
    theme = next((one for one in THEMES if one.category == category), None) or _theme(chance)
    case = chance.choice(theme.cases)
    own = town.service.by_login.get(login)
    buildings = town.land.by_level[Level.BUILDING]
    spot = buildings[building % len(buildings)] if building is not None else chance.choice(buildings)
    source = source or _source(theme, chance)
    resident = own or _resident(town, spot, chance)
    by, shown = _who(town, spot, source, resident, chance, own=own is not None)
    door = f"{chance.randint(1, 4)}单元"
    title, text = told(case, spot.short, door, chance)
    if source == Source.HOTLINE:
        text = f"来电人反映：{text}"
    place = spot.short + (door if "door" in case.title + case.text else "")
    columns = {
        "number": number, "source": source.value, "order_type": theme.order if source == Source.HOTLINE else "",
        "category_id": town.categories[theme.category], "title": title, "text": text, "place": place,
        "area_id": spot.id, **_levels(spot), "lon": None, "lat": None, "opened_at": _spoken(at, source, chance),
        "follow_via": chance.choices([*_VIA], [*_VIA.values()])[0].value, "photos": 0,
        "reporter_person_id": shown["person_id"], "origin": "", "last_event_id": 0, **_follow_link(chance),
        "search": search.document(title, place, text),
    }  # fmt: skip
    kind = "hotline" if source == Source.HOTLINE else "snapshot"
    return Report(
        kind, spot, theme, case, by, resident if shown["person_id"] == (resident and resident.id) else None,
        shown["registered_by"] is not None, columns, shown,
    )  # fmt: skip


_SO_FAR = [*accumulate(theme.weight for theme in THEMES)]


def _theme(chance: Random) -> Theme:
    return chance.choices(THEMES, cum_weights=_SO_FAR)[0]


def _source(theme: Theme, chance: Random) -> Source:
    if chance.random() < theme.hotline * 0.6:
        return Source.HOTLINE
    return chance.choices([*_SOURCES], [*_SOURCES.values()])[0]


def _resident(town: Town, spot: Spot, chance: Random) -> Resident | None:
    """Somebody of the building, else anybody, else nobody."""
    here = town.neighbours.get(spot.id) or town.residents
    return chance.choice(here) if here else None


def _who(
    town: Town, spot: Spot, source: Source, resident: Resident | None, chance: Random, *, own: bool
) -> tuple[By, Row]:
    """Who pressed the button, and the reporter's row as intake writes it."""
    uid = uuid_of(chance)
    if source == Source.OBSERVER:
        observer = chance.choice(town.service.observers)
        return By("person", observer.id), _reporter(uid, observer)
    if source != Source.APP:
        desk = chance.choice(town.service.at(_REGISTERED_BY[source], spot))
        return By("person", desk), _reporter(uid, resident, typed=True, registered_by=desk)
    dice = 0.0 if own else chance.random()
    if resident is None or dice > 0.88:
        return By("guest", None), _reporter(uid, None)
    if dice > 0.8:
        return By("guest", None), _reporter(uid, resident, typed=True)
    return By("person", resident.id), _reporter(uid, resident)


def _reporter(
    uid: UUID, resident: Resident | None, *, typed: bool = False, registered_by: int | None = None
) -> Row:
    """typed: name and telephone were written into the form; else they are known by the sign-in."""
    name = resident.name if resident and typed else ""
    phone = resident.phone if resident and typed else ""
    return {
        "uid": uid, "person_id": resident.id if resident else None, "anonymous": resident is None,
        "name": _sealed(uid, "name", name), "name_mark": name_mark(resident.name) if resident else "",
        "phone": _sealed(uid, "phone", phone), "phone_mark": phone_mark(phone) if phone else "",
        "phone_index": secret.blind("phone", phone) if phone else None, "registered_by": registered_by,
    }  # fmt: skip


def _sealed(uid: UUID, field: str, text: str) -> bytes | None:
    if not text:
        return None
    return secret.seal(text, compartment="reporter", place=f"matters_reporter.{field}", row=uid)


def _spoken(at: datetime, source: Source, chance: Random) -> datetime:
    """The resident spoke earlier where somebody else wrote it down."""
    if source in (Source.HOTLINE, Source.VISIT, Source.TALK_POINT):
        return at - timedelta(minutes=chance.randrange(5, 90))
    return at


def _levels(spot: Spot) -> Row:
    district, street, community, grid = (int(one) for one in spot.path.strip("/").split("/")[:4])
    return {
        "district_id": district, "street_id": street, "community_id": community, "grid_id": grid,
        "building_id": spot.id,
    }  # fmt: skip


def _follow_link(chance: Random) -> Row:
    """The unguessable link of a matter: never from the town's own chance, which anybody can repeat."""
    token, uid = token_urlsafe(16), uuid_of(chance)
    sealed = secret.seal(token, compartment="follow", place="matters_matter.follow", row=uid)
    return {"follow_token": secret.token_digest(token), "follow_sealed": sealed, "follow_uid": uid}
