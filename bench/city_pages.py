"""Pages of a large city, each as the person who lives on it: every filter of the inbox, the call screen, the boards."""

import re
import time
from collections.abc import Iterable, Iterator
from os import getloadavg
from statistics import median, quantiles
from typing import NamedTuple

from bench import Figure, Run, at_most, told
from bench.product import Product
from bench.visitor import Visitor

DESKS = {"li": "community", "he": "street", "tang": "district", "shi": "unit"}
VIEWS = ("open", "late", "today", "fresh", "working", "asking", "deciding", "closed", "all")
_SELECT = re.compile(r'<select[^>]*name="(\w+)".*?</select>', re.DOTALL)
_OPTION = re.compile(r'<option value="([^"]+)"')
_NEXT = re.compile(r'href="(\?[^"]*after=[^"]*)"')
PAGES = {
    "home of a resident": ("zhou", "/", 50), "own matters of a resident": ("zhou", "/mine/", 50),
    "today of a grid worker": ("chen", "/today/", 50), "matters of a grid worker": ("chen", "/today/matters/", 50),
    "asks of a department": ("shi", "/asks/", 50), "agent": ("bai", "/attend/", 50),
    "follow-ups": ("li", "/follow-ups/", 50), "board of a street": ("he", "/board/", 100),
    "board of the leader": ("lei", "/board/", 100), "wall of the leader": ("lei", "/board/wall/", 100),
    "rates by area": ("lei", "/board/by/", 100), "call screen": ("li", "/calls/", 100),
    "register screen": ("li", "/matters/new/", 50), "open figures": ("", "/open/figures/", 100),
    "Open311 list": ("", "/open311/v2/requests.json?page_size=50", 100), "incidents": ("he", "/incidents/", 50),
    "units": ("he", "/units/", 50), "places to talk": ("", "/proposals/", 50),
}  # fmt: skip
"""By name: who, where, and the milliseconds that are promised (or, for pages without a promise, hoped for)."""
TYPED = ("槐荫里2", "槐", "声控灯不亮", "12900002076")


class Taken(NamedTuple):
    """One page: the middle of the times, its address."""

    ms: float
    path: str


def pages_of(made: Product, run: Run) -> Iterator[Figure]:
    """Middle times of one client at a time; the inbox by all its filters."""
    people = {login: Visitor.signed_in(made.address, login) for login in {*DESKS, *(who for who, _path, _most in PAGES.values() if who)}}  # fmt: skip
    people[""] = Visitor(made.address)
    for login, what in DESKS.items():
        yield from _inbox(made, people[login], what, run)
    for name, (login, path, most) in PAGES.items():
        idle, before, begun = made.idle, sum(made.cpu().values()), time.perf_counter()
        times = run.pick(9, 3)
        taken = _timed(people[login], path, times)
        spent = sum(made.cpu().values()) - before - (time.perf_counter() - begun) * idle
        yield at_most(name, taken.ms, "ms", most, f"{1_000 * spent / (times + 1):.0f} ms processor time")
    yield _hints(people["li"], run)
    yield from _rest(made, run)


def _timed(who: Visitor, path: str, times: int) -> Taken:
    taken = []
    for _again in range(times + 1):
        begun = time.perf_counter()
        answer = who.get(path)
        taken.append((time.perf_counter() - begun) * 1_000)
        assert answer.status == 200, f"{path}: {answer.status}"
    return Taken(median(taken[1:]), path)


