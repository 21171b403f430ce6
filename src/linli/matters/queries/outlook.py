"""From where somebody looks at matters: one area at a time, and the unit whose own they are."""

from collections.abc import Iterator
from dataclasses import dataclass

from linli.kernel.scope import Actor
from linli.places.queries import Node, tree
from linli.places.terms import Level

from .. import access


@dataclass(frozen=True, slots=True)
class Outlook:
    """An area in the actor's reach. unit_id: only what lies with this organisation (部门人员)."""

    area_id: int
    level: int
    path: str
    short: str
    unit_id: int | None = None

    @property
    def title(self) -> str:
        """云山街道 / 槐荫社区."""
        return tree().title(self.path)


def outlooks(actor: Actor) -> list[Outlook]:
    """The areas of the postings from which matters are seen, in the order of the postings."""
    return list(dict.fromkeys(_own(actor)))


def _own(actor: Actor) -> Iterator[Outlook]:
    reach = {(grant.path, grant.unit) for grant in actor.grants if grant.permission == access.SEE}
    for standing in actor.standings:
        node = tree().get(standing.area_id)
        if node is None:
            continue
        for unit in (None, standing.unit_id):
            if (standing.path, unit) in reach:
                yield _seen(node, unit)
                break


def outlook(actor: Actor, area_id: int | None = None) -> Outlook | None:
    """The area asked for, when it lies in reach; without one that of the first posting; else None."""
    if area_id is None:
        return next(_own(actor), None)
    node = tree().get(area_id)
    if node is None:
        return None
    over = [grant for grant in actor.grants if grant.covers(access.SEE, node.path, grant.unit)]
    if not over:
        return None
    return _seen(node, None if any(grant.unit is None for grant in over) else over[0].unit)


def below(seen: Outlook) -> list[Node]:
    """The areas right under an outlook that lists can be narrowed to, in code order."""
    return [node for node in tree().children(seen.area_id) if node.level <= Level.GRID]


def _seen(node: Node, unit_id: int | None) -> Outlook:
    return Outlook(node.id, node.level, node.path, node.short, unit_id)
