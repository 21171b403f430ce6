"""What happens to matters: frozen facts, ids and codes only."""

from datetime import datetime
from typing import ClassVar

import msgspec

from linli.kernel.event import Code, Event


class Held(msgspec.Struct, frozen=True):
    """Where a matter stood: enough to put it back when somebody undoes a step."""

    stage: Code
    rung: int
    holder_role: Code
    holder_area_id: int
    holder_person_id: int | None
    holder_unit_id: int | None
    clock_id: int | None = None


class MatterEvent(Event, frozen=True, kw_only=True):
    """Anything about one matter."""

    subject: ClassVar[str] = "matter"


class MatterOpened(MatterEvent, frozen=True, kw_only=True):
    """Somebody reported; holder and clock came in the same instant."""

    code: ClassVar[str] = "matters.opened"
    kind: Code
    source: Code
    number: Code
    stage: Code
    rung: int
    holder_role: Code
    holder_area_id: int
    holder_person_id: int | None
    reporter_person_id: int | None
    registered: bool
    category_id: int | None
    due_at: datetime | None
    promised_at: datetime


class MatterMoved(MatterEvent, frozen=True, kw_only=True):
    """A move of the kind's table."""

    code: ClassVar[str] = "matters.moved"
    move: Code
    before: Held
    stage: Code
    holder_role: Code
    holder_area_id: int
    remark_id: int | None = None
    outcome: Code = Code("")
    due_at: datetime | None = None


class MatterHandedUp(MatterEvent, frozen=True, kw_only=True):
    """Reported to the next level, by a person or because a limit was over."""

    code: ClassVar[str] = "matters.handed_up"
    before: Held
    rung: int
    holder_role: Code
    holder_area_id: int
    auto: bool = False
    remark_id: int | None = None
    due_at: datetime | None = None


class MatterSentDown(MatterEvent, frozen=True, kw_only=True):
    """Given to the level below: with a result (fed back) or with an instruction (sent)."""

    code: ClassVar[str] = "matters.sent_down"
    before: Held
    rung: int
    holder_role: Code
    holder_area_id: int
    fed_back: bool
    remark_id: int | None = None
    due_at: datetime | None = None


class MatterAssigned(MatterEvent, frozen=True, kw_only=True):
    """Named a person or a unit as holder."""

    code: ClassVar[str] = "matters.assigned"
    before: Held
    person_id: int | None
    unit_id: int | None
    remark_id: int | None = None


class MatterNoted(MatterEvent, frozen=True, kw_only=True):
    """Somebody wrote something down; public ones reach the reporter."""

    code: ClassVar[str] = "matters.noted"
    remark_id: int
    kind: Code
    public: bool


class MatterUrged(MatterEvent, frozen=True, kw_only=True):
    """The reporter asks where it is."""

    code: ClassVar[str] = "matters.urged"
    times: int


class MatterWithdrawn(MatterEvent, frozen=True, kw_only=True):
    """The reporter takes it back."""

    code: ClassVar[str] = "matters.withdrawn"
    before: Held
    remark_id: int | None = None


class MatterSupported(MatterEvent, frozen=True, kw_only=True):
    """Somebody else met the same."""

    code: ClassVar[str] = "matters.supported"
    person_id: int


class MatterLapsed(MatterEvent, frozen=True, kw_only=True):
    """A limit was over; `step` counts what the kind lets happen then."""

    code: ClassVar[str] = "matters.lapsed"
    stage: Code
    rung: int
    step: int
    do: Code
    holder_role: Code
    holder_area_id: int
    clock_id: int


class MatterFollowedUp(MatterEvent, frozen=True, kw_only=True):
    """The reporter was asked, or somebody tried; a reached one also moved the matter."""

    code: ClassVar[str] = "matters.followed_up"
    round: int
    via: Code
    reached: bool
    verdict: Code
    satisfaction: Code
    by_reporter: bool
    stage: Code
    before: Held
    remark_id: int | None = None
    outcome: Code = Code("")
    due_at: datetime | None = None


