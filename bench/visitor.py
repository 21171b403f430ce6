"""Somebody with a browser: signs in, keeps cookies, counts the bytes that come over the wire."""

import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

PASSWORD = "plum-stream-lantern-47"  # noqa: S105  of the sample town, printed by `linli up`
_FORM = re.compile(r'name="(csrfmiddlewaretoken|command_id)" value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """What came back. size: bytes with the head, as they came."""

    status: int
    head: str
    body: bytes
    size: int

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


class Visitor:
    """One browser. Each request goes on a connection of its own."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.address = address
        self.cookies: dict[str, str] = {}

    @classmethod
    def signed_in(cls, address: tuple[str, int], login: str) -> Self:
        """Somebody of the sample town."""
        made = cls(address)
        fields = made.fields_of("/account/login/")
        answer = made.ask("POST", "/account/login/", {**fields, "login": login, "password": PASSWORD})
        assert answer.status == 302, f"{login} could not sign in: {answer.status}"
        return made

    def get(self, path: str, *, plain: bool = False) -> Answer:
        """A page or a file; plain: not packed."""
        return self.ask("GET", path, plain=plain)

    def fields_of(self, path: str) -> dict[str, str]:
        """What a form of a page sends without being asked."""
        return dict(_FORM.findall(self.get(path, plain=True).text))

    def ask(
        self, method: str, path: str, fields: Mapping[str, str] | None = None, *, plain: bool = False
    ) -> Answer:
        """One request, the way browsers send it."""
        body = urlencode(fields or {}).encode() if fields else b""
        heads = {**self.heads(), "Connection": "close", "Content-Length": str(len(body))}
        if plain:
            heads["Accept-Encoding"] = "identity"
        if fields:
            heads |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{self.host}"}
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: {self.host}",
            *(f"{name}: {value}" for name, value in heads.items()),
        ]
        with socket.create_connection(self.address, timeout=60) as connection:
            connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
            whole = b"".join(iter(lambda: connection.recv(65536), b""))
        head, _gap, rest = whole.partition(b"\r\n\r\n")
        answer = Answer(int(head[9:12]), head.decode("latin-1"), rest, len(whole))
        self.cookies.update(re.findall(r"(?im)^set-cookie:\s*([^=]+)=([^;\r]*)", answer.head))
        return answer

    def heads(self) -> dict[str, str]:
        """What goes along with every request."""
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Accept-Encoding": "gzip, deflate, br", "Accept-Language": "zh-CN", **({"Cookie": kept} if kept else {})}  # fmt: skip

    @property
    def host(self) -> str:
        """As in the address bar."""
        return f"{self.address[0]}:{self.address[1]}"
