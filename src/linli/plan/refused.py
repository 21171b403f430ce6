"""What cannot be planned at all: a stable code and a sentence that names the rows."""

import math
from collections import Counter
from collections.abc import Iterable

from linli.kernel.refusal import Refusal


def some(names: Iterable[str], most: int = 5) -> str:
    """The first names and how many there are."""
    listed = list(names)
    more = f" 等 {len(listed)} 个" if len(listed) > most else ""
    return "、".join(listed[:most]) + more


def refuse_numbers(numbers: Iterable[tuple[str, float]], what: str) -> None:
    """Refuses numbers that are not finite or below zero; pairs of owner and number."""
    bad = [who for who, number in numbers if not math.isfinite(number) or number < 0]
    if bad:
        raise Refusal(
            "plan_bad_number", f"{what}应为不小于 0 的数，请检查：{some(bad)}。", facts={"who": bad}
        )


def refuse_places(places: Iterable[tuple[str, float, float]]) -> None:
    """Refuses coordinates that are not finite."""
    bad = [who for who, x, y in places if not (math.isfinite(x) and math.isfinite(y))]
    if bad:
        raise Refusal("plan_bad_place", f"位置不是数，请检查：{some(bad)}。", facts={"who": bad})


def refuse_doubles(names: Iterable[str], what: str) -> None:
    """Refuses two rows of one name."""
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    if twice:
        raise Refusal("plan_twice", f"{what}编号重复：{some(twice)}。", facts={"who": twice})


def refuse_size(count: int, most: int, what: str) -> None:
    """Refuses more rows than one unit of work may have."""
    if count > most:
        raise Refusal(
            "plan_too_large",
            f"一次最多安排 {most} {what}，现有 {count}。请按网格员或社区分开。",
            facts={"count": count, "most": most},
        )
