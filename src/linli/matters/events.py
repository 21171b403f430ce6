"""What happens to matters: frozen facts, ids and codes only."""

from datetime import date, datetime
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
    first_role: Code = Code("")
    first_area_id: int | None = None
    first_unit_id: int | None = None


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
    outcome: Code = Code("")
    """Set where the one who asked was answered at once: then the matter is closed from its first moment."""
    remark_id: int | None = None
    slip_id: int | None = None
    agent_person_id: int | None = None


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


class AccusedNamed(MatterEvent, frozen=True, kw_only=True):
    """Somebody wrote down whom a matter accuses; it is kept from them, and from where they serve, from then on."""

    code: ClassVar[str] = "matters.accused_named"
    before: Held
    rows: tuple[int, ...]
    stage: Code
    holder_role: Code
    holder_area_id: int


class AccusedRenewed(Event, frozen=True, kw_only=True):
    """Postings changed: open matters are kept from other desks than before."""

    code: ClassVar[str] = "matters.accused_renewed"
    subject: ClassVar[str] = "person"
    matters: int


class AgentNamed(MatterEvent, frozen=True, kw_only=True):
    """The petitioner lets an agent act."""

    code: ClassVar[str] = "matters.agent_named"
    agent_person_id: int
    by: Code
    consent_id: int


class AgencyEnded(MatterEvent, frozen=True, kw_only=True):
    """The agent acts no longer."""

    code: ClassVar[str] = "matters.agency_ended"
    agent_person_id: int
    consent_id: int


class ReportedBack(MatterEvent, frozen=True, kw_only=True):
    """The agent told the petitioner how it stands."""

    code: ClassVar[str] = "matters.reported_back"
    via: Code
    remark_id: int


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
    """Somebody else met the same: joined it, or rang a desk that joined the caller (then perhaps nobody we know)."""

    code: ClassVar[str] = "matters.supported"
    person_id: int | None
    registered: bool = False
    remark_id: int | None = None


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


class RequestAsked(MatterEvent, frozen=True, kw_only=True):
    """Somebody asked for an extension, a return, a pause, that a rating be left out; or began a supervision."""

    code: ClassVar[str] = "matters.request_asked"
    request_id: int
    what: Code
    desk_role: Code
    desk_area_id: int
    remark_id: int
    told_id: int | None = None
    late: bool = False
    final: bool = False
    stands: bool = False
    due_at: datetime | None = None


class RequestDecided(MatterEvent, frozen=True, kw_only=True):
    """A request was granted or refused, by the desk or because its limit was over; what moved stands here."""

    code: ClassVar[str] = "matters.request_decided"
    request_id: int
    what: Code
    granted: bool
    before: Held
    holder_role: Code
    holder_area_id: int
    holder_unit_id: int | None = None
    auto: bool = False
    final: bool = False
    remark_id: int | None = None
    due_at: datetime | None = None


class RequestWithdrawn(MatterEvent, frozen=True, kw_only=True):
    """Whoever had asked took it back."""

    code: ClassVar[str] = "matters.request_withdrawn"
    request_id: int
    what: Code
    due_at: datetime | None = None


class RequestOverdue(MatterEvent, frozen=True, kw_only=True):
    """Nobody decided a request in time, or answered a supervision: the desk was reminded."""

    code: ClassVar[str] = "matters.request_overdue"
    request_id: int
    what: Code
    desk_role: Code
    desk_area_id: int


class RequestEnded(MatterEvent, frozen=True, kw_only=True):
    """A pause or a supervision is over: at its time, or by hand."""

    code: ClassVar[str] = "matters.request_ended"
    request_id: int
    what: Code
    auto: bool = False
    remark_id: int | None = None
    due_at: datetime | None = None


class SupervisionAnswered(MatterEvent, frozen=True, kw_only=True):
    """The holder told the supervisor how it stands."""

    code: ClassVar[str] = "matters.supervision_answered"
    request_id: int
    remark_id: int


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


class MatterMerged(MatterEvent, frozen=True, kw_only=True):
    """并案: it rides along with a lead from now on; its own stage, holder and clock rest as they are.

    from_lead_id: the lead it rode with before, when that one was merged itself.
    """

    code: ClassVar[str] = "matters.merged"
    lead_id: int
    from_lead_id: int | None = None


