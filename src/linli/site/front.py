"""Where the web listens: plain http for this machine, https with our own authority for the network."""

import http.client
import socket
import ssl
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from linli.kernel.refusal import Refusal
from linli.site.home import Home
from linli.site.words import _

LOCAL_HOSTS = "127.0.0.1,localhost,[::1]"
# A predecessor that was killed lets go of its port within this time.
HANDOVER = 3.0


@dataclass(frozen=True)
class Front:
    """Where the web listens and what a browser is told."""

    address: str
    port: int
    url: str
    hosts: str = LOCAL_HOSTS
    certificate: Path | None = None
    key: Path | None = None
    authority: Path | None = None

    def environment(self) -> dict[str, str]:
        """What the settings read about it."""
        found = {"LINLI_HOSTS": self.hosts, "LINLI_URL": self.url}
        return found | ({"LINLI_HTTPS": "1"} if self.certificate else {})

    def arguments(self) -> list[str]:
        """The words for `python -m linli.site.web`."""
        files = [self.certificate, self.key] if self.certificate and self.key else []
        return [self.address, str(self.port), *map(str, files)]


def front_of(home: Home, port: int, *, lan: bool, now: datetime) -> Front:
    """127.0.0.1, or with `lan` every address of this machine under a certificate of our own."""
    if not lan:
        return Front("127.0.0.1", port, f"http://127.0.0.1:{port}")
    from linli.site.tls import certificate_for, is_local, local_address

    address = local_address()
    if not is_local(address):
        raise Refusal(
            "not_a_private_network",
            _("这台机器的地址 {address} 在公网上。--lan 只用于内部网络。").format(address=address),
        )
    files = certificate_for(home, address, now)
    return Front(
        "0.0.0.0",  # noqa: S104  asked for with --lan
        port,
        f"https://{address}:{port}",
        f"{LOCAL_HOSTS},{address}",
        files.certificate,
        files.key,
        files.authority,
    )


def check_port(front: Front) -> None:
    """Refuses `port_taken` before anything is started."""
    deadline = time.monotonic() + HANDOVER
    while (problem := _bind_problem(front)) is not None:
        if isinstance(problem, PermissionError):
            raise Refusal("port_taken", _("端口 {port} 需要管理员权限，请换一个。").format(port=front.port))
        if time.monotonic() > deadline:
            sentence = _("端口 {port} 已被别的程序占用。请换一个：./linli up --port {other}")
            other = front.port + 1 if front.port < 65535 else 8000
            raise Refusal("port_taken", sentence.format(port=front.port, other=other))
        time.sleep(0.1)


def _bind_problem(front: Front) -> OSError | None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((front.address, front.port))
        except OSError as problem:
            return problem
    return None


def answers(front: Front) -> bool:
    """True when the web answers on this machine; no proxy is asked."""
    connection = _connection(front)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _connection(front: Front) -> http.client.HTTPConnection:
    if front.authority is None:
        return http.client.HTTPConnection("127.0.0.1", front.port, timeout=10)
    trust = ssl.create_default_context(cafile=front.authority)
    return http.client.HTTPSConnection("127.0.0.1", front.port, timeout=10, context=trust)