class FollowUpLinkMade(MatterEvent, frozen=True, kw_only=True):
    """A one-time link for the reporter's answer was made."""

    code: ClassVar[str] = "matters.follow_up_link_made"
    round: int
    link_id: int


class FollowUpChosen(MatterEvent, frozen=True, kw_only=True):
    """The reporter said how to be asked afterwards."""

    code: ClassVar[str] = "matters.follow_up_chosen"
    via: Code


class MatterUndone(MatterEvent, frozen=True, kw_only=True):
    """A step was taken back by whoever took it, before anybody acted on it."""

    code: ClassVar[str] = "matters.undone"
    undone: Code
    undone_event_id: int


class MatterPlaced(MatterEvent, frozen=True, kw_only=True):
    """The place was corrected; the matter may lie with another grid now."""

    code: ClassVar[str] = "matters.placed"
    area_id: int
    before: Held


class MatterImported(MatterEvent, frozen=True, kw_only=True):
    """An order of another system came in with its history; the event's moment is when it was received there."""

    code: ClassVar[str] = "matters.imported"
    run_id: int
    number: Code
    kind: Code
    stage: Code
    rung: int
    holder_role: Code
    holder_area_id: int


class MatterConcluded(MatterEvent, frozen=True, kw_only=True):
    """The other system had closed an order that came in with its history."""

    code: ClassVar[str] = "matters.concluded"
    outcome: Code


class ReporterSeen(MatterEvent, frozen=True, kw_only=True):
    """A reporter's masked field was opened; written before it was shown."""

    code: ClassVar[str] = "matters.reporter_seen"
    sight_id: int
    field: Code
    reason: Code


class LimitSet(Event, frozen=True, kw_only=True):
    """An area set its own limit for a stage from a day on."""

    code: ClassVar[str] = "matters.limit_set"
    subject: ClassVar[str] = "limit"
    kind: Code
    stage: Code
    rung: int | None
    span: Code


class CategoryEdited(Event, frozen=True, kw_only=True):
    """A category was added, changed or retired."""

    code: ClassVar[str] = "matters.category_edited"
    subject: ClassVar[str] = "category"
    what: Code


class CategoriesImported(Event, frozen=True, kw_only=True):
    """A table of categories was taken in: new ones, and how many were there already."""

    code: ClassVar[str] = "matters.categories_imported"
    subject: ClassVar[str] = "category"
    added: int
    same: int


class ClocksRecomputed(Event, frozen=True, kw_only=True):
    """Open matters' limits and promises were computed anew; so many are at another moment now."""

    code: ClassVar[str] = "matters.clocks_recomputed"
    subject: ClassVar[str] = "calendar"
    looked_at: int
    moved: int


class ImportEvent(Event, frozen=True, kw_only=True):
    """Anything about one import run."""

    subject: ClassVar[str] = "import"


class ImportReceived(ImportEvent, frozen=True, kw_only=True):
    """A file was handed in and could be read."""

    code: ClassVar[str] = "matters.import_received"
    total: int


class ImportAsked(ImportEvent, frozen=True, kw_only=True):
    """Somebody said what the columns mean and had the rows taken in, or only tried."""

    code: ClassVar[str] = "matters.import_asked"
    dry: bool


class ImportEnded(ImportEvent, frozen=True, kw_only=True):
    """Every row of the file has its result."""

    code: ClassVar[str] = "matters.import_ended"
    dry: bool
    total: int
    applied: int
    duplicate: int
    refused: int


class MattersClaimed(Event, frozen=True, kw_only=True):
    """A person signed in with the telephone some matters were reported with: they are the person's own now."""

    code: ClassVar[str] = "matters.claimed"
    subject: ClassVar[str] = "person"
    matters: tuple[int, ...]
