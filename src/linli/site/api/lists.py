"""Lists over the API besides matters themselves: search, events, units, questions, photos, subscriptions."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from django.http import HttpResponse
from django.utils.translation import gettext as _

from linli.exchange.access import SEE_WEBHOOKS
from linli.exchange.queries.feed import feed
from linli.exchange.queries.webhooks import deliveries, subscription_line, subscriptions
from linli.exchange.rules.types import published
from linli.kernel.page import Asked
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor
from linli.matters.queries import branches, matters_like
from linli.matters.queries.questions import answers_of, questions_of
from linli.people.queries import organisations

from .describing import asked_in, operation
from .matters import found_for, line_of_row
from .shapes import MatterLine
from .wire import answer_once

Size = Annotated[int, msgspec.Meta(ge=1, le=200)]


class SearchAsked(msgspec.Struct, forbid_unknown_fields=True):
    """q: a number, a whole telephone number, or words."""

    q: str
    after: str = ""
    size: Size = 20


class FoundMatters(msgspec.Struct):
    """What was found, newest first."""

    matters: list[MatterLine]
    after: str | None


@operation("GET", "/search", asks=SearchAsked, gives=FoundMatters, refuses="page_mark_unreadable (400)")
def search_matters(request: Asked) -> HttpResponse:
    """Matters in reach by number, whole telephone number or words."""
    asked: SearchAsked = asked_in(request, SearchAsked)
    found = matters_like(request.actor, asked.q, request.now, after=asked.after, size=asked.size)
    return answer_once(request, FoundMatters([line_of_row(one.row) for one in found.lines], found.after))


class EventsAsked(msgspec.Struct, forbid_unknown_fields=True):
    """after: the mark of the page before; without one only a mark to begin from is given."""

    after: str = ""
    size: Size = 100


class EventLine(msgspec.Struct):
    """One event of a matter: ids and codes only."""

    id: int
    code: str
    at: datetime
    number: str
    kind: str
    area_path: str
    facts: dict[str, Any]


class EventPage(msgspec.Struct):
    """Events in the order in which they came to stand; go on with `after`, also from an empty page."""

    events: list[EventLine]
    after: str


@operation("GET", "/events", asks=EventsAsked, gives=EventPage, refuses="page_mark_unreadable (400)")
def list_events(request: Asked) -> HttpResponse:
    """Events of matters in reach, oldest first: for programs that cannot be called."""
    asked: EventsAsked = asked_in(request, EventsAsked)
    found, after = feed(request.actor, after=asked.after, size=asked.size)
    return answer_once(request, EventPage([EventLine(*one) for one in found], after))


class EventTypes(msgspec.Struct):
    """Codes that may be subscribed to."""

    types: list[str]


@operation("GET", "/events/types", gives=EventTypes)
def list_event_types(request: Asked) -> HttpResponse:
    """The events that webhooks may tell of."""
    return answer_once(request, EventTypes(list(published())))


class Unit(msgspec.Struct):
    """An organisation or unit that matters can be given to."""

    id: int
    name: str
    short: str
    kind: str
    area_id: int


class Units(msgspec.Struct):
    """Units in force."""

    units: list[Unit]


@operation("GET", "/units", gives=Units)
def list_units(request: Asked) -> HttpResponse:
    """Organisations and units below the areas of the token's person; empty for whoever may not see postings."""
    rows = organisations(request.actor)
    return answer_once(
        request, Units([Unit(one.id, one.name, one.short, one.kind, one.area_id) for one in rows])
    )


class Choice(msgspec.Struct):
    """One answer of a list."""

    key: str
    name: str


class QuestionShape(msgspec.Struct):
    """A question of a category."""

    code: str
    datatype: str
    text: str
    hint: str
    required: bool
    values: list[Choice]


class Questions(msgspec.Struct):
    """The questions of a category in their order."""

    questions: list[QuestionShape]


