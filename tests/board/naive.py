"""A second way to know the facts and the figures: row by row from matters' own tables, slowly and plainly."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from linli.board.models import Cell, Exclusion, Fact
from linli.board.rules.measures import holds
from linli.board.shape import Measure
from linli.kernel.models import EventRow
from linli.kernel.scope import SYSTEM, scope
from linli.matters.kinds import kind_of
from linli.matters.models import Clock, FollowUp, Matter, Request
from linli.matters.queries.facts import NOT_DISPATCHED

ZONE = ZoneInfo("Asia/Shanghai")
Row = dict[str, Any]


def day(at: datetime | None) -> date | None:
    return at.astimezone(ZONE).date() if at is not None else None


def minutes(start: datetime, end: datetime | None) -> int | None:
    return round((end - start).total_seconds() / 60) if end is not None else None


def late(clock: Clock) -> bool | None:
    if clock.ended_at is not None:
        return clock.ended_at > clock.due_at
    return True if clock.lapses else None


def any_late(clocks: list[Clock]) -> bool | None:
    known = [one for one in map(late, clocks) if one is not None]
    return any(known) if known else None


def facts_now() -> list[Row]:
    """Every fact there should be."""
    with scope(SYSTEM):
        granted = dict(Exclusion.objects.filter(state="granted").values_list("matter_id", "reason"))
        return [row for matter in Matter.objects.order_by("pk") for row in _rounds(matter, granted)]


def _rounds(matter: Matter, granted: dict[int, str]) -> list[Row]:
    kind = kind_of(matter.kind)
    answers = [one for one in FollowUp.objects.filter(matter=matter).order_by("at", "id") if one.reached]
    clocks = list(Clock.objects.filter(matter=matter).order_by("id"))
    moves = [
        row.facts["before"]
        for row in EventRow.objects.filter(
            subject="matter", subject_id=matter.pk, code="matters.moved"
        ).order_by("id")
        if row.facts["stage"] == kind.asking.at
    ]
    held = [
        one for one in Request.objects.filter(matter=matter) if one.state in ("granted", "running", "ended")
    ]
    appealed = {one.follow_up.round for one in held if one.kind == "appeal" and one.follow_up}

    def asked_for(kind: str) -> int:
        return sum(one.kind == kind for one in held)

    found = []
    for turn in range(1, matter.redos + 2):
        before = next((one for one in answers if one.round == turn - 1), None)
        asked = next((one for one in answers if one.round == turn), None)
        own = [
            clock
            for clock in clocks
            if 1 + sum(one.round <= matter.redos and one.at <= clock.started_at for one in answers) == turn
        ]
        first = [clock for clock in own if clock.stage == kind.first.code]
        asking = [clock for clock in own if clock.stage == kind.asking.at]
        work = [clock for clock in own if clock.stage not in (kind.first.code, kind.asking.at)]
        last = turn == matter.redos + 1
        opened = before.at if before else matter.opened_at
        received = before.at if before else matter.received_at
        signed = None
        if turn == 1 and first and all(clock.ended_at for clock in first):
            signed = max(clock.ended_at for clock in first)
        signed_late = any_late(first) if turn == 1 else None
        if signed_late is False and signed is None:
            signed_late = None
        answered = min((clock.started_at for clock in asking), default=matter.answered_at if last else None)
        handled = any_late(work)
        unreached = last and matter.outcome == "unreached"
        step = moves[turn - 1] if len(moves) >= turn else None
        rung = step["rung"] if step else matter.rung
        outcome = matter.outcome if last else ""
        found.append(
            {
                "matter_id": matter.pk, "round": turn, "kind": matter.kind, "source": matter.source,
                "order_type": matter.order_type, "category_id": matter.category_id, "area_path": matter.area_path,
                "place_id": matter.community_id or matter.street_id or matter.district_id,
                "unit_id": step["holder_unit_id"] if step else None, "level": int(kind.ladder[rung].level),
                "received_on": day(received), "answered_on": day(answered),
                "asked_on": day(asked.at if asked else matter.closed_at if unreached else None),
                "closed_on": day(matter.closed_at if last else None),
                "contact_minutes": minutes(received, signed), "answer_minutes": minutes(opened, answered),
                "signed_late": signed_late,
                "handled_late": bool(handled) if handled or answered else None,
                "promise_late": answered > matter.promised_at if answered and turn == 1 and matter.promised_at else None,
                "asked_late": bool(any_late(asking)) if any_late(asking) or asked else None,
                "response_known": signed is not None or bool(signed_late),
                "verdict": asked.verdict if asked else "", "satisfaction": asked.satisfaction if asked else "",
                "attempts": FollowUp.objects.filter(matter=matter, round=turn).count(),
                "connected": True if asked else False if unreached else None, "outcome": outcome,
                "reopened": bool(asked and not last),
                "merged": matter.lead_id is not None, "part": matter.parent_id is not None,
                "not_dispatched": matter.outcome in NOT_DISPATCHED, "ups": matter.ups, "last": last,
                "returned": asked_for("return"),
                "extended": asked_for("extension"),
                "paused": asked_for("pause"), "excluded": granted.get(matter.pk, "appeal" if turn in appealed else ""),
            }
        )  # fmt: skip
    return found


def facts_kept() -> list[Row]:
    """Every fact there is, by the columns of `facts_now`."""
    with scope(SYSTEM):
        columns = list(facts_now()[0]) if Matter.objects.exists() else ["matter_id"]
        return list(Fact.objects.order_by("matter_id", "round").values(*columns))


def count(facts: list[Row], measure: Measure, first: date, last: date, place: str = "/") -> int:
    """A measure counted over plain facts: both days belong to it."""
    chosen = [
        fact
        for fact in facts
        if fact["area_path"].startswith(place)
        and (on := fact[f"{measure.moment}_on"]) is not None
        and first <= on <= last
        and holds(measure, fact)
    ]
    return sum(fact[measure.adds] or 0 for fact in chosen) if measure.adds else len(chosen)


def cells() -> dict[tuple[Any, ...], list[int]]:
    """Every count that is kept; counts of nothing are as good as none."""
    with scope(SYSTEM):
        rows = Cell.objects.values_list("span", "start", "place_id", "axis", "key", "area_path", "counts")
        return {row[:-1]: row[-1] for row in rows if any(row[-1])}


def by_place(facts: list[Row]) -> dict[int, list[Row]]:
    """Facts by the place they count for."""
    found: dict[int, list[Row]] = defaultdict(list)
    for fact in facts:
        found[fact["place_id"]].append(fact)
    return found
