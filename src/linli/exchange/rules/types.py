"""Which events other systems may be told of."""

from collections.abc import Iterable

from linli.kernel.event import registry
from linli.matters import events as _matters  # noqa: F401  their codes are known then
from linli.places import events as _places  # noqa: F401

SUBJECTS = ("matter", "area", "category")
PACKAGES = ("matters", "places")
KEPT_IN = frozenset(
    {"matters.reporter_seen", "matters.follow_up_link_made", "matters.imported", "matters.concluded"}
)
"""Who opened what, and history that nobody is told of."""
TEST = "exchange.test_asked"


def published() -> tuple[str, ...]:
    """Codes of the events that may be subscribed to."""
    return tuple(
        sorted(
            code
            for code, kind in registry.items()
            if kind.subject in SUBJECTS and code.partition(".")[0] in PACKAGES and code not in KEPT_IN
        )
    )


def unknown(types: Iterable[str]) -> list[str]:
    """Those that are neither a code nor a package with a star."""
    known = {*published(), *(f"{package}.*" for package in PACKAGES)}
    return sorted(set(types) - known)


def fits(code: str, types: Iterable[str]) -> bool:
    """Whether a subscription to these types is told of this event."""
    return code == TEST or code in types or f"{code.partition('.')[0]}.*" in types
