"""The running product under load while its processes and its database are killed at random moments.

What was answered is there exactly once, what was not answered is there exactly once after it was sent again, the same
id gives the same answer for ever, and everything heals by itself.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import psycopg
import pytest
from tests.kill.load import Client, Guest, Reader
from tests.site.processes import Up, free_port, pids, postmaster, within

from linli.site.home import Home
from linli.site.postgres.address import url_of

WRITERS, GUESTS = 3, 2
BETWEEN = 15
"""Writes answered between two kills: the load is back before the next one."""


@pytest.fixture(scope="module")
def product(tmp_path_factory) -> Iterator[Up]:
    home = tmp_path_factory.mktemp("kill") / "home"
    words = ("--households", "60")
    with Up(home, free_port(), words=words, more={"LINLI_API_RATE": "1000000"}) as up:
        up.ready(patience=300)
        yield up


def linli(up: Up, *words: str) -> "subprocess.CompletedProcess[str]":
    """A verb of the command line on the running home."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("LINLI_")}
    return subprocess.run(
        [sys.executable, "-m", "linli", *words, "--home", up.home],
        env=outside,
        capture_output=True,
        text=True,
    )


def rows(up: Up, statement: str, *values: object) -> list[tuple[object, ...]]:
    """Asked past all walls, as the database's own administrator."""
    home = Home.at(up.home)
    url = url_of(
        user="postgres",
        password=home.key_text("superuser_password"),
        dbname="linli",
        host=str(home.sockets),
        options="-c search_path=linli",
    )
    with psycopg.connect(url) as connection:
        return connection.execute(statement, values or None).fetchall()


def children(pid: int) -> list[int]:
    """Processes whose parent this is."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(parent) == pid and state != "Z":
            found.append(int(stat.parent.name))
    return found


def web(up: Up) -> list[int]:
    return pids(up.home, "linli.site.web")


def serving(up: Up) -> list[int]:
    return [child for parent in web(up) for child in children(parent)]


def backend(up: Up) -> list[int]:
    return [pid for (pid,) in rows(up, "select pid from pg_stat_activity where usename = 'linli_app'")]


TARGETS: dict[str, Callable[[Up], list[int]]] = {
    "the serving process": serving,
    "the database": lambda up: [postmaster(up.home)],
    "the worker": lambda up: pids(up.home, "linli worker"),
    "one connection's process": backend,
    "the web server": web,
}
# A program that dies five times in 150 seconds is given up, loudly (tests/site/test_supervise.py), and a serving process
# that dies within six seconds of its start takes its parent along: these are let live a little longer.
SPARED = {"the serving process": 15.0, "the worker": 40.0, "the web server": 40.0}
NUMBERS = "select number, text from matters_matter where text like '灯不亮%-%'"
TOLD = "select link, person_id, count(*) from kernel_notice where person_id is not null group by 1, 2"


@pytest.fixture
def clients(product: Up) -> Iterator[list[Client]]:
    """Programs, residents and a clerk, not at work yet."""
    found = linli(product, "token", "--as", "community_desk")
    assert found.returncode == 0, found.stderr
    token = found.stdout.split()[-1]
    area, building = (
        rows(product, "select min(id) from places_area where level = %s", level)[0][0] for level in (3, 5)
    )
    stop = threading.Event()
    made = [
        *(Client(product.port, token, area, seed, stop) for seed in range(WRITERS)),
        *(Guest(product.port, "", building, 100 + seed, stop) for seed in range(GUESTS)),
        Reader(product.port, "", area, 200, stop),
    ]
    yield made
    for one in made:
        one.hang_up()


@contextmanager
def load(clients: list[Client]) -> Iterator[None]:
    """They work for as long as the block lasts; what they met is told at its end."""
    for one in clients:
        one.start()
    try:
        yield
    finally:
        clients[0].stop.set()
        for one in clients:
            one.join(120)
    assert [fault for one in clients for fault in one.faults] == []
    assert not any(one.is_alive() for one in clients)


def answered(clients: list[Client]) -> int:
    return sum(len(one.acked) for one in clients)


def test_what_was_answered_is_there_once_whatever_dies(product, clients, rounds):
    seed = int(os.environ.get("LINLI_KILL_SEED", time.time_ns() % 1000))
    print("LINLI_KILL_SEED =", seed)
    dice = Random(seed)
    last = dict.fromkeys(TARGETS, -1000.0)
    with load(clients):
        for at in range(rounds):
            before = answered(clients)
            assert within(120, lambda before=before: answered(clients) >= before + BETWEEN), product.text()
            time.sleep(dice.random())
            ripe = [name for name in TARGETS if time.monotonic() - last[name] > SPARED.get(name, 0.0)]
            name = list(TARGETS)[at] if at < len(TARGETS) else dice.choice(ripe)
            last[name] = time.monotonic()
            kill(dice.choice(TARGETS[name](product)))
        before = answered(clients)
        assert within(120, lambda: answered(clients) >= before + BETWEEN), product.text()
    assert product.process.poll() is None, product.text()
    print(answered(clients), "writes answered;", sum((one.statuses for one in clients), Counter()))
    everything_is_there_once(product, clients)
    for one in clients:
        for write, first in one.acked[:: max(1, len(one.acked) // 20)]:
            one.repeat(write, first)
        assert one.faults == []
    verified = linli(product, "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def everything_is_there_once(up: Up, clients: list[Client]) -> None:
    """Each answered write has its one event and its one text; nothing else was written by a client."""
    keys = {write.key: write.kind for one in clients for write, _answer in one.acked}
    found = rows(
        up, "select command_id, code from kernel_event where command_id is not null and door <> 'history'"
    )
    assert len(found) == len({key for key, _code in found})
    codes = {key: code for key, code in found if key in keys}
    expected = {"open": "matters.opened", "page": "matters.opened", "note": "matters.noted"}
    assert codes == {key: expected[kind] for key, kind in keys.items()}
    texts = {f"灯不亮{key}" for key, kind in keys.items() if kind != "note"}
    kept = [text for (text,) in rows(up, "select text from matters_matter where text like '灯不亮%-%'")]
    assert sorted(kept) == sorted(texts)
    notes = {f"记一笔{key}" for key, kind in keys.items() if kind == "note"}
    kept = [text for (text,) in rows(up, "select text from matters_remark where text like '记一笔%'")]
    assert sorted(kept) == sorted(notes)
    reports = {f"灯不亮{key}" for key, kind in keys.items() if kind == "page"}
    links = {f"/matters/{number}/" for number, text in rows(up, NUMBERS) if text in reports}
    assert within(90, lambda: links <= {link for link, _person, _count in rows(up, TOLD)}), (
        "not everybody was told"
    )
    assert [one for one in rows(up, TOLD) if one[0] in links and one[2] != 1] == []
