"""Programs are kept running, given up loudly, and end with everything they began."""

import os
import signal
import sys
from pathlib import Path

import pytest
from tests.site.processes import within

from linli.kernel.refusal import Refusal
from linli.site.supervise import QUICK_DEATHS, Program, Stop, running, stoppable
from linli.site.tether import adopt_orphans

# A program with a child of its own, as the web has.
FAMILY = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(100)"])
print(child.pid, flush=True)
time.sleep(100)
"""


def program(tmp_path: Path, source: str) -> Program:
    return Program("family", [sys.executable, "-c", source], dict(os.environ), tmp_path)


def children(one: Program) -> list[int]:
    return [int(line) for line in one.log_path.read_text().split()] if one.log_path.exists() else []


def living(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_dead_program_comes_back_and_leaves_no_grandchild(tmp_path):
    adopt_orphans()
    one = program(tmp_path, FAMILY)
    with running(one):
        assert within(10, lambda: len(children(one)) == 1)
        os.kill(one.process.pid, signal.SIGKILL)
        assert within(10, lambda: one.tend() or len(children(one)) == 2)
        assert within(5, lambda: not living(children(one)[0]))
        assert living(children(one)[1])
    assert not any(map(living, children(one)))


def test_a_program_that_keeps_dying_is_given_up(tmp_path):
    one = program(tmp_path, "import sys; sys.exit(7)")
    with pytest.raises(Refusal) as refused, running(one):
        within(60, lambda: one.tend())
    assert refused.value.code == "program_keeps_dying"
    assert "7" in refused.value.sentence
    assert str(one.log_path) in refused.value.sentence
    assert len(one.births) == QUICK_DEATHS


def test_the_end_waits_for_work_in_hand_but_not_for_ever(tmp_path, monkeypatch):
    monkeypatch.setattr("linli.site.supervise.FAREWELL", 1.0)
    polite = "import signal, sys, time; signal.signal(15, lambda *_: (print('done'), sys.exit(0))); print(1, flush=True); time.sleep(100)"
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(100)"
    one, two = program(tmp_path / "1", polite), program(tmp_path / "2", deaf)
    for each in (one, two):
        each.logs.mkdir()
    with running(one, two):
        assert within(
            10, lambda: all(each.log_path.exists() and each.log_path.read_text() for each in (one, two))
        )
        pids = [each.process.pid for each in (one, two)]
    assert "done" in one.log_path.read_text()
    assert not any(map(living, pids))


def test_a_request_to_stop_is_raised_once_and_handlers_come_back():
    before = signal.getsignal(signal.SIGTERM)
    heard = []
    with stoppable():
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        except Stop as stop:
            heard.append(str(stop))
            os.kill(os.getpid(), signal.SIGTERM)  # impatience while stopping changes nothing
    assert heard == ["SIGTERM"]
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_big_log_is_put_aside(tmp_path, monkeypatch):
    monkeypatch.setattr("linli.site.supervise.BIGGEST_LOG", 10)
    one = program(tmp_path, "print('new')")
    one.log_path.write_text("x" * 11)
    with running(one):
        one.process.wait()
    assert one.log_path.read_text() == "new\n"
    assert (tmp_path / "family.log.1").read_text() == "x" * 11
