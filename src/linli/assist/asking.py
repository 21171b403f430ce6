"""Asking the warm helper, with a bound on the wait; without it, or too late, there is no answer."""

import json
import socket
from pathlib import Path
from typing import Any

MOST_BYTES = 8_000_000


def ask(door: Path, verb: str, *, seconds: float, **values: Any) -> Any:
    """The helper's answer, or None: no helper, no library, a fault, or more than `seconds` of silence."""
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(seconds)
            line.connect(str(door))
            line.sendall(json.dumps({"verb": verb, **values}).encode() + b"\n")
            told = _line(line)
        return json.loads(told).get("answer")
    except (OSError, ValueError, AttributeError):
        return None


def _line(line: socket.socket) -> bytes:
    got = b""
    while not got.endswith(b"\n") and len(got) < MOST_BYTES:
        piece = line.recv(65536)
        if not piece:
            break
        got += piece
    return got
