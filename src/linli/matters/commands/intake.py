"""Intake: one command behind every door. Place, holder, clock and event in the same instant."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from secrets import token_urlsafe
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from linli.kernel import files, search, secret
from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.phone import name_mark, phone_mark, phone_number
from linli.kernel.prepared import ask
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may_at, reaching
from linli.kernel.stamp import Kept
from linli.kernel.text import free_text, line, person_name, unmarked
from linli.people.queries import desk_people
from linli.people.terms import Role
from linli.places.queries import Lineage, lineage, place_of, work_time
from linli.places.terms import Level

from .. import access
from ..events import MatterOpened
from ..kinds import kinds
from ..models import Category
from ..queries.limits import limit_of, promise_of
from ..queries.standing import china_day, desks_of
from ..rules.lapses import next_look
from ..rules.steps import State, opening
from ..shape import Kind
from ..terms import OrderType, Source, Via

TITLE, TEXT, PLACE = 40, 2000, 80
ORIGIN, FIRST_YEAR = 60, 2000
CATEGORIES = "categories"

_categories: Kept[dict[str, int]] = Kept(
    lambda: dict(Category.objects.filter(retired_on=None).values_list("code", "id")), CATEGORIES
)


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
) -> MatterOpened:
    """Take in a matter: from a resident, an observer, a desk on somebody's behalf, the API.

    area_id: a grid, building, unit or home (or a community, when that is all that is known); lon, lat: in
    CGCS2000/WGS-84, used where no area is given. opened_at: when the resident spoke, if that was earlier.
    photos: uids of stored files, `photo_claim` the form's secret for somebody not signed in.
    Refuses: kind_unknown, kind_not_yours, text_missing, place_missing, place_outside, phone_*, name_*,
    category_unknown, opened_in_future, opened_too_long_ago, and what the photo check says.
    """
    asked = _clean(kind, text, title, place, category, order_type, source, follow_via, lon, lat)
    spot = _spot(area_id, lon, lat)
    _may_open(actor, asked.kind, spot)
    reporter = _reporter(actor, name, phone, anonymous)
    _spoken(opened_at, now)
    with reaching(spot.path):
        written = _write(actor, now, asked, spot, reporter, opened_at or now, origin, best_hours, len(photos))
        if photos:
            files.attach(
                photos, claim=photo_claim, actor=actor, subject="matter", subject_id=written.subject_id,
                area_path=spot.path, public=True,
            )  # fmt: skip
    return written


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


def _may_open(actor: Actor, kind: Kind, spot: Lineage) -> None:
    """Residents and guests where the kind lets them; staff by their posting, within reach."""
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
    registered_by: int | None


def _sealed(uid: UUID, field: str, text: str) -> bytes:
    return secret.seal(text, compartment="reporter", place=f"matters_reporter.{field}", row=uid)


def _reporter(actor: Actor, name: str, phone: str, anonymous: bool) -> _Reporter:
    uid = uuid4()
    own = not actor.is_staff or (not name and not phone)
    person_id = actor.person_id if own and not anonymous else None
    digits = phone_number(phone) if phone.strip() and not anonymous else ""
    called = person_name(name) if name.strip() and not anonymous else ""
    index = secret.blind("phone", digits) if digits else None
    shown = called or (actor.name if person_id is not None and own else "")
    return _Reporter(
        uid,
        person_id,
        anonymous or (person_id is None and not shown and not digits),
        _sealed(uid, "name", called) if called else None,
        name_mark(shown) if shown else "",
        _sealed(uid, "phone", digits) if digits else None,
        phone_mark(digits) if digits else "",
        index,
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
        holder_role, holder_area_id, holder_person_id, opened_at, received_at, staged_at, due_at,
        due_provisional, next_due_at, promised_at, promised_provisional, outcome, follow_via, ups, redos, lates,
        urges, supporters, photos, follow_token, follow_sealed, follow_uid, reporter_person_id, origin,
        last_event_id, search)
    select %(stem)s || lpad(n, greatest(4, length(n)), '0'), %(kind)s, %(source)s, %(order_type)s, %(category_id)s, %(title)s, %(text)s, %(place)s,
        %(area_id)s, %(area_path)s, %(district_id)s, %(street_id)s, %(community_id)s, %(grid_id)s,
        %(building_id)s, %(lon)s, %(lat)s, %(stage)s, %(rung)s, %(holder_role)s, %(holder_area_id)s,
        %(holder_person_id)s, %(opened_at)s, %(now)s, %(now)s, %(due_at)s, %(provisional)s, %(next_due_at)s,
        %(promised_at)s, %(promised_provisional)s, '', %(via)s, 0, 0, 0, 0, 0, %(photos)s, %(follow_token)s,
        %(follow_sealed)s, %(follow_uid)s, coalesce(%(person_id)s, person_of_phone(%(phone_index)s)), %(origin)s,
        0, array_to_tsvector(%(search)s)
    from place
    returning id, number, reporter_person_id
), reporter as (
    insert into matters_reporter (matter_id, uid, person_id, anonymous, name, name_mark, phone, phone_mark,
        phone_index, registered_by, best_hours, area_path)
    select id, %(uid)s, reporter_person_id, %(anonymous)s, %(name)s, %(name_mark)s, %(phone)s, %(phone_mark)s,
        %(phone_index)s, %(registered_by)s, %(best_hours)s, %(area_path)s from matter
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
    origin: str, best_hours: str, photos: int,
) -> MatterOpened:  # fmt: skip
    kind, today = asked.kind, china_day(now)
    state = _named(kind, opening(kind, desks_of(kind, spot.path, today)), today)
    work = work_time(spot.path)
    limit = limit_of(kind, state.stage, state.rung, spot.path, today)
    due = work.due(now, limit.span) if limit else None
    promised = work.due(opened_at, promise_of(kind, spot.path, today))
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
        "search": search.tokens(asked.title, asked.place or spot.name, asked.text),
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


def _named(kind: Kind, state: State, on: date) -> State:
    """A grid has one worker to name; desks hold as desks."""
    if kind.ladder[state.rung].level != Level.GRID:
        return state
    people = desk_people(state.holder_area_id, state.holder_role, on)
    return replace(state, holder_person_id=people[0]) if people else state