class MatterGathered(MatterEvent, frozen=True, kw_only=True):
    """Other matters ride along with this one."""

    code: ClassVar[str] = "matters.gathered"
    members: tuple[int, ...]


class MatterUnmerged(MatterEvent, frozen=True, kw_only=True):
    """It goes on by itself, where it stood; auto: because its lead ended without an answer."""

    code: ClassVar[str] = "matters.unmerged"
    lead_id: int
    auto: bool = False


class MatterLetGo(MatterEvent, frozen=True, kw_only=True):
    """A matter that rode along goes on by itself."""

    code: ClassVar[str] = "matters.let_go"
    member_id: int


class MatterCarried(MatterEvent, frozen=True, kw_only=True):
    """The lead was answered or ended, and this one with it; an empty stage change means the words alone came."""

    code: ClassVar[str] = "matters.carried"
    lead_id: int
    before: Held
    stage: Code
    holder_role: Code
    holder_area_id: int
    remark_id: int | None = None
    outcome: Code = Code("")
    due_at: datetime | None = None


class MatterSplit(MatterEvent, frozen=True, kw_only=True):
    """拆分: it has parts now, each a matter of its own; the answer stays here."""

    code: ClassVar[str] = "matters.split"
    parts: tuple[int, ...]


class UnitAsked(MatterEvent, frozen=True, kw_only=True):
    """协办: a unit was asked for its part; consultation_id: as one of several at a meeting."""

    code: ClassVar[str] = "matters.unit_asked"
    ask_id: int
    unit_id: int
    remark_id: int
    due_at: datetime
    consultation_id: int | None = None


class AskAnswered(MatterEvent, frozen=True, kw_only=True):
    """The unit gave its part, or said that it is not its affair."""

    code: ClassVar[str] = "matters.ask_answered"
    ask_id: int
    unit_id: int
    remark_id: int
    declined: bool


class AskReminded(MatterEvent, frozen=True, kw_only=True):
    """The unit was reminded."""

    code: ClassVar[str] = "matters.ask_reminded"
    ask_id: int
    unit_id: int
    times: int


class AskExtended(MatterEvent, frozen=True, kw_only=True):
    """The unit got more time."""

    code: ClassVar[str] = "matters.ask_extended"
    ask_id: int
    unit_id: int
    due_at: datetime
    remark_id: int | None = None


class AskWithdrawn(MatterEvent, frozen=True, kw_only=True):
    """The unit's part is no longer asked for; auto: because the matter was answered or ended."""

    code: ClassVar[str] = "matters.ask_withdrawn"
    ask_id: int
    unit_id: int
    auto: bool = False
    remark_id: int | None = None


class AskLapsed(MatterEvent, frozen=True, kw_only=True):
    """A unit's limit was over before it answered."""

    code: ClassVar[str] = "matters.ask_lapsed"
    ask_id: int
    unit_id: int


class ConsultationCalled(MatterEvent, frozen=True, kw_only=True):
    """会商: units were asked at once to come together."""

    code: ClassVar[str] = "matters.consultation_called"
    consultation_id: int
    at: datetime
    units: tuple[int, ...]
    remark_id: int


class ConsultationConcluded(MatterEvent, frozen=True, kw_only=True):
    """The meeting's conclusion was written down."""

    code: ClassVar[str] = "matters.consultation_concluded"
    consultation_id: int
    remark_id: int


class IncidentBegun(MatterEvent, frozen=True, kw_only=True):
    """突发: joint handling began with the report; so many units were asked at once."""

    code: ClassVar[str] = "matters.incident_begun"
    type: Code
    units: tuple[int, ...]


class IncidentTicked(MatterEvent, frozen=True, kw_only=True):
    """A line of the checklist was done."""

    code: ClassVar[str] = "matters.incident_ticked"
    step_id: int


class IncidentLogged(MatterEvent, frozen=True, kw_only=True):
    """A line was written into the log; corrects_id: in place of an earlier one."""

    code: ClassVar[str] = "matters.incident_logged"
    entry_id: int
    remark_id: int
    corrects_id: int | None = None


class PlanEdited(Event, frozen=True, kw_only=True):
    """A unit or a line of a checklist was added to the plan for a type of incident, or taken out."""

    code: ClassVar[str] = "matters.plan_edited"
    subject: ClassVar[str] = "plan"
    type: Code
    what: Code


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


