"""What holds where, over the API: days, working hours, limits of the kinds, the responsibility list."""

from datetime import date
from typing import Annotated

import msgspec
from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from linli.kernel.page import Asked
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor
from linli.matters import access
from linli.matters.kinds import kinds
from linli.matters.queries import branches, limit_sheet
from linli.matters.queries.limit_sheet import Version
from linli.matters.queries.responsibility import disputes, list_gaps, responsibility_rows, whose
from linli.places.queries import Node, day_rows, hours_sheet, notice_years, tree

from .describing import asked_in, operation
from .desks import looked_from
from .wire import Id, answer_once


def _today(request: Asked) -> date:
    return request.now.astimezone(settings.LINLI_ZONE).date()


def _area(area_id: int) -> Node:
    node = tree().get(area_id)
    if node is None:
        raise Refusal("area_unknown", _("没有这个区域，或者它已经停用。"), status=404)
    return node


class YearAsked(msgspec.Struct, forbid_unknown_fields=True):
    """year: this year unless said."""

    year: Annotated[int, msgspec.Meta(ge=1990, le=2199)] | None = None


class DayShape(msgspec.Struct):
    """A date that a notice names. kind: rest, work, make_up (worked though it is a weekend)."""

    on: date
    kind: str
    name: str


class Calendar(msgspec.Struct):
    """Days of a year that differ from Monday to Friday. official: the year's notice is entered; else limits are provisional."""

    year: int
    official: bool
    source: str
    days: list[DayShape]


@operation("GET", "/calendar", asks=YearAsked, gives=Calendar)
def show_calendar(request: Asked) -> HttpResponse:
    """The country's days of a year by the notices entered so far."""
    asked: YearAsked = asked_in(request, YearAsked)
    year = asked.year or _today(request).year
    notice = next((one for one in notice_years() if one.year == year), None)
    rows = [DayShape(one.on, one.kind.value, one.name) for one in day_rows(year=year)]
    official, source = (notice.official, notice.source) if notice else (False, "")
    return answer_once(request, Calendar(year, official, source, rows))


class SpecialDay(msgspec.Struct):
    """A single date with hours of its own; empty: closed."""

    on: date
    hours: str


class HoursShape(msgspec.Struct):
    """week: Monday to Friday, such as 08:30-12:00 14:00-18:00. from_area_id: whose hours these are; null: the usual ones."""

    area_id: int
    week: list[str]
    from_area_id: int | None
    special: list[SpecialDay]
    next_since: date | None


class AreaAsked(msgspec.Struct, forbid_unknown_fields=True):
    """area: district to grid."""

    area: Id


@operation("GET", "/hours", asks=AreaAsked, gives=HoursShape, refuses="area_unknown (404)")
def show_hours(request: Asked) -> HttpResponse:
    """The working hours of an area today; they are public."""
    asked: AreaAsked = asked_in(request, AreaAsked)
    today = _today(request)
    sheet = hours_sheet(_area(asked.area).id, today)
    if sheet is None:
        raise Refusal("area_unknown", _("没有这个区域，或者它已经停用。"), status=404)
    made = HoursShape(
        sheet.node.id, list(sheet.week), sheet.source.id if sheet.source else None,
        [SpecialDay(on, text) for on, text in sheet.special_from(today)],
        sheet.coming.since if sheet.coming else None,
    )  # fmt: skip
    return answer_once(request, made)


class LimitVersion(msgspec.Struct):
    """A limit an area set: from a day on, for one rung, level of urgency or type of order, or for all."""

    span: str
    area_id: int
    since: date
    source: str
    rung: int | None
    urgency: str
    order_type: str


class LimitShape(msgspec.Struct):
    """One stage of a kind; `promise` is the answer to the reporter. span: such as 4wh (working hours), 3wd, 24h, 5d.

    from_area_id: which area set it; null: as the kind declares. exact: limits for a rung, an urgency or a type.
    """

    stage: str
    label: str
    span: str
    declared: str
    from_area_id: int | None
    exact: list[LimitVersion]
    coming: list[LimitVersion]


class KindLimits(msgspec.Struct):
    """The limits of a kind over an area."""

    kind: str
    label: str
    limits: list[LimitShape]


class Limits(msgspec.Struct):
    """All kinds, or the one asked for."""

    area_id: int
    kinds: list[KindLimits]


class NearAsked(msgspec.Struct, forbid_unknown_fields=True):
    """area: that of the first posting unless said."""

    area: Id | None = None


