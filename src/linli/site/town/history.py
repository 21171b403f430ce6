"""Three months of matters: reported at likely times, lived by the rules, written many at once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from random import Random

from django.db import connection

from linli.kernel.event import Event
from linli.kernel.models import EventRow, Notice
from linli.kernel.terms import Channel, NoticeState
from linli.kernel.worktime import WorkTime
from linli.matters.kinds import kind_of
from linli.matters.models import Clock, FollowUp, Matter, Remark, Reporter, Supporter
from linli.matters.queries.standing import china_day, desks_of
from linli.matters.rules.numbers import number
from linli.matters.terms import Source
from linli.people.terms import Role
from linli.places.queries import work_time
from linli.places.terms import Level

from .course import Course, Happening, Ids
from .life import Hands, Life, Steady
from .reports import Report, Town, report
from .rows import Row, ids, put

DAYS = 92
"""How far back the history goes."""
CHUNK = 5_000
"""Matters made and written at a time."""
_LADDER = (Role.GRID_WORKER, Role.COMMUNITY_DESK, Role.STREET_DESK, Role.DISTRICT_DESK)
_HOURS = (0, 0, 0, 0, 0, 1, 3, 7, 10, 11, 10, 8, 6, 6, 8, 9, 9, 8, 8, 8, 7, 4, 2, 1)
"""How often somebody reports in each hour of the day."""


@dataclass(frozen=True)
class Wish:
    """A matter that must be there: how many working hours ago, of which sort, at which building, by whom.

    acts: how often somebody acts on it before it is left lying.
    """

    hours_ago: float
    category: str
    building: int
    login: str = ""
    source: Source = Source.APP
    acts: int | None = None


WISHES = (
    # the sample residents find something of their own
    Wish(3, "infra.light.stair", 13, "zhou", acts=1),
    Wish(24, "env.rubbish.bulk", 13, "zhou"),
    Wish(140, "safe.fire.blocked", 13, "zhou"),
    Wish(5, "pipe.heat.cold", 19, "feng"),
    Wish(200, "help.paper.card", 19, "feng"),
    # the grid worker finds work of every kind, and one limit that is over
    Wish(0.5, "env.rubbish.bin", 12, acts=0),
    Wish(2, "safe.fire.ebike", 14, acts=0),
    Wish(5, "live.parking.place", 17, acts=0),
    Wish(6, "pipe.water.leak", 15, acts=1),
    Wish(17, "property.service.gate", 16, acts=1),
    # the desks find orders nobody signed in time, answers nobody followed up
    Wish(3, "live.noise.neighbour", 19, source=Source.HOTLINE, acts=0),
    Wish(49, "pipe.heat.cold", 3, source=Source.HOTLINE, acts=1),
    Wish(47, "env.rubbish.rubble", 8, acts=2),
    Wish(5.5, "pipe.water.sewer", 40, acts=0),
    Wish(3.5, "live.noise.square", 55, source=Source.HOTLINE, acts=0),
)


@dataclass(frozen=True)
class Lived:
    """A matter with everything that happened to it."""

    report: Report
    course: Course


class History:
    """Makes and writes matters; the numbers of a day go on where the table's end."""

    def __init__(self, town: Town, chance: Random, now: datetime, steps: int | None = None) -> None:
        """steps: every matter takes exactly so many, in time, where lives are for measuring only."""
        self.town, self.chance, self.now, self.steps = town, chance, now, steps
        self.ids = Ids(ids(Matter), ids(Clock), ids(Remark))
        self.event_ids = ids(EventRow)
        self.numbers = _numbers_given()
        self._desks = cache(lambda kind, path: desks_of(kind_of(kind), path, china_day(now)))

    def write(self, how_many: int, days: int = DAYS) -> int:
        """So many matters over the days before now, at least those wished for; gives how many are open."""
        works = work_time(self.town.land.at(Level.DISTRICT, 0).path)
        plan: list[tuple[datetime, Wish | None]] = [
            *((at, None) for at in report_times(how_many - len(WISHES), self.chance, self.now, days, works)),
            *((self._ago(wish.hours_ago), wish) for wish in WISHES),
        ]
        plan.sort(key=lambda one: one[0])
        still_open = 0
        for start in range(0, len(plan), CHUNK):
            lived = [self._lived(at, wish) for at, wish in plan[start : start + CHUNK]]
            self._put(lived)
            still_open += sum(one.course.open for one in lived)
        self._go_on_counting()
        return still_open

    def _ago(self, hours: float) -> datetime:
        """So many working hours before now."""
        work = work_time(self.town.land.at(Level.DISTRICT, 0).path)
        at = self.now
        while work.working_seconds(at, self.now) < hours * 3600:
            at -= timedelta(minutes=10)
        return at

    def _lived(self, at: datetime, wish: Wish | None) -> Lived:
        number_of_it = self._number(china_day(at))
        told = (
            report(
                self.town,
                self.chance,
                at,
                number_of_it,
                wish.category,
                wish.building,
                wish.login,
                wish.source,
            )
            if wish
            else report(self.town, self.chance, at, number_of_it)
        )
        kind, spot = kind_of(told.kind), told.spot
        grid_path = spot.path[: spot.path.rstrip("/").rindex("/") + 1]
        course = Course(self.ids, kind, spot.path, self._desks(kind.code, grid_path), work_time(grid_path))
        hands = self._hands(told)
        course.begin(
            at, told.by, told.columns, worker=hands.by_role[Role.GRID_WORKER][0], registered=told.registered
        )
        if self.steps is not None and wish is None:
            Steady(course, told.theme, told.case, hands, self.chance).live(self.now, self.steps)
        else:
            Life(course, told.theme, told.case, hands, self.chance).live(
                self.now, wish.acts if wish else None
            )
        if not told.registered:
            course.confirm_category()
        return Lived(told, course)

    def _number(self, day: date) -> str:
        self.numbers[day] += 1
        return number(day, self.numbers[day])

    def _hands(self, told: Report) -> Hands:
        service, spot = self.town.service, told.spot
        return Hands(
            {role.value: tuple(service.at(role, spot)) for role in _LADDER},
            service.unit(told.theme.unit, spot),
            tuple(service.staff.get(told.theme.unit, ())),
            told.resident,
            tuple(one.id for one in self.town.neighbours.get(spot.id, ())),
        )

    def _put(self, lived: Sequence[Lived]) -> None:
        """All rows of these matters; events in the order of time."""
        courses = [one.course for one in lived]
        put(Matter, [one.matter for one in courses])
        put(Reporter, [{**one.report.reporter, "matter_id": one.course.id, "area_path": one.course.path} for one in lived])  # fmt: skip
        put(Clock, [row for one in courses for row in one.clocks])
        put(Remark, [row for one in courses for row in one.remarks])
        put(FollowUp, [row for one in courses for row in one.follow_ups])
        put(Supporter, [row for one in courses for row in one.supporters])
        happenings = sorted((each for one in courses for each in one.happenings), key=lambda each: each.at)
        put(EventRow, [event_row(next(self.event_ids), each) for each in happenings])
        put(Notice, [row for one in lived if one.course.open for row in self._notices(one)])

    def _notices(self, lived: Lived) -> Iterator[Row]:
        """What the holder of an open matter was told when it came."""
        course = lived.course
        people = [course.state.holder_person_id] if course.state.holder_person_id else self._desk(course)
        for person in people:
            yield {
                "key": f"sample {course.id} {person}", "person_id": person, "channel": Channel.APP.value,
                "state": NoticeState.SENT.value, "text": f"新事项：{course.matter['title']}（{course.matter['place']}）",
                "link": f"/matters/{course.matter['number']}/", "area_path": course.path,
                "made_at": course.matter["staged_at"], "sent_at": course.matter["staged_at"],
            }  # fmt: skip

    def _desk(self, course: Course) -> list[int]:
        return self.town.service.holders.get(
            (Role(course.state.holder_role), course.state.holder_area_id), []
        )

    def _go_on_counting(self) -> None:
        """Today's next number follows the last one given here."""
        today = china_day(self.now)
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into matters_daybase (day, base) values (%s, nextval('matters_number') - %s)"
                " on conflict (day) do update set base = excluded.base",
                (today, self.numbers[today]),
            )


