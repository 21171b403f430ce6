"""Resident memory after work of every kind, sixteen clients at once."""

from collections.abc import Iterable

from bench import Figure, Run, at_most
from bench.create import CLIENTS, reports
from bench.pages import DESK, DISTRICT, matter_pages
from bench.pressure import press
from bench.product import product
from bench.visitor import Visitor

WEB, WORKER = 200.0, 250.0
LISTS = (
    "/inbox/", "/inbox/?view=all", "/inbox/?view=closed", "/inbox/?sort=new", "/search/?q=%E6%A5%BC%E9%81%93",
    "/doors/", "/messages/",
)  # fmt: skip


def figures(run: Run) -> Iterable[Figure]:
    """Megabytes (10^6 bytes) of the largest process, when intake, lists, search and pages were pressed in turn."""
    made = product(run)
    creating = list(reports(made, 500))
    visitors = [Visitor.signed_in(made.address, login) for login in (DESK, DISTRICT)]
    looking = [
        {"method": "GET", "path": path, "headers": who.heads()}
        for who in visitors
        for path in (*LISTS, *matter_pages(made))
    ]
    seen = press(made.address, looking, CLIENTS, run.pick(20, 3))
    taken = press(made.address, creating, CLIENTS, run.pick(10, 2))
    assert not taken.refused
    made.settle()
    work = f"after {seen.done:,} pages and {taken.done:,} intakes; {seen.refused} pages refused"
    yield at_most("web, resident", made.megabytes("web"), "MB", WEB, work)
    yield at_most("worker, resident", made.megabytes("worker"), "MB", WORKER, work)