class TextEvent(Event, frozen=True, kw_only=True):
    """Anything about the words of a matter, beside its course."""

    subject: ClassVar[str] = "text"


class MatterUnderstood(TextEvent, frozen=True, kw_only=True):
    """The public copy was made, and categories suggested: so many stretches hidden, so sure."""

    code: ClassVar[str] = "matters.understood"
    hidden: int
    band: Code


class MatterSorted(TextEvent, frozen=True, kw_only=True):
    """A person said what a matter is about."""

    code: ClassVar[str] = "matters.sorted"
    category_id: int
    before_id: int | None
    as_suggested: bool


class VersionChosen(Event, frozen=True, kw_only=True):
    """Somebody chose which version of the machine suggests categories; after: "" for the one before, before: that of then."""

    code: ClassVar[str] = "matters.version_chosen"
    subject: ClassVar[str] = "learning"
    before: Code
    after: Code


class MaskChanged(TextEvent, frozen=True, kw_only=True):
    """A person hid words from the public copy, or showed what was hidden."""

    code: ClassVar[str] = "matters.mask_changed"
    words: Code
    spans: int
    hidden: bool


class IssuesGrouped(Event, frozen=True, kw_only=True):
    """Like matters of a street were put into issues: so many looked at, joined to known ones, issues new.

    The subject is the street.
    """

    code: ClassVar[str] = "matters.issues_grouped"
    subject: ClassVar[str] = "issues"
    looked: int
    joined: int
    fresh: tuple[int, ...]


class GroupingAsked(Event, frozen=True, kw_only=True):
    """Somebody asked that a street's matters be grouped now."""

    code: ClassVar[str] = "matters.grouping_asked"
    subject: ClassVar[str] = "issues"


class IssueEvent(Event, frozen=True, kw_only=True):
    """Anything people decide about one hot issue."""

    subject: ClassVar[str] = "issue"


class IssueSplit(IssueEvent, frozen=True, kw_only=True):
    """Matters were taken out; fresh_id: the issue they became, none where each goes by itself."""

    code: ClassVar[str] = "matters.issue_split"
    matter_ids: tuple[int, ...]
    fresh_id: int | None


class IssueFilled(IssueEvent, frozen=True, kw_only=True):
    """Somebody put matters in, or back; from_ids: the issues they were in until then."""

    code: ClassVar[str] = "matters.issue_filled"
    matter_ids: tuple[int, ...]
    from_ids: tuple[int, ...] = ()


class IssuesMerged(IssueEvent, frozen=True, kw_only=True):
    """Another issue was put together with this one."""

    code: ClassVar[str] = "matters.issues_merged"
    gone_id: int


class IssuesParted(IssueEvent, frozen=True, kw_only=True):
    """What had been put together was parted again."""

    code: ClassVar[str] = "matters.issues_parted"
    back_id: int


class IssueNamed(IssueEvent, frozen=True, kw_only=True):
    """Somebody gave it a title."""

    code: ClassVar[str] = "matters.issue_named"


class IssueMarked(IssueEvent, frozen=True, kw_only=True):
    """Somebody said how it stands."""

    code: ClassVar[str] = "matters.issue_marked"
    before: Code
    after: Code


class PhotoRead(TextEvent, frozen=True, kw_only=True):
    """A photo was looked at: so many parts covered in its public copy, or it could not be read."""

    code: ClassVar[str] = "matters.photo_read"
    file_id: int
    state: Code
    covered: int


class PhotoCovered(TextEvent, frozen=True, kw_only=True):
    """A person covered a part of a photo, showed one again (box_id says which), or looked and let the copy out."""

    code: ClassVar[str] = "matters.photo_covered"
    file_id: int
    box_id: int | None
    covered: bool
    version: int


class PhotoSeen(TextEvent, frozen=True, kw_only=True):
    """A photo was opened without its covers; written before it was shown."""

    code: ClassVar[str] = "matters.photo_seen"
    file_id: int
    sight_id: int
    reason: Code


class PlaceHinted(TextEvent, frozen=True, kw_only=True):
    """Places were suggested for a matter from its words and photos; so sure of the first, in hundredths."""

    code: ClassVar[str] = "matters.place_hinted"
    area_ids: tuple[int, ...]
    sure: int


