"""Taking in matters through the JSON API, sixteen clients at once, beside the same rows by bare psycopg."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from bench import Figure, Run, at_least, at_most, told
from bench.pages import ROLE
from bench.pressure import Outcome, press
from bench.product import Product, product
from bench.raw import Floor, floor

CLIENTS = 16
TEXTS = 97
GRIDS = """
select grid.lon, grid.lat from places_area grid
where grid.level = 4 and grid.until is null and grid.path like (select path from places_area where id = %s) || '%%'
order by grid.id
"""


@dataclass(frozen=True)
class Round:
    """The API and the floor one right after the other. spent: seconds of processor time by part."""

    api: Outcome
    spent: Mapping[str, float]
    raw: Floor
    raw_cpu: float

    @property
    def share(self) -> float:
        """The rate as a part of the floor's."""
        return self.api.rate / self.raw.rate

    @property
    def milliseconds(self) -> float:
        """Processor time for each matter: web, worker and database, until everybody was told and all was sealed."""
        return 1_000 * sum(self.spent.values()) / self.api.done


def figures(run: Run) -> Iterable[Figure]:
    """The rate, its part of the raw rate, and the processor time; the middle of several rounds each."""
    made = product(run)
    requests = list(reports(made, 2_000))
    press(made.address, requests, CLIENTS, run.pick(4, 1))  # plans are made, what is kept in memory is there
    rounds = [_round(made, requests, run) for _again in range(run.pick(5, 2))]
    assert not any(one.api.refused for one in rounds), "an intake was refused"
    one = sorted(rounds, key=lambda one: one.share)[len(rounds) // 2]
    shares, costs = [one.share for one in rounds], [one.milliseconds for one in rounds]
    matters = f"{run.matters:,} matters there"
    yield told("create, API, 16 clients", one.api.rate, "/s",
               f"middle of {len(rounds)}; half within {one.api.p50:.0f} ms, 99 % within {one.api.p99:.0f} ms; {matters}")  # fmt: skip
    yield at_least("create, part of raw psycopg with the same rows", median(shares), "x", 0.4,
                   f"raw {one.raw.rate:.0f}/s; rounds {_span(shares)}")  # fmt: skip
    yield at_most("create, processor time in all", median(costs), "ms", 5,
                  f"{_parts(one)}; raw client + postgres {one.raw_cpu:.2f}; rounds {_span(costs)}")  # fmt: skip


def _round(made: Product, requests: list[dict[str, Any]], run: Run) -> Round:
    made.settle()
    before = made.cpu()
    api = press(made.address, requests, CLIENTS, run.pick(6, 2))
    made.settle()
    after = made.cpu()
    raw = floor(made.home, CLIENTS, run.pick(6, 2))
    of_database = made.cpu()["postgres"] - after["postgres"]
    spent = {part: after[part] - before[part] for part in after}
    return Round(api, spent, raw, 1_000 * (raw.cpu + of_database) / raw.done)


def reports(made: Product, how_many: int) -> Iterator[dict[str, Any]]:
    """Requests that take in a matter each: positions in the desk's own grids, a text of common length."""
    token = made.token(ROLE)
    heads = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    _status, me = made.get("/api/v1/me", Authorization=f"Bearer {token}")
    places = made.ask(GRIDS, (json.loads(me)["posts"][0]["area_id"],))
    for at in range(how_many):
        lon, lat = places[at % len(places)]
        body = {"text": f"{at % TEXTS}号楼楼道里的灯坏了三天，晚上看不清台阶，老人上下楼很危险，请派人来看一看。", "lon": lon, "lat": lat}  # fmt: skip
        yield {"method": "POST", "path": "/api/v1/matters", "headers": {**heads, "Idempotency-Key": "{uuid}"}, "body": json.dumps(body)}  # fmt: skip


def _parts(one: Round) -> str:
    each = {part: 1_000 * seconds / one.api.done for part, seconds in one.spent.items()}
    return " + ".join(f"{part} {cost:.2f}" for part, cost in each.items() if cost >= 0.01)


def _span(values: list[float]) -> str:
    return f"{min(values):.2f} to {max(values):.2f}"
