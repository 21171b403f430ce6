"""The tree down to the grids, kept in memory: names, levels and parents without a query."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from linli.kernel.stamp import Kept

from ..models import Area
from ..terms import Level

AREAS = "areas"


class Node(NamedTuple):
    """One area in force, down to the grid."""

    id: int
    parent_id: int | None
    level: int
    code: str
    name: str
    short: str
    path: str
    kind: str


@dataclass(frozen=True)
class Tree:
    """Areas in force from district to grid; buildings and homes are rows only."""

    nodes: dict[int, Node]
    below: dict[int | None, list[int]]

    def __getitem__(self, area_id: int) -> Node:
        return self.nodes[area_id]

    def get(self, area_id: int | None) -> Node | None:
        """The node, or None when it has ended or lies below the grids."""
        return self.nodes.get(area_id) if area_id is not None else None

    def children(self, area_id: int | None) -> Iterator[Node]:
        """The areas right below, in code order."""
        return (self.nodes[one] for one in self.below.get(area_id, ()))

    def on_path(self, path: str) -> dict[int, Node]:
        """The nodes on a path by level."""
        found = (self.nodes.get(int(part)) for part in path.strip("/").split("/") if part)
        return {node.level: node for node in found if node is not None}

    def title(self, path: str) -> str:
        """云山街道 / 槐荫社区: the street and what lies below it, for a switcher."""
        names = self.on_path(path)
        return " / ".join(names[level].short for level in sorted(names) if level >= Level.STREET) or (
            names[Level.DISTRICT].short if Level.DISTRICT in names else ""
        )

    def within(self, path: str, level: Level) -> list[Node]:
        """All nodes of a level below a path, in code order."""
        return sorted(
            (node for node in self.nodes.values() if node.level == level and node.path.startswith(path)),
            key=lambda node: node.code,
        )


def _make() -> Tree:
    rows = Area.objects.filter(until=None, level__lte=Level.GRID).order_by("code")
    nodes = {
        row[0]: Node(*row)
        for row in rows.values_list("id", "parent_id", "level", "code", "name", "short", "path", "kind")
    }
    below: dict[int | None, list[int]] = {}
    for node in nodes.values():
        below.setdefault(node.parent_id, []).append(node.id)
    return Tree(nodes, below)


_kept = Kept(_make, AREAS)


def tree() -> Tree:
    """The tree in force for this transaction."""
    return _kept.get()
