"""Signs of life: each of the worker's rounds says when it last came through; health checks read it.

Kept in the shared cache table, which is lost after a crash like the moment it tells of.
"""

from datetime import datetime

from django.core.cache import cache


def beat(name: str, now: datetime) -> None:
    """This round came through at `now`."""
    cache.set(f"beat:{name}", now.isoformat(), None)


def last_beats(names: tuple[str, ...]) -> dict[str, datetime | None]:
    """When each round last came through; None where it never did."""
    kept = cache.get_many([f"beat:{name}" for name in names])
    found = {name: kept.get(f"beat:{name}") for name in names}
    return {name: datetime.fromisoformat(at) if at else None for name, at in found.items()}