def _numbers_given() -> Counter[date]:
    """The last number of each day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select to_date(left(number, 8), 'YYYYMMDD'), max(substring(number from 10)::int)"
            " from matters_matter where number ~ '^[0-9]{8}-[0-9]+$' group by 1"
        )
        return Counter(dict(cursor.fetchall()))


def report_times(how_many: int, chance: Random, now: datetime, days: int, works: WorkTime) -> list[datetime]:
    """Moments in the days before `now`: fewer at night and on days of rest."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    found = list[datetime]()
    while len(found) < how_many:
        day = midnight - timedelta(days=chance.randrange(days + 1))
        if works.close_of(day.date()) is None and chance.random() < 0.6:
            continue
        at = day + timedelta(hours=chance.choices(range(24), _HOURS)[0], seconds=chance.randrange(3600))
        if at < now - timedelta(minutes=5):
            found.append(at)
    return found


def event_row(own: int, happening: Happening) -> Row:
    """An event as `record` writes it, at its own moment."""
    event: Event = happening.event
    return {
        "id": own, "code": event.code, "at": happening.at, "actor_kind": happening.by.kind,
        "actor_id": happening.by.person_id, "door": happening.by.door, "area_path": event.area_path,
        "subject": event.subject, "subject_id": event.subject_id, "facts": event.facts(),
    }  # fmt: skip
