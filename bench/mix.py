"""A busy day: mixed requests that come whether or not the ones before are answered; reads and writes side by side.

Run as `python -m bench.mix HOST PORT RATE` with requests as JSON lines on standard input, it sends them in their order,
so many a second, and counts time from the moment each should have gone. `{uuid}` becomes a fresh one.
"""

import json
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import count, cycle
from pathlib import Path
from random import Random
from statistics import quantiles
from threading import Thread
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

from bench import Figure, Run, at_most, told
from bench.city_words import questions
from bench.machine import CORES, Others
from bench.pressure import Client
from bench.product import Product
from bench.visitor import Visitor

RATE = 100
CLIENTS = 64
SHARES = {
    "inbox": 20, "inbox, filtered": 8, "matter": 26, "search": 8, "list by API": 6, "today": 6, "own matters": 6, "board": 3,
    "follow-ups": 3, "call hints": 4, "register": 6, "sign": 4,
}  # fmt: skip
"""Of a hundred requests. Register and sign write, and the worker tells and seals what they wrote meanwhile."""


def order_of(how_many: int, seed: int = 33) -> list[str]:
    """What is asked, one after the other: every hundred holds the shares, mixed."""
    chance = Random(seed)
    hundred = [name for name, n in SHARES.items() for _each in range(n)]
    found: list[str] = []
    while len(found) < how_many:
        chance.shuffle(hundred)
        found += hundred
    return found[:how_many]


def mixed(made: Product, run: Run, seconds: float) -> Iterator[Figure]:
    """A hundred requests a second for so long, and how far the worker was behind at the end."""
    order = order_of(round(RATE * seconds))
    sources = _requests(made, order.count("sign"))
    requests = [{**next(sources[name]), "name": name} for name in order]
    made.settle(600)
    warm = [next(sources[name]) | {"name": name} for name in order_of(200) if name != "sign"]
    sent(made.address, warm, 20)
    idle, before, others = made.idle, made.cpu(), Others()
    found = sent(made.address, requests, RATE)
    theirs, after = others.share(), made.cpu()
    begun = time.perf_counter()
    made.settle(600)
    behind = time.perf_counter() - begun
    spent = {part: 1_000 * (after[part] - before[part]) / len(requests) for part in after}
    whole = sum(spent.values()) - 1_000 * idle * found["seconds"] / len(requests)
    parts = " + ".join(f"{part} {cost:.1f}" for part, cost in spent.items() if cost >= 0.05)
    name = f"{RATE} mixed requests/s for {seconds:.0f} s"
    slow = ", ".join(f"{one} {found['by'][one][1]:.0f}" for one in sorted(found["by"], key=lambda one: -found["by"][one][1])[:4])  # fmt: skip
    yield at_most(f"{name}, p95", found["p95"], "ms", 100,
                  f"p50 {found['p50']:.0f}, p99 {found['p99']:.0f}; slowest kinds (p95): {slow}; others used {theirs:.0f} % of the cores")  # fmt: skip
    yield at_most(f"{name}, errors", found["errors"], "", 0, " ".join(f"{code}: {n}" for code, n in found["codes"].items()))  # fmt: skip
    yield at_most(f"{name}, processor time each", whole, "ms", 1_000 * CORES / RATE, parts)
    yield told(f"{name}, answered", len(requests) / found["seconds"], "/s")
    yield told("told and sealed after the load", behind, "s", f"{order.count('register') + order.count('sign')} writes")  # fmt: skip


def _requests(made: Product, signs: int) -> dict[str, Iterator[dict[str, Any]]]:
    """An endless source for each kind of request; one sign for each matter that waits for it."""
    people = {login: Visitor.signed_in(made.address, login) for login in ("li", "he", "tang", "chen", "lei", "zhou")}  # fmt: skip
    grid, path, lon, lat = made.ask(GRID, (_person(made, "chen"),))[0]

    def pages(*asked: tuple[str, str]) -> Iterator[dict[str, Any]]:
        return cycle([{"method": "GET", "path": at, "headers": people[who].heads()} for who, at in asked])

    matters = [one[0] for one in made.ask("select number from matters_matter where area_path ^@ %s order by received_at desc limit 300", (path.rsplit("/", 2)[0] + "/",))]  # fmt: skip
    texts = made.ask(TEXTS)
    clerk = people["li"].fields_of("/calls/")
    token = {role: {"Authorization": f"Bearer {made.token(role)}", "Content-Type": "application/json"} for role in ("community_desk", "grid_worker")}  # fmt: skip
    report = {"text": "楼道里的灯坏了三天，晚上看不清台阶，请派人来看一看。", "lon": lon, "lat": lat}
    register = {"method": "POST", "path": "/api/v1/matters", "headers": {**token["community_desk"], "Idempotency-Key": "{uuid}"}, "body": json.dumps(report)}  # fmt: skip
    fresh = _opened(made, register, signs, grid)
    return {
        "inbox": pages(("li", "/inbox/"), ("he", "/inbox/"), ("li", "/inbox/?view=late"), ("tang", "/inbox/"), ("li", "/inbox/?view=all")),
        "inbox, filtered": pages(*((who, f"/inbox/?{one}") for who in ("li", "he") for one in ("kind=hotline", "source=app", "view=closed&order=complaint", "urgency=urgent", "view=all&since=2026-09-01"))),
        "matter": pages(*(("li", f"/matters/{number}/") for number in matters)),
        "search": pages(*(("he", f"/search/?q={quoted}") for quoted in map(quote, questions(texts, 80)))),
        "list by API": cycle([{"method": "GET", "path": "/api/v1/matters?size=50", "headers": token["community_desk"]}]),
        "today": pages(("chen", "/today/"), ("chen", "/today/matters/")),
        "own matters": pages(("zhou", "/"), ("zhou", "/mine/")),
        "board": pages(("he", "/board/"), ("lei", "/board/"), ("lei", "/board/by/")),
        "follow-ups": pages(("li", "/follow-ups/")),
        "call hints": cycle([
            {"method": "POST", "path": "/calls/hints/", "body": urlencode({**clerk, "where": "槐荫里2"[:n], "text": "声控灯不亮"[:n]}),
             "headers": {**people["li"].heads(), "Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{people['li'].host}"}}
            for n in (1, 2, 3, 4)
        ]),
        "register": cycle([register]),
        "sign": iter([
            {"method": "POST", "path": f"/api/v1/matters/{number}/moves", "headers": {**token["grid_worker"], "Idempotency-Key": "{uuid}"}, "body": json.dumps({"move": "accept"})}
            for number in fresh
        ]),
    }  # fmt: skip


