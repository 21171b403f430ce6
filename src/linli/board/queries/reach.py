"""From where somebody looks at figures: one area at a time, at or below an own posting."""

from linli.kernel.scope import Actor, may_at
from linli.places.queries import Node, tree
from linli.places.terms import Level

from .. import access


def area_seen(actor: Actor, area_id: int | None = None, permission: str = access.SEE) -> Node | None:
    """The area asked for when it lies in reach, else that of the first posting with the right; else None."""
    if area_id is not None:
        node = tree().get(area_id)
        return node if node is not None and may_at(actor, permission, node.path) else None
    for standing in actor.standings:
        node = tree().get(standing.area_id)
        if node is not None and may_at(actor, permission, node.path):
            return node
    return None


def places_below(seen: Node) -> list[Node]:
    """The areas right below that figures are compared by, in code order."""
    return [node for node in tree().children(seen.id) if node.level <= Level.GRID]


def areas_over(seen: Node) -> list[Node]:
    """The area and what lies above it, from the top."""
    known = tree().on_path(seen.path)
    return [known[level] for level in sorted(known)]
