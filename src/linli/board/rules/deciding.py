"""Who decides about figures: the level above, and never about the own request."""

from collections.abc import Mapping, Sequence

from linli.kernel.scope import Standing


def highest(standings: Sequence[Standing], path: str, levels: Mapping[int, int]) -> int | None:
    """The highest level (the smallest number) at which somebody serves over a place; None where nowhere."""
    found = [levels[one.area_id] for one in standings if path.startswith(one.path) and one.area_id in levels]
    return min(found, default=None)


def may_decide(level: int | None, asked_level: int, who: int | None, asked_by: int | None) -> bool:
    """True for a level above the one that asked, and for somebody else than who asked."""
    return level is not None and level < asked_level and (who is None or who != asked_by)
