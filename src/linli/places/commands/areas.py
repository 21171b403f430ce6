"""Areas begin, change and end; nothing is deleted."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from linli.kernel import stamp
from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.pinyin import pinyin_key
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may_at
from linli.kernel.text import line

from .. import access
from ..events import AreaAdded, AreaChanged, AreaEnded
from ..models import Area
from ..queries import AREAS
from ..rules.geometry import bounding_box, centroid, from_lists
from ..terms import GridKind, Level

Polygons = list[list[list[list[float]]]]


def may_edit(actor: Actor, path: str) -> None:
    """Refuses not_allowed."""
    if not may_at(actor, access.EDIT_AREAS, path):
        raise Refusal("not_allowed", _("区域由系统管理员维护。"), status=403)


def outline(polygon: Polygons | None) -> dict[str, Any]:
    """The columns that follow from a polygon."""
    if polygon is None:
        return {}
    shape = from_lists(polygon)
    box = bounding_box(shape)
    lon, lat = centroid(shape)
    return {
        "polygon": polygon, "west": box.west, "south": box.south, "east": box.east, "north": box.north,
        "lon": lon, "lat": lat,
    }  # fmt: skip


def area_in_force(area_id: int) -> Area:
    """The area, locked; refuses area_unknown."""
    area = Area.objects.select_for_update().filter(pk=area_id, until=None).first()
    if area is None:
        raise Refusal("area_unknown", _("没有这个区域，或者它已经停用。"), status=404)
    return area


@command
def add_area(
    *,
    actor: Actor,
    now: datetime,
    level: int,
    code: str,
    name: str,
    short: str = "",
    parent_id: int | None = None,
    kind: str = "base",
    polygon: Polygons | None = None,
    lon: float | None = None,
    lat: float | None = None,
    source_crs: str = "wgs84",
    floors: int | None = None,
    homes: int | None = None,
    since: date | None = None,
    local: bool = True,
) -> AreaAdded:
    """Add one area below its parent (a district has none).

    Refuses: not_allowed, level_wrong (a child must lie below its parent's level), code_taken, name_missing.
    """
    parent = area_in_force(parent_id) if parent_id is not None else None
    may_edit(actor, parent.path if parent else "/")
    above = parent.level if parent else 0
    if level not in Level.values or level <= above or (parent is None and level != Level.DISTRICT):
        raise Refusal("level_wrong", _("下级区域的层级必须低于上级。"), facts={"field": "level"})
    if Area.objects.filter(code=code).exists():  # codes of ended areas stay theirs
        raise Refusal(
            "code_taken", _("编码%(code)s用过了，请用新的。") % {"code": code}, facts={"field": "code"}
        )
    called = line(name, most=60, what=_("名称"))
    if not called or kind not in GridKind.values:
        raise Refusal("name_missing", _("请填写名称。"), facts={"field": "name"})
    fields = {"lon": lon, "lat": lat, **outline(polygon)}
    area = Area.objects.create(
        parent=parent, level=level, kind=kind, code=code, name=called, short=short or called,
        pinyin=pinyin_key(short or called), path="/", since=since or now.astimezone(settings.LINLI_ZONE).date(),
        source_crs=source_crs, floors=floors, homes=homes, local=local, **fields,
    )  # fmt: skip
    area.path = f"{parent.path if parent else '/'}{area.pk}/"
    area.save(update_fields=["path"])
    stamp.bump(AREAS)
    return AreaAdded(subject_id=area.pk, area_path=area.path, level=level, parent_id=parent_id)


@command
def change_area(
    *,
    actor: Actor,
    now: datetime,
    area_id: int,
    name: str | None = None,
    short: str | None = None,
    kind: str | None = None,
    polygon: Polygons | None = None,
    homes: int | None = None,
) -> AreaChanged:
    """Edit name, kind, borders or number of homes; what is None stays.

    Refuses: not_allowed, area_unknown, name_missing, nothing_changed.
    """
    area = area_in_force(area_id)
    may_edit(actor, area.path)
    fields: dict[str, Any] = outline(polygon)
    if name is not None:
        fields["name"] = line(name, most=60, what=_("名称"))
    if short is not None:
        fields["short"] = line(short, most=30, what=_("简称"))
        fields["pinyin"] = pinyin_key(fields["short"])
    if kind is not None:
        fields["kind"] = GridKind(kind)
    if homes is not None:
        fields["homes"] = homes
    if "" in (fields.get("name"), fields.get("short")):
        raise Refusal("name_missing", _("请填写名称。"), facts={"field": "name"})
    changed = {key: value for key, value in fields.items() if getattr(area, key) != value}
    if not changed:
        raise Refusal("nothing_changed", _("没有改动。"))
    for key, value in changed.items():
        setattr(area, key, value)
    area.save(update_fields=list(changed))
    stamp.bump(AREAS)
    return AreaChanged(subject_id=area.pk, area_path=area.path, what=tuple(Code(key) for key in changed))


@command
def end_area(*, actor: Actor, now: datetime, area_id: int, until: date) -> AreaEnded:
    """End an area from a day on. Refuses: not_allowed, area_unknown, area_has_children, ends_before_it_began."""
    area = area_in_force(area_id)
    may_edit(actor, area.path)
    if Area.objects.filter(parent=area, until=None).exists():
        raise Refusal("area_has_children", _("下面还有在用的区域，请先处理它们。"))
    if until < area.since:
        raise Refusal("ends_before_it_began", _("停用日期不能早于启用日期。"), facts={"field": "until"})
    area.until = until
    area.save(update_fields=["until"])
    stamp.bump(AREAS)
    return AreaEnded(subject_id=area.pk, area_path=area.path, until=until)
