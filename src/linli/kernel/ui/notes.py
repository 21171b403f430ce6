"""What a page says about the act before it: banners, and one undo, kept in Django's messages."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

from .parts import Banner, Kind, Undo

UNDO = 21
_LEVELS: dict[Kind, int] = {
    "ok": messages.SUCCESS,
    "info": messages.INFO,
    "off": messages.SUCCESS + 1,  # above the level from which messages are kept
    "soon": messages.WARNING,
    "late": messages.ERROR,
}
_KINDS: dict[int, Kind] = {level: kind for kind, level in _LEVELS.items()} | {messages.DEBUG: "info"}
_URGENCY: tuple[Kind, ...] = ("late", "soon", "off", "info", "ok")


@dataclass(frozen=True, slots=True)
class Notes:
    """What stands under the bar, most urgent first, and the undo bar below."""

    banners: list[Banner]
    undo: Undo | None


def say(request: HttpRequest, kind: Kind, text: str) -> None:
    """Show `text` on the next page as a banner of that kind."""
    messages.add_message(request, _LEVELS[kind], text)


def offer_undo(request: HttpRequest, text: str, url: str) -> None:
    """Show on the next page what was done with a button that posts to `url`."""
    messages.add_message(request, UNDO, text, extra_tags=url)


def collect(said: Iterable[Message]) -> Notes:
    """Read and use up the messages of a request."""
    waiting = list(said)
    banners = [Banner(_KINDS.get(m.level, "info"), str(m.message)) for m in waiting if m.level != UNDO]
    undos = [Undo(str(m.message), m.extra_tags or "") for m in waiting if m.level == UNDO]
    return Notes(sorted(banners, key=lambda b: _URGENCY.index(b.kind)), undos[-1] if undos else None)
