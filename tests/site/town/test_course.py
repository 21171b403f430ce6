"""A course lived in the sample town leaves the rows that the commands and the sweep would have left."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from linli.kernel.models import EventRow
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import (
    assign,
    follow_up,
    hand_up,
    move_matter,
    note,
    open_matter,
    send_down,
    support,
    sweep_all,
    urge,
)
from linli.matters.kinds import kind_of
from linli.matters.models import Clock, FollowUp, Matter, Remark, Reporter, Supporter
from linli.matters.queries.standing import china_day, desks_of
from linli.matters.terms import RemarkKind
from linli.places.queries import lineage, work_time
from linli.site.town.course import By, Course, Ids

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


class Both:
    """Does each step twice: by the command, and in a course."""

    def __init__(self, cast, kind: str, at: datetime):
        self.cast, self.kind = cast, kind
        path = lineage(cast.areas["building2"]).path
        numbers = count(1)
        self.course = Course(
            Ids(numbers, numbers, numbers), kind_of(kind), path, desks_of(kind_of(kind), path, china_day(at)), work_time(path)
        )  # fmt: skip
        self.matter_id = 0
        self.last = at

    def by(self, name: str) -> By:
        return By("person", self.cast.people[name])

    def to(self, at: datetime) -> dict:
        """Let the limits run out until then, on both sides, at the very moments they are due."""
        while True:
            with scope(SYSTEM):
                look = Matter.objects.get(pk=self.matter_id).next_due_at
            if look is None or look > at:
                break
            sweep_all(now=look)
        self.course.sweep(at)
        self.last = at
        return {"now": at, "matter_id": self.matter_id}

    def open(self, name: str, at: datetime, source: str) -> None:
        opened = open_matter(
            actor=self.cast.actor(name), now=at, kind=self.kind, text="灯不亮", area_id=self.cast.areas["building2"],
            source=source, order_type="help" if source == "hotline" else "",
        )  # fmt: skip
        self.matter_id = opened.subject_id
        with scope(SYSTEM):
            row = Matter.objects.values().get(pk=self.matter_id)
        told = {
            key: row[key]
            for key in (
                "number", "source", "order_type", "category_id", "title", "text", "place", "area_id", "district_id",
                "street_id", "community_id", "grid_id", "building_id", "lon", "lat", "opened_at", "follow_via", "photos",
                "reporter_person_id", "origin", "last_event_id",
            )
        }  # fmt: skip
        self.course.begin(
            at, self.by(name), told, worker=self.cast.people["chen"], registered=opened.registered
        )

    def same(self) -> None:
        """The rows are alike, ids and the order of creation apart."""
        with scope(SYSTEM):
            kept = Matter.objects.values().get(pk=self.matter_id)
            lived = self.course.matter
            for key in lived.keys() - {"id"}:
                assert kept[key] == lived[key], key
            for model, rows, order in (
                (Clock, self.course.clocks, "started_at"),
                (Remark, self.course.remarks, "at"),
                (FollowUp, self.course.follow_ups, "at"),
                (Supporter, self.course.supporters, "at"),
            ):
                theirs = list(model.objects.filter(matter_id=self.matter_id).order_by(order, "id").values())
                assert [_plain(row) for row in theirs] == [_plain(row) for row in rows], model
            events = EventRow.objects.filter(subject="matter", subject_id=self.matter_id).order_by("id")
            told = [
                (row.code, row.at, row.actor_kind, row.actor_id, row.door, row.area_path, _facts(row.facts))
                for row in events
            ]
        assert told == [
            (one.event.code, one.at, one.by.kind, one.by.person_id, one.by.door, one.event.area_path, _facts(one.event.facts()))
            for one in self.course.happenings
        ]  # fmt: skip


def _plain(row: dict) -> dict:
    return {key: value for key, value in row.items() if key not in ("id", "matter_id", "remark_id")}


def _facts(facts: dict) -> dict:
    """Facts with own ids made alike, only whether one is there counts; moments in one zone."""
    found = {
        key: datetime.fromisoformat(value).astimezone(UTC) if key.endswith("_at") and value else value
        for key, value in facts.items()
    }
    for key in ("remark_id", "clock_id"):
        if key in found:
            found[key] = found[key] is not None
    if "before" in found:
        found["before"] = _facts(found["before"])
    return found


def test_a_snapshot_up_the_ladder_and_done_again(cast, now):
    both = Both(cast, "snapshot", now)
    both.open("zhou", now, "app")
    course, by = both.course, both.by
    move_matter(actor=cast.actor("chen"), move="accept", text="看过了", **both.to(now + HOUR))
    course.move(both.last, by("chen"), "accept", "看过了")
    hand_up(actor=cast.actor("chen"), text="要换线", **both.to(now + 2 * HOUR))
    assert course.hand_up(both.last, by("chen"), "要换线")
    assign(actor=cast.actor("li"), unit_id=cast.organisations["works"], **both.to(now + 3 * HOUR))
    course.assign(both.last, by("li"), unit_id=cast.organisations["works"])
    note(actor=cast.actor("li"), text="约好了", **both.to(now + 3.5 * HOUR))
    course.note(both.last, by("li"), "约好了", RemarkKind.NOTE, public=False)
    send_down(actor=cast.actor("shi"), text="换好了", fed_back=True, **both.to(now + 20 * HOUR))
    assert course.send_down(both.last, by("shi"), "换好了", fed_back=True)
    support(actor=cast.actor("feng"), **both.to(now + 21 * HOUR))
    course.support(both.last, cast.people["feng"])
    urge(actor=cast.actor("zhou"), **both.to(now + 22 * HOUR))
    course.urge(both.last, by("zhou"))
    both.same()
    move_matter(actor=cast.actor("chen"), move="fix", text="亮了", **both.to(now + 23 * HOUR))
    course.move(both.last, by("chen"), "fix", "亮了")
    for hours, verdict in ((25, ""), (28, "unsolved")):
        follow_up(
            actor=cast.actor("li"),
            via="phone",
            reached=bool(verdict),
            verdict=verdict,
            **both.to(now + hours * HOUR),
        )
        course.ask(both.last, by("li"), "phone", verdict)
    both.same()
    move_matter(actor=cast.actor("chen"), move="fix", text="又修了", **both.to(now + 44 * HOUR))
    course.move(both.last, by("chen"), "fix", "又修了")
    follow_up(
        actor=cast.actor("li"), via="visit", reached=True, verdict="solved", satisfaction="good", text="认可",
        **both.to(now + 48 * HOUR),
    )  # fmt: skip
    course.ask(both.last, by("li"), "visit", "solved", "good", "认可")
    both.same()
    assert not course.open


def test_limits_that_run_out_at_every_level(cast, now):
    both = Both(cast, "snapshot", now)
    both.open("zhou", now, "app")
    for days in (1, 2, 4, 8, 30):
        both.to(now + timedelta(days=days))
        both.same()
    assert both.course.state.holder_role == "district_desk"
    assert both.course.matter["lates"] == 4


def test_an_order_answered_late(cast, now):
    both = Both(cast, "hotline", now)
    both.open("he", now, "hotline")
    move_matter(actor=cast.actor("li"), move="sign", **both.to(now + 26 * HOUR))
    both.course.move(both.last, both.by("li"), "sign")
    send_down(actor=cast.actor("li"), text="请到现场看", **both.to(now + 27 * HOUR))
    both.course.send_down(both.last, both.by("li"), "请到现场看", fed_back=False)
    move_matter(actor=cast.actor("chen"), move="answer", text="修好了", **both.to(now + timedelta(days=14)))
    both.course.move(both.last, both.by("chen"), "answer", "修好了")
    for tries in range(3):
        follow_up(
            actor=cast.actor("guo"),
            via="phone",
            reached=False,
            **both.to(now + timedelta(days=15, hours=12 * tries)),
        )
        both.course.ask(both.last, both.by("guo"), "phone", "")
    both.same()
    assert both.course.matter["outcome"] == "unreached"


def test_a_report_is_refused_on_both_sides_alike(cast, now):
    both = Both(cast, "snapshot", now)
    both.open("zhou", now, "app")
    assert not both.course.send_down(now, both.by("chen"), "往下", fed_back=False)
    both.same()
    with scope(SYSTEM):
        assert Reporter.objects.get(pk=both.matter_id).person_id == cast.people["zhou"]
