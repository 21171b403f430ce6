"""Clients that write without pause, under ids of their own, and send again what was not answered."""

import http.client
import json
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from linli.site.town.cast import PASSWORD

# A write is repeated under its id until it is answered; a product that is gone for longer has failed.
PATIENCE = 90.0
AWAY = (OSError, http.client.HTTPException)


@dataclass(frozen=True)
class Write:
    """Something asked under an id of the client's own. `same` picks what a repeat has to answer the same."""

    key: UUID
    path: str
    body: bytes
    kind: str
    same: Callable[[int, bytes], Any]


@dataclass
class Client(threading.Thread):
    """One client after another write until told to stop. `acked`: what was answered, in order."""

    port: int
    token: str
    area_id: int
    seed: int
    stop: threading.Event
    acked: list[tuple[Write, Any]] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.dice = Random(self.seed)
        self.numbers: list[str] = []
        self.line: http.client.HTTPConnection | None = None
        self.cookie = self.forged = ""
        self.jar: dict[str, str] = {}

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        try:
            while not self.stop.is_set():
                write = self.next_write()
                answer = self.until_answered(write)
                self.acked.append((write, answer))
                if self.dice.random() < 0.1:
                    self.repeat(*self.dice.choice(self.acked))
        except Exception as fault:  # noqa: BLE001  told by the test, not lost in the thread
            self.faults.append(f"{type(fault).__name__}: {fault}")

    def repeat(self, write: Write, first: Any) -> None:
        """Sent once more it answers the same."""
        again = self.until_answered(write)
        if again != first:
            self.faults.append(f"{write.key}: {first} became {again}")

    def next_write(self) -> Write:
        """A report, or a note to one's own report."""
        key = UUID(int=self.dice.getrandbits(128), version=4)
        if self.numbers and self.dice.random() < 0.4:
            path = f"/api/v1/matters/{self.dice.choice(self.numbers)}/notes"
            body = json.dumps({"text": f"记一笔{key}"}).encode()
            return Write(key, path, body, "note", _note)
        asked = {"text": f"灯不亮{key}", "area_id": self.area_id, "source": "desk", "kind": "snapshot"}
        return Write(key, "/api/v1/matters", json.dumps(asked).encode(), "open", _opened)

    def until_answered(self, write: Write) -> Any:
        """Send until there is an answer that says it is done."""
        deadline = time.monotonic() + PATIENCE
        while True:
            status, content = self.send(write)
            self.statuses[status] += 1
            if status in (201, 302):
                found = write.same(status, content)
                if write.kind == "open" and found["number"] not in self.numbers:
                    self.numbers.append(found["number"])
                return found
            if status not in (0, 503):
                raise AssertionError(f"{write.kind} answered {status}: {content[:300]!r}")
            if time.monotonic() > deadline:
                raise AssertionError(f"no answer for {PATIENCE} s")
            time.sleep(0.1)

    def send(self, write: Write) -> tuple[int, bytes]:
        """One attempt; status 0 where the connection broke, also after it was sent."""
        heads = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": str(write.key),
        }
        return self.ask("POST", write.path, write.body, heads)[:2]

    def ask(
        self, method: str, path: str, body: bytes | None = None, heads: dict[str, str] | None = None
    ) -> tuple[int, bytes, Any]:
        """One request on the kept connection."""
        try:
            if self.line is None:
                self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            self.line.request(method, path, body, heads or {})
            answer = self.line.getresponse()
            return answer.status, answer.read(), answer.headers
        except AWAY:
            self.hang_up()
            return 0, b"", {}

    def hang_up(self) -> None:
        """Let go of the connection."""
        if self.line is not None:
            self.line.close()
        self.line = None


def _opened(_status: int, content: bytes) -> Any:
    return json.loads(content)


def _note(_status: int, content: bytes) -> Any:
    told = json.loads(content)
    return told["number"], told["event"]


class Guest(Client):
    """A resident without an account, by the form of the page."""

    def next_write(self) -> Write:
        key = UUID(int=self.dice.getrandbits(128), version=4)
        said = {"text": f"灯不亮{key}", "building": self.area_id, "looked": "1", "command_id": str(key)}
        return Write(key, "/report/", urlencode(said).encode(), "page", lambda _status, where: where)

    def send(self, write: Write) -> tuple[int, bytes]:
        """With the form's mark against forged requests; the answer is where the receipt stands."""
        if not self.forged:
            status, content = self.open_form("/report/")
            if status != 200:
                return status, content
        return self.submit(write.path, write.body)

    def open_form(self, path: str) -> tuple[int, bytes]:
        """Fetch a page with a form, and its mark."""
        status, content, heads = self.ask("GET", path)
        if status == 200:
            mark = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', content)
            assert mark
            self.forged = mark[1].decode()
            self.keep(heads)
        return status, content

    def submit(self, path: str, body: bytes) -> tuple[int, bytes]:
        """Send the form; gives where it led."""
        body += b"&" + urlencode({"csrfmiddlewaretoken": self.forged}).encode()
        heads = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
        status, content, told = self.ask("POST", path, body, heads)
        if status != 302:
            return status, content
        self.keep(told)
        return status, told["Location"].encode()

    def keep(self, heads: Any) -> None:
        """The cookies of an answer, over those from before."""
        fresh = (one.partition(";")[0].partition("=") for one in heads.get_all("Set-Cookie") or ())
        self.jar |= {name: value for name, _equals, value in fresh}
        self.cookie = "; ".join(f"{name}={value}" for name, value in self.jar.items())


class Reader(Guest):
    """A clerk who reads the inbox: signed in once, in for the whole time."""

    def run(self) -> None:
        try:
            while not self.signed_in():
                time.sleep(0.1)
            while not self.stop.is_set():
                status, content, _heads = self.ask("GET", "/inbox/", heads={"Cookie": self.cookie})
                self.statuses[status] += 1
                assert status in (0, 200, 503), f"the inbox answered {status}: {content[:300]!r}"
                assert status != 200 or "收件箱".encode() in content
                time.sleep(0.05)
        except Exception as fault:  # noqa: BLE001  told by the test, not lost in the thread
            self.faults.append(f"{type(fault).__name__}: {fault}")

    def signed_in(self) -> bool:
        """In, or False while there is nobody to open."""
        said = urlencode({"login": "li", "password": PASSWORD}).encode()
        status = self.open_form("/account/login/")[0]
        if status == 200:
            status = self.submit("/account/login/", said)[0]
        assert status in (0, 302, 503), status
        return status == 302
