"""拆分: one matter with several issues becomes parts, each a matter of its own; the answer stays with the whole."""

from dataclasses import replace
from datetime import datetime
from secrets import token_urlsafe
from typing import Any
from uuid import uuid4

from django.db import connection
from django.utils.translation import gettext_lazy as _

from linli.kernel import files, search, secret
from linli.kernel.command import command
from linli.kernel.event import Code, Event, record_many
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, Actor, scope
from linli.kernel.text import free_text, line

from .. import access
from ..events import MatterOpened, MatterSplit, MatterWithdrawn
from ..models import Category, Clock, Matter, Reporter
from ..queries.limits import limit_of
from ..queries.standing import china_day, desks_of
from ..rules.lapses import next_look
from ..rules.steps import State, entered, opening, outranks
from ..shape import Move
from ..terms import Outcome, Source
from .asks import end_asks
from .intake import FIRST, named
from .photo_reading import read_photos_job
from .settling import Case, case_of, lock, on_its_own, still_open

MOST = 10
"""Parts of one matter at a time; so many also Amsterdam's signals allow."""

NUMBER = """
select to_char(%(day)s::date, 'YYYYMMDD-') || lpad(n, greatest(4, length(n)), '0')
from (select (nextval('matters_number') - base)::text as n from matters_daybase where day = %(day)s) place
"""


@command
def split(
    *, actor: Actor, now: datetime, matter_id: int, titles: tuple[str, ...], categories: tuple[str, ...] = ()
) -> MatterSplit:
    """Split a matter into parts (拆分): each gets its title, the whole text, place and photos, and its own clock.

    titles: what each part is about; categories: a code for each, or empty for the whole's. The parts go through
    the kind's stages and end with their result; who reported follows the whole, which is answered once, after its
    parts. Refuses: matter_not_found, not_allowed, not_your_level, matter_closed, split_kind, split_part,
    split_answered, split_few, category_unknown.
    """
    case = lock(actor, matter_id, now, access.SPLIT)
    still_open(case)
    on_its_own(case)
    matter = case.matter
    if not outranks(case.kind, case.state, matter.area_path, actor.standings):
        raise Refusal("not_your_level", _("这件事在上一级手里，请由上一级拆分。"))
    _splittable(case)
    heads = [line(one, most=40, what=_("标题")) for one in titles]
    heads = [one for one in heads if one]
    known = Matter.objects.filter(parent_id=matter.pk).count()
    if len(heads) + known < 2 or len(heads) > MOST:
        raise Refusal(
            "split_few", _("至少拆成2件，一次最多10件，每件写一个标题。"), facts={"field": "titles"}
        )
    sorted_as = _categories(categories, len(heads), matter)
    made = [_part(case, now, head, category) for head, category in zip(heads, sorted_as, strict=True)]
    record_many([event for _pk, event in made], actor=actor, now=now)
    return MatterSplit(
        subject_id=matter_id, area_path=matter.area_path, parts=tuple(pk for pk, _event in made)
    )


def _splittable(case: Case) -> None:
    if not case.kind.splits or case.kind.confidential or case.kind.emergency:
        raise Refusal("split_kind", _("这种事项不拆分。"))
    if case.matter.parent_id is not None:
        raise Refusal("split_part", _("拆出来的件不能再拆。"))
    if case.state.stage not in case.kind.promised_stages:
        raise Refusal("split_answered", _("已经答复过，不能再拆分。"))


def _categories(codes: tuple[str, ...], n: int, matter: Matter) -> list[int | None]:
    found: list[int | None] = []
    for code in (*codes, *[""] * n)[:n]:
        if not code:
            found.append(matter.category_id)
            continue
        pk = Category.objects.filter(code=code, retired_on=None).values_list("pk", flat=True).first()
        if pk is None:
            raise Refusal("category_unknown", _("没有这个类别，请重新选。"), facts={"field": "titles"})
        found.append(pk)
    return found


