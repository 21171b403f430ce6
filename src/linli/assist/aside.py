"""Long work on texts in a process of its own, beside the one that asks: values in, values out, no keys, no addresses."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import linli


def installed() -> bool:
    """True where the extra is there; a small office runs without it."""
    return all(importlib.util.find_spec(name) for name in ("sklearn", "rjieba"))


def environment() -> dict[str, str]:
    """Of a process that understands texts: no keys, no addresses of the database, one thread for arithmetic."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LINLI_")}
    root = str(Path(linli.__file__).resolve().parents[1])
    return {**kept, "PYTHONPATH": root, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def aside(verb: str, given: Any, *, seconds: float) -> Any:
    """The answer of `linli.assist.child VERB` to a JSON value; None without the extra, refused, failed or too late."""
    if not installed():
        return None
    try:
        done = subprocess.run(
            ["nice", "-n", "10", sys.executable, "-m", "linli.assist.child", verb],
            input=json.dumps(given).encode(), capture_output=True, env=environment(), timeout=seconds, check=False,
        )  # fmt: skip
        return json.loads(done.stdout.splitlines()[-1]).get("answer")
    except (OSError, ValueError, IndexError, subprocess.TimeoutExpired):
        return None
