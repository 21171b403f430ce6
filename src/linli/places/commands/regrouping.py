"""A community becomes several, or several become one: old areas end, new ones begin, what lies in them moves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from linli.kernel import stamp
from linli.kernel.command import command
from linli.kernel.pinyin import pinyin_key
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor
from linli.kernel.text import line

from ..events import CommunitiesMerged, CommunitySplit
from ..models import Area, Hours
from ..queries import AREAS
from ..queries.calendar import HOURS
from ..rules.codes import checked_code, level_of, parent_of, short_name
from ..rules.geometry import MultiPolygon, from_lists, to_lists
from ..rules.union import joined_soundly
from ..terms import ChangeReason, Level
from .areas import area_in_force, may_edit, outline
from .moving import follow, move_areas, regrouped, succeed


@dataclass(frozen=True)
class Part:
    """A new community as asked for. grid_ids: the areas right below the old one that go to it."""

    code: str
    name: str
    grid_ids: tuple[int, ...] = ()
    short: str = ""


@command
def split_community(
    *, actor: Actor, now: datetime, area_id: int, parts: Sequence[Part], on: date
) -> CommunitySplit:
    """Split a community from a day on (today or earlier): each of its grids goes to one of the parts.

    Grids keep their ids and codes, with all buildings and homes below. What is still open moves along; what
    lies at the community itself and at no grid goes to the first part; postings there stay for the security
    administrator to renew. Working hours and limits of its own are copied to every part.
    Refuses: not_allowed, area_unknown, not_a_community, parts_too_few, grid_twice, grid_left, grid_unknown,
    part_empty, date_*, code_*, name_missing.
    """
    old = _community(actor, area_id, on, now)
    below = Area.objects.select_for_update().filter(parent=old, until=None).order_by("pk")
    children = {one.pk: one for one in below}
    _check_grids(parts, children)
    plans = [_checked(part, old, (old.pk,)) for part in parts]
    _check_codes(plans)
    _end(old, on)
    new = []
    for part in plans:
        shape = _shape([old], [children[one] for one in part.grid_ids])
        begun = _begin(part, old, on, ChangeReason.SPLIT, shape)
        Area.objects.filter(pk__in=part.grid_ids).update(parent=begun)
        new.append(begun)
    return CommunitySplit(
        subject_id=old.pk,
        area_path=new[0].path,
        new_ids=tuple(one.pk for one in new),
        on=on,
        moved=_take_over([old], new, ChangeReason.SPLIT),
    )


@command
def merge_communities(
    *,
    actor: Actor,
    now: datetime,
    area_ids: Sequence[int],
    code: str,
    name: str,
    on: date,
    short: str = "",
) -> CommunitiesMerged:
    """Merge communities of one street into one from a day on (today or earlier).

    Everything below moves; the first one's own working hours and limits go on. Postings at the old
    communities stay for the security administrator to renew.
    Refuses: not_allowed, area_unknown, not_a_community, parts_too_few, not_one_street, date_*, code_*,
    name_missing.
    """
    ids = tuple(dict.fromkeys(area_ids))
    if len(ids) < 2:
        raise Refusal("parts_too_few", _("请选两个或更多的社区。"), facts={"field": "area_ids"})
    old = [_community(actor, one, on, now) for one in ids]
    if len({one.parent_id for one in old}) > 1:
        raise Refusal("not_one_street", _("只能合并同一个街道的社区。"), facts={"field": "area_ids"})
    part = _checked(Part(code, name, (), short), old[0], ids)
    grids = list(Area.objects.select_for_update().filter(parent__in=old, until=None).order_by("pk"))
    for one in old:
        _end(one, on)
    new = _begin(part, old[0], on, ChangeReason.MERGED, _shape(old, grids))
    return CommunitiesMerged(
        subject_id=new.pk,
        area_path=new.path,
        old_ids=ids,
        on=on,
        moved=_take_over(old, [new], ChangeReason.MERGED),
    )


def _community(actor: Actor, area_id: int, on: date, now: datetime) -> Area:
    """The community, locked. `on` must lie in its life and not ahead: the tree knows today only."""
    area = area_in_force(area_id)
    may_edit(actor, area.parent.path if area.parent else "/")
    if area.level != Level.COMMUNITY:
        raise Refusal("not_a_community", _("只有社区可以拆分、合并。"))
    if on < area.since:
        raise Refusal("date_before_begin", _("日期不能早于社区启用的那天。"), facts={"field": "on"})
    if on > now.astimezone(settings.LINLI_ZONE).date():
        raise Refusal("date_ahead", _("那天还没到。请到那天或以后再来办。"), facts={"field": "on"})
    return area


def _check_grids(parts: Sequence[Part], children: dict[int, Area]) -> None:
    if len(parts) < 2:
        raise Refusal("parts_too_few", _("至少要分成两个社区。"))
    given = [one for part in parts for one in part.grid_ids]
    if len(set(given)) < len(given):
        raise Refusal("grid_twice", _("有网格同时分给了两个社区。"))
    if set(given) - set(children):
        raise Refusal("grid_unknown", _("有网格不在这个社区，请刷新页面再选。"))
    if left := [area.short for pk, area in children.items() if pk not in given]:
        said = _("还有网格没有分：{names}。")
        raise Refusal("grid_left", format_lazy(said, names=_("、").join(left[:5])))
    if not all(part.grid_ids for part in parts):
        raise Refusal("part_empty", _("每个新社区至少要有一个网格。"))


def _checked(part: Part, old: Area, old_ids: Iterable[int]) -> Part:
    """The part with tidy words. Its code was never used, or is that of an area that ends now."""
    code = checked_code(part.code)
    above = old.parent.code if old.parent else ""
    if level_of(code) is not Level.COMMUNITY or parent_of(code) != above:
        said = _("社区代码是12位，前9位要和街道{street}一样。")
        raise Refusal("code_not_below_parent", format_lazy(said, street=above[:9]), facts={"field": "code"})
    if Area.objects.filter(code=code).exclude(pk__in=old_ids).exists():
        said = _("代码{code}用过了，请用新的。")
        raise Refusal("code_taken", format_lazy(said, code=code), facts={"field": "code"})
    name = line(part.name, most=60, what=_("名称"))
    if not name:
        raise Refusal("name_missing", _("请填写名称。"), facts={"field": "name"})
    return replace(part, code=code, name=name, short=line(part.short, most=30) or short_name(name))


def _check_codes(parts: Sequence[Part]) -> None:
    if len({part.code for part in parts}) < len(parts):
        raise Refusal("code_taken", _("两个新社区的代码不能一样。"), facts={"field": "code"})


def _end(area: Area, on: date) -> None:
    area.until = on
    area.save(update_fields=["until"])


def _begin(part: Part, like: Area, on: date, reason: ChangeReason, shape: MultiPolygon | None) -> Area:
    """The new community beside the old one."""
    new = Area.objects.create(
        parent=like.parent, level=Level.COMMUNITY, kind=like.kind, code=part.code, name=part.name, short=part.short,
        pinyin=pinyin_key(part.short), path="/", since=on, reason=reason, local=True, source_crs=like.source_crs,
        **outline(to_lists(shape) if shape else None),
    )  # fmt: skip
    new.path = f"{like.parent.path if like.parent else '/'}{new.pk}/"
    new.save(update_fields=["path"])
    return new


def _shape(old: Iterable[Area], grids: Iterable[Area]) -> MultiPolygon | None:
    """The new border from those of the grids, where the old communities had one and every grid has."""
    below = [one.polygon for one in grids if one.level == Level.GRID]
    drawn = [polygon for polygon in below if polygon]
    if not drawn or len(drawn) < len(below) or not all(one.polygon for one in old):
        return None
    return joined_soundly(from_lists(polygon) for polygon in drawn)


def _take_over(old: list[Area], new: list[Area], reason: ChangeReason) -> int:
    """The tree, then everybody who keeps places; gives how many areas lie elsewhere now."""
    facts = regrouped(reason, old, new)
    moved = move_areas(facts.moves)
    for one in old:
        for other in new:
            succeed(one, other, reason)
    for old_id, new_id in facts.heirs:
        _copy_hours(old_id, new_id)
    stamp.bump(AREAS)
    stamp.bump(HOURS)
    follow(facts)
    return moved


def _copy_hours(old_id: int, new_id: int) -> None:
    rows = Hours.objects.filter(area_id=old_id).order_by("since")
    Hours.objects.bulk_create(
        Hours(area_id=new_id, since=row.since, week=row.week, special=row.special, made_at=row.made_at)
        for row in rows
    )
