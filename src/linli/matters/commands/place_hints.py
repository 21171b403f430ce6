"""Where a matter seems to lie: read by the worker from its words and photos, taken or refused by a person."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.jobs import task
from linli.kernel.models import StoredFile
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, Actor, may, scope
from linli.places.queries import grid_at, lineage, places_read
from linli.places.terms import Level

from .. import access
from ..events import MatterPlaced, PlaceHinted, PlaceHintRefused
from ..models import Matter, PhotoCopy, PlaceHint
from .moving import HANGS_ON
from .photo_reading import photos_of
from .settling import Case, lock, not_here, still_open

MOST = 3
ON_A_PHOTO, WHERE_TAKEN = 0.7, 0.6
"""A place on a sign may be that of the sign's owner; a telephone's position may be where it was sent from."""
Given = tuple[int, float, str]


@task("matters.read_place")
def read_place_job(matter_id: int, at: str) -> None:
    """Look for places in what is known of a matter that lies nowhere exact yet. Safe to be run twice."""
    with scope(SYSTEM):
        matter = Matter.objects.filter(pk=matter_id).first()
        if matter is None or matter.closed_at is not None:
            return
        given = _read(matter)
        known = PlaceHint.objects.filter(pk=matter_id).first()
        if known is not None and (
            known.chosen_at or [one[0] for one in known.given] == [one[0] for one in given]
        ):
            return
    if given:
        hint_place(actor=SYSTEM, now=datetime.fromisoformat(at), matter_id=matter_id, given=given)


def _read(matter: Matter) -> list[Given]:
    """Places by words, then by signs on photos, then by where a photo was taken; none that says less than is known."""
    within = [one for one in (matter.community_id, matter.street_id) if one is not None]
    said = [
        (one.area_id, one.path, one.sure, one.words)
        for one in places_read(f"{matter.place}\n{matter.title}\n{matter.text}", within=within)
    ]
    for words in PhotoCopy.objects.filter(matter=matter).values_list("words", flat=True):
        read = places_read("\n".join(text for text, _sure in words), within=within)
        said += [(one.area_id, one.path, one.sure * ON_A_PHOTO, one.words) for one in read]
    for lon, lat in photos_of(matter.pk).filter(lon__isnull=False).values_list("lon", "lat"):
        grid = grid_at(lon, lat) if lon is not None and lat is not None else None
        spot = lineage(grid) if grid is not None else None
        said += [(spot.area_id, spot.path, WHERE_TAKEN, "")] if spot is not None else []
    best: dict[int, Given] = {}
    for area_id, path, sure, words in sorted(said, key=lambda one: -one[2]):
        if not matter.area_path.startswith(path):
            best.setdefault(area_id, (area_id, round(sure, 3), words))
    return list(best.values())[:MOST]


@command
def hint_place(*, actor: Actor, now: datetime, matter_id: int, given: Sequence[Given]) -> PlaceHinted:
    """Keep what was read; given: area, how sure (0 to 1), the words. Positions of photos are forgotten with it.

    Refuses: matter_not_found, hint_answered (a person has spoken).
    """
    matter = Matter.objects.select_for_update(of=("self",)).filter(pk=matter_id).first()
    if matter is None or actor.kind != "system":
        raise not_here()
    if PlaceHint.objects.filter(pk=matter_id, chosen_at__isnull=False).exists():
        raise Refusal("hint_answered", _("地点已经有人定过了。"))
    PlaceHint.objects.update_or_create(
        matter=matter,
        defaults={"given": [list(one) for one in given], "made_at": now, "area_path": matter.area_path},
    )
    photos_of(matter_id).filter(lon__isnull=False).update(lon=None, lat=None)
    return PlaceHinted(
        subject_id=matter_id,
        area_path=matter.area_path,
        area_ids=tuple(one[0] for one in given),
        sure=round(100 * given[0][1]) if given else 0,
    )


@command
def take_place(*, actor: Actor, now: datetime, matter_id: int, area_id: int) -> MatterPlaced:
    """Say that a suggested place is the right one: the matter lies there from now on, with the same holder and clock.

    Only a narrower place inside the present one is taken so; anywhere else it is handed over as usual.
    Refuses: matter_not_found, not_allowed, matter_closed, place_unknown, place_elsewhere.
    """
    case, hint = _asked(actor, matter_id, now)
    spot = lineage(area_id)
    if spot is None or area_id not in [one[0] for one in hint.given]:
        raise Refusal("place_unknown", _("没有建议过这个地方。"))
    matter = case.matter
    if not spot.path.startswith(matter.area_path) or spot.level < Level.GRID:
        raise Refusal("place_elsewhere", _("这个地方不在现在的范围里，请转给那边办。"))
    before = case.held(None)
    matter.area_id, matter.area_path = spot.area_id, spot.path
    matter.grid_id, matter.building_id = spot.grid_id, spot.building_id
    matter.save(update_fields=["area_id", "area_path", "grid_id", "building_id"])
    with connection.cursor() as cursor:
        for statement in HANGS_ON:
            cursor.execute(statement, {"matter_id": matter_id})
    StoredFile.objects.filter(pk__in=photos_of(matter_id, only_photos=False).values("pk")).update(
        area_path=spot.path
    )
    hint.chosen_id, hint.chosen_by, hint.chosen_at, hint.area_path = area_id, actor.person_id, now, spot.path
    hint.save(update_fields=["chosen_id", "chosen_by", "chosen_at", "area_path"])
    return MatterPlaced(subject_id=matter_id, area_path=spot.path, area_id=area_id, before=before)


@command
def refuse_places(*, actor: Actor, now: datetime, matter_id: int) -> PlaceHintRefused:
    """Say that none of the suggested places is right (都不是).

    Refuses: matter_not_found, not_allowed, matter_closed, place_unknown.
    """
    case, hint = _asked(actor, matter_id, now)
    hint.refused, hint.chosen_by, hint.chosen_at = True, actor.person_id, now
    hint.save(update_fields=["refused", "chosen_by", "chosen_at"])
    return PlaceHintRefused(
        subject_id=matter_id, area_path=case.matter.area_path, area_ids=tuple(one[0] for one in hint.given)
    )


def _asked(actor: Actor, matter_id: int, now: datetime) -> tuple[Case, PlaceHint]:
    case = lock(actor, matter_id, now)
    if not may(actor, access.ACT, case.matter):
        raise Refusal("not_allowed", _("您的岗位不能做这件事。"), status=403)
    still_open(case)
    hint = PlaceHint.objects.select_for_update().filter(pk=matter_id, chosen_at=None).first()
    if hint is None:
        raise Refusal("place_unknown", _("没有建议过这个地方。"))
    return case, hint
