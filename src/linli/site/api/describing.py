"""Every operation says in one place what it takes and gives; the OpenAPI document is made from that."""

import functools
import inspect
from collections.abc import Callable
from typing import Any, cast

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI

from linli.kernel.command import Command
from linli.kernel.page import Asked
from linli.kernel.refusal import Refusal
from linli.kernel.scope import scope

from .door import HANDLERS, Token
from .wire import Problem

REF = "#/components/schemas/{name}"
View = Callable[..., HttpResponse]

ABOUT = """邻里 JSON API. Each operation acts for the person behind the token, with the permissions of the person's postings
as far as the token was not narrowed. RateLimit-Limit, -Remaining and -Reset (seconds) come with every answer.

Send `Authorization: Bearer TOKEN`. Give every POST an `Idempotency-Key` (a UUID of your own): sent again with the
same body it has no second effect and gives the first answer; with another body it is refused with `command_reused`.

What is refused comes as `{"code", "message", "facts"}`. `code` is stable; besides those of each operation:
token_missing, token_unknown (401), too_many (429, with Retry-After), not_allowed (403), not_found (404),
method_not_allowed (405), command_reused, values_clash (409), body_too_large (413), not_json (415), body_unreadable,
key_unreadable, address_unreadable (400), body_wrong, address_wrong (422), our_fault (500), database_away (503).
"""


class Api(NinjaAPI):
    """The API with the shapes of our own added to its description."""

    shapes: set[type]

    def get_openapi_schema(self, **options: Any) -> Any:
        """The OpenAPI document."""
        made = super().get_openapi_schema(**options)
        _schemas, components = msgspec.json.schema_components(
            sorted(self.shapes, key=lambda one: one.__name__), ref_template=REF
        )
        made["components"].setdefault("schemas", {}).update(components)
        return made


api = Api(title="Linli", version="1", description=ABOUT, auth=Token(), docs_url=None, urls_namespace="api")
api.shapes = {Problem}
for kind, handler in HANDLERS.items():
    api.add_exception_handler(kind, handler)


def operation(
    method: str,
    address: str,
    *,
    gives: type,
    status: int = 200,
    takes: type | None = None,
    asks: type | None = None,
    refuses: str = "",
    scoped: bool = True,
    body: dict[str, Any] | None = None,
    kind: str = "image/jpeg",
) -> Callable[[View], View]:
    """Bind a function to an address.

    takes: the shape of its body; asks: of its query; gives: of its answer; refuses: its own codes.
    body: how a body that is no JSON is described; kind: the type of an answer that is bytes.
    scoped: it runs in one transaction inside the actor's scope; a command by itself opens its own.
    """

    def bind(view: View) -> View:
        api.shapes.update(one for one in (takes, asks, gives) if one is not None and one is not bytes)

        @functools.wraps(view)
        def inside(request: HttpRequest, **captured: Any) -> HttpResponse:
            if not scoped:
                return view(request, **captured)
            with scope(cast("Asked", request).actor):
                return view(request, **captured)

        vars(inside)["__signature__"] = _bare(view)  # what the framework reads
        words = (inspect.getdoc(view) or "").partition("\n\n")
        api.api_operation(
            [method], address, response={status: None}, operation_id=view.__name__, summary=words[0],
            description=f"{words[2]}\n\nRefuses: {refuses}" if refuses else words[2],
            openapi_extra=_extra(method, gives, status, takes, asks, body, kind),
        )(inside)  # fmt: skip
        return view

    return bind


def codes_of(verb: Command[..., Any]) -> str:
    """What a command may refuse, from its own words."""
    return " ".join((inspect.getdoc(verb.function) or "").partition("Refuses:")[2].split()).rstrip(".")


def _bare(view: View) -> inspect.Signature:
    """The signature with plain types, which the framework turns into parameters of the address."""
    found = inspect.signature(view)
    plain = [
        one.replace(annotation=inspect.Parameter.empty if one.name == "request" else str)
        for one in found.parameters.values()
    ]
    return found.replace(parameters=plain, return_annotation=inspect.Signature.empty)


def _ref(kind: type) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": REF.format(name=kind.__name__)}}}


def _extra(
    method: str,
    gives: type,
    status: int,
    takes: type | None,
    asks: type | None,
    body: dict[str, Any] | None,
    kind: str,
) -> dict[str, Any]:
    made: dict[str, Any] = {
        "responses": {
            str(status): {
                "description": "OK",
                "content": _ref(gives) if gives is not bytes else {kind: BYTES},
            },
            **({"304": {"description": NOT_CHANGED}} if method == "GET" else {}),
            **{
                str(one): {"description": words, "content": _ref(Problem)}
                for one, words in REFUSED.items()
                if method == "POST" or one not in OF_A_BODY
            },
        },
        "parameters": [*_query(asks), *([KEY] if method == "POST" else [])],
    }
    if body is not None:
        made["requestBody"] = body
    if takes is not None:
        made["requestBody"] = {"required": True, "content": _ref(takes)}
    return made


REFUSED = {
    400: "not readable", 401: "no token, or one that no longer holds", 403: "not allowed", 404: "not there, or out of reach",
    409: "the key was used for something else, or values clash", 410: "no longer open", 413: "too large",
    415: "of a kind that is not taken", 422: "refused; `code` says why", 429: "too often: see Retry-After",
    500: "our fault", 503: "the database is away: send it again with the same key",
}  # fmt: skip
"""What every operation may answer besides what it gives; the codes stand with each operation."""
OF_A_BODY = {409, 410, 413, 415}
NOT_CHANGED = "unchanged since the ETag in If-None-Match"
BYTES = {"schema": {"type": "string", "format": "binary"}}
KEY = {
    "name": "Idempotency-Key", "in": "header", "required": False, "schema": {"type": "string", "format": "uuid"},
}  # fmt: skip


def _query(asks: type | None) -> list[dict[str, Any]]:
    if asks is None:
        return []
    _schemas, components = msgspec.json.schema_components([asks], ref_template=REF)
    shape = components[asks.__name__]
    return [
        {"name": name, "in": "query", "required": name in shape.get("required", ()), "schema": schema}
        for name, schema in shape["properties"].items()
    ]


def asked_in(request: HttpRequest, kind: type[Any]) -> Any:
    """The query of an address as a value of `kind`. Refuses address_wrong."""
    try:
        return msgspec.convert(request.GET.dict(), kind, strict=False)
    except msgspec.ValidationError as fault:
        raise Refusal(
            "address_wrong", _("地址里有一项不对，请看 facts。"), facts={"fault": str(fault)}
        ) from fault