class PlaceHintRefused(TextEvent, frozen=True, kw_only=True):
    """A person said that none of the suggested places is right."""

    code: ClassVar[str] = "matters.place_hint_refused"
    area_ids: tuple[int, ...]


class ReporterSeen(MatterEvent, frozen=True, kw_only=True):
    """A reporter's masked field was opened, or (field: matter) what the caller reported before; written before it was shown."""

    code: ClassVar[str] = "matters.reporter_seen"
    sight_id: int
    field: Code
    reason: Code


class MatterTranscribed(MatterEvent, frozen=True, kw_only=True):
    """What is said in a recording was written down by hand."""

    code: ClassVar[str] = "matters.transcribed"
    file_id: int
    remark_id: int


class SlipsPrinted(Event, frozen=True, kw_only=True):
    """A sheet of slips with numbers was made for printing."""

    code: ClassVar[str] = "matters.slips_printed"
    subject: ClassVar[str] = "slip_sheet"
    count: int


class SlipLost(Event, frozen=True, kw_only=True):
    """A printed slip was declared lost, or found again."""

    code: ClassVar[str] = "matters.slip_lost"
    subject: ClassVar[str] = "slip"
    lost: bool


class ObserverEvent(Event, frozen=True, kw_only=True):
    """Anything about the enrolment of one observer."""

    subject: ClassVar[str] = "observer"
    person_id: int


class ObserverAsked(ObserverEvent, frozen=True, kw_only=True):
    """Somebody wants to be an observer, or a desk enrolled them."""

    code: ClassVar[str] = "matters.observer_asked"
    area_id: int
    trade: Code


class ObserverDecided(ObserverEvent, frozen=True, kw_only=True):
    """The street desk said yes, until when, or no."""

    code: ClassVar[str] = "matters.observer_decided"
    approved: bool
    area_id: int
    until: date | None


class ObserverPaused(ObserverEvent, frozen=True, kw_only=True):
    """An observer stops for a while, or goes on."""

    code: ClassVar[str] = "matters.observer_paused"
    paused: bool


class ObserverLeft(ObserverEvent, frozen=True, kw_only=True):
    """An observer left, or the street ended it."""

    code: ClassVar[str] = "matters.observer_left"


class ViewSaved(Event, frozen=True, kw_only=True):
    """A list's filters were kept under a name, for oneself or the desk; or dropped."""

    code: ClassVar[str] = "matters.view_saved"
    subject: ClassVar[str] = "view"
    shared: bool
    dropped: bool = False


class ExportEvent(Event, frozen=True, kw_only=True):
    """Anything about a table somebody takes away."""

    subject: ClassVar[str] = "export"


class ExportAsked(ExportEvent, frozen=True, kw_only=True):
    """Somebody asked for a list as a table, with a reason that is kept beside it."""

    code: ClassVar[str] = "matters.export_asked"
    form: Code
    phones: bool


class ExportMade(ExportEvent, frozen=True, kw_only=True):
    """The table is there."""

    code: ClassVar[str] = "matters.export_made"
    rows: int
    cut: bool


class ExportFetched(ExportEvent, frozen=True, kw_only=True):
    """The table was taken away."""

    code: ClassVar[str] = "matters.export_fetched"


class LimitSet(Event, frozen=True, kw_only=True):
    """An area set its own limit for a stage from a day on."""

    code: ClassVar[str] = "matters.limit_set"
    subject: ClassVar[str] = "limit"
    kind: Code
    stage: Code
    rung: int | None
    span: Code


class UrgencySet(MatterEvent, frozen=True, kw_only=True):
    """A person set how urgent a matter is, with a reason; the words said otherwise or nothing."""

    code: ClassVar[str] = "matters.urgency_set"
    before: Code
    after: Code
    remark_id: int | None = None
    due_at: datetime | None = None


class OpinionGathered(MatterEvent, frozen=True, kw_only=True):
    """Somebody's opinion was put to a proposal."""

    code: ClassVar[str] = "matters.opinion_gathered"
    opinion_id: int
    source: Code


class TopicPublished(MatterEvent, frozen=True, kw_only=True):
    """A desk put words of a proposal on the public board."""

    code: ClassVar[str] = "matters.topic_published"


