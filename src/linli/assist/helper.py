"""The warm helper: one process that keeps the libraries loaded and answers on a socket of the home.

One JSON line in, one out. Whoever asks waits no longer than they say; nothing is kept of what was asked.
Usage: SOCKET ROOT. It ends when its parent does.
"""

import json
import os
import resource
import socketserver
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from linli.assist.likeness.score import Measure
from linli.assist.masking.mask import mask
from linli.assist.masking.names import Tagger, library_tagger
from linli.assist.reading import message
from linli.assist.sorting import store
from linli.assist.sorting.features import words_of
from linli.assist.sorting.machine import NOTHING, Machine
from linli.kernel.refusal import Refusal

MOST_BYTES = 4_000_000
MEMORY = 3 << 30
PATIENCE = 20.0


class Understanding:
    """What is loaded: the live machine (looked at anew when its name changes) and the tagger."""

    def __init__(self, root: Path):
        self.root = root
        self.tagger: Tagger | None = None
        self._machine: Machine | None = None
        self._lock = threading.Lock()

    def machine(self) -> Machine | None:
        """The live machine; None without one, or when it is broken."""
        name = store.live(self.root)
        with self._lock:
            if name != (self._machine.version if self._machine else ""):
                try:
                    self._machine = store.load(self.root, name) if name else None
                except Refusal:
                    self._machine = None
            return self._machine

    def warm(self) -> None:
        """Load everything before anybody waits for it."""
        self.tagger = library_tagger()
        words_of("路灯不亮")
        self.machine()

    def suggest(self, asked: dict[str, Any]) -> Any:
        """Categories for a text."""
        machine = self.machine()
        said = machine.suggest(message(asked["title"], asked["text"])) if machine else NOTHING
        return {**msgspec.to_builtins(said), "default": said.default}

    def mask(self, asked: dict[str, Any]) -> Any:
        """The stretches to hide in each of several texts: {"texts": [...], "known": [names of places]}."""
        known = frozenset(asked.get("known", ()))
        found = [mask(text, known=known, tagger=self.tagger) for text in asked["texts"]]
        return {"spans": [one.spans for one in found], "whole": all(one.whole for one in found)}

    def like(self, asked: dict[str, Any]) -> Any:
        """How alike each of some texts is: {"title", "text", "others": [[title, text], ...]}."""
        measure = Measure([message(title, text) for title, text in asked["others"]])
        return measure.scores(message(asked["title"], asked["text"]))


def verbs(of: Understanding) -> dict[str, Callable[[dict[str, Any]], Any]]:
    """What may be asked."""
    return {"suggest": of.suggest, "mask": of.mask, "like": of.like, "ping": lambda _asked: "pong"}


def answer(known: dict[str, Callable[[dict[str, Any]], Any]], line: bytes) -> bytes:
    """The line to send back; a question that makes no sense is answered so."""
    try:
        asked = json.loads(line)  # a lone surrogate is answered, too
        told = {"answer": known[asked["verb"]](asked)}
    except Exception as fault:  # noqa: BLE001  one bad question must not end the helper for others
        told = {"fault": type(fault).__name__}
    return json.dumps(told, ensure_ascii=True).encode() + b"\n"


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    request_queue_size = 32


def serve(socket: Path, root: Path) -> None:
    """Answer until the process ends; a socket left behind by a dead helper is replaced."""
    of = Understanding(root)
    known = verbs(of)

    class Handler(socketserver.StreamRequestHandler):
        timeout = PATIENCE

        def handle(self) -> None:
            line = self.rfile.readline(MOST_BYTES)
            if line.endswith(b"\n"):
                self.wfile.write(answer(known, line))

    of.warm()
    socket.unlink(missing_ok=True)
    os.umask(0o077)
    with _Server(str(socket), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        parent = os.getppid()
        while os.getppid() == parent:
            time.sleep(1.0)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.nice(5)
    serve(Path(sys.argv[1]), Path(sys.argv[2]))
