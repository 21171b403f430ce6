"""Intake: one command behind every door. Place, holder, clock and event in the same instant."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from secrets import token_urlsafe
from typing import Any
from uuid import UUID, uuid4

import msgspec
from django.utils.translation import gettext_lazy as _

from linli.kernel import files, search, secret
from linli.kernel.command import command
from linli.kernel.email import email_address, email_mark
from linli.kernel.event import Code
from linli.kernel.phone import name_mark, phone_mark, phone_number
from linli.kernel.prepared import ask
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, Actor, may_at, reaching, scope
from linli.kernel.stamp import Kept
from linli.kernel.text import free_text, line, person_name, unmarked
from linli.people.queries import desk_people, marks_of, unit_path
from linli.people.terms import Role
from linli.places.queries import Lineage, lineage, place_of, work_time
from linli.places.terms import Level

from .. import access
from ..events import MatterOpened
from ..kinds import kinds
from ..models import Category, Matter, TalkPoint
from ..queries.kinds_in_use import is_in_use
from ..queries.limits import limit_of, promise_of
from ..queries.standing import china_day, desks_of
from ..queries.urgent_words import own_urgent_words
from ..rules.lapses import next_look
from ..rules.steps import State, accused_everywhere, opening
from ..rules.urgency import urgent_hits
from ..shape import Kind
from ..terms import ConsentBy, OrderType, Source, Urgency, Via
from .accusing import checked, write_down
from .agency import consented
from .answering import answered_at_once, may_answer
from .answers import keep_answers, read_answers
from .incidents import begin as begin_incident
from .incidents import known_type
from .observers import may_observe_here
from .photo_reading import read_photos_job
from .settling import case_of
from .slips import key_slip, take_slip

TITLE, TEXT, PLACE = 40, 2000, 80
ORIGIN, FIRST_YEAR = 60, 2000
CATEGORIES = "categories"


def _by_code() -> dict[str, int]:
    """Ids by code: of those in force, and for one that was merged the id of what took its place."""
    rows = Category.objects.values_list("code", "id", "retired_on", "into_id")
    known = {pk: (retired_on, into) for _code, pk, retired_on, into in rows}

    def now_called(pk: int, seen: frozenset[int]) -> int | None:
        retired_on, into = known[pk]
        if retired_on is None:
            return pk
        return None if into is None or into in seen else now_called(into, seen | {pk})

    found = ((code, now_called(pk, frozenset({pk}))) for code, pk, _retired, _into in rows)
    return {code: pk for code, pk in found if pk is not None}


_categories: Kept[dict[str, int]] = Kept(_by_code, CATEGORIES)


@dataclass(frozen=True)
class Asked:
    """What somebody reports, cleaned."""

    kind: Kind
    source: Source
    order_type: str
    category_id: int | None
    title: str
    text: str
    place: str
    via: Via
    lon: float | None
    lat: float | None


@command
def open_matter(
    *,
    actor: Actor,
    now: datetime,
    kind: str,
    text: str,
    title: str = "",
    area_id: int | None = None,
    lon: float | None = None,
    lat: float | None = None,
    place: str = "",
    category: str = "",
    order_type: str = "",
    source: str = "app",
    name: str = "",
    phone: str = "",
    anonymous: bool = False,
    follow_via: str = "phone",
    best_hours: str = "",
    photos: tuple[UUID, ...] = (),
    photo_claim: str = "",
    opened_at: datetime | None = None,
    origin: str = "",
    email: str = "",
    answers: Mapping[str, str] | None = None,
    answer: str = "",
    slip: str = "",
    accused_people: tuple[int, ...] = (),
    accused_units: tuple[int, ...] = (),
    consent_photos: tuple[UUID, ...] = (),
    agent_person_id: int | None = None,
    incident: str = "",
    firm_id: int | None = None,
    talk_point_id: int | None = None,
) -> MatterOpened:
    """Take in a matter: from a resident, an observer, a desk on somebody's behalf, the API.

    area_id: a grid, building, unit or home (or a community, when that is all that is known); lon, lat: in
    CGCS2000/WGS-84, used where no area is given. opened_at: when the resident spoke, if that was earlier.
    photos: uids of stored files (photos, recordings, documents), `photo_claim` the form's secret for somebody not
    signed in. answer: a question answered at once is closed in the same instant. slip: the number of the paper
    slip it was written on.
    incident: what kind of emergency (IncidentType), for kinds that begin with joint handling.
    email: where the reporter can be written to, sealed like the telephone. answers: to the category's own questions,
    by code; asked only of doors that pass them (None: no questions were asked).
    Refuses: kind_unknown, kind_not_yours, text_missing, place_missing, place_outside, phone_*, name_*,
    category_unknown, order_type_missing, email_unreadable, answer_*, opened_in_future, opened_too_long_ago,
    answer_not_here, incident_type_missing, observer_*, slip_number_wrong, slip_unknown, slip_used, and what the file check says.
    accused_people, accused_units: whom it accuses; it is kept from them from its first instant, also from the clerk
    where they serve together. An agent who opens a matter for somebody acts for them with `consent_photos`, the signed
    paper. agent_person_id: whom a petitioner lets act, signed in and in the own name. firm_id, talk_point_id: where it was collected. Refuses kind_unused, firm_unknown, consent_missing, agent_unknown, agent_accused, reporter_missing, accused_everywhere besides.
    """
    asked = _clean(kind, text, title, place, category, order_type, source, follow_via, lon, lat)
    spot = _spot(area_id, lon, lat)
    _may_open(
        actor, asked.kind, spot, in_own_name=agent_person_id is not None and not (name or phone or anonymous)
    )
    _used_here(asked.kind, spot, now)
    if asked.source is Source.OBSERVER:
        may_observe_here(actor, spot, asked.category_id, china_day(now))
    said = read_answers(asked.category_id, answers)
    reporter = _reporter(actor, name, phone, anonymous, email)
    _known_enough(asked.kind, reporter)
    _spoken(opened_at, now)
    emergency = known_type(bool(asked.kind.emergency), incident)
    taken = take_slip(actor, slip) if slip.strip() else None
    if answer.strip():
        may_answer(actor, spot.path, asked.order_type)
    marks = _marks(accused_people, accused_units, now)
    with scope(SYSTEM) if marks else reaching(spot.path):
        written = _write(
            actor, now, asked, spot, reporter, opened_at or now, origin, best_hours, len(photos), marks
        )
        _collected(written, spot, firm_id, talk_point_id)
        written = _for_petitioner(
            written,
            asked.kind,
            actor,
            now,
            accused_people,
            accused_units,
            consent_photos,
            agent_person_id,
        )
        keep_answers(said, matter_id=written.subject_id, area_path=spot.path)
        if photos:
            files.attach(
                photos, claim=photo_claim, actor=actor, subject="matter", subject_id=written.subject_id,
                area_path=spot.path, public=True,
            )  # fmt: skip
            read_photos_job.defer(matter_id=written.subject_id, at=now.isoformat())
        if emergency:
            begin_incident(written.subject_id, spot.path, emergency, actor, now)
        if answer.strip():
            written = answered_at_once(written, asked.kind, answer, actor=actor, now=now)
        if taken is not None:
            key_slip(taken, written.subject_id, now)
            written = msgspec.structs.replace(written, slip_id=taken.id)
    return written


def _used_here(kind: Kind, spot: Lineage, now: datetime) -> None:
    """Refuses kind_unused."""
    if not is_in_use(kind, spot.path, china_day(now)):
        raise Refusal("kind_unused", _("这个地方没有启用这种事项，请换一种。"), facts={"field": "way"})


def _marks(people: tuple[int, ...], units: tuple[int, ...], now: datetime) -> list[str]:
    """From whom the matter is kept. Refuses accused_unknown, accused_too_many."""
    if not people and not units:
        return []
    checked(people, units)
    return marks_of(people, units, china_day(now))


def _collected(written: MatterOpened, spot: Lineage, firm_id: int | None, point_id: int | None) -> None:
    """At which firm or talk point it was said. Refuses firm_unknown."""
    if firm_id is None and point_id is None:
        return
    if firm_id is not None and unit_path(firm_id) is None:
        raise Refusal("firm_unknown", _("没有这个企业，请重新选。"), facts={"field": "firm"})
    if point_id is not None and not TalkPoint.objects.filter(pk=point_id, until=None).exists():
        raise Refusal("firm_unknown", _("没有这个说事点，请重新选。"), facts={"field": "talk_point"})
    Matter.objects.filter(pk=written.subject_id).update(firm_id=firm_id, talk_point_id=point_id)


def _known_enough(kind: Kind, reporter: "_Reporter") -> None:
    """Refuses reporter_missing where a kind is answered to somebody by name."""
    if not kind.anonymous and reporter.anonymous:
        raise Refusal(
            "reporter_missing", _("这种事项要写明是谁提出的，请填姓名和电话。"), facts={"field": "name"}
        )


def _for_petitioner(
    written: MatterOpened,
    kind: Kind,
    actor: Actor,
    now: datetime,
    people: tuple[int, ...],
    units: tuple[int, ...],
    consent_photos: tuple[UUID, ...],
    agent_person_id: int | None,
) -> MatterOpened:
    """What besides the matter itself is written for some kinds: whom it accuses, and the agent with the consent."""
    acts = kind.agents and {one.role for one in actor.standings} == {str(Role.AGENT)}
    if not (people or units or acts or agent_person_id):
        return written
    matter = Matter.objects.get(pk=written.subject_id)
    if people or units:
        write_down(matter, actor, now, people, units)
    if agent_person_id is not None:
        own = actor.person_id is not None and matter.reporter_person_id == actor.person_id
        if not own or agent_person_id == actor.person_id:
            raise Refusal("agent_unknown", _("只能由本人登录后请别人代办。"), facts={"field": "agent"})
        consented(case_of(matter, now), actor, now, agent_person_id, ConsentBy.ACCOUNT)
        return msgspec.structs.replace(written, agent_person_id=agent_person_id)
    if not acts or actor.person_id is None:
        return written
    consented(case_of(matter, now), actor, now, actor.person_id, ConsentBy.PAPER, consent_photos)
    return msgspec.structs.replace(written, agent_person_id=actor.person_id)


def _clean(
    kind: str, text: str, title: str, place: str, category: str, order_type: str, source: str, via: str,
    lon: float | None, lat: float | None,
) -> Asked:  # fmt: skip
    found = kinds().get(kind)
    if found is None:
        raise Refusal("kind_unknown", _("没有这种事项。"), facts={"field": "kind"})
    words = free_text(text, most=TEXT, what=_("情况说明"))
    if not unmarked(words):
        raise Refusal("text_missing", _("请说一说是什么情况，几个字也行。"), facts={"field": "text"})
    category_id = None
    if category:
        category_id = _categories.get().get(category)
        if category_id is None:
            raise Refusal("category_unknown", _("没有这个类别，请重新选。"), facts={"field": "category"})
    if source not in found.sources:
        raise Refusal("source_unknown", _("这种事项没有这个来源。"), facts={"field": "source"})
    if order_type and order_type not in OrderType.values:
        raise Refusal("order_type_unknown", _("没有这种诉求类型。"), facts={"field": "order_type"})
    if not order_type and source in found.typed:
        raise Refusal(
            "order_type_missing",
            _("工单要分清咨询、求助、投诉、举报还是建议，请选诉求类型。"),
            facts={"field": "order_type"},
        )
    if via not in Via.values:
        raise Refusal("via_unknown", _("没有这种回访方式。"), facts={"field": "follow_via"})
    heading = line(title, most=TITLE, what=_("标题")) or _heading(words)
    return Asked(
        found, Source(source), order_type, category_id, heading, words,
        line(place, most=PLACE, what=_("地点")), Via(via), lon, lat,
    )  # fmt: skip


def _spoken(at: datetime | None, now: datetime) -> None:
    """Refuses opened_in_future, opened_too_long_ago."""
    if at is not None and at > now:
        raise Refusal("opened_in_future", _("反映时间还没到，请检查日期。"), facts={"field": "opened_at"})
    if at is not None and at.year < FIRST_YEAR:
        raise Refusal("opened_too_long_ago", _("反映时间太早，请检查日期。"), facts={"field": "opened_at"})


def _heading(words: str) -> str:
    """The first sentence, short enough for a row."""
    first = unmarked(words).split("\n")[0]
    for stop in "。！？；!?;":
        first = first.split(stop)[0]
    return first if len(first) <= TITLE else f"{first[: TITLE - 1]}…"


def _spot(area_id: int | None, lon: float | None, lat: float | None) -> Lineage:
    if area_id is not None:
        spot = lineage(area_id)
    elif lon is not None and lat is not None:
        spot = place_of(lon, lat)
    else:
        raise Refusal(
            "place_missing", _("请选一下在哪里：楼栋、网格，或者用当前位置。"), facts={"field": "area_id"}
        )
    if spot is None or spot.district_id is None:
        raise Refusal(
            "place_outside",
            _("这个地点不在任何已登记的网格里，请另选，或者打电话告诉我们。"),
            facts={"field": "area_id"},
        )
    return spot


def _may_open(actor: Actor, kind: Kind, spot: Lineage, *, in_own_name: bool) -> None:
    """Residents and guests where the kind lets them; staff by their posting, within reach.

    in_own_name: somebody signed in asks for an agent for a matter of their own.
    """
    if not (actor.allows(access.REGISTER) or actor.allows(access.OBSERVE)):
        raise Refusal("not_allowed", _("这个令牌不能登记事项。"), status=403)
    if in_own_name and kind.own_account and actor.person_id is not None:
        return
    if actor.kind == "system" or (Role.RESIDENT in kind.opened_by and not actor.is_staff):
        return
    roles = {standing.role for standing in actor.standings}
    on_the_way = Role.RESIDENT in kind.opened_by or may_at(actor, access.REGISTER, spot.path)
    if not roles & {str(role) for role in kind.opened_by} and Role.RESIDENT not in kind.opened_by:
        raise Refusal("kind_not_yours", _("您的岗位不能登记这种事项。"), status=403)
    if not on_the_way:
        raise Refusal("kind_not_yours", _("这个地方不归您管，请转给那里的社区登记。"), status=403)


@dataclass(frozen=True, slots=True)
class _Reporter:
    """Who reported, sealed and masked."""

    uid: UUID
    person_id: int | None
    anonymous: bool
    name: bytes | None
    name_mark: str
    phone: bytes | None
    phone_mark: str
    phone_index: bytes | None
    email: bytes | None
    email_mark: str
    registered_by: int | None


def _sealed(uid: UUID, field: str, text: str) -> bytes:
    return secret.seal(text, compartment="reporter", place=f"matters_reporter.{field}", row=uid)


def _reporter(actor: Actor, name: str, phone: str, anonymous: bool, email: str) -> _Reporter:
    uid = uuid4()
    own = not actor.is_staff or (not name and not phone and not email)
    person_id = actor.person_id if own and not anonymous else None
    digits = phone_number(phone) if phone.strip() and not anonymous else ""
    called = person_name(name) if name.strip() and not anonymous else ""
    index = secret.blind("phone", digits) if digits else None
    written = email_address(email) if email.strip() and not anonymous else ""
    shown = called or (actor.name if person_id is not None and own else "")
    return _Reporter(
        uid,
        person_id,
        anonymous or (person_id is None and not shown and not digits and not written),
        _sealed(uid, "name", called) if called else None,
        name_mark(shown) if shown else "",
        _sealed(uid, "phone", digits) if digits else None,
        phone_mark(digits) if digits else "",
        index,
        _sealed(uid, "email", written) if written else None,
        email_mark(written) if written else "",
        actor.person_id if actor.is_staff and not own else None,
    )


FIRST = """
insert into matters_daybase (day, base)
select %s, case when is_called then last_value else 0 end from matters_number on conflict do nothing
"""


# The number is that of rules/numbers.py: the day's next from one sequence for all days, so that no two writers
# wait for each other. A reporter who left a telephone only is known by it, if at all.
INSERT = """
with place as (
    select (nextval('matters_number') - base)::text as n from matters_daybase where day = %(today)s
), matter as (
    insert into matters_matter (number, kind, source, order_type, category_id, title, text, place, area_id,
        area_path, district_id, street_id, community_id, grid_id, building_id, lon, lat, stage, rung,
        holder_role, holder_area_id, holder_person_id, urgency, opened_at, received_at, staged_at, due_at,
        due_provisional, next_due_at, promised_at, promised_provisional, outcome, follow_via, ups, redos, lates,
        urges, supporters, photos, follow_token, follow_sealed, follow_uid, reporter_person_id, origin,
        last_event_id, search)
    select %(stem)s || lpad(n, greatest(4, length(n)), '0'), %(kind)s, %(source)s, %(order_type)s, %(category_id)s, %(title)s, %(text)s, %(place)s,
        %(area_id)s, %(area_path)s, %(district_id)s, %(street_id)s, %(community_id)s, %(grid_id)s,
        %(building_id)s, %(lon)s, %(lat)s, %(stage)s, %(rung)s, %(holder_role)s, %(holder_area_id)s,
        %(holder_person_id)s, %(urgency)s, %(opened_at)s, %(now)s, %(now)s, %(due_at)s, %(provisional)s, %(next_due_at)s,
        %(promised_at)s, %(promised_provisional)s, '', %(via)s, 0, 0, 0, 0, 0, %(photos)s, %(follow_token)s,
        %(follow_sealed)s, %(follow_uid)s, coalesce(%(person_id)s, person_of_phone(%(phone_index)s)), %(origin)s,
        0, array_to_tsvector(%(search)s)
    from place
    returning id, number, reporter_person_id
), reporter as (
    insert into matters_reporter (matter_id, uid, person_id, anonymous, name, name_mark, phone, phone_mark,
        phone_index, email, email_mark, registered_by, best_hours, area_path)
    select id, %(uid)s, reporter_person_id, %(anonymous)s, %(name)s, %(name_mark)s, %(phone)s, %(phone_mark)s,
        %(phone_index)s, %(email)s, %(email_mark)s, %(registered_by)s, %(best_hours)s, %(area_path)s from matter
), clock as (
    insert into matters_clock (matter_id, stage, rung, span, hours_id, started_at, due_at, provisional, lapses,
        area_path)
    select id, %(stage)s, %(rung)s, %(span)s, %(hours_id)s, %(now)s, %(due_at)s, %(provisional)s, 0,
        %(area_path)s from matter where %(due_at)s::timestamptz is not null
)
select id, number, reporter_person_id from matter
"""


def _insert(values: dict[str, Any], today: date) -> tuple[int, str, int | None]:
    """The three rows; gives the matter's id and number, and the reporter as far as known."""
    rows = ask(INSERT, values)
    if not rows:  # the first of the day
        ask(FIRST, (today,))
        rows = ask(INSERT, values)
    pk, number, person_id = rows[0]
    return pk, number, person_id


