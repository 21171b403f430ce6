"""What of a list's address may be kept under a name: its filters, never a place in its pages."""

from urllib.parse import parse_qsl, urlencode

FILTERS = (
    "view", "kind", "within", "holder", "unit", "source", "order", "urgency", "category", "since", "until",
    "waiting", "q", "sort",
)  # fmt: skip
LONGEST = 500
MOST = 12
"""How many a person keeps at an area, and a desk shares: all of them stand above the list, each with its number."""


def kept_query(query: str) -> str:
    """The filters of an address in their one order; empty where there are none or too many."""
    given = dict(parse_qsl(query.lstrip("?"))) if len(query) <= 4 * LONGEST else {}
    kept = urlencode([(name, given[name]) for name in FILTERS if given.get(name)])
    return kept if len(kept) <= LONGEST else ""
