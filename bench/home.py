"""What a resident's first page weighs: everything a browser fetches for it, with the heads of the answers."""

import re
from collections.abc import Iterable
from urllib.parse import urljoin

from bench import Figure, Run, at_most
from bench.product import product
from bench.visitor import Visitor

MOST = 60.0
RESIDENT = "zhou"
_LINKED = re.compile(r'(?:<link[^>]*\bhref|<script[^>]*\bsrc|<img[^>]*\bsrc|<use\s+href)="([^"#]+)')
_IN_STYLE = re.compile(r"url\(['\"]?([^'\")#]+)")


def figures(run: Run) -> Iterable[Figure]:
    """Kilobytes (1,000 bytes) on the first visit, nothing kept: a guest, and a resident with matters of her own."""
    made = product(run)
    for who, visitor in (
        ("guest", Visitor(made.address)),
        ("signed in", Visitor.signed_in(made.address, RESIDENT)),
    ):
        sizes = first_load(visitor, "/")
        heaviest = sorted(sizes.items(), key=lambda one: -one[1])[:3]
        parts = ", ".join(f"{path.rpartition('/')[2] or 'page'} {size / 1000:.1f}" for path, size in heaviest)
        yield at_most(f"resident home, first load, {who}", sum(sizes.values()) / 1000, "KB", MOST, f"{len(sizes)} files: {parts} ...")  # fmt: skip


def first_load(visitor: Visitor, path: str) -> dict[str, int]:
    """The bytes of a page and of all it names, by path."""
    page = visitor.get(path)
    assert page.status == 200
    sizes = {path: page.size}
    ahead = _LINKED.findall(page.text)
    while ahead:
        found = ahead.pop()
        if found in sizes or found.startswith("data:"):
            continue
        answer = visitor.get(found)
        assert answer.status == 200, f"{found}: {answer.status}"
        sizes[found] = answer.size
        if found.endswith(".css"):
            style = visitor.get(found, plain=True).text
            ahead += [urljoin(found, one) for one in _IN_STYLE.findall(style)]
    return sizes
