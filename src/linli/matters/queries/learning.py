"""How suggestions of categories have fared, by week: how sure, how often people agreed, whether the mix has moved."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.conf import settings
from django.db import connection

from linli.assist.sorting import store
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor

from .. import access
from ..rules.drift import Seen, alarms, moved
from .categories import branches
from .standing import china_day

WEEKS, BEFORE = 8, 4
"""Weeks that are shown; earlier ones a week's mix is held against."""
BINS = (0.0, 0.5, 0.7, 0.9, 1.01)


@dataclass(frozen=True)
class Week:
    """One week. alarms: codes of what somebody should look at."""

    monday: date
    seen: Seen
    alarms: list[str]


@dataclass(frozen=True)
class Bin:
    """Suggestions between two confidences that people decided: what was said, how often it was right, in per cent."""

    low: int
    high: int
    n: int
    said: int
    right: int


@dataclass(frozen=True)
class Mix:
    """A category's share of the last four weeks and of the four before."""

    name: str
    before: int
    now: int


@dataclass(frozen=True)
class Learning:
    """Everything of the page."""

    weeks: list[Week]
    bins: list[Bin]
    mix: list[Mix]


# The first category that was suggested stands for those nobody decided.
ROWS = """
select date_trunc('week', made_at at time zone 'Asia/Shanghai')::date, width_bucket(confidence, %s::float8[]),
    coalesce(nullif(chosen, ''), given -> 0 ->> 0), count(*), count(*) filter (where chosen_by is not null),
    count(*) filter (where chosen_by is not null and chosen = given -> 0 ->> 0),
    coalesce(sum(confidence) filter (where chosen_by is not null), 0)
from matters_suggestion where made_at >= %s and area_path ^@ any(%s) group by 1, 2, 3
"""


def learning(actor: Actor, now: datetime) -> Learning:
    """Of the areas the actor sees learning for; one query."""
    today = china_day(now)
    monday = today - timedelta(days=today.weekday())
    since = monday - timedelta(weeks=WEEKS + BEFORE - 1)
    paths = [grant.path for grant in actor.grants if grant.permission == access.SEE_LEARNING]
    with connection.cursor() as cursor:
        cursor.execute(ROWS, (list(BINS[:-1]), since, paths))
        rows = cursor.fetchall()
    mondays = [since + timedelta(weeks=at) for at in range(WEEKS + BEFORE)]
    mixes = {one: Counter[str]() for one in mondays}
    for week, _bin, label, n, *_rest in rows:
        mixes[week][label] += n
    seen = [_seen([row for row in rows if row[0] == one], one, mixes) for one in mondays]
    weeks = [
        Week(one, seen[at], alarms(seen[at], seen[max(0, at - BEFORE) : at]))
        for at, one in enumerate(mondays)
        if at >= BEFORE
    ]
    return Learning(weeks[::-1], _bins(rows), _mix(mixes, mondays))


def _seen(
    rows: list[tuple[date, int, str, int, int, int, float]], week: date, mixes: dict[date, Counter[str]]
) -> Seen:
    n = sum(row[3] for row in rows)
    decided = sum(row[4] for row in rows)
    before: Counter[str] = Counter()
    for one, mix in mixes.items():
        if week - timedelta(weeks=BEFORE) <= one < week:
            before += mix
    return Seen(
        matters=n,
        unsure=sum(row[3] for row in rows if row[1] == 1) / n if n else 0.0,
        decided=decided,
        agreed=sum(row[5] for row in rows) / decided if decided else 0.0,
        said=float(sum(row[6] for row in rows)) / decided if decided else 0.0,
        moved=moved(before, mixes[week]),
    )


def _bins(rows: list[tuple[date, int, str, int, int, int, float]]) -> list[Bin]:
    found = []
    for at, (low, high) in enumerate(pairwise(BINS), 1):
        here = [row for row in rows if row[1] == at]
        n = sum(row[4] for row in here)
        if n:
            said, right = float(sum(row[6] for row in here)) / n, sum(row[5] for row in here) / n
            ends = round(100 * low), round(100 * min(1.0, high))
            found.append(Bin(*ends, n, round(100 * said), round(100 * right)))
    return found


def _mix(mixes: dict[date, Counter[str]], mondays: list[date]) -> list[Mix]:
    names = {one.code: one.name for one in branches()}
    now, before = Counter[str](), Counter[str]()
    for one in mondays[-BEFORE:]:
        now += mixes[one]
    for one in mondays[-2 * BEFORE : -BEFORE]:
        before += mixes[one]
    whole = max(1, now.total()), max(1, before.total())
    codes = [code for code, _n in (now + before).most_common(12)]
    return [
        Mix(names.get(code, code), round(100 * before[code] / whole[1]), round(100 * now[code] / whole[0]))
        for code in codes
    ]


@dataclass(frozen=True)
class Version:
    """A version of the machine. f1, error: macro-F1 and calibration error on what it had not seen, None if not measured."""

    name: str
    live: bool
    rows: int
    until: str
    f1: float | None
    error: float | None
    reasons: list[str]


def versions() -> list[Version]:
    """Those kept in this home, the newest data first; a broken one is left out."""
    root, found = settings.LINLI_ASSIST, []
    live = store.live(root)
    for name in reversed(store.versions(root)):
        try:
            card = store.card(root, name)
        except Refusal:
            continue
        figures = card.metrics
        found.append(
            Version(
                name, name == live, card.rows, card.until[:10], figures.macro_f1 if figures else None,
                figures.calibration_error if figures else None, card.reasons,
            )
        )  # fmt: skip
    return found


def doings(most: int = 10) -> list[store.Line]:
    """What was done with versions, the newest first."""
    return store.journal(settings.LINLI_ASSIST)[::-1][:most]