class LimitsAsked(msgspec.Struct, forbid_unknown_fields=True):
    """area: that of the first posting unless said; kind: only this one."""

    area: Id | None = None
    kind: str = ""


@operation("GET", "/limits", asks=LimitsAsked, gives=Limits, refuses="area_unknown, kind_unknown (404)")
def show_limits(request: Asked) -> HttpResponse:
    """How long each stage of each kind may last over an area in reach today."""
    asked: LimitsAsked = asked_in(request, LimitsAsked)
    node = _in_reach(request.actor, asked.area)
    chosen = [one for one in kinds().values() if asked.kind in ("", one.code)]
    if not chosen:
        raise Refusal("kind_unknown", _("没有这种事项。"), status=404)
    today = _today(request)
    found = [
        KindLimits(
            kind.code, str(kind.label),
            [
                LimitShape(
                    one.stage, one.label, one.span.code, one.declared.code,
                    one.held.area_id if one.held else None,
                    [_version(version) for _label, version in (*one.rungs, *one.levels)],
                    [_version(version) for version in one.coming],
                )
                for one in limit_sheet(kind, node, today)
            ],
        )
        for kind in chosen
    ]  # fmt: skip
    return answer_once(request, Limits(node.id, found))


def _in_reach(actor: Actor, area: int | None) -> Node:
    return _area(looked_from(actor, area).area_id)


def _version(one: Version) -> LimitVersion:
    on = one.selector
    return LimitVersion(one.span.code, one.area_id, one.since, one.source, on.rung, on.urgency, on.order_type)


class DutyShape(msgspec.Struct):
    """A row of the responsibility list."""

    id: int
    area: str
    category: str
    organisation: str
    since: date
    until: date | None
    basis: str


class DisputeShape(msgspec.Struct):
    """A place and a category that several organisations are named for."""

    area: str
    category: str
    organisations: str


class GapShape(msgspec.Struct):
    """Categories nobody is named for in a street."""

    area: str
    categories: list[str]


class Responsibilities(msgspec.Struct):
    """Rows in force or to come, at most 500, with what is wrong with the list today."""

    area_id: int
    rows: list[DutyShape]
    disputes: list[DisputeShape]
    gaps: list[GapShape]


@operation("GET", "/responsibility", asks=NearAsked, gives=Responsibilities, refuses="area_unknown (404)")
def list_responsibility(request: Asked) -> HttpResponse:
    """Whose what is, for an area in reach, those above it and those below it."""
    asked: NearAsked = asked_in(request, NearAsked)
    node, today = _in_reach(request.actor, asked.area), _today(request)
    rows = [
        DutyShape(one.id, one.area, one.category, one.organisation, one.since, one.until, one.basis)
        for one in responsibility_rows(request.actor, node.path)
    ]
    wrong = [DisputeShape(*one) for one in disputes(node.path, today)]
    gaps = [GapShape(*one) for one in list_gaps(node.path, today)]
    return answer_once(request, Responsibilities(node.id, rows, wrong, gaps))


class WhoseAsked(msgspec.Struct, forbid_unknown_fields=True):
    """A place and a category."""

    area: Id
    category: str


class WhoseShape(msgspec.Struct):
    """organisation_id: null where no row fits."""

    organisation_id: int | None
    name: str
    reason: str
    communitys_own: bool
    disputed: bool


@operation(
    "GET", "/responsibility/whose", asks=WhoseAsked, gives=WhoseShape,
    refuses="not_allowed (403), area_unknown, category_unknown (404)",
)  # fmt: skip
def show_whose(request: Asked) -> HttpResponse:
    """Which organisation a matter of a category is up to at a place in reach, and why."""
    asked: WhoseAsked = asked_in(request, WhoseAsked)
    if not request.actor.holds(access.SEE):
        raise Refusal("not_allowed", _("这个令牌看不了这些。"), status=403)
    node = _in_reach(request.actor, asked.area)
    known = next((one.id for one in branches() if one.code == asked.category), None)
    if known is None:
        raise Refusal("category_unknown", _("没有这个类别，请重新选。"), status=404)
    found = whose(node.path, known, _today(request))
    if found is None:
        return answer_once(request, WhoseShape(None, "", "", communitys_own=False, disputed=False))
    made = WhoseShape(
        found.organisation_id, found.name, found.reason, found.communitys_own, disputed=found.disputed
    )
    return answer_once(request, made)
