"""`linli up` as a user runs it: ready, shared politely, healed after kills, gone without a trace."""

import functools
import http.client
import os
import signal
import ssl
import time
from pathlib import Path

import pytest
from tests.site import processes
from tests.site.processes import free_port, pids, postmaster, processes_of, within

from linli.site.door import PORT_TAKEN, RUNS_ALREADY

Up = functools.partial(processes.Up, words=("--empty",))


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("up") / "家 home"


def test_first_start_prints_each_step_and_serves(home):
    with Up(home, free_port()) as up:
        assert up.ready() == f"http://127.0.0.1:{up.port}"
        assert [line for line in up.text().splitlines() if line.startswith("· ")][1:] != []
        assert up.answers()

        # A second one on the same home says where the first is; one elsewhere sees that the port is taken.
        second = Up(home, free_port())
        assert second.process.wait(30) == RUNS_ALREADY
        assert f"http://127.0.0.1:{up.port}" in second.text()
        with Up(home.with_name("other"), up.port) as third:
            assert third.process.wait(30) == PORT_TAKEN
            assert str(up.port) in third.text()

        assert up.end(signal.SIGINT) == 0
    assert (home / "run" / "prepared.json").exists()


def test_killed_programs_come_back(home):
    with Up(home, free_port()) as up:
        up.ready()
        for words in ("linli.site.web", "linli worker", "postgres"):
            victims = pids(home, words) if words != "postgres" else [postmaster(home)]
            assert victims, words
            for victim in victims:
                os.kill(victim, signal.SIGKILL)
            assert within(20, lambda words=words, victims=victims: came_back(home, words, victims)), up.text()
            assert within(30, up.answers), up.text()


def came_back(home: Path, words: str, victims: list[int]) -> bool:
    try:
        found = [postmaster(home)] if words == "postgres" else pids(home, words)
    except OSError:
        return False
    return bool(found) and not set(found) & set(victims)


@pytest.mark.parametrize("moment", ["at once", "starting", "ready"])
def test_a_kill_at_any_moment_leaves_no_process(home, moment):
    with Up(home, free_port()) as up:
        if moment == "starting":
            assert within(30, lambda: "·" in up.text() and processes_of(home) != [])
        if moment == "ready":
            up.ready()
        up.end(signal.SIGKILL)
        assert within(15, lambda: processes_of(home) == []), processes_of(home)


def test_a_warm_start_is_quick(home):
    began = time.monotonic()
    with Up(home, free_port()) as up:
        up.ready()
        seconds = time.monotonic() - began
        assert "数据库结构" not in up.text()  # nothing to do: not even the framework was loaded for it
    # The promise is 5 s on two quiet cores; a busy machine may take three times that.
    assert seconds < 15


def test_lan_serves_https_under_the_own_authority(home):
    with processes.Up(home, free_port(), words=("--empty", "--lan")) as up:
        url = up.ready()
        assert url.startswith("https://")
        authority = home / "tls" / "linli-ca.crt"
        assert str(authority) in up.text()
        trust = ssl.create_default_context(cafile=authority)
        connection = http.client.HTTPSConnection(url.partition("://")[2], timeout=5, context=trust)
        connection.request("GET", "/healthz")
        assert connection.getresponse().status == 200
        connection.close()