def _inbox(made: Product, who: Visitor, what: str, run: Run) -> Iterator[Figure]:
    """Every view, every value of every filter in the views of open and of all matters, and deep pages."""
    first = who.get("/inbox/", plain=True).text
    filters = [f"{name}={value}" for name, value in _choices(first)]
    filters += ["since=2026-06-01", "until=2026-06-30", "since=2026-06-01&until=2026-06-07"]
    paths = [f"/inbox/?view={view}" for view in VIEWS]
    paths += [f"/inbox/?view={view}&{one}" for view in ("open", "closed", "all") for one in filters]
    pairs = list(zip(filters, filters[3:] + filters[:3], strict=True))[::3]
    paths += [f"/inbox/?view={view}&{one}&{other}" for view in ("open", "all") for one, other in pairs]
    for view, turns in (("all", run.pick(20, 3)), ("open", run.pick(10, 3))):
        paths += _turned(who, f"/inbox/?view={view}", turns)
    idle, before, begun = made.idle, sum(made.cpu().values()), time.perf_counter()
    times = run.pick(2, 1)
    taken = sorted((_timed(who, path, times) for path in paths), reverse=True)
    spent = sum(made.cpu().values()) - before - (time.perf_counter() - begun) * idle
    each = 1_000 * spent / (len(paths) * (times + 1))
    middles = [one.ms for one in taken]
    over = sum(one > 50 for one in middles)
    slow = ", ".join(f"{one.path.partition('?')[2]} {one.ms:.0f}" for one in taken[:3])
    yield at_most(f"inbox of a {what}, any page and filter, p95", quantiles(middles, n=20)[18], "ms", 50,
                  f"{len(paths)} addresses, middle {median(middles):.0f}, {over} above 50: {slow}; {each:.0f} ms processor time each")  # fmt: skip


def _choices(page: str) -> Iterable[tuple[str, str]]:
    for select in _SELECT.finditer(page):
        options = _OPTION.findall(select[0])
        if select[1] not in ("area", "sort"):
            yield from ((select[1], value) for value in options[:8])


def _turned(who: Visitor, path: str, times: int) -> Iterator[str]:
    """The addresses of the pages after it."""
    for _turn in range(times):
        found = _NEXT.search(who.get(path, plain=True).text)
        if found is None:
            return
        path = "/inbox/" + found[1].replace("&amp;", "&")
        yield path


def _hints(clerk: Visitor, run: Run) -> Figure:
    """What shows while a clerk types: the place, the kind, the words and the number grow letter by letter."""
    fields = clerk.fields_of("/calls/")
    where, what, text, phone = TYPED
    steps = [
        *({"where": where[: at + 1]} for at in range(len(where))), *({"where": where, "what": what[: at + 1]} for at in range(len(what))),
        *({"where": where, "what": what, "text": text[: at + 1]} for at in range(len(text))),
        *({"where": where, "what": what, "text": text, "phone": phone[: at + 1]} for at in range(len(phone))),
    ] * run.pick(4, 1)  # fmt: skip
    taken = []
    for step in steps:
        begun = time.perf_counter()
        answer = clerk.ask("POST", "/calls/hints/", {**fields, **step})
        taken.append((time.perf_counter() - begun) * 1_000)
        assert answer.status == 200, answer.status
    return at_most("hints of the call screen while typing, p95", quantiles(taken, n=20)[18], "ms", 100,
                   f"{len(taken)} letters, middle {median(taken):.0f}, slowest {max(taken):.0f}")  # fmt: skip


def _rest(made: Product, run: Run) -> Iterator[Figure]:
    """The list over the API, as a desk of the district, beside a bare select of as many rows."""
    token = made.token("district_desk")
    taken = []
    for _again in range(run.pick(9, 3)):
        begun = time.perf_counter()
        status, _body = made.get("/api/v1/matters?view=all&size=50", Authorization=f"Bearer {token}")
        taken.append((time.perf_counter() - begun) * 1_000)
        assert status == 200
    district = made.ask("select id from places_area where level = 1 limit 1")[0][0]
    begun = time.perf_counter()
    bare = "select * from matters_matter where district_id = %s order by received_at desc, id desc limit 50"
    made.ask(bare, (district,))
    yield at_most("REST list of the district", median(taken), "ms", 50,
                  f"a bare select of the rows on a connection of its own {(time.perf_counter() - begun) * 1_000:.1f} ms")  # fmt: skip
    yield told("load of the machine in the last minute", getloadavg()[0], "")
