"""Pages that people wait for most: the inbox of a desk, first page and page 1,500, and one matter."""

import json
from collections.abc import Iterable, Iterator
from statistics import median

from bench import Figure, Run, at_most
from bench.pressure import press
from bench.product import Product, product
from bench.visitor import Visitor

DESK, DISTRICT = "li", "tang"
ROLE = "community_desk"
"""An ordinary user: one community, behind the wall like everybody."""
ROWS = 50
FAR = 1_500


def figures(run: Run) -> Iterable[Figure]:
    """Milliseconds from request to whole answer, one client; and the processor time beside it."""
    made = product(run)
    desk, district = Visitor.signed_in(made.address, DESK), Visitor.signed_in(made.address, DISTRICT)
    yield from _page(
        made, run, f"inbox of a community, {_rows(desk, '/inbox/')} rows, page 1", desk, ["/inbox/"], 50
    )
    page, mark = _far(made, min(FAR, run.matters // ROWS - 1))
    first, far = "/inbox/?view=all", f"/inbox/?view=all&after={mark}&from={(page - 1) * ROWS + 1}"
    assert _rows(district, first) == _rows(district, far) == ROWS
    yield from _page(made, run, f"inbox of the district, all {run.matters:,}, page 1", district, [first], 50)
    yield from _page(
        made, run, f"inbox of the district, all {run.matters:,}, page {page:,}", district, [far], 50
    )
    own = matter_pages(made)
    assert desk.get(own[0]).status == 200
    yield from _page(made, run, "matter page", desk, own, 40)


def _page(
    made: Product, run: Run, name: str, who: Visitor, paths: list[str], most: float
) -> Iterator[Figure]:
    requests = [{"method": "GET", "path": path, "headers": who.heads()} for path in paths]
    press(made.address, requests, 1, run.pick(2, 1))
    idle = made.idle
    times, slow, spent, done = [], [], 0.0, 0
    for _again in range(3):
        before = sum(made.cpu().values())
        found = press(made.address, requests, 1, run.pick(3, 1))
        spent += sum(made.cpu().values()) - before - found.seconds * idle
        done += found.done
        assert not found.refused
        times.append(found.p50)
        slow.append(found.p99)
    cost = f"{1_000 * spent / done:.1f} ms processor time"
    yield at_most(
        name, median(times), "ms", most, f"{cost}; 99 % within {median(slow):.0f} ms; {done} answers"
    )


def _rows(who: Visitor, path: str) -> int:
    answer = who.get(path)
    assert answer.status == 200, f"{path}: {answer.status}"
    return answer.text.count("<tr data-row")


def matter_pages(made: Product) -> list[str]:
    """The newest matters of the desk's community."""
    status, body = made.get("/api/v1/matters?view=all&size=100", Authorization=f"Bearer {made.token(ROLE)}")
    assert status == 200
    return [f"/matters/{matter['number']}/" for matter in json.loads(body)["matters"]]


def _far(made: Product, page: int) -> tuple[int, str]:
    """The mark behind which a page begins, by turning all the pages before it through the API, two at a time."""
    token, mark = made.token("district_desk"), ""
    for _turn in range((page - 1) // 2):
        status, body = made.get(
            f"/api/v1/matters?view=all&size={2 * ROWS}&after={mark}", Authorization=f"Bearer {token}"
        )
        assert status == 200
        mark = json.loads(body)["after"]
    return (page - 1) // 2 * 2 + 1, mark
