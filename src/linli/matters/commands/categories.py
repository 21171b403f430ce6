"""The category tree: added, changed, retired, never deleted."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from pypinyin import lazy_pinyin

from linli.kernel import stamp
from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor
from linli.kernel.text import code_digits, line

from .. import access
from ..events import CategoryEdited
from ..models import Category
from ..queries.standing import china_day
from .intake import CATEGORIES


@command
def edit_category(
    *,
    actor: Actor,
    now: datetime,
    code: str,
    name: str,
    parent: str = "",
    icon: str = "more",
    chip: bool = False,
    position: int = 100,
) -> CategoryEdited:
    """Add a category, or change the one with this code. Codes are stable for ever.

    Refuses: not_allowed, code_unreadable, name_missing, parent_unknown, parent_below (a circle).
    """
    if not actor.holds(access.EDIT_CATEGORIES):
        raise Refusal("not_allowed", _("类别由系统管理员维护。"), status=403)
    plain = code_digits(code).lower()
    if not plain.replace("_", "").replace(".", "").isalnum() or not plain.isascii() or len(plain) > 40:
        raise Refusal("code_unreadable", _("编码只能用字母、数字、点和下划线。"), facts={"field": "code"})
    called = line(name, most=20, what=_("名称"))
    if not called:
        raise Refusal("name_missing", _("请填写名称。"), facts={"field": "name"})
    above = Category.objects.filter(code=parent).first() if parent else None
    if parent and above is None:
        raise Refusal("parent_unknown", _("没有这个上级类别。"), facts={"field": "parent"})
    if above is not None and plain in _codes_above(above):
        raise Refusal("parent_below", _("上级类别不能是它自己或它下面的类别。"), facts={"field": "parent"})
    kept, new = Category.objects.update_or_create(
        code=plain,
        defaults={
            "name": called,
            "pinyin": " ".join(lazy_pinyin(called)),
            "parent": above,
            "icon": icon,
            "chip": chip,
            "position": position,
        },
    )
    stamp.bump(CATEGORIES)
    return CategoryEdited(subject_id=kept.pk, area_path="/", what=Code("added" if new else "changed"))


def _codes_above(category: Category) -> set[str]:
    found: set[str] = set()
    at: Category | None = category
    while at is not None:
        found.add(at.code)
        at = at.parent
    return found


@command
def retire_category(*, actor: Actor, now: datetime, code: str) -> CategoryEdited:
    """Take a category out of use; matters keep it. Refuses: not_allowed, category_unknown."""
    if not actor.holds(access.EDIT_CATEGORIES):
        raise Refusal("not_allowed", _("类别由系统管理员维护。"), status=403)
    kept = Category.objects.select_for_update().filter(code=code).first()
    if kept is None:
        raise Refusal("category_unknown", _("没有这个类别，请重新选。"), status=404)
    kept.retired_on = china_day(now)
    kept.save(update_fields=["retired_on"])
    stamp.bump(CATEGORIES)
    return CategoryEdited(subject_id=kept.pk, area_path="/", what=Code("retired"))
