"""The category tree: added, changed, retired, never deleted."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel import stamp
from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.pinyin import pinyin_key
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor
from linli.kernel.text import code_digits, line

from .. import access
from ..events import CategoriesImported, CategoryEdited
from ..models import Category
from ..queries.standing import china_day
from ..rules.category_rows import LONGEST
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
    """Add a category, or change the one with this code; a retired one is in use again. Codes are stable for ever.

    Refuses: not_allowed, code_unreadable, name_missing, parent_unknown, parent_below (a circle).
    """
    if not actor.holds(access.EDIT_CATEGORIES):
        raise Refusal("not_allowed", _("类别由系统管理员维护。"), status=403)
    plain = code_digits(code).lower()
    if not plain.replace("_", "").replace(".", "").isalnum() or not plain.isascii() or len(plain) > 40:
        raise Refusal("code_unreadable", _("编码只能用字母、数字、点和下划线。"), facts={"field": "code"})
    called = line(name, most=LONGEST, what=_("名称"))
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
            "pinyin": pinyin_key(called),
            "parent": above,
            "icon": icon,
            "chip": chip,
            "position": position,
            "retired_on": None,
            "into": None,
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
def import_categories(*, actor: Actor, now: datetime, rows: Sequence[Sequence[str]]) -> CategoriesImported:
    """Take in a table of categories: each row names a way from the top down, known names are left alone.

    New ones get a code from their place, such as 03.12.01, and are not offered to residents.
    Refuses: not_allowed, nothing_changed, name_missing, text_*.
    """
    if not actor.holds(access.EDIT_CATEGORIES):
        raise Refusal("not_allowed", _("类别由系统管理员维护。"), status=403)
    known = {
        (one.parent_id, one.name): one for one in Category.objects.select_for_update().order_by("retired_on")
    }
    codes = {one.code for one in known.values()} | set(Category.objects.values_list("code", flat=True))
    added, met = 0, set[int]()
    for row in rows:
        above: Category | None = None
        for name in row:
            called = line(name, most=LONGEST, what=_("名称"))
            if not called:
                raise Refusal("name_missing", _("请填写名称。"))
            one = known.get((above.pk if above else None, called))
            if one is None:
                one = _grow(above, called, codes)
                known[above.pk if above else None, called] = one
                added += 1
            else:
                met.add(one.pk)
            above = one
    if not added:
        raise Refusal("nothing_changed", _("表里的类别都已经有了。"))
    stamp.bump(CATEGORIES)
    return CategoriesImported(subject_id=0, area_path="/", added=added, same=len(met))


def _grow(above: Category | None, name: str, codes: set[str]) -> Category:
    """A new category behind its siblings, under the next code of its place."""
    number = 1
    while (code := f"{above.code}.{number:02d}" if above else f"{number:02d}") in codes:
        number += 1
    codes.add(code)
    return Category.objects.create(
        code=code, name=name, pinyin=pinyin_key(name), parent=above, position=100 + number
    )


@command
def merge_category(*, actor: Actor, now: datetime, code: str, into: str) -> CategoryEdited:
    """Take a category out of use and let another one take its place: whoever sends the old code means the new one.

    Matters keep what they had; lists of responsibilities and the tree below stay. Refuses: not_allowed,
    category_unknown, into_unknown, into_itself, has_below.
    """
    if not actor.holds(access.EDIT_CATEGORIES):
        raise Refusal("not_allowed", _("类别由系统管理员维护。"), status=403)
    kept = Category.objects.select_for_update().filter(code=code).first()
    if kept is None:
        raise Refusal("category_unknown", _("没有这个类别，请重新选。"), status=404)
    target = Category.objects.filter(code=into, retired_on=None).first()
    if target is None:
        raise Refusal("into_unknown", _("请选一个在用的类别来代替它。"), facts={"field": "into"})
    if code in _codes_above(target):
        raise Refusal("into_itself", _("不能并到它自己或者它下面的类别。"), facts={"field": "into"})
    if Category.objects.filter(parent=kept, retired_on=None).exists():
        raise Refusal("has_below", _("下面还有在用的类别，先把它们并掉或者停用。"), facts={"field": "into"})
    kept.retired_on, kept.into = kept.retired_on or china_day(now), target
    kept.save(update_fields=["retired_on", "into"])
    stamp.bump(CATEGORIES)
    return CategoryEdited(subject_id=kept.pk, area_path="/", what=Code("merged"))


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