TEXTS = "select title, place, text from matters_matter where title <> '' order by follow_token limit 500"
GRID = """
select grid.id, grid.path, grid.lon, grid.lat from people_posting posting join places_area grid on grid.id = posting.area_id
where posting.person_id = %s and grid.level = 4 limit 1
"""


def _person(made: Product, login: str) -> int:
    return int(made.ask("select person_id from people_account where login = %s", (login,))[0][0])


def _opened(made: Product, register: dict[str, Any], signs: int, grid: int) -> list[str]:
    """So many matters that wait to be signed in a grid."""
    if signs:
        sent(made.address, [{**register, "name": "opened"}] * signs, RATE)
    waiting = "select number from matters_matter where grid_id = %s and stage = 'new' and closed_at is null order by id desc limit %s"  # fmt: skip
    found = [row[0] for row in made.ask(waiting, (grid, signs))]
    assert len(found) == signs, f"{len(found)} of {signs} matters wait in the grid"
    return found


def sent(address: tuple[str, int], requests: Sequence[dict[str, Any]], rate: float) -> dict[str, Any]:
    """Send them from another process, so that its work is not in ours; milliseconds, errors, seconds in all."""
    command = [sys.executable, "-m", "bench.mix", address[0], str(address[1]), str(rate)]
    lines = "\n".join(json.dumps(one) for one in requests)
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(command, input=lines, stdout=subprocess.PIPE, text=True, check=True, cwd=root)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def message(request: dict[str, Any], host: str) -> bytes:
    """One request as it goes over the wire."""
    fresh = json.dumps(request).replace("{uuid}", str(uuid4())) if "{uuid}" in str(request) else ""
    asked = json.loads(fresh) if fresh else request
    body: bytes = asked.get("body", "").encode()
    heads = {"Host": host, **asked.get("headers", {}), "Content-Length": str(len(body))}
    lines = [f"{asked['method']} {asked['path']} HTTP/1.1", *(f"{name}: {value}" for name, value in heads.items())]  # fmt: skip
    return b"".join(("\r\n".join(lines).encode(), b"\r\n\r\n", body))


def spread(times: list[float]) -> tuple[float, float, float]:
    """The middle, the 95th and the 99th of a hundred."""
    if len(times) < 2:
        return (times[0],) * 3 if times else (0.0, 0.0, 0.0)
    cuts = quantiles(times, n=100, method="inclusive")
    return cuts[49], cuts[94], cuts[98]


def main() -> None:
    """Read the requests, send each at its time, print what came of it."""
    address, rate = (sys.argv[1], int(sys.argv[2])), float(sys.argv[3])
    host = f"{address[0]}:{address[1]}"
    requests = [json.loads(line) for line in sys.stdin if line.strip()]
    times: dict[str, list[float]] = defaultdict(list)
    codes: Counter[str] = Counter()
    turn, begun = count(), time.perf_counter() + 0.2

    def work() -> None:
        client = None
        while (at := next(turn)) < len(requests):
            when = begun + at / rate
            whole = message(requests[at], host)
            time.sleep(max(0.0, when - time.perf_counter()))
            try:
                client = client or Client(address)
                code = str(client.ask(whole))
            except (OSError, ValueError) as problem:
                client, code = None, type(problem).__name__
            times[requests[at]["name"]].append((time.perf_counter() - when) * 1_000)
            codes[code] += 1

    threads = [Thread(target=work) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    p50, p95, p99 = spread([one for some in times.values() for one in some])
    errors = sum(n for code, n in codes.items() if not code.startswith(("2", "3")))
    by = {name: spread(some)[:2] for name, some in times.items()}
    print(json.dumps({"p50": p50, "p95": p95, "p99": p99, "errors": errors, "codes": codes, "by": by,
                      "seconds": time.perf_counter() - begun}))  # fmt: skip


if __name__ == "__main__":
    main()
