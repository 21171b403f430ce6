"""The one door: its verbs, its refusals, and the framework's own commands behind it."""

import os
import subprocess
import sys

import pytest
from tests.site.processes import ROOT

from linli.site.door import REFUSED, VERBS


def linli(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    outside = {name: value for name, value in os.environ.items() if not name.startswith("LINLI_")}
    return subprocess.run(
        [sys.executable, "-m", "linli", *words],
        capture_output=True,
        text=True,
        env={**outside, "PYTHONPATH": str(ROOT / "src"), **environment},
    )


def test_help_lists_every_verb_without_loading_one():
    done = linli("--help")
    assert done.returncode == 0
    assert all(verb in done.stdout for verb in VERBS)
    slow = "import sys, linli.site.door; sys.exit('django' in sys.modules or 'psycopg' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", slow], env={"PYTHONPATH": str(ROOT / "src")}).returncode == 0


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "test"])
def test_every_verb_explains_itself(verb):
    done = linli(verb, "--help")
    assert done.returncode == 0
    assert "--help" in done.stdout


def test_a_refusal_is_a_code_a_sentence_and_exit_2(tmp_path):
    (tmp_path / "keys").mkdir()
    done = linli("doctor", "--home", str(tmp_path))
    assert done.returncode == REFUSED
    assert done.stderr.startswith("key_missing: ")
    assert "Traceback" not in done.stderr


def test_a_home_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    done = linli("doctor", "--home", str(tmp_path / "file" / "home"))
    assert done.returncode == REFUSED
    assert done.stderr.startswith("home_not_writable: ")


def test_other_words_go_to_the_framework(tmp_path):
    done = linli("diffsettings", "--all", LINLI_HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "ROOT_URLCONF" in done.stdout
