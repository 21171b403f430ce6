"""Steps of a matter over the API: each is one command."""

from typing import Any

from django.http import HttpResponse

from linli.kernel.command import Command
from linli.kernel.page import Asked
from linli.matters.commands import assign, follow_up, hand_up, move_matter, note, send_down
from linli.matters.models import Matter
from linli.matters.queries import move_answers, reply_hints

from . import shapes
from .describing import codes_of, operation
from .matters import found_for, holder_of
from .wire import answer, command_id, read

_NOT_YOURS = "matter_not_found (404), not_allowed (403), not_in_your_hands, matter_closed"


def _step(
    request: Asked, number: str, verb: Command[..., Any], hints: list[str] | None = None, **values: Any
) -> HttpResponse:
    """Run the verb on the matter of a number; answers with its event and where the matter stands now."""
    matter_id = found_for(request.actor, number).matter.pk
    event = verb.once(command_id(request))(
        actor=request.actor, now=request.now, matter_id=matter_id, **values
    )
    row = Matter.objects.get(pk=matter_id)
    return answer(
        shapes.Step(
            number, event.code, row.stage, row.rung, holder_of(row), row.due_at, row.outcome, hints or []
        ),
        201,
    )


@operation(
    "POST", "/matters/{number}/moves", takes=shapes.MoveAsked, gives=shapes.Step, status=201,
    refuses=f"{_NOT_YOURS}, {codes_of(move_matter)}",
)  # fmt: skip
def move_one(request: Asked, number: str) -> HttpResponse:
    """Make a move of the kind's table, such as accept, fix, sign, answer."""
    body = read(request, shapes.MoveAsked)
    matter = found_for(request.actor, number).matter
    lacks = reply_hints(matter, body.text, request.now) if move_answers(matter, body.move) else []
    codes = list(dict.fromkeys(one.code for one in lacks))
    return _step(
        request,
        number,
        move_matter,
        codes,
        move=body.move,
        text=body.text,
        points=body.points,
        without_asks=body.without_asks,
    )


@operation(
    "POST", "/matters/{number}/hand-up", takes=shapes.WordsAsked, gives=shapes.Step, status=201,
    refuses=f"{_NOT_YOURS}, {codes_of(hand_up)}",
)  # fmt: skip
def hand_one_up(request: Asked, number: str) -> HttpResponse:
    """Report a matter to the next level, with the reason."""
    return _step(request, number, hand_up, text=read(request, shapes.WordsAsked).text)


@operation(
    "POST", "/matters/{number}/send-down", takes=shapes.SendDownAsked, gives=shapes.Step, status=201,
    refuses=f"{_NOT_YOURS}, {codes_of(send_down)}",
)  # fmt: skip
def send_one_down(request: Asked, number: str) -> HttpResponse:
    """Give a matter to the level below, with an instruction or the result."""
    body = read(request, shapes.SendDownAsked)
    return _step(request, number, send_down, text=body.text, fed_back=body.fed_back)


@operation(
    "POST", "/matters/{number}/assign", takes=shapes.AssignAsked, gives=shapes.Step, status=201,
    refuses=f"{_NOT_YOURS}, {codes_of(assign)}",
)  # fmt: skip
def assign_one(request: Asked, number: str) -> HttpResponse:
    """Name the person or the unit who holds a matter; stage and clock stay."""
    body = read(request, shapes.AssignAsked)
    return _step(request, number, assign, person_id=body.person_id, unit_id=body.unit_id, text=body.text)


@operation(
    "POST", "/matters/{number}/notes", takes=shapes.NoteAsked, gives=shapes.Step, status=201,
    refuses=f"{_NOT_YOURS}, {codes_of(note)}",
)  # fmt: skip
def note_one(request: Asked, number: str) -> HttpResponse:
    """Write something into the course of a matter."""
    body = read(request, shapes.NoteAsked)
    return _step(request, number, note, text=body.text, public=body.public)


@operation(
    "POST", "/matters/{number}/follow-ups", takes=shapes.FollowUpAsked, gives=shapes.Step, status=201,
    refuses=f"{_NOT_YOURS}, {codes_of(follow_up)}",
)  # fmt: skip
def follow_one_up(request: Asked, number: str) -> HttpResponse:
    """Record one attempt to ask the reporter: closes the matter, has it done again, or counts as a try."""
    body = read(request, shapes.FollowUpAsked)
    return _step(
        request, number, follow_up, via=body.via, reached=body.reached, verdict=body.verdict,
        satisfaction=body.satisfaction, text=body.text,
    )  # fmt: skip
