"""Where an order of another system belongs here: the community it names, the category its path ends in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.kernel.refusal import Refusal
from linli.places.queries import Lineage, Node, lineage, tree
from linli.places.terms import Level

from ..rules.order_rows import Order
from .categories import branches

# fmt: off
_ENDINGS = (
    "社区居民委员会", "社区居委会", "居民委员会", "居委会", "村民委员会", "村委会", "社区", "村",
    "街道办事处", "街道", "镇人民政府", "乡人民政府", "镇", "乡",
)
# fmt: on


def _stem(name: str) -> str:
    """槐荫 for 槐荫社区居民委员会."""
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name


def _by_name(nodes: Iterable[Node]) -> dict[str, Node]:
    """Areas by the stems of their names; a name two of them share says nothing."""
    found: dict[str, Node | None] = {}
    for node in nodes:
        for stem in {_stem(node.name), _stem(node.short)}:
            found[stem] = None if stem in found and found[stem] != node else node
    return {stem: node for stem, node in found.items() if node is not None}


@dataclass(frozen=True)
class Sorter:
    """Sorts orders of one run: streets and communities by name, categories by path."""

    area: Lineage
    streets: dict[str, Node]
    communities: dict[str, dict[str, Node]]
    categories: dict[tuple[str, ...], int]

    def spot(self, order: Order) -> Lineage:
        """The community an order names, else its street, else the area of the run. Refuses order_elsewhere."""
        base = self.area.path
        street = self.streets.get(_stem(order.street)) if order.street else None
        if street is not None and not street.path.startswith(base) and not base.startswith(street.path):
            raise Refusal(
                "order_elsewhere",
                _("这一行写的是%(street)s，不在%(area)s里。")
                % {"street": street.short, "area": self.area.name},
            )
        if street is not None and street.path.startswith(base):
            base = street.path
        community = self.communities.get(base, {}).get(_stem(order.community)) if order.community else None
        found = community or (street if street is not None and street.path == base else None)
        return (lineage(found.id) if found is not None else None) or self.area

    def category(self, order: Order) -> int | None:
        """The category whose path ends as the order's does: the whole path, else its last name, else the one before."""
        path = order.category
        ends = [path, *(path[at : at + 1] for at in range(len(path) - 1, -1, -1))]
        return next((self.categories[end] for end in ends if end in self.categories), None)


def sorter(area: Lineage) -> Sorter:
    """What is needed to sort orders into an area; no query after the tree is known."""
    known = tree()
    streets = known.within("/", Level.STREET)
    bases = {area.path, *(street.path for street in streets if street.path.startswith(area.path))}
    return Sorter(
        area,
        _by_name(streets),
        {base: _by_name(known.within(base, Level.COMMUNITY)) for base in bases},
        dict(_paths()),
    )


def _paths() -> Iterator[tuple[tuple[str, ...], int]]:
    """Each category under its whole path, and under its name alone where no other has it."""
    above: list[str] = []
    alone: dict[str, int | None] = {}
    for branch in branches():
        above = [*above[: branch.depth], branch.name]
        alone[branch.name] = None if branch.name in alone else branch.id
        if branch.depth:
            yield tuple(above), branch.id
    yield from (((name,), pk) for name, pk in alone.items() if pk is not None)
