"""Style, types and order of the source, by the tools that say so."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "words",
    [
        ("ruff", "check", "--quiet"),
        ("ruff", "format", "--check", "--quiet", "--diff"),
        ("mypy", "--no-error-summary"),
    ],
    ids=lambda words: "-".join(words[:2]),
)
def test_nothing_is_found(words):
    found = subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, (found.stdout + found.stderr)[-6000:]
