"""The category tree as its keepers see it, retired ones included."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..models import Category


@dataclass(frozen=True)
class Leaf:
    """A category with its place in the tree; depth 0 at the top."""

    id: int
    code: str
    name: str
    parent: str
    icon: str
    chip: bool
    position: int
    retired_on: date | None
    depth: int
    below: int = 0

    @property
    def indent(self) -> str:
        """Blanks as wide as it is deep."""
        return "　" * self.depth


def category_leaves() -> list[Leaf]:
    """The whole tree, flat, parents before children; one query."""
    children: dict[int | None, list[Category]] = defaultdict(list)
    for one in Category.objects.select_related("parent").order_by("position", "pinyin", "id"):
        children[one.parent_id].append(one)
    return list(_under(children, None, 0))


def category_leaf(code: str) -> Leaf | None:
    """One category by its code."""
    one = Category.objects.select_related("parent").filter(code=code).first()
    return _leaf(one, 0, 0) if one is not None else None


def _under(children: dict[int | None, list[Category]], parent: int | None, depth: int) -> Iterator[Leaf]:
    for one in children[parent]:
        yield _leaf(one, depth, len(children[one.pk]))
        yield from _under(children, one.pk, depth + 1)


def _leaf(one: Category, depth: int, below: int) -> Leaf:
    return Leaf(
        one.pk, one.code, one.name, one.parent.code if one.parent else "", one.icon, one.chip, one.position,
        one.retired_on, depth, below,
    )  # fmt: skip