class ActionOpened(MatterEvent, frozen=True, kw_only=True):
    """A part of a proposal became an ordinary matter."""

    code: ClassVar[str] = "matters.action_opened"
    action_id: int
    number: Code
    kind: Code


class NoDispatchTextSet(Event, frozen=True, kw_only=True):
    """An area has its own answer for a reason not to dispatch, from a day on."""

    code: ClassVar[str] = "matters.no_dispatch_text_set"
    subject: ClassVar[str] = "no_dispatch_text"
    reason: Code


class UrgentWordSet(Event, frozen=True, kw_only=True):
    """A district's own urgent word was added or ended."""

    code: ClassVar[str] = "matters.urgent_word_set"
    subject: ClassVar[str] = "urgent_word"
    what: Code


class ResponsibilitySet(Event, frozen=True, kw_only=True):
    """A row of the responsibility list was added or ended."""

    code: ClassVar[str] = "matters.responsibility_set"
    subject: ClassVar[str] = "responsibility"
    what: Code


class ResponsibilitiesImported(Event, frozen=True, kw_only=True):
    """A table of responsibilities was taken in."""

    code: ClassVar[str] = "matters.responsibilities_imported"
    subject: ClassVar[str] = "responsibility"
    added: int
    same: int


class DutyListPublished(Event, frozen=True, kw_only=True):
    """A street published a version of its list."""

    code: ClassVar[str] = "matters.duty_list_published"
    subject: ClassVar[str] = "duty_list"
    version: int
    items: int


class OutsideDutyAsked(Event, frozen=True, kw_only=True):
    """Somebody asks that a community do something outside its list."""

    code: ClassVar[str] = "matters.outside_duty_asked"
    subject: ClassVar[str] = "duty_request"
    area_id: int
    due_at: datetime


class OutsideDutyDecided(Event, frozen=True, kw_only=True):
    """Work outside the list was approved or refused."""

    code: ClassVar[str] = "matters.outside_duty_decided"
    subject: ClassVar[str] = "duty_request"
    decision: Code


class OutsideDutyOverdue(Event, frozen=True, kw_only=True):
    """The three working days for a decision about work outside the list are over, and nobody decided."""

    code: ClassVar[str] = "matters.outside_duty_overdue"
    subject: ClassVar[str] = "duty_request"
    due_at: datetime


class PresetChosen(Event, frozen=True, kw_only=True):
    """An area took a preset of limits from a day on: so many rows, so many open matters at another limit now."""

    code: ClassVar[str] = "matters.preset_chosen"
    subject: ClassVar[str] = "limit"
    preset: Code
    rows: int
    looked_at: int
    moved: int


class AnswerTextKept(Event, frozen=True, kw_only=True):
    """A standard answer was kept, replaced by a new version, or retired."""

    code: ClassVar[str] = "matters.answer_text_kept"
    subject: ClassVar[str] = "answer_text"
    what: Code


class KindUsed(Event, frozen=True, kw_only=True):
    """An area takes matters of a kind in from a day on, or no longer."""

    code: ClassVar[str] = "matters.kind_used"
    subject: ClassVar[str] = "kind"
    kind: Code
    used: bool


class TalkPointEdited(Event, frozen=True, kw_only=True):
    """A talk point was added, changed or closed."""

    code: ClassVar[str] = "matters.talk_point_edited"
    subject: ClassVar[str] = "talk_point"
    what: Code


class FirmRoundSet(Event, frozen=True, kw_only=True):
    """How often a firm is visited."""

    code: ClassVar[str] = "matters.firm_round_set"
    subject: ClassVar[str] = "organisation"
    every_days: int


class FirmVisited(Event, frozen=True, kw_only=True):
    """Somebody visited a firm; what was said there became matters."""

    code: ClassVar[str] = "matters.firm_visited"
    subject: ClassVar[str] = "organisation"
    visit_id: int


class CategoryEdited(Event, frozen=True, kw_only=True):
    """A category was added, changed or retired."""

    code: ClassVar[str] = "matters.category_edited"
    subject: ClassVar[str] = "category"
    what: Code


class QuestionEdited(Event, frozen=True, kw_only=True):
    """A question of a category was added, changed or retired."""

    code: ClassVar[str] = "matters.question_edited"
    subject: ClassVar[str] = "category"
    question_id: int
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