@operation("GET", "/categories/{code}/questions", gives=Questions, refuses="category_unknown (404)")
def list_questions(request: Asked, code: str) -> HttpResponse:
    """What a category asks; give the answers with the matter."""
    branch = next((one for one in branches() if one.code == code), None)
    if branch is None:
        raise Refusal("category_unknown", _("没有这个类别，请重新选。"), status=404)
    rows = [
        QuestionShape(
            one.code, one.datatype.value, one.text, one.hint, one.required, [Choice(*v) for v in one.values]
        )
        for one in questions_of(branch.id)
    ]
    return answer_once(request, Questions(rows))


class AnswerShape(msgspec.Struct):
    """One answer as people read it."""

    code: str
    question: str
    answer: str


class Answers(msgspec.Struct):
    """What the reporter answered."""

    answers: list[AnswerShape]


@operation("GET", "/matters/{number}/answers", gives=Answers, refuses="matter_not_found (404)")
def list_answers(request: Asked, number: str) -> HttpResponse:
    """The answers to the category's own questions; for staff and the reporter."""
    found = found_for(request.actor, number)
    rows = answers_of(found.matter) if found.as_staff else []
    return answer_once(request, Answers([AnswerShape(*one) for one in rows]))


class Subscriber(msgspec.Struct):
    """A webhook. state: ok, failing, paused or ended."""

    id: int
    name: str
    address: str
    types: list[str]
    area_path: str
    state: str
    waiting: int
    dead: int
    failing_since: datetime | None
    last_sent_at: datetime | None


class Subscribers(msgspec.Struct):
    """Webhooks below the token's areas."""

    webhooks: list[Subscriber]


def _may_see_webhooks(actor: Actor) -> None:
    if not actor.holds(SEE_WEBHOOKS):
        raise Refusal("not_allowed", _("事件订阅由系统管理员维护。"), status=403)


@operation("GET", "/webhooks", gives=Subscribers, refuses="not_allowed (403)")
def list_webhooks(request: Asked) -> HttpResponse:
    """Webhooks with how many deliveries wait and were given up."""
    _may_see_webhooks(request.actor)
    rows = [
        Subscriber(
            one.row.pk, one.row.name, one.row.address, one.row.types, one.row.area_path, one.state, one.waiting,
            one.dead, one.row.failing_since, one.row.last_sent_at,
        )
        for one in subscriptions(request.actor)
    ]  # fmt: skip
    return answer_once(request, Subscribers(rows))


class DeliveriesAsked(msgspec.Struct, forbid_unknown_fields=True):
    """state: waiting, sent, dead, or "" for all."""

    state: str = ""
    after: str = ""
    size: Size = 50


class DeliveryShape(msgspec.Struct):
    """One event for one webhook. status: what the far side answered last."""

    event_id: int
    type: str
    state: str
    tries: int
    made_at: datetime
    sent_at: datetime | None
    status: int | None
    fault: str


class DeliveryPage(msgspec.Struct):
    """Deliveries, newest event first."""

    deliveries: list[DeliveryShape]
    after: str | None


@operation(
    "GET", "/webhooks/{subscription}/deliveries", asks=DeliveriesAsked, gives=DeliveryPage,
    refuses="not_allowed (403), subscription_unknown (404), page_mark_unreadable (400)",
)  # fmt: skip
def list_deliveries(request: Asked, subscription: str) -> HttpResponse:
    """What became of each event."""
    _may_see_webhooks(request.actor)
    asked: DeliveriesAsked = asked_in(request, DeliveriesAsked)
    known = subscription.isascii() and subscription.isdigit() and len(subscription) < 19
    if not known or subscription_line(request.actor, int(subscription)) is None:
        raise Refusal("subscription_unknown", _("没有找到这个订阅。"), status=404)
    found = deliveries(
        request.actor, int(subscription), state=asked.state, after=asked.after, size=asked.size
    )
    rows = [
        DeliveryShape(
            one.event_id, one.type, one.state, one.tries, one.made_at, one.sent_at, one.status, one.fault
        )
        for one in found.rows
    ]
    return answer_once(request, DeliveryPage(rows, found.after))