def _part(case: Case, now: datetime, head: str, category_id: int | None) -> tuple[int, Event]:
    """One part at the place of the whole, entering its kind's ladder, with a clock that runs from now."""
    whole, kind, today = case.matter, case.kind, china_day(now)
    state = named(kind, opening(kind, desks_of(kind, whole.area_path, today)), today)
    limit = limit_of(kind, state.stage, state.rung, whole.area_path, today)
    assert limit is not None  # noqa: S101  faults(): every stage that is not an end has a limit
    due = case.work.due(now, limit.span)
    token, uid = token_urlsafe(16), uuid4()
    part = Matter.objects.create(
        number=_number(today),
        kind=kind.code,
        source=Source.PART,
        order_type=whole.order_type,
        category_id=category_id,
        title=head,
        text=free_text(whole.text, most=2000, what=_("情况说明")),
        place=whole.place,
        **_place(whole),
        stage=state.stage,
        rung=state.rung,
        holder_role=state.holder_role,
        holder_area_id=state.holder_area_id,
        holder_person_id=state.holder_person_id,
        opened_at=whole.opened_at,
        received_at=now,
        staged_at=now,
        due_at=due.at,
        due_provisional=due.provisional,
        next_due_at=next_look(kind.first, due.at, 0, lambda start, span: case.work.due(start, span).at),
        promised_at=whole.promised_at,
        promised_provisional=whole.promised_provisional,
        photos=whole.photos,
        follow_token=secret.token_digest(token),
        follow_sealed=secret.seal(token, compartment="follow", place="matters_matter.follow", row=uid),
        follow_uid=uid,
        parent=whole,
        search="",
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "update matters_matter set search = array_to_tsvector(%s) where id = %s",
            (search.document(head, whole.place, whole.text), part.pk),
        )
    Reporter.objects.create(matter=part, anonymous=True, area_path=whole.area_path)
    Clock.objects.create(
        matter=part,
        stage=state.stage,
        rung=state.rung,
        span=limit.span.code,
        hours_id=limit.row_id,
        started_at=now,
        due_at=due.at,
        provisional=due.provisional,
        area_path=whole.area_path,
    )
    if files.repeat("matter", whole.pk, to="matter", to_id=part.pk, area_path=whole.area_path, now=now):
        read_photos_job.defer(matter_id=part.pk, at=now.isoformat())
    return part.pk, _opened(part)


def _number(today: Any) -> str:
    with connection.cursor() as cursor:
        cursor.execute(NUMBER, {"day": today})
        row = cursor.fetchone()
        if row is None:  # the first of the day
            cursor.execute(FIRST, (today,))
            cursor.execute(NUMBER, {"day": today})
            row = cursor.fetchone()
    return str(row[0])


def _place(whole: Matter) -> dict[str, Any]:
    levels = ("district_id", "street_id", "community_id", "grid_id", "building_id")
    return {name: getattr(whole, name) for name in ("area_id", "area_path", "lon", "lat", *levels)}


def _opened(part: Matter) -> MatterOpened:
    return MatterOpened(
        subject_id=part.pk,
        area_path=part.area_path,
        kind=Code(part.kind),
        source=Code(part.source),
        number=Code(part.number),
        stage=Code(part.stage),
        rung=part.rung,
        holder_role=Code(part.holder_role),
        holder_area_id=part.holder_area_id,
        holder_person_id=part.holder_person_id,
        reporter_person_id=None,
        registered=False,
        category_id=part.category_id,
        due_at=part.due_at,
        promised_at=part.promised_at or part.opened_at,
    )


def ends_here(case: Case, after: State, step: Move) -> tuple[State, Move]:
    """A part ends with its result: the one answer and the one follow-up are the whole's."""
    asking = case.kind.asking
    solved = case.kind.move(asking.at, asking.solved)
    if case.matter.parent_id is None or not step.answers or after.stage != asking.at or solved is None:
        return after, step
    return entered(case.kind, case.state, solved.to, case.desks), replace(
        step, to=solved.to, outcome=Outcome.ANSWERED
    )


def end_parts(whole: Matter, actor: Actor, now: datetime) -> None:
    """A whole that was taken back takes its open parts with it, each with its own fact."""
    with scope(SYSTEM):
        rows = Matter.objects.select_for_update().filter(parent_id=whole.pk, closed_at=None).order_by("pk")
        events: list[Event] = []
        for part in rows:
            before = case_of(part, now).held(None)
            Clock.objects.filter(matter_id=part.pk, ended_at=None).update(ended_at=now)
            part.closed_at, part.outcome, part.due_at, part.next_due_at = now, whole.outcome, None, None
            part.save(update_fields=["closed_at", "outcome", "due_at", "next_due_at"])
            end_asks(part, actor, now)
            events.append(MatterWithdrawn(subject_id=part.pk, area_path=part.area_path, before=before))
        record_many(events, actor=actor, now=now)
