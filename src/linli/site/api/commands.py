"""Every command that a program may give, made from its signature: a new one is reachable by itself.

Below /matters/{number}/commands/ stand those about one matter, below /commands/ the others. Rights are the command's
own affair: the one function behind page, command line and API asks them.
"""

import inspect
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec
from django.http import HttpResponse
from django.utils.translation import gettext as _

from linli.kernel.command import Command
from linli.kernel.page import Asked
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.matters.models import Matter
from linli.site.door.do import GIVEN, all_commands

from .describing import operation
from .matters import found_for
from .wire import Moment, answer, command_id, read

OPEN_PACKAGES = ("matters", "board", "exchange")
CLOSED_PACKAGES: Mapping[str, str] = {
    "kernel": "what the operator sees to: notices, seals and files",
    "people": "persons, accounts, postings and tokens are changed by somebody signed in with a second factor",
    "places": "areas, calendars and hours are changed by somebody signed in with a second factor",
    "stations": "not opened to programs",
}
"""Packages none of whose commands a program may give, and why."""

_SETTINGS = "no token holds its permission: settings are changed by somebody signed in"
_FILE = "takes a file that was read at the page or by ./linli import"
CLOSED: Mapping[str, str] = {
    "matters.answer_follow_up": "the right to it is the one-time link, not a person's",
    "matters.ask_to_observe": "a person's own wish, asked at the page",
    "matters.claim_matters": "follows a sign-in by telephone",
    "matters.cover_photo": "what a photo's public copy covers is decided by somebody who looks at it",
    "matters.edit_category": _SETTINGS,
    "matters.edit_question": _SETTINGS,
    "matters.hint_place": "read by the worker",
    "matters.import_categories": _SETTINGS,
    "matters.import_orders": _FILE,
    "matters.keep_photo": "made by the worker, which reads the photo",
    "matters.make_follow_up_link": "the link's secret may not come from outside",
    "matters.merge_category": _SETTINGS,
    "matters.open_matter": "POST /matters, which also reads other coordinate systems",
    "matters.receive_orders": _FILE,
    "matters.recompute_clocks": _SETTINGS,
    "matters.retire_category": _SETTINGS,
    "matters.retire_question": _SETTINGS,
    "matters.see_photo": "photos without covers are opened by somebody signed in, with a reason",
    "matters.see_reporter": "whole telephone numbers are opened by somebody signed in, with a reason",
    "matters.set_limit": _SETTINGS,
    "exchange.record_mail": _FILE,
}
"""Commands of open packages that no program may give, and why."""

Whole = Annotated[int, msgspec.Meta(ge=-(2**31), le=2**63 - 1)]


class Did(msgspec.Struct):
    """What a command did: its event. `facts` are ids and codes; `number` is that of the matter, if it is about one."""

    event: str
    subject: str
    subject_id: int
    facts: dict[str, Any]
    number: str = ""


def why_closed(name: str) -> str:
    """Why a program may not give a command; "" where it may."""
    package = name.partition(".")[0]
    if package not in OPEN_PACKAGES:
        return CLOSED_PACKAGES.get(package, CLOSED_PACKAGES["stations"])
    return CLOSED.get(name, "")


def wire_type(kind: Any) -> Any:
    """An annotation of a command as what comes over the wire: whole numbers bounded, moments with their zone."""
    if kind is int:
        return Whole
    if kind is datetime:
        return Moment
    origin, inner = get_origin(kind), tuple(wire_type(one) for one in get_args(kind))
    if origin in (Union, UnionType):
        return Union[inner]  # noqa: UP007  made at run time
    if origin is Annotated:
        return kind
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return dict.__class_getitem__(inner)
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        return tuple.__class_getitem__(inner)
    if isinstance(origin, type) and issubclass(origin, Sequence):
        return list.__class_getitem__(inner if origin is not tuple else inner[0])
    return kind


def body_of(verb: Command[..., Any]) -> type[msgspec.Struct]:
    """The shape of a command's body; the matter stands in the address."""
    hints = get_type_hints(verb.function)
    fields: list[Any] = []
    for name, parameter in verb.signature.parameters.items():
        if name in GIVEN or name == "matter_id":
            continue
        kind = wire_type(hints.get(name, str))
        fields.append(
            (name, kind) if parameter.default is parameter.empty else (name, kind, parameter.default)
        )
    shape = "".join(part.title() for part in verb.name.replace(".", "_").split("_"))
    made = msgspec.defstruct(f"{shape}Asked", fields, forbid_unknown_fields=True, kw_only=True)
    made.__doc__ = f"What {verb.name} takes."
    return made


def _values(body: msgspec.Struct) -> dict[str, Any]:
    return {name: getattr(body, name) for name in body.__struct_fields__}


def may_write(only: frozenset[str] | None, name: str) -> bool:
    """Whether a token narrowed to these permissions may give a command at all: it names one of its package, and not
    only one to see. What the person may do, the command asks itself."""
    package = name.partition(".")[0]
    return only is None or any(
        one.startswith(f"{package}.") and not one.startswith(f"{package}.see") for one in only
    )


def _done(request: Asked, verb: Command[..., Any], **values: Any) -> HttpResponse:
    if not may_write(request.actor.only, verb.name):
        raise Refusal("not_allowed", _("这个令牌不能做这件事。"), status=403)
    event = verb.once(command_id(request))(actor=request.actor, now=request.now, **values)
    number = ""
    if event.subject == "matter":
        with scope(SYSTEM):
            number = Matter.objects.values_list("number", flat=True).get(pk=event.subject_id)
    return answer(Did(event.code, event.subject, event.subject_id, event.facts(), number), 201)


def _bind(verb: Command[..., Any]) -> None:
    shape = body_of(verb)
    words = inspect.getdoc(verb.function) or verb.name
    about_one = "matter_id" in verb.signature.parameters

    def of_a_matter(request: Asked, number: str) -> HttpResponse:
        body = read(request, shape)
        matter_id = found_for(request.actor, number).matter.pk
        return _done(request, verb, matter_id=matter_id, **_values(body))

    def of_its_own(request: Asked) -> HttpResponse:
        return _done(request, verb, **_values(read(request, shape)))

    view, address = (
        (of_a_matter, f"/matters/{{number}}/commands/{verb.name.partition('.')[2]}")
        if about_one
        else (of_its_own, f"/commands/{verb.name}")
    )
    view.__doc__, view.__name__ = words, verb.name
    operation("POST", address, takes=shape, gives=Did, status=201, scoped=about_one)(view)


for known in sorted(all_commands()):
    if not why_closed(known):
        _bind(all_commands()[known])
