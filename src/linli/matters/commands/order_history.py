"""Orders of another system written down with their history: many rows, few statements, the original moments."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from secrets import token_urlsafe
from uuid import uuid4

from django.db import connection
from django.db.models import Model

from linli.kernel import search, secret
from linli.kernel.event import Code, Event, record_many
from linli.kernel.phone import name_mark, phone_mark, phone_number
from linli.kernel.refusal import Refusal
from linli.kernel.rows import Row, new_ids, put
from linli.kernel.scope import HISTORY
from linli.places.queries import Lineage, work_time

from ..events import Held, MatterConcluded, MatterFollowedUp, MatterImported, MatterMoved, MatterNoted
from ..kinds import kind_of
from ..models import Clock, FollowUp, Matter, Remark, Reporter
from ..queries.limits import limit_of, promise_of
from ..queries.standing import china_day, desks_of
from ..rules.lapses import next_look
from ..rules.numbers import history_number
from ..rules.order_rows import Order
from ..rules.order_words import Phase
from ..rules.steps import Desks, State, moved, opening
from ..shape import Kind
from ..terms import RemarkKind, Source, Via

ANSWER = "answer"
"""The move of a 12345 order that gives the reporter the answer."""
WORKING, CLOSED = "working", "closed"


@dataclass(frozen=True)
class Sorted:
    """An order with its place and category here."""

    order: Order
    spot: Lineage
    category_id: int | None


@dataclass
class Pile:
    """Everything a few hundred orders become, written at once."""

    matters: list[Row] = field(default_factory=list)
    reporters: list[Row] = field(default_factory=list)
    remarks: list[Row] = field(default_factory=list)
    clocks: list[Row] = field(default_factory=list)
    follow_ups: list[Row] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    moments: list[datetime] = field(default_factory=list)

    def write(self) -> None:
        """Rows by kind, then the events in the order they happened to each matter."""
        kinds: tuple[tuple[type[Model], list[Row]], ...] = (
            (Matter, self.matters),
            (Reporter, self.reporters),
            (Remark, self.remarks),
            (Clock, self.clocks),
            (FollowUp, self.follow_ups),
        )
        for model, rows in kinds:
            put(model, rows)
        record_many(self.events, actor=HISTORY, now=self.moments)


def write_orders(orders: Sequence[Sorted], *, run_id: int, now: datetime) -> list[int]:
    """Make matters of orders, with reporter, clocks, texts, follow-up and events; gives their ids in order."""
    kind, today = kind_of("hotline"), china_day(now)
    numbers, remark_ids = new_ids(Matter, len(orders)), iter(new_ids(Remark, 2 * len(orders)))
    places = _next(len(orders))
    desks: dict[str, Desks] = {}
    people = _people([one.order.phone for one in orders])
    pile = Pile()
    for one, matter_id, place in zip(orders, numbers, places, strict=True):
        path = one.spot.path
        if path not in desks:
            desks[path] = desks_of(kind, path, today)
        _History(one, matter_id, place, kind, desks[path], run_id, pile, remark_ids).write(people)
    pile.write()
    return numbers


def _next(n: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("select nextval('matters_history') from generate_series(1, %s)", (n,))
        return [row[0] for row in cursor.fetchall()]


def _people(phones: Sequence[str]) -> dict[str, int]:
    """Registered persons by telephone, as far as the numbers can be read."""
    digits = {phone: _digits(phone) for phone in set(phones) if phone}
    whole = {phone: secret.blind("phone", found) for phone, found in digits.items() if found}
    with connection.cursor() as cursor:
        cursor.execute(
            "select key, person_of_phone(mark) from unnest(%s::text[], %s::bytea[]) asked(key, mark)",
            (list(whole), list(whole.values())),
        )
        return {phone: person for phone, person in cursor.fetchall() if person is not None}


def _digits(phone: str) -> str:
    """The number, or empty where what stands there is none (already masked, two in one cell)."""
    try:
        return phone_number(phone)
    except Refusal:
        return ""


@dataclass
class _History:
    """One order on its way from being received to where it stands."""

    sorted: Sorted
    matter_id: int
    place: int
    kind: Kind
    desks: Desks
    run_id: int
    pile: Pile
    remark_ids: Iterator[int]

    def write(self, people: dict[str, int]) -> None:
        """Put everything on the pile."""
        order = self.sorted.order
        states = self._states(order)
        number = history_number(china_day(order.opened_at), self.place)
        person = people.get(order.phone)
        self.pile.reporters.append(self._reporter(order, person))
        self._tell(
            order.opened_at,
            MatterImported(
                subject_id=self.matter_id, area_path=self._path, run_id=self.run_id, number=Code(number),
                kind=Code(self.kind.code), stage=Code(states[-1].stage), rung=states[0].rung,
                holder_role=Code(states[0].holder_role), holder_area_id=states[0].holder_area_id,
            ),
        )  # fmt: skip
        if order.inner:
            self._note(order)
        clock = self._clocks(order, states)
        if order.answered_at is not None:
            self._answer(order, order.answered_at, states)
        if order.closed_at is not None:
            self._close(order, order.closed_at, states)
        self.pile.matters.append(self._matter(order, states[-1], clock, number, person))

    @property
    def _path(self) -> str:
        return self.sorted.spot.path

    def _tell(self, at: datetime, event: Event) -> None:
        self.pile.events.append(event)
        self.pile.moments.append(at)

    def _states(self, order: Order) -> list[State]:
        """Where it stood, one after the other; the last is where it stands."""
        first = opening(self.kind, self.desks)
        if order.phase is Phase.UNSIGNED:
            return [first]
        states = [replace(first, stage=WORKING)]
        if order.answered_at is not None:
            states.append(moved(self.kind, states[0], ANSWER, self.desks)[0])
        if order.closed_at is not None:
            states.append(replace(states[-1], stage=CLOSED))
        return states

    def _clocks(self, order: Order, states: Sequence[State]) -> Row | None:
        """A clock for each stage it went through; gives the one that runs, if it is open."""
        turns = [order.opened_at, *([order.answered_at] if order.answered_at else [])]
        ends: list[datetime | None] = [*turns[1:], order.closed_at]
        made = [self._clock(*turn, order) for turn in zip(states, turns, ends, strict=False)]
        self.pile.clocks.extend(made)
        return made[-1] if order.closed_at is None else None

    def _clock(self, state: State, start: datetime, end: datetime | None, order: Order) -> Row:
        limit = limit_of(
            self.kind, state.stage, state.rung, self._path, china_day(order.opened_at), "", order.order_type
        )
        assert limit is not None  # noqa: S101  the kind gives every stage but the last a limit
        due = work_time(self._path).due(start, limit.span)
        return {
            "matter_id": self.matter_id, "stage": state.stage, "rung": state.rung, "span": limit.span.code,
            "hours_id": limit.row_id, "started_at": start, "due_at": due.at, "provisional": due.provisional,
            "ended_at": end, "area_path": self._path,
        }  # fmt: skip

    def _remark(self, kind: RemarkKind, text: str, at: datetime, *, public: bool) -> int:
        pk = next(self.remark_ids)
        self.pile.remarks.append(
            {
                "id": pk, "matter_id": self.matter_id, "kind": kind.value, "text": text, "public": public,
                "by_person_id": None, "at": at, "area_path": self._path,
            }
        )  # fmt: skip
        return pk

    def _note(self, order: Order) -> None:
        kind, at = RemarkKind.NOTE, order.opened_at
        pk = self._remark(kind, order.inner, at, public=False)
        self._tell(
            at,
            MatterNoted(
                subject_id=self.matter_id, area_path=self._path, remark_id=pk, kind=Code(kind), public=False
            ),
        )

    def _answer(self, order: Order, at: datetime, states: Sequence[State]) -> None:
        pk = self._remark(RemarkKind.ANSWER, order.answer, at, public=True) if order.answer else None
        before, after = states[:2]
        self._tell(
            at,
            MatterMoved(
                subject_id=self.matter_id, area_path=self._path, move=Code(ANSWER), before=_held(before),
                stage=Code(after.stage), holder_role=Code(after.holder_role), holder_area_id=after.holder_area_id,
                remark_id=pk,
            ),
        )  # fmt: skip

    def _close(self, order: Order, at: datetime, states: Sequence[State]) -> None:
        if order.verdict:
            self._followed_up(order, at, states)
            return
        self._tell(
            at,
            MatterConcluded(subject_id=self.matter_id, area_path=self._path, outcome=Code(order.outcome)),
        )

    def _followed_up(self, order: Order, at: datetime, states: Sequence[State]) -> None:
        """The other system asked the reporter: its verdict is kept, whatever it was the order stayed closed."""
        self.pile.follow_ups.append(
            {
                "matter_id": self.matter_id, "round": 1, "via": Via.PHONE.value, "reached": True,
                "verdict": order.verdict, "satisfaction": order.satisfaction, "at": at, "area_path": self._path,
            }
        )  # fmt: skip
        self._tell(
            at,
            MatterFollowedUp(
                subject_id=self.matter_id, area_path=self._path, round=1, via=Code(Via.PHONE), reached=True,
                verdict=Code(order.verdict), satisfaction=Code(order.satisfaction), by_reporter=False,
                stage=Code(states[-2].stage), before=_held(states[-2]), outcome=Code(order.outcome),
            ),
        )  # fmt: skip

    def _reporter(self, order: Order, person: int | None) -> Row:
        """Sealed; nobody where the row names nobody."""
        sealer, digits = Reporter(uid=uuid4()), _digits(order.phone)
        return {
            "matter_id": self.matter_id, "uid": sealer.uid, "person_id": person,
            "anonymous": not order.name and not order.phone,
            "name": sealer.seal_field("name", order.name) if order.name else None,
            "name_mark": name_mark(order.name) if order.name else "",
            "phone": sealer.seal_field("phone", digits or order.phone) if order.phone else None,
            "phone_mark": phone_mark(digits or order.phone) if order.phone else "",
            "phone_index": secret.blind("phone", digits) if digits else None, "area_path": self._path,
        }  # fmt: skip

    def _matter(self, order: Order, state: State, clock: Row | None, number: str, person: int | None) -> Row:
        spot, work = self.sorted.spot, work_time(self._path)
        promised = work.due(
            order.opened_at,
            promise_of(self.kind, self._path, china_day(order.opened_at), "", order.order_type),
        )
        return {
            "id": self.matter_id, "number": number, "kind": self.kind.code, "source": Source.IMPORT.value,
            "order_type": order.order_type, "category_id": self.sorted.category_id, "title": order.title,
            "text": order.text, "place": order.place, "area_id": spot.area_id, "area_path": spot.path,
            "district_id": spot.district_id, "street_id": spot.street_id, "community_id": spot.community_id,
            "grid_id": spot.grid_id, "building_id": spot.building_id, "stage": state.stage, "rung": state.rung,
            "holder_role": state.holder_role, "holder_area_id": state.holder_area_id,
            "opened_at": order.opened_at, "received_at": order.opened_at,
            "staged_at": clock["started_at"] if clock else order.closed_at, "due_at": clock and clock["due_at"],
            "due_provisional": bool(clock and clock["provisional"]), "next_due_at": clock and self._look(state, clock),
            "promised_at": promised.at, "promised_provisional": promised.provisional,
            "answered_at": order.answered_at, "closed_at": order.closed_at, "outcome": order.outcome,
            "follow_via": Via.PHONE.value, "reporter_person_id": person, "origin": order.key, **_follow_link(),
            "search": search.document(order.title, order.place, order.text),
        }  # fmt: skip

    def _look(self, state: State, clock: Row) -> datetime | None:
        """When the sweep must look at an order that is still open."""
        work = work_time(self._path)
        stage = self.kind.stage(state.stage)
        return next_look(stage, clock["due_at"], 0, lambda start, span: work.due(start, span).at)


def _follow_link() -> Row:
    token, uid = token_urlsafe(16), uuid4()
    sealed = secret.seal(token, compartment="follow", place="matters_matter.follow", row=uid)
    return {"follow_token": secret.token_digest(token), "follow_sealed": sealed, "follow_uid": uid}


def _held(state: State) -> Held:
    return Held(
        Code(state.stage), state.rung, Code(state.holder_role), state.holder_area_id,
        state.holder_person_id, state.holder_unit_id,
    )  # fmt: skip
