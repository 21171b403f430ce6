"""Categories as residents and desks choose them."""

from collections import defaultdict
from collections.abc import Iterator
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


class Branch(NamedTuple):
    """A category in the tree. below: its own id and those of everything under it."""

    id: int
    code: str
    name: str
    depth: int
    below: tuple[int, ...]

    @property
    def indented(self) -> str:
        """The name as it stands in a flat list of choices."""
        return "　" * self.depth + self.name


def _grow() -> tuple[Branch, ...]:
    rows = Category.objects.filter(retired_on=None).order_by("position", "pinyin")
    children: dict[int | None, list[tuple[int, str, str]]] = defaultdict(list)
    for pk, code, name, parent_id in rows.values_list("id", "code", "name", "parent_id"):
        children[parent_id].append((pk, code, name))
    return tuple(_under(children, None, 0))


def _under(
    children: dict[int | None, list[tuple[int, str, str]]], parent: int | None, depth: int
) -> Iterator[Branch]:
    for pk, code, name in children[parent]:
        twigs = list(_under(children, pk, depth + 1))
        yield Branch(pk, code, name, depth, (pk, *(twig.id for twig in twigs)))
        yield from twigs


_kept = Kept(_make, CATEGORIES)
_tree = Kept(_grow, CATEGORIES)
_rows = Kept(lambda: Category.objects.in_bulk(), CATEGORIES)


def category(category_id: int | None) -> Category | None:
    """The row of a category, to read and not to change; no query until an edit. None where it is younger than the page."""
    return _rows.get().get(category_id or 0)


def chips() -> tuple[Chip, ...]:
    """What residents choose from, in its order; no query until an edit."""
    return _kept.get()


def branches() -> tuple[Branch, ...]:
    """The whole tree in force, flat, parents before children; no query until an edit."""
    return _tree.get()


def with_below(category_id: int) -> list[int]:
    """A category and everything in force below it."""
    return next((list(one.below) for one in branches() if one.id == category_id), [category_id])
