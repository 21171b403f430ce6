"""Categories as residents and desks choose them."""

from typing import NamedTuple

from linli.kernel.stamp import Kept

from ..models import Category

CATEGORIES = "categories"


class Chip(NamedTuple):
    """A category that residents may choose."""

    id: int
    code: str
    name: str
    icon: str


def _make() -> tuple[Chip, ...]:
    rows = Category.objects.filter(chip=True, retired_on=None).order_by("position", "pinyin")
    return tuple(Chip(*row) for row in rows.values_list("id", "code", "name", "icon"))


_kept = Kept(_make, CATEGORIES)


def chips() -> tuple[Chip, ...]:
    """What residents choose from, in its order; no query until an edit."""
    return _kept.get()
