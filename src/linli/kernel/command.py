"""`@command`: the only writer. One transaction, one actor, one moment, one event row, safe to repeat."""

import hmac
import inspect
from collections.abc import Callable
from datetime import datetime
from typing import Any, Generic, ParamSpec, TypeVar
from uuid import UUID

import msgspec
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from .event import Event, record, restore
from .prepared import ask
from .refusal import Refusal
from .scope import Actor, reaching, scope

P = ParamSpec("P")
E = TypeVar("E", bound=Event)

registry: dict[str, "Command[..., Any]"] = {}


def _plain(value: Any) -> Any:
    """What msgspec does not know by itself, for the hash of a request."""
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"a command takes plain values, not {type(value).__name__}")


def body_hash(name: str, actor: Actor, asked: dict[str, Any]) -> bytes:
    """A keyed digest over verb, actor and values: the same id with another body or from others is no repeat.

    Keyed, since it stays for ever beside the event: a telephone number could be guessed from a plain hash.
    """
    values = msgspec.to_builtins(asked, str_keys=True, order="deterministic", enc_hook=_plain)
    body = msgspec.json.encode([name, actor.kind, actor.person_id, values], order="deterministic")
    return hmac.digest(settings.LINLI_INDEX_KEY, b"command|" + body, "sha256")


class Command(Generic[P, E]):
    """A verb. Call it, or call `.once(command_id)` so that a repeat gives the first answer."""

    def __init__(self, function: Callable[P, E]):
        self.function = function
        self.name = f"{function.__module__.split('.')[1]}.{function.__name__}"
        self.signature = inspect.signature(function)
        self.__doc__ = function.__doc__
        self.__name__ = function.__name__
        self.__module__ = function.__module__
        if registry.get(self.name, self).__module__ != self.__module__:
            raise TypeError(f"two commands named {self.name}")
        registry[self.name] = self

    def __call__(self, *args: P.args, **asked: P.kwargs) -> E:
        return self._run(None, asked)

    def once(self, command_id: UUID | None) -> Callable[P, E]:
        """The command under a client-made id: at most one effect, and the same answer for ever."""

        def door(*args: P.args, **asked: P.kwargs) -> E:
            return self._run(command_id, asked)

        return door

    def _run(self, command_id: UUID | None, asked: dict[str, Any]) -> E:
        actor: Actor = asked["actor"]
        now: datetime = asked["now"]
        digest = None
        if command_id is not None:
            values = {name: value for name, value in asked.items() if name not in ("actor", "now")}
            digest = body_hash(self.name, actor, values)
        try:
            with scope(actor):
                event = self.function(**asked)  # type: ignore[call-arg]
                with reaching(event.area_path):
                    record(event, actor=actor, now=now, command_id=command_id, body_hash=digest)
                return event
        except (IntegrityError, ObjectDoesNotExist, Refusal):
            # A repeat is rare, so it is not asked for beforehand: it finds its work done, or meets its own event.
            with scope(actor):
                first = self._first_answer(command_id, digest)
            if first is None:
                raise
            return first

    def answered(self, command_id: UUID) -> bool:
        """True when this id has had its effect; whoever asks the same again gets the first answer."""
        return self.answered_with(command_id) is not None

    def answered_with(self, command_id: UUID) -> tuple[int, str] | None:
        """Id and place of what this id had its effect on, to say so to whoever sends the same form again."""
        rows = ask("select subject_id, area_path from first_answer(%s)", (command_id,))
        return (rows[0][0], rows[0][1]) if rows else None

    def _first_answer(self, command_id: UUID | None, digest: bytes | None) -> E | None:
        if command_id is None:
            return None
        rows = ask(
            "select code, subject_id, area_path, facts, body_hash from first_answer(%s)", (command_id,)
        )
        if not rows:
            return None
        row = rows[0]
        if bytes(row[4]) != digest:
            raise _reused()
        facts = msgspec.json.decode(row[3]) if isinstance(row[3], str) else row[3]
        return restore(row[0], row[1], row[2], facts)  # type: ignore[return-value]


def _reused() -> Refusal:
    return Refusal(
        "command_reused", _("这次提交和前一次用了同一个编号，内容却不同。请刷新页面再试。"), status=409
    )


def command(function: Callable[P, E]) -> Command[P, E]:
    """Make a function the one writer of its verb.

    The function takes keyword `actor` and `now` and plain values, changes rows, and gives the event that
    happened. It refuses by raising `Refusal`, which undoes everything it did.
    """
    return Command(function)
