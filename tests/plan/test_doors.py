"""The command line: schemas, made towns, a plan, a measurement, and a run asked to stop."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from linli.plan import town
from linli.plan.verbs import VERBS


def linli(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "linli", "plan", *words], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("kind", VERBS)
def test_every_kind_has_schemas(kind: str):
    for of_plan in (False, True):
        made = VERBS[kind].schema(of_plan)
        assert made["$defs"]
        assert "outcome" in json.dumps(made) or not of_plan


def test_town_and_a_plan_with_a_picture(tmp_path: Path):
    file = tmp_path / "calendar.json"
    file.write_text(linli("town", "--kind", "calendar", "--seed", "3").stdout, encoding="utf-8")
    done = linli(
        "calendar",
        str(file),
        "--json",
        "--svg",
        str(tmp_path / "a.svg"),
        "--out",
        str(tmp_path / "plan.json"),
    )
    plan = json.loads(done.stdout)
    assert plan["outcome"]["faults"] == []
    assert json.loads((tmp_path / "plan.json").read_text(encoding="utf-8")) == plan
    assert (tmp_path / "a.svg").read_text(encoding="utf-8").startswith("<svg")


def test_a_file_that_is_none_is_refused_in_a_sentence(tmp_path: Path):
    file = tmp_path / "x.json"
    file.write_text('{"households": 3}', encoding="utf-8")
    done = linli("visits", str(file))
    assert done.returncode == 2
    assert "plan_bad_file" in done.stderr
    assert "Traceback" not in done.stderr


def test_asked_to_stop_it_leaves_a_plan(tmp_path: Path):
    file, out = tmp_path / "month.json", tmp_path / "plan.json"
    file.write_text(json.dumps(town.month(1, households=20)), encoding="utf-8")
    words = [sys.executable, "-m", "linli", "plan", "visits", str(file), "--budget", "30", "--out", str(out)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        for _ in range(600):
            if out.exists():
                break
            time.sleep(0.1)
        else:
            running.kill()
        running.send_signal(signal.SIGTERM)
        running.communicate(timeout=30)
    assert running.returncode == 0
    assert json.loads(out.read_text(encoding="utf-8"))["rounds"]


def test_measurement_of_any_file(tmp_path: Path):
    file = tmp_path / "ring.txt"
    file.write_text("4 4 1\n1 2 1\n2 3 1\n3 4 1\n4 1 1\n", encoding="utf-8")
    done = linli("bench", str(file), "--best", "4", "--budget", "0.2", "--json")
    row = json.loads(done.stdout)
    assert (row["family"], row["value"], row["gap"], row["faults"]) == ("pmed", 4.0, 0.0, [])
    assert linli("bench", "nothing-of-this-name").returncode == 2
