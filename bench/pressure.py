"""So many clients at once, each asking again as soon as it has its answer; in a process of its own.

Run as `python -m bench.pressure HOST PORT CLIENTS SECONDS` with requests as JSON lines on standard input, each
{"method", "path", "headers", "body"}; clients take them in turn, `{uuid}` in a header becomes a fresh one.
"""

import json
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from statistics import quantiles
from threading import Thread
from time import perf_counter
from typing import Any
from uuid import uuid4


@dataclass(frozen=True)
class Outcome:
    """What came back. Milliseconds for the middle and the slowest hundredth."""

    done: int
    refused: int
    seconds: float
    p50: float
    p99: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.done / self.seconds


def press(
    address: tuple[str, int], requests: Sequence[dict[str, Any]], clients: int, seconds: float
) -> Outcome:
    """Press from another process, so that its work is not in ours."""
    command = [
        sys.executable,
        "-m",
        "bench.pressure",
        address[0],
        str(address[1]),
        str(clients),
        str(seconds),
    ]
    lines = "\n".join(json.dumps(one) for one in requests)
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True, cwd=root)
    return Outcome(**json.loads(done.stdout))


class Client:
    """One connection, kept open."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.socket = socket.create_connection(address, timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, message: bytes) -> int:
        """The status of the answer; its body is read and forgotten."""
        self.socket.sendall(message)
        received = self.socket.recv(65536)
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self.socket.recv(65536)
        head = received[:end].lower()
        at = head.index(b"content-length:") + 15
        missing = int(head[at : (head + b"\r\n").index(b"\r\n", at)]) - (len(received) - end - 4)
        while missing > 0:
            missing -= len(self.socket.recv(65536))
        return int(received[9:12])


def _message(request: dict[str, Any], host: str) -> tuple[bytes, bytes, bytes]:
    """The request in front of a fresh uuid, the part behind it, and whether there is one."""
    body = request.get("body", "").encode()
    heads = {"Host": host, **request.get("headers", {}), "Content-Length": str(len(body))}
    lines = [
        f"{request['method']} {request['path']} HTTP/1.1",
        *(f"{name}: {value}" for name, value in heads.items()),
    ]
    before, mark, after = ("\r\n".join(lines) + "\r\n\r\n").encode().partition(b"{uuid}")
    return before, mark, after + body


def main() -> None:
    """Read the requests, press, print the outcome."""
    host, port, clients, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
    messages = [_message(json.loads(line), f"{host}:{port}") for line in sys.stdin if line.strip()]
    times: list[float] = []
    refused: list[float] = []
    turn = count()
    deadline = perf_counter() + seconds

    def work() -> None:
        client = Client((host, port))
        while (begun := perf_counter()) < deadline:
            before, mark, after = messages[next(turn) % len(messages)]
            status = client.ask(before + (str(uuid4()).encode() if mark else b"") + after)
            (times if status < 300 else refused).append(perf_counter() - begun)

    threads = [Thread(target=work) for _ in range(clients)]
    begun = perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cuts = quantiles(times, n=100) if len(times) > 1 else [0.0] * 99
    outcome = Outcome(len(times), len(refused), perf_counter() - begun, cuts[49] * 1000, cuts[98] * 1000)
    print(json.dumps(asdict(outcome)))


if __name__ == "__main__":
    main()
