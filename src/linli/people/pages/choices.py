"""What the forms of the security administrator offer: areas in reach, organisations, roles."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.scope import Actor, may_at
from linli.places.queries import Node, place_title, tree
from linli.places.terms import Level

from .. import access
from ..queries import organisations
from ..terms import Role

Grouped = list[tuple[str, Any]]


def areas(actor: Actor, permission: str, also: int | None = None) -> Grouped:
    """Areas in reach down to the grid, by street, in code order; `also` is a building chosen before."""
    found: Grouped = [("", gettext_lazy("请选区域"))]
    if also is not None and tree().get(also) is None:
        found.append((str(also), place_title(also)))
    tops = [node for node in tree().within("/", Level.DISTRICT) if may_at(actor, permission, node.path)]
    found += [(str(node.id), node.name) for node in tops]
    for street in tree().within("/", Level.STREET):
        inside = [(str(one.id), name) for one, name in _below(street) if may_at(actor, permission, one.path)]
        if inside:
            found.append((street.short, inside))
    return found


def _below(street: Node) -> Iterator[tuple[Node, str]]:
    yield street, street.name
    for community in tree().children(street.id):
        yield community, community.short
        for grid in tree().children(community.id):
            yield grid, f"{community.short}{grid.short}"


def units(actor: Actor) -> Grouped:
    """Organisations in reach, with where they hang."""
    rows = organisations(actor)
    return [
        ("", _("不属于单位")),
        *(
            (str(one.id), _("%(text)s（%(more)s）") % {"text": one.name, "more": tree().title(one.area_path)})
            for one in rows
        ),
    ]


ROLES = [(str(role), role.label) for role in Role if role != Role.RESIDENT]


class IdField(forms.TypedChoiceField):
    """One of a few rows by id; empty gives None."""

    def __init__(self, **more: Any):
        super().__init__(coerce=int, empty_value=None, **more)


class DayField(forms.DateField):
    """A day, with the browser's own calendar."""

    def __init__(self, **more: Any):
        super().__init__(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **more)


def may_edit(actor: Actor) -> bool:
    """Whether the pages show the buttons that change something."""
    return actor.holds(access.EDIT_POSTINGS)
