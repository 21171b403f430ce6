"""The file `linli`: makes its environment once, again when the lock changed, and after every interruption.

A small copy with an empty lock stands for the checkout, so that nothing is fetched.
"""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from tests.site.processes import ROOT, within

SAYS = "import sys; print('said', *sys.argv[1:], sys.prefix, sys.flags.dont_write_bytecode)"
MADE = "建立运行环境"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("checkout") / "邻 里"
    (root / "src" / "linli").mkdir(parents=True)
    (root / "src" / "linli" / "__main__.py").write_text(SAYS)
    shutil.copy(ROOT / "linli", root / "linli")
    for lock in ("requirements.lock", "requirements-test.lock"):
        (root / lock).write_text("# nothing\n")
    return root


def start(root: Path, *words: str) -> "subprocess.Popen[str]":
    trying = {
        "PYTHONDONTWRITEBYTECODE": "1",
        "PIP_USER": "1",
        "PIP_TARGET": "/nonexistent",
        "PYTHONPATH": "/no",
    }
    return subprocess.Popen(
        [root / "linli", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **trying},
        cwd="/",
        start_new_session=True,
    )


def run(root: Path, *words: str) -> str:
    process = start(root, *words)
    text = process.communicate(timeout=120)[0]
    assert process.returncode == 0, text
    return text


def test_two_at_once_then_quick_then_changed_then_interrupted_then_moved(checkout):
    both = [start(checkout, "up"), start(checkout, "up")]
    texts = [process.communicate(timeout=120)[0] for process in both]
    assert sorted(MADE in text for text in texts) == [False, True]
    assert all(f"said up {checkout / '.venv'} 0" in text for text in texts)

    began = time.monotonic()
    assert run(checkout, "up", "a b") == f"said up a b {checkout / '.venv'} 0\n"
    assert time.monotonic() - began < 2

    # Another lock: the same environment gets what is missing; the old lock again costs nothing.
    text = run(checkout, "test")
    assert "requirements-test.lock" in text
    assert MADE not in text
    assert run(checkout, "test") == run(checkout, "test")
    assert "·" not in run(checkout, "up")
    (checkout / "requirements.lock").write_text("# something else\n")
    assert "requirements.lock" in run(checkout, "up")

    # Cut in the middle: the next run begins anew.
    shutil.rmtree(checkout / ".venv")
    cut = start(checkout, "up")
    assert within(30, lambda: (checkout / ".venv" / "pyvenv.cfg").exists())
    os.killpg(cut.pid, signal.SIGKILL)
    cut.communicate()
    assert not (checkout / ".venv" / "linli-installed").exists()
    assert MADE in run(checkout, "up")

    # A checkout that was moved finds its source again.
    moved = checkout.rename(checkout.with_name("搬 家"))
    assert run(moved, "up").startswith("said up")


def test_it_says_what_to_install_without_a_fitting_python(checkout, tmp_path):
    """A PATH with tools but no Python, as a user who may not install anything."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("bash", "dirname", "readlink", "sha256sum", "cut", "grep", "flock", "env", "cat"):
        (tools / name).symlink_to(shutil.which(name))
    (tools / "id").write_text("#!/bin/sh\necho 1000\n")
    (tools / "id").chmod(0o755)
    bare = tmp_path / "bare"
    bare.mkdir()
    shutil.copy(ROOT / "linli", bare / "linli")
    (bare / "linli").write_text((bare / "linli").read_text().replace("/usr/bin/python3", "/nonexistent"))
    (bare / "requirements.lock").write_text("# nothing\n")
    done = subprocess.run([bare / "linli", "up"], capture_output=True, text=True, env={"PATH": str(tools)})
    assert done.returncode == 1
    assert "apt install python3 python3-venv" in done.stderr
    assert not (bare / ".venv").exists()
