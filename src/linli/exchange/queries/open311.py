"""What Open311 GeoReport v2 shows: services are the categories residents choose, requests are public matters, masked."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from linli.kernel.scope import SYSTEM, scope
from linli.matters.queries import branches, chips
from linli.matters.queries.masking import masked_words, public_texts
from linli.matters.queries.photos import public_photos
from linli.matters.queries.published import (
    Published,
    last_answers,
    published,
    published_by_id,
    published_by_number,
    told_words,
)
from linli.matters.queries.questions import questions_of
from linli.places.queries import names, tree
from linli.places.terms import Level

from ..models import PublicUpdate
from ..terms import PUBLIC_KINDS

MOST = 1000
WINDOW = timedelta(days=90)
PLACES = 4  # decimals of a degree: some ten metres


def jurisdictions() -> dict[str, tuple[str, int]]:
    """Codes of districts and streets, each with its level's word and id."""
    found = {}
    for district in tree().children(None):
        found[district.code] = ("district", district.id)
        for street in tree().children(district.id):
            if street.level == Level.STREET:
                found[street.code] = ("street", street.id)
    return found


def services() -> list[dict[str, Any]]:
    """The categories that residents choose from."""
    return [
        {
            "service_code": one.code, "service_name": one.name, "description": one.name,
            "metadata": bool(questions_of(one.id)), "type": "realtime", "keywords": one.name, "group": "",
        }
        for one in chips()
    ]  # fmt: skip


def definition(code: str) -> dict[str, Any] | None:
    """The typed questions of a service; None where there is no such service."""
    chip = next((one for one in chips() if one.code == code), None)
    if chip is None:
        return None
    attributes = [
        {
            "variable": True, "code": one.code, "datatype": one.datatype.value, "required": one.required,
            "datatype_description": one.hint, "order": order, "description": one.text,
            "values": [{"key": key, "name": name} for key, name in one.values],
        }
        for order, one in enumerate(questions_of(chip.id), 1)
    ]  # fmt: skip
    return {"service_code": code, "attributes": attributes}


def _services_by_category() -> dict[int, tuple[str, str]]:
    """Every category below a service, with the service's code and name."""
    below = {one.id: one.below for one in branches()}
    return {pk: (one.code, one.name) for one in chips() for pk in below.get(one.id, (one.id,))}


def requests_between(
    places: Sequence[tuple[str, int]],
    since: datetime,
    until: datetime,
    *,
    codes: Sequence[str],
    closed: bool | None,
) -> list[dict[str, Any]]:
    """Public requests of some districts or streets, newest first, at most MOST."""
    by_category = _services_by_category()
    categories = [pk for pk, (code, _name) in by_category.items() if not codes or code in codes]
    rows: list[Published] = []
    for level, area_id in places:
        rows += published(
            kinds=PUBLIC_KINDS, level=level, area_id=area_id, since=since, until=until, categories=categories,
            closed=closed, most=MOST,
        )  # fmt: skip
    rows.sort(key=lambda one: (one.received_at, one.id), reverse=True)
    return _shown(rows[:MOST], by_category)


def requests_numbered(numbers: Sequence[str]) -> list[dict[str, Any]]:
    """Public requests of these numbers."""
    return _shown(published_by_number(PUBLIC_KINDS, numbers), _services_by_category())


def _shown(rows: Sequence[Published], by_category: dict[int, tuple[str, str]]) -> list[dict[str, Any]]:
    known = [row for row in rows if row.category_id in by_category]
    notes = last_answers([row.id for row in known])
    with scope(SYSTEM):
        texts = public_texts([(row.id, row.text) for row in known])
    notes = dict(zip(notes, masked_words(list(notes.values())), strict=True))
    pictures = public_photos([row.id for row in known])
    called = names({pk for row in known for pk in (_spot(row), row.street_id or row.district_id) if pk})
    return [
        _request(row, by_category, (texts[row.id], notes.get(row.id, "")), called, pictures.get(row.id))
        for row in known
    ]


def _spot(row: Published) -> int:
    return row.building_id or row.grid_id or row.area_id


def _request(
    row: Published,
    by_category: dict[int, tuple[str, str]],
    words: tuple[str, str],
    called: dict[int, str],
    picture: UUID | None,
) -> dict[str, Any]:
    code, name = by_category[row.category_id or 0]
    return {
        "service_request_id": row.number,
        "status": "closed" if row.closed_at else "open",
        "status_notes": words[1],
        "service_name": name,
        "service_code": code,
        "description": words[0],
        "agency_responsible": called.get(row.street_id or row.district_id or 0, ""),
        "service_notice": "",
        "requested_datetime": _moment(row.received_at),
        "updated_datetime": _moment(row.updated_at),
        "expected_datetime": _moment(row.promised_at),
        "address": called.get(_spot(row), ""),
        "address_id": str(_spot(row)),
        "zipcode": "",
        "lat": round(row.lat, PLACES) if row.lat is not None else None,
        "long": round(row.lon, PLACES) if row.lon is not None else None,
        "media_url": f"{settings.LINLI_PUBLIC_URL}/open311/photos/{picture}/" if picture else "",
    }


def _moment(at: datetime | None) -> str | None:
    """W3C date and time with its zone."""
    return at.astimezone(settings.LINLI_ZONE).isoformat(timespec="seconds") if at else None


def updates_between(since: datetime, until: datetime, most: int = MOST) -> list[dict[str, Any]]:
    """What happened in public matters, oldest first (the service request updates extension)."""
    with scope(SYSTEM):
        rows = list(
            PublicUpdate.objects.filter(at__gte=since, at__lte=until).order_by("at", "event_id")[:most]
        )
    matters = {one.id: one for one in published_by_id(PUBLIC_KINDS, {row.matter_id for row in rows})}
    told = told_words(row.remark_id for row in rows if row.remark_id is not None)
    words = dict(zip(told, masked_words(list(told.values())), strict=True))
    by_category = _services_by_category()
    return [
        {
            "update_id": str(row.event_id),
            "service_request_id": matters[row.matter_id].number,
            "status": "closed" if row.closed else "open",
            "updated_datetime": _moment(row.at),
            "description": words.get(row.remark_id or 0, ""),
            "media_url": "",
        }
        for row in rows
        if row.matter_id in matters and matters[row.matter_id].category_id in by_category
    ]
