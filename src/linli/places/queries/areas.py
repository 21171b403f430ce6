"""Areas as an administrator sees them: one with what lies right below it, its borders and its codes."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may_at
from linli.kernel.ui.plan import Plan, Shape, draw

from .. import access
from ..models import Area
from ..rules.codes import checked_code, next_child_code
from ..terms import Level
from .tree import Node, tree

MOST_CHILDREN = 500
_MOST_SHAPES = 120

BELOW = """
select split_part(substr(path, length(%(path)s) + 1), '/', 1)::bigint, level, count(*), coalesce(sum(homes), 0)
from places_area
where path like %(path)s || '_%%' and until is null
group by 1, 2
"""


@dataclass(frozen=True)
class Below:
    """What lies in an area: how many areas of each level, and the homes its buildings say they have."""

    levels: dict[int, int]
    stated_homes: int = 0

    def count(self, level: Level) -> int:
        """How many areas of a level."""
        return self.levels.get(level, 0)

    @property
    def homes(self) -> int:
        """Homes in the tree, or as many as the buildings say."""
        return max(self.count(Level.HOME), self.stated_homes)


@dataclass(frozen=True)
class Child:
    """An area right below, with what lies in it."""

    area: Area
    below: Below


def area_to_edit(actor: Actor, area_id: int) -> Area | None:
    """An area the actor keeps, ended ones too; None outside."""
    area = Area.objects.select_related("parent").filter(pk=area_id).first()
    return area if area is not None and may_at(actor, access.EDIT_AREAS, area.path) else None


def own_tops(actor: Actor) -> list[Node]:
    """The highest areas the actor keeps, in code order; no query."""
    paths = {grant.path for grant in actor.grants if grant.permission == access.EDIT_AREAS}
    known = tree().nodes.values()
    if actor.kind == "system":
        return [node for node in known if node.parent_id is None]
    tops = [path for path in paths if not any(path.startswith(one) for one in paths - {path})]
    return sorted((node for node in known if node.path in tops), key=lambda node: node.code)


def children_of(area: Area) -> list[Child]:
    """The areas in force right below, buildings and homes in the order people count; two queries."""
    with connection.cursor() as cursor:
        cursor.execute(BELOW, {"path": area.path})
        rows = cursor.fetchall()
    counts: dict[int, dict[int, int]] = defaultdict(dict)
    homes: dict[int, int] = defaultdict(int)
    for child, level, n, stated in rows:
        counts[child][level] = n
        homes[child] += stated if level == Level.BUILDING else 0
    found = Area.objects.filter(parent=area, until=None).order_by("level", "code")[:MOST_CHILDREN]
    return [Child(one, _below(one, counts[one.pk], homes[one.pk])) for one in found]


def _below(one: Area, levels: dict[int, int], homes: int) -> Below:
    own = {level: n - (level == one.level) for level, n in levels.items()}
    return Below({level: n for level, n in own.items() if n}, homes)


def plan_below(area: Area, children: list[Child]) -> Plan | None:
    """A schematic plan of the areas right below that have borders; the area itself as the ground."""
    drawn = [child.area for child in children if child.area.polygon][:_MOST_SHAPES]
    if not drawn:
        return None
    shapes = [Shape("", _ring(area), kind="green")] if area.polygon and area.level >= Level.GRID else []
    shapes += [Shape(one.short, _ring(one), kind="block") for one in drawn]
    return draw(shapes, says=_("%(name)s的示意图，有%(n)d处") % {"name": area.short, "n": len(drawn)})


def _ring(area: Area) -> list[tuple[float, float]]:
    """The outer ring of the first part: enough for a sketch."""
    return [(lon, lat) for lon, lat in (area.polygon or [[[]]])[0][0]]


def next_code(area: Area) -> str:
    """The next free code right below an area; empty where codes come from the statistics bureau."""
    try:
        code = checked_code(area.code)
        taken = set(Area.objects.filter(code__startswith=code).values_list("code", flat=True))
        return next_child_code(code, taken)
    except Refusal:
        return ""


def next_community_codes(street: Area, number: int) -> list[str]:
    """Free codes for new communities of a street, behind the highest ever used."""
    taken = Area.objects.filter(code__startswith=street.code[:9], level=Level.COMMUNITY).values_list(
        "code", flat=True
    )
    last = max((int(code[9:12]) for code in taken if code[9:12].isdigit()), default=0)
    return [f"{street.code[:9]}{last + n:03d}" for n in range(1, number + 1) if last + n < 1_000]
