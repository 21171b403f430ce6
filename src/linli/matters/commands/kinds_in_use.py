"""Which kinds of matter a street uses, from a day on."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.pinyin import pinyin_key
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may_at
from linli.kernel.stamp import bump
from linli.places.queries import lineage

from .. import access
from ..events import KindUsed
from ..kinds import kinds
from ..models import Category, KindInUse
from ..queries.kinds_in_use import IN_USE
from ..queries.standing import china_day
from ..shape import CategoryLimit
from .intake import CATEGORIES


@command
def use_kind(*, actor: Actor, now: datetime, area_id: int, kind: str, used: bool, since: date) -> KindUsed:
    """Take matters of a kind in, or no longer, from a day on; running ones go on as they are.

    The categories a kind has limits for are added where they are missing.
    Refuses: not_allowed, kind_unknown, kind_in_past, kind_said_already.
    """
    area = lineage(area_id)
    if area is None or not may_at(actor, access.EDIT_KINDS_IN_USE, area.path):
        raise Refusal("not_allowed", _("这个区域用哪些事项不归您设置。"), status=403)
    found = kinds().get(kind)
    if found is None:
        raise Refusal("kind_unknown", _("没有这种事项。"), facts={"field": "kind"})
    if since < china_day(now):
        raise Refusal("kind_in_past", _("生效日期不能早于今天。"), facts={"field": "since"})
    row, new = KindInUse.objects.get_or_create(
        area_id=area_id,
        kind=kind,
        since=since,
        defaults={"used": used, "made_at": now, "area_path": area.path},
    )
    if not new:
        raise Refusal("kind_said_already", _("这一天已经定过，请换一个日期。"), facts={"field": "since"})
    if used:
        _add_categories(found.by_category)
    bump(IN_USE)
    return KindUsed(subject_id=row.pk, area_path=area.path, kind=Code(kind), used=used)


def _add_categories(wanted: tuple[CategoryLimit, ...]) -> None:
    """Categories with limits of their own, where an area has none of that code; residents are not offered them."""
    known = set(
        Category.objects.filter(code__in=[one.category for one in wanted]).values_list("code", flat=True)
    )
    missing = [one for one in wanted if one.category not in known]
    Category.objects.bulk_create(
        Category(code=one.category, name=str(one.name), pinyin=pinyin_key(str(one.name))) for one in missing
    )
    if missing:
        bump(CATEGORIES)
