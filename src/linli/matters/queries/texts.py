"""Standard answers that fit a matter, the nearest area's and the most exact first; and those a desk keeps."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.formats import date_format

from linli.kernel.scope import Actor, reaching
from linli.kernel.search import hits
from linli.places.queries import Node, tree

from .. import access
from ..kinds import kinds
from ..models import AnswerText, Matter
from ..rules.filling import filled
from ..shape import Kind
from .categories import branches
from .standing import china_day

MOST = 100


@dataclass(frozen=True)
class Kept:
    """One text in a list."""

    id: int
    title: str
    text: str
    kind: str
    stage: str
    category: str
    area: str
    version: int

    @property
    def use(self) -> str:
        """Kind and stage as a form chooses them: empty, hotline, or hotline:working."""
        return f"{self.kind}:{self.stage}" if self.stage else self.kind

    @property
    def use_words(self) -> str:
        """12345工单·办理中; empty where it fits all."""
        if self.kind not in kinds():
            return ""
        kind = kinds()[self.kind]
        stages = [str(one.label) for one in kind.stages if one.code == self.stage]
        return "·".join([str(kind.label), *stages])


def texts_for(matter: Matter, now: datetime) -> list[Kept]:
    """Texts of the matter's own areas for its kind, stage and category, with placeholders filled; one query."""
    desk = next((one.short for one in _nodes(matter.area_path) if one.id == matter.holder_area_id), "")
    values = {
        "{number}": matter.number,
        "{place}": matter.place,
        "{date}": date_format(china_day(now), "Y-m-d"),
        "{desk}": desk,
    }
    return _fitting(matter.kind, matter.stage, matter.category_id, matter.area_path, values)


def texts_at(kind: Kind, category: str, path: str, place: str, now: datetime) -> list[Kept]:
    """Texts for what is being asked right now and is answered at once, before it has a number; one query.

    A text that names the number is left out: there is none yet.
    """
    found = next((one.id for one in branches() if one.code == category), None)
    nodes = _nodes(path)
    desk = max(nodes, key=lambda node: len(node.path)).short if nodes else ""
    values = {"{place}": place, "{date}": date_format(china_day(now), "Y-m-d"), "{desk}": desk}
    texts = _fitting(kind.code, kind.first.code, found, path, values)
    return [one for one in texts if "{number}" not in one.text]


def _nodes(path: str) -> list[Node]:
    return list(tree().on_path(path).values())


def _fitting(kind: str, stage: str, category_id: int | None, path: str, values: dict[str, str]) -> list[Kept]:
    """The nearest area's first, and those that say most exactly what they are for."""
    fits = Q(kind__in=("", kind)) & Q(stage__in=("", stage)) & (Q(category=None) | Q(category_id=category_id))
    nodes = _nodes(path)
    with reaching(*{one.path for one in nodes}):
        asked = AnswerText.objects.filter(fits, area_id__in=[one.id for one in nodes], retired_at=None)
        rows = list(asked.select_related("category"))
    rows.sort(
        key=lambda row: (-len(row.area_path), row.category_id is None, not row.stage, not row.kind, row.title)
    )
    return [_kept(row, filled(row.text, values)) for row in rows[:MOST]]


def texts_kept(actor: Actor, words: str = "") -> list[Kept]:
    """Texts in use that the actor keeps, those with all the words; one query."""
    found = AnswerText.objects.reachable(actor, access.EDIT_TEXTS).filter(retired_at=None)
    rows = found.select_related("category").order_by("area_path", "title", "id")[: 5 * MOST]
    return [_kept(row, row.text) for row in rows if not words or hits(words, row.title, row.text)][:MOST]


def _kept(row: AnswerText, text: str) -> Kept:
    node = tree().get(row.area_id)
    category = row.category.name if row.category is not None else ""
    return Kept(
        row.pk, row.title, text, row.kind, row.stage, category, node.short if node else "", row.version
    )
