"""What the API takes and gives, as it stands in its description."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from .wire import Id, Moment

Crs = Literal["wgs84", "gcj02", "bd09"]


class ReportAsked(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A matter to take in. Where: an area, or a position in the named coordinate system.

    answers: to the questions of its category, by code; null: none were asked. answer: a question answered at once is
    closed in the same instant. photos, consent_photos: uids of what was sent to /photos or /files. slip: the number of
    the paper slip. accused_*: whom it is kept from. firm_id, talk_point_id: where it was collected.
    """

    text: str
    kind: str = "snapshot"
    title: str = ""
    area_id: Id | None = None
    lon: Annotated[float, msgspec.Meta(ge=-180, le=180)] | None = None
    lat: Annotated[float, msgspec.Meta(ge=-90, le=90)] | None = None
    crs: Crs = "wgs84"
    place: str = ""
    category: str = ""
    order_type: str = ""
    source: str = "api"
    name: str = ""
    phone: str = ""
    anonymous: bool = False
    follow_via: str = "phone"
    best_hours: str = ""
    opened_at: Moment | None = None
    origin: str = ""
    email: str = ""
    answers: dict[str, str] | None = None
    answer: str = ""
    photos: tuple[UUID, ...] = ()
    slip: str = ""
    incident: str = ""
    accused_people: tuple[Id, ...] = ()
    accused_units: tuple[Id, ...] = ()
    consent_photos: tuple[UUID, ...] = ()
    firm_id: Id | None = None
    talk_point_id: Id | None = None


class Holder(msgspec.Struct):
    """Who has a matter: a role at an area, always; a person or a unit besides."""

    role: str
    area_id: int
    person_id: int | None = None
    unit_id: int | None = None


class Taken(msgspec.Struct):
    """A matter that was taken in: its number, who has it, until when."""

    number: str
    kind: str
    stage: str
    holder: Holder
    due_at: datetime | None
    promised_at: datetime


class MatterLine(msgspec.Struct):
    """A matter in a list."""

    number: str
    kind: str
    title: str
    place: str
    source: str
    stage: str
    holder: Holder
    opened_at: datetime
    received_at: datetime
    due_at: datetime | None
    due_provisional: bool
    closed_at: datetime | None
    outcome: str
    supporters: int


class MatterPage(msgspec.Struct):
    """A page of a list; `after` and `before` are marks for the pages beside it."""

    matters: list[MatterLine]
    after: str | None
    before: str | None


class ReporterMark(msgspec.Struct):
    """Who reported, masked; null for those who may not see it."""

    name: str
    phone: str
    anonymous: bool


class Matter(msgspec.Struct, kw_only=True):
    """One matter. `follow` is the reporter's link, for staff and the reporter."""

    number: str
    kind: str
    title: str
    text: str
    place: str
    source: str
    order_type: str
    category: str | None
    area_id: int
    lon: float | None
    lat: float | None
    stage: str
    rung: int
    holder: Holder
    opened_at: datetime
    received_at: datetime
    due_at: datetime | None
    due_provisional: bool
    promised_at: datetime | None
    promised_provisional: bool
    answered_at: datetime | None
    closed_at: datetime | None
    outcome: str
    ups: int
    redos: int
    lates: int
    urges: int
    supporters: int
    follow: str
    reporter: ReporterMark | None


class Step(msgspec.Struct):
    """What a step did: its event, and where the matter stands now."""

    number: str
    event: str
    stage: str
    rung: int
    holder: Holder
    due_at: datetime | None
    outcome: str
    hints: list[str] = []
    """What an answer lacks, by code (empty, formula, who, what, when, question, pasted); it went out all the same."""


class MoveAsked(msgspec.Struct, forbid_unknown_fields=True):
    """A move of the kind's table, such as accept, fix, sign, answer.

    points: the closing checklist of an answer by code; empty text where a point is met, else why it is not.
    without_asks: why an answer does not wait for the units that were asked.
    """

    move: str
    text: str = ""
    points: dict[str, str] = {}
    without_asks: str = ""


class WordsAsked(msgspec.Struct, forbid_unknown_fields=True):
    """The reason or the instruction."""

    text: str


class SendDownAsked(msgspec.Struct, forbid_unknown_fields=True):
    """An instruction for the level below, or (fed_back) the result for it."""

    text: str
    fed_back: bool = False


class AssignAsked(msgspec.Struct, forbid_unknown_fields=True):
    """Either a person or a unit."""

    person_id: Id | None = None
    unit_id: Id | None = None
    text: str = ""


class NoteAsked(msgspec.Struct, forbid_unknown_fields=True):
    """A note; `public` shows it to the reporter."""

    text: str
    public: bool = False


class FollowUpAsked(msgspec.Struct, forbid_unknown_fields=True):
    """One attempt to ask the reporter."""

    via: str
    reached: bool
    verdict: str = ""
    satisfaction: str = ""
    text: str = ""


class FileMark(msgspec.Struct):
    """A recording or a document. words: what is said in it, once somebody wrote it down."""

    uid: UUID
    purpose: str
    mime: str
    name: str
    size: int
    words: str


class Entry(msgspec.Struct):
    """One line of a matter's course. photos: uids for /photos; files: for /files."""

    id: int
    event: str
    at: datetime
    who: str
    unit: str
    verb: str
    text: str
    inner: bool
    photos: list[UUID]
    files: list[FileMark]


class Timeline(msgspec.Struct):
    """The course of a matter, newest first."""

    entries: list[Entry]


class Area(msgspec.Struct):
    """A node of the tree with what lies right below it."""

    id: int
    level: int
    code: str
    name: str
    short: str
    kind: str
    below: list["Area"]


class Areas(msgspec.Struct):
    """The tree, or a part of it."""

    areas: list[Area]


class GridAt(msgspec.Struct):
    """The grid at a position and what lies above it."""

    grid_id: int
    name: str
    community_id: int | None
    street_id: int | None
    district_id: int | None


class CategoryNode(msgspec.Struct):
    """A category; `parent` is a code; depth 0 is the top."""

    code: str
    name: str
    parent: str | None
    depth: int


class Categories(msgspec.Struct):
    """All categories in force, parents before children."""

    categories: list[CategoryNode]


class Post(msgspec.Struct):
    """A posting in force today."""

    role: str
    area_id: int
    unit_id: int | None


class Me(msgspec.Struct):
    """Whom the token acts for, and what it may do where."""

    person_id: int | None
    name: str
    posts: list[Post]
    permissions: list[str]
    today: date