def _write(
    actor: Actor, now: datetime, asked: Asked, spot: Lineage, reporter: _Reporter, opened_at: datetime,
    origin: str, best_hours: str, photos: int, marks: list[str],
) -> MatterOpened:  # fmt: skip
    kind, today = asked.kind, china_day(now)
    desks = desks_of(kind, spot.path, today, marks)
    if marks and not any(desks[kind.rung_of(kind.enters) :]):
        raise accused_everywhere()
    state = named(kind, opening(kind, desks), today)
    work = work_time(spot.path)
    urgency = urgency_of(asked.title, asked.text, spot.path, today)
    sort = urgency, asked.order_type
    limit = limit_of(kind, state.stage, state.rung, spot.path, today, *sort)
    due = work.due(now, limit.span) if limit else None
    promised = work.due(opened_at, promise_of(kind, spot.path, today, *sort))
    token, follow_uid = token_urlsafe(16), uuid4()
    values = {
        **{field: getattr(spot, field) for field in ("district_id", "street_id", "community_id", "grid_id")},
        **{
            field: getattr(asked, field) for field in ("source", "order_type", "category_id", "title", "text")
        },
        **{field: getattr(asked, field) for field in ("lon", "lat", "via")},
        **{field: getattr(reporter, field) for field in reporter.__slots__},
        "today": today,
        "stem": f"{today:%Y%m%d}-",
        "kind": kind.code,
        "place": asked.place or (spot.name if spot.level >= Level.GRID else ""),
        "area_id": spot.area_id,
        "area_path": spot.path,
        "building_id": spot.building_id,
        "stage": state.stage,
        "rung": state.rung,
        "holder_role": state.holder_role,
        "holder_area_id": state.holder_area_id,
        "holder_person_id": state.holder_person_id,
        "urgency": urgency,
        "opened_at": opened_at,
        "now": now,
        "due_at": due.at if due else None,
        "provisional": bool(due and due.provisional),
        "next_due_at": next_look(kind.first, due.at, 0, lambda start, span: work.due(start, span).at)
        if due
        else None,
        "span": limit.span.code if limit else "",
        "hours_id": limit.row_id if limit else None,
        "promised_at": promised.at,
        "promised_provisional": promised.provisional,
        "photos": photos,
        "follow_token": secret.token_digest(token),
        "follow_sealed": secret.seal(
            token, compartment="follow", place="matters_matter.follow", row=follow_uid
        ),
        "follow_uid": follow_uid,
        "best_hours": line(best_hours, most=40, what=_("方便的时间")),
        "origin": line(origin, most=ORIGIN, what=_("原编号")),
        "search": search.document(asked.title, asked.place or spot.name, asked.text),
    }
    pk, number, person_id = _insert(values, today)
    return MatterOpened(
        subject_id=pk,
        area_path=spot.path,
        kind=Code(kind.code),
        source=Code(asked.source),
        number=Code(number),
        stage=Code(state.stage),
        rung=state.rung,
        holder_role=Code(state.holder_role),
        holder_area_id=state.holder_area_id,
        holder_person_id=state.holder_person_id,
        reporter_person_id=person_id,
        registered=reporter.registered_by is not None,
        category_id=asked.category_id,
        due_at=values["due_at"],
        promised_at=promised.at,
    )


def urgency_of(title: str, text: str, path: str, on: date) -> str:
    """URGENT where a word that must never be missed is said; else nothing is said about it."""
    return Urgency.URGENT if urgent_hits(title, text, own=own_urgent_words(path, on)) else ""


def named(kind: Kind, state: State, on: date) -> State:
    """A grid has one worker to name; desks hold as desks."""
    if kind.ladder[state.rung].level != Level.GRID:
        return state
    people = desk_people(state.holder_area_id, state.holder_role, on)
    return replace(state, holder_person_id=people[0]) if people else state
