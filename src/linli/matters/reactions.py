"""Who is told when something happened to a matter: holders, the level above, the reporter, those who met the same.

Nothing is sent here: notices go into the outbox with a key made of the event, so a repeat adds nothing.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel import files
from linli.kernel.event import Code, Happened
from linli.kernel.notice import fold, tell
from linli.kernel.reaction import on
from linli.kernel.scope import SYSTEM
from linli.kernel.terms import Channel
from linli.people.events import Posted, PostingEnded
from linli.people.queries import in_language_of, people_of_unit
from linli.places.events import DaysImported, HoursSet
from linli.places.queries import tree
from linli.places.terms import Level

from .commands import make_follow_up_link, read_place_job, recompute_clocks, renew_accused, understand_job
from .events import (
    AgentNamed,
    AskAnswered,
    AskExtended,
    AskLapsed,
    AskReminded,
    AskWithdrawn,
    ConsultationConcluded,
    MatterAssigned,
    MatterCarried,
    MatterFollowedUp,
    MatterGathered,
    MatterHandedUp,
    MatterLapsed,
    MatterMerged,
    MatterMoved,
    MatterNoted,
    MatterOpened,
    MatterSentDown,
    MatterUnmerged,
    MatterUrged,
    MatterWithdrawn,
    ObserverDecided,
    OutsideDutyAsked,
    OutsideDutyDecided,
    OutsideDutyOverdue,
    PhotoCovered,
    PhotoRead,
    RequestAsked,
    RequestDecided,
    RequestEnded,
    RequestOverdue,
    SupervisionAnswered,
    UnitAsked,
    UrgencySet,
)
from .kinds import kind_of
from .models import Matter
from .queries.duties import asker_and_deciders
from .queries.photos import copy_now
from .queries.standing import china_day
from .queries.telling import (
    asker_of,
    caller,
    first_holders,
    holders,
    holders_of,
    joined_callers,
    matter_told,
    one_rung_up,
    sender_of,
    supporters,
    title_told,
    told_words,
    units_called,
    voices_told,
)
from .rules.telling import answered_sms, asking_sms, gist, joined_sms, received_sms, when
from .shape import Move
from .terms import DutyDecision, RemarkKind, RequestKind, Source, Urgency, Verdict, Via

TEXTS_LAST = timedelta(days=2)
"""A text that could not be sent for so long no longer says anything true."""
SAID = 60
SETTLES = frozenset({"accept", "partly", "decline", "finish"})
"""Moves of a proposal that those who spoke to it are told of: the decision, and that all is done."""


def _link(matter: Matter) -> str:
    return f"/matters/{matter.number}/"


def _by(due_at: datetime | None, now: datetime) -> str:
    return _("，%(when)s到期") % {"when": when(due_at, now)} if due_at is not None else ""


def _news(sentence: object, matter: Matter, due_at: datetime | None, at: datetime) -> Callable[[], str]:
    """A lazy sentence about a matter, said in the language of whoever hears it."""
    return lambda: str(sentence) % {"title": title_told(matter), "by": _by(due_at, at)}


def _tell_all(matter: Matter, happened: Happened, people: Iterable[int], say: Callable[[], str]) -> None:
    """Everybody but the one who did it."""
    hidden_from = matter.hidden_from or ()
    for person_id in people:
        if person_id != happened.actor_id and f"p{person_id}" not in hidden_from:
            _tell_person(matter, happened, person_id, say)


def _tell_person(matter: Matter, happened: Happened, person_id: int, say: Callable[[], str]) -> None:
    with in_language_of(person_id):
        sentence = say()
    tell(
        key=f"{happened.event.code}:{happened.id}:{person_id}:app",
        text=sentence,
        now=happened.at,
        area_path=matter.area_path,
        person_id=person_id,
        link=_link(matter),
    )


def _text(matter: Matter, happened: Happened, mobile: str, text: str, link: str) -> None:
    """A text for the reporter's telephone; the link is a secret until it is sent."""
    tell(
        key=f"{happened.event.code}:{happened.id}:reporter:sms",
        text=text,
        now=happened.at,
        area_path=matter.area_path,
        address=mobile,
        channel=Channel.SMS,
        secret=link,
        until=happened.at + TEXTS_LAST,
    )


def _follow_link(matter: Matter) -> str:
    return f"{settings.LINLI_SMS_LINKS}/f/{matter.follow_secret()}/"


# ---------- coming in ----------


@on(MatterOpened)
def tell_of_new(event: MatterOpened, happened: Happened) -> None:
    """The holder, and the reporter who left a telephone; nobody where the question was answered at once."""
    if event.outcome:
        return
    matter = matter_told(event.subject_id)
    if event.agent_person_id is not None:
        _tell_agent(matter, happened, event.agent_person_id)
    people = holders_of(
        matter, event.holder_role, event.holder_area_id, event.holder_person_id, at=happened.at
    )
    if matter.urgency == Urgency.URGENT:
        _tell_urgent(matter, happened, [*people, *one_rung_up(matter, event.holder_role, happened.at)])
    else:
        sentence = gettext_lazy("新来一件“%(title)s”%(by)s。")
        _tell_all(matter, happened, people, _news(sentence, matter, event.due_at, happened.at))
    mobile = caller(matter).mobile
    if mobile:
        _text(matter, happened, mobile, _received(event, matter, happened.at), _follow_link(matter))


def _tell_urgent(matter: Matter, happened: Happened, people: Iterable[int]) -> None:
    """Holder and the desk above, at once and by night too; also whoever wrote it down."""
    hidden_from = matter.hidden_from or ()
    for person_id in dict.fromkeys(people):
        if f"p{person_id}" in hidden_from:
            continue
        with in_language_of(person_id):
            said = {"title": title_told(matter)}
            sentence = _("紧急：“%(title)s”，请马上看。有危险先打119、110、120。") % said
        tell(
            key=f"urgent:{happened.id}:{person_id}:app",
            text=sentence,
            now=happened.at,
            area_path=matter.area_path,
            person_id=person_id,
            link=_link(matter),
            urgent=True,
        )


def _tell_agent(matter: Matter, happened: Happened, agent: int) -> None:
    """Somebody was asked to act for a petitioner; who asked is on the matter, not in the notice."""
    news = _news(gettext_lazy("有人请您代办“%(title)s”。"), matter, None, happened.at)
    if agent != happened.actor_id and agent not in holders(matter, happened.at):
        _tell_all(matter, happened, [agent], news)


@on(AgentNamed)
def tell_of_agency(event: AgentNamed, happened: Happened) -> None:
    """The agent."""
    _tell_agent(matter_told(event.subject_id), happened, event.agent_person_id)


@on(UrgencySet)
def tell_of_urgency(event: UrgencySet, happened: Happened) -> None:
    """A person found it urgent: whoever has it and the desk above hear of it at once."""
    if event.after == Code(Urgency.URGENT):
        matter = matter_told(event.subject_id)
        people = [*holders(matter, happened.at), *one_rung_up(matter, matter.holder_role, happened.at)]
        _tell_urgent(matter, happened, (one for one in people if one != happened.actor_id))


@on(MatterOpened)
def understand_new(event: MatterOpened, happened: Happened) -> None:
    """The worker makes the public copy and asks for a suggestion; nobody waits for it."""
    understand_job.defer(matter_id=event.subject_id, at=happened.at.isoformat())


@on(MatterOpened)
def place_new(event: MatterOpened, happened: Happened) -> None:
    """The worker reads where it may be."""
    read_place_job.defer(matter_id=event.subject_id, at=happened.at.isoformat())


@on(PhotoRead)
def place_by_photo(event: PhotoRead, happened: Happened) -> None:
    """A sign on a photo may say where it is."""
    read_place_job.defer(matter_id=event.subject_id, at=happened.at.isoformat())


@on(PhotoCovered)
def drop_old_copies(event: PhotoCovered, happened: Happened) -> None:
    """What a copy showed before somebody covered more is nobody's to see: the row names the new one, the old bytes go."""
    found = copy_now(event.file_id)
    if found is not None:
        files.drop_copies(found[0], before=found[1])


def _received(event: MatterOpened, matter: Matter, now: datetime) -> str:
    at_grid = kind_of(matter.kind).ladder[event.rung].level == Level.GRID and event.due_at is not None
    return received_sms(
        sender=sender_of(matter),
        number=matter.number,
        what=_("到现场看") if at_grid else _("答复"),
        due_at=event.due_at if at_grid else event.promised_at,
        now=now,
        link=_follow_link(matter),
    )


# ---------- on its way ----------


@on(MatterMoved)
def tell_of_move(event: MatterMoved, happened: Happened) -> None:
    """The reporter of what concerns them, of an answer also by text; whoever has it next."""
    matter = matter_told(event.subject_id)
    kind = kind_of(matter.kind)
    move = kind.move(event.before.stage, event.move)
    if move is None:
        return
    if move.told:
        _tell_reporter_of_move(matter, happened, move, told_words(matter, event.remark_id))
    if kind.code == "proposal" and move.code in SETTLES:
        _tell_voices(matter, happened, move, told_words(matter, event.remark_id))
    if event.stage == kind.asking.at:
        sentence = gettext_lazy("“%(title)s”答复了，请回访%(by)s。")
        people = holders_of(matter, event.holder_role, event.holder_area_id, at=happened.at)
        _tell_all(matter, happened, people, _news(sentence, matter, event.due_at, happened.at))
        if matter.follow_via == Via.LINK and matter.stage == kind.asking.at:
            _ask_by_link(matter, happened)


def _tell_reporter_of_move(matter: Matter, happened: Happened, move: Move, words: str) -> None:
    def told() -> str:
        said = {"title": title_told(matter), "told": move.told, "words": gist(words, SAID)}
        thanks = _("谢谢您报来。") if move.answers and matter.source == Source.OBSERVER else ""
        return _("“%(title)s”：%(told)s。%(words)s") % said + thanks

    reporter = caller(matter)
    people = [
        *([reporter.person_id] if reporter.person_id else []),
        *([matter.agent_person_id] if matter.agent_person_id else []),
        *(supporters(matter) if move.answers else []),
    ]
    for person_id in people:
        _tell_person(matter, happened, person_id, told)
    if move.answers and reporter.mobile:
        link = _follow_link(matter)
        text = answered_sms(sender=sender_of(matter), number=matter.number, answer=words, link=link)
        _text(matter, happened, reporter.mobile, text, link)
    if move.answers:
        _tell_joined_callers(matter, happened, words)


def _tell_voices(matter: Matter, happened: Happened, move: Move, words: str) -> None:
    """Those who said what they think hear what became of it, on the public page; the proposer is told as reporter."""
    topic, people = voices_told(matter)
    for person_id in people:
        if person_id in (happened.actor_id, matter.reporter_person_id):
            continue
        with in_language_of(person_id):
            said = {"title": topic, "told": move.told, "words": gist(words, SAID)}
            sentence = _("您说过看法的“%(title)s”：%(told)s。%(words)s") % said
        tell(
            key=f"{happened.event.code}:{happened.id}:{person_id}:voice",
            text=sentence,
            now=happened.at,
            area_path=matter.area_path,
            person_id=person_id,
            link=f"/proposals/{matter.number}/",
        )


def _tell_joined_callers(matter: Matter, happened: Happened, words: str) -> None:
    """Those who rang about the same: the answer, without the link that is the reporter's."""
    for row, mobile in joined_callers(matter):
        tell(
            key=f"{happened.event.code}:{happened.id}:joined:{row}:sms",
            text=joined_sms(sender=sender_of(matter), number=matter.number, answer=words),
            now=happened.at,
            area_path=matter.area_path,
            address=mobile,
            channel=Channel.SMS,
            until=happened.at + TEXTS_LAST,
        )


def _ask_by_link(matter: Matter, happened: Happened) -> None:
    """The reporter chose to be asked by a link: it goes out with the answer."""
    mobile = caller(matter).mobile
    if not mobile:
        return
    token = token_urlsafe(16)
    make_follow_up_link(actor=SYSTEM, now=happened.at, matter_id=matter.pk, token=token)
    link = f"{settings.LINLI_SMS_LINKS}/r/{token}/"
    tell(
        key=f"ask:{happened.id}:reporter:sms",
        text=asking_sms(sender=sender_of(matter), number=matter.number, link=link),
        now=happened.at,
        area_path=matter.area_path,
        address=mobile,
        channel=Channel.SMS,
        secret=link,
        until=happened.at + TEXTS_LAST,
    )


@on(MatterHandedUp)
def tell_of_hand_up(event: MatterHandedUp, happened: Happened) -> None:
    """The level above; what limits that are over bring up by themselves comes folded."""
    matter = matter_told(event.subject_id)
    people = holders_of(matter, event.holder_role, event.holder_area_id, at=happened.at)
    if not event.auto:
        sentence = gettext_lazy("上报来一件“%(title)s”%(by)s。")
        _tell_all(matter, happened, people, _news(sentence, matter, event.due_at, happened.at))
        return
    late = gettext_lazy("“%(title)s”到时间没办完，自动报到您这里%(by)s。")
    for person_id in people:
        with in_language_of(person_id):
            fold(
                what="handed_up",
                person_id=person_id,
                one=_news(late, matter, event.due_at, happened.at)(),
                many=lambda n: _("有%(n)d件到时间没办完，自动报到您这里。") % {"n": n},
                now=happened.at,
                area_path=matter.area_path,
                link="/inbox/",
            )


@on(MatterSentDown)
def tell_of_send_down(event: MatterSentDown, happened: Happened) -> None:
    """The level below."""
    matter = matter_told(event.subject_id)
    sentence = (
        gettext_lazy("“%(title)s”有结果反馈给您%(by)s。")
        if event.fed_back
        else gettext_lazy("交办来一件“%(title)s”%(by)s。")
    )
    people = holders_of(matter, event.holder_role, event.holder_area_id, at=happened.at)
    _tell_all(matter, happened, people, _news(sentence, matter, event.due_at, happened.at))


@on(MatterAssigned)
def tell_of_assignment(event: MatterAssigned, happened: Happened) -> None:
    """The person or unit named."""
    matter = matter_told(event.subject_id)
    sentence = gettext_lazy("派给您一件“%(title)s”%(by)s。")
    people = holders_of(matter, "", 0, event.person_id, event.unit_id, at=happened.at)
    _tell_all(matter, happened, people, _news(sentence, matter, matter.due_at, happened.at))


# ---------- words ----------


@on(MatterNoted)
def tell_of_note(event: MatterNoted, happened: Happened) -> None:
    """A supplement goes to the holder, public progress to the reporter."""
    matter = matter_told(event.subject_id)
    if RemarkKind(event.kind) is RemarkKind.SUPPLEMENT:
        sentence = gettext_lazy("居民补充了“%(title)s”的情况。")
        _tell_all(matter, happened, holders(matter, happened.at), _news(sentence, matter, None, happened.at))
    elif event.public and matter.reporter_person_id is not None:
        said = {"title": title_told(matter), "words": gist(told_words(matter, event.remark_id), SAID)}
        _tell_person(
            matter, happened, matter.reporter_person_id, lambda: _("“%(title)s”有进展：%(words)s") % said
        )


@on(MatterUrged)
def tell_of_urge(event: MatterUrged, happened: Happened) -> None:
    """The holder, and whoever had it first while nobody else has taken it up (首接负责)."""
    matter = matter_told(event.subject_id)
    sentence = gettext_lazy("居民催办“%(title)s”%(by)s。")
    people = dict.fromkeys([*holders(matter, happened.at), *first_holders(matter, happened.at)])
    _tell_all(matter, happened, people, _news(sentence, matter, matter.due_at, happened.at))


@on(MatterWithdrawn)
def tell_of_withdrawal(event: MatterWithdrawn, happened: Happened) -> None:
    """Whoever had it in hand."""
    matter = matter_told(event.subject_id)
    sentence = gettext_lazy("居民撤回了“%(title)s”，不用再办。")
    _tell_all(matter, happened, holders(matter, happened.at), _news(sentence, matter, None, happened.at))


@on(MatterFollowedUp)
def tell_of_follow_up(event: MatterFollowedUp, happened: Happened) -> None:
    """Not solved: whoever has to do it again."""
    if not event.reached or Verdict(event.verdict) is Verdict.SOLVED:
        return
    matter = matter_told(event.subject_id)
    sentence = gettext_lazy("回访没解决，请重办“%(title)s”%(by)s。")
    people = holders(matter, happened.at)
    _tell_all(matter, happened, people, _news(sentence, matter, event.due_at, happened.at))


# ---------- requests ----------

ASKED = {
    RequestKind.EXTENSION: gettext_lazy("“%(title)s”申请延期，请审批%(by)s。"),
    RequestKind.RETURN: gettext_lazy("“%(title)s”申请退回，请审批%(by)s。"),
    RequestKind.PAUSE: gettext_lazy("“%(title)s”申请挂起，请审批%(by)s。"),
    RequestKind.SUPERVISION: gettext_lazy("“%(title)s”被督办，请回复%(by)s。"),
    RequestKind.APPEAL: gettext_lazy("“%(title)s”的回访评价有申诉，请审批%(by)s。"),
}


@on(RequestAsked)
def tell_of_request(event: RequestAsked, happened: Happened) -> None:
    """The desk that decides; of a supervision the holder."""
    matter = matter_told(event.subject_id)
    what = RequestKind(event.what)
    people = (
        holders(matter, happened.at)
        if what is RequestKind.SUPERVISION
        else holders_of(matter, event.desk_role, event.desk_area_id, at=happened.at)
    )
    _tell_all(matter, happened, people, _news(ASKED[what], matter, event.due_at, happened.at))


@on(RequestDecided)
def tell_of_decision(event: RequestDecided, happened: Happened) -> None:
    """Whoever asked; of a return that was granted also whoever has it now."""
    matter = matter_told(event.subject_id)
    asker = asker_of(event.request_id)
    label = RequestKind(event.what).label
    due_at = None if RequestKind(event.what) is RequestKind.APPEAL else event.due_at

    def said() -> str:
        facts = {"title": title_told(matter), "what": label, "by": _by(due_at, happened.at)}
        if event.granted:
            return _("“%(title)s”的%(what)s申请同意了%(by)s。") % facts
        return _("“%(title)s”的%(what)s申请没有同意%(by)s。") % facts

    if asker is not None and asker != happened.actor_id:
        _tell_person(matter, happened, asker, said)
    if event.granted and RequestKind(event.what) is RequestKind.RETURN:
        people = holders_of(
            matter, event.holder_role, event.holder_area_id, None, event.holder_unit_id, at=happened.at
        )
        news = _news(gettext_lazy("转来一件“%(title)s”%(by)s。"), matter, event.due_at, happened.at)
        _tell_all(matter, happened, [one for one in people if one != asker], news)


@on(RequestOverdue)
def tell_of_overdue_request(event: RequestOverdue, happened: Happened) -> None:
    """The desk that decides; of a supervision the supervisor and the holder."""
    matter = matter_told(event.subject_id)
    if RequestKind(event.what) is RequestKind.SUPERVISION:
        asker = asker_of(event.request_id)
        people = [*([asker] if asker is not None else []), *holders(matter, happened.at)]
        sentence = gettext_lazy("“%(title)s”的督办到时没有回复%(by)s。")
    else:
        people = holders_of(matter, event.desk_role, event.desk_area_id, at=happened.at)
        sentence = gettext_lazy("“%(title)s”的申请到时没有审批%(by)s。")
    _tell_all(matter, happened, dict.fromkeys(people), _news(sentence, matter, None, happened.at))


@on(RequestEnded)
def tell_of_end(event: RequestEnded, happened: Happened) -> None:
    """The holder, whose clock runs on or who need not answer any more."""
    matter = matter_told(event.subject_id)
    pause = RequestKind(event.what) is RequestKind.PAUSE
    sentence = (
        gettext_lazy("“%(title)s”挂起结束，请接着办%(by)s。")
        if pause
        else gettext_lazy("“%(title)s”督办结束%(by)s。")
    )
    news = _news(sentence, matter, event.due_at if pause else None, happened.at)
    _tell_all(matter, happened, holders(matter, happened.at), news)


@on(SupervisionAnswered)
def tell_of_answer_to_supervisor(event: SupervisionAnswered, happened: Happened) -> None:
    """The supervisor."""
    matter = matter_told(event.subject_id)
    asker = asker_of(event.request_id)
    if asker is not None:
        news = _news(gettext_lazy("“%(title)s”的督办有回复了%(by)s。"), matter, None, happened.at)
        _tell_all(matter, happened, [asker], news)


# ---------- work outside a community's list ----------


def _tell_deciders(
    request_id: int, happened: Happened, sentence: object, path: str, due_at: datetime | None = None
) -> None:
    _asker, deciders = asker_and_deciders(request_id, happened.at)
    for person_id in deciders:
        _tell_outside(request_id, happened, person_id, sentence, path, due_at)


def _tell_outside(
    request_id: int, happened: Happened, person_id: int, sentence: object, path: str, due_at: datetime | None
) -> None:
    """Where it stands, by name of the community only; the words are on the page."""
    with in_language_of(person_id):
        said = str(sentence) % {"place": tree().title(path), "by": _by(due_at, happened.at)}
    tell(
        key=f"{happened.event.code}:{happened.id}:{person_id}:app",
        text=said,
        now=happened.at,
        area_path=path,
        person_id=person_id,
        link=f"/outside/{request_id}/",
    )


@on(OutsideDutyAsked)
def tell_of_outside_duty(event: OutsideDutyAsked, happened: Happened) -> None:
    """Whoever may decide, but the one who asks."""
    sentence = gettext_lazy("要%(place)s办清单外的事，请审批%(by)s。")
    _tell_deciders(event.subject_id, happened, sentence, event.area_path, event.due_at)


@on(OutsideDutyOverdue)
def tell_of_late_outside_duty(event: OutsideDutyOverdue, happened: Happened) -> None:
    """Whoever may decide, and the asker, that nothing was decided in time."""
    late = gettext_lazy("要%(place)s办清单外的事，到时没有审批，请尽快审批。")
    _tell_deciders(event.subject_id, happened, late, event.area_path)
    asker, _deciders = asker_and_deciders(event.subject_id, happened.at)
    still = gettext_lazy("您申请%(place)s办清单外的事，到时没有审批，已经提醒审批的人。")
    _tell_outside(event.subject_id, happened, asker, still, event.area_path, None)


@on(OutsideDutyDecided)
def tell_of_decided_outside_duty(event: OutsideDutyDecided, happened: Happened) -> None:
    """The asker."""
    asker, _deciders = asker_and_deciders(event.subject_id, happened.at)
    granted = event.decision == Code(DutyDecision.APPROVED)
    sentence = (
        gettext_lazy("您申请%(place)s办清单外的事，批准了。")
        if granted
        else gettext_lazy("您申请%(place)s办清单外的事，没有批准，原因在页面里。")
    )
    _tell_outside(event.subject_id, happened, asker, sentence, event.area_path, None)


# ---------- together ----------


@on(MatterMerged)
def tell_of_merge(event: MatterMerged, happened: Happened) -> None:
    """The reporter: handled with the same report of others, and nothing is lost by it."""
    matter = matter_told(event.subject_id)
    if event.from_lead_id is None and matter.reporter_person_id is not None:
        sentence = gettext_lazy("“%(title)s”和别人反映的同一件事一起办，编号不变，办好了照样答复您。")
        _tell_all(matter, happened, [matter.reporter_person_id], _news(sentence, matter, None, happened.at))


@on(MatterGathered)
def tell_of_gathering(event: MatterGathered, happened: Happened) -> None:
    """Whoever has the lead."""
    matter = matter_told(event.subject_id)
    sentence = gettext_lazy("有同样的件并入“%(title)s”，答复时一起答复。")
    _tell_all(matter, happened, holders(matter, happened.at), _news(sentence, matter, None, happened.at))


@on(MatterUnmerged)
def tell_of_unmerge(event: MatterUnmerged, happened: Happened) -> None:
    """Whoever has it in hand again."""
    matter = matter_told(event.subject_id)
    sentence = gettext_lazy("“%(title)s”不再并案，请接着办%(by)s。")
    people = holders(matter, happened.at)
    _tell_all(matter, happened, people, _news(sentence, matter, matter.due_at, happened.at))


@on(MatterCarried)
def tell_of_carried(event: MatterCarried, happened: Happened) -> None:
    """The reporter of one that rode along gets the lead's answer as their own; then its own follow-up begins."""
    matter = matter_told(event.subject_id)
    kind = kind_of(matter.kind)
    words = told_words(matter, event.remark_id)
    if words:
        answered = Move("", "", "", event.stage, told=_("答复您了"), remark=RemarkKind.ANSWER, public=True)
        _tell_reporter_of_move(matter, happened, answered, words)
    if event.stage == kind.asking.at and event.stage != event.before.stage:
        sentence = gettext_lazy("“%(title)s”答复了，请回访%(by)s。")
        people = holders_of(matter, event.holder_role, event.holder_area_id, at=happened.at)
        _tell_all(matter, happened, people, _news(sentence, matter, event.due_at, happened.at))
        if matter.follow_via == Via.LINK and matter.stage == kind.asking.at:
            _ask_by_link(matter, happened)


def _tell_unit(
    matter_id: int, unit_id: int, happened: Happened, sentence: object, due: datetime | None
) -> None:
    matter = matter_told(matter_id)
    people = people_of_unit(unit_id, china_day(happened.at))
    _tell_all(matter, happened, people, _news(sentence, matter, due, happened.at))


@on(UnitAsked)
def tell_of_ask(event: UnitAsked, happened: Happened) -> None:
    """The unit's people."""
    sentence = gettext_lazy("请你们协办“%(title)s”%(by)s。")
    _tell_unit(event.subject_id, event.unit_id, happened, sentence, event.due_at)


@on(AskReminded)
def tell_of_reminder(event: AskReminded, happened: Happened) -> None:
    """The unit's people."""
    sentence = gettext_lazy("提醒：“%(title)s”等你们的协办答复。")
    _tell_unit(event.subject_id, event.unit_id, happened, sentence, None)


@on(AskExtended)
def tell_of_more_time(event: AskExtended, happened: Happened) -> None:
    """The unit's people."""
    sentence = gettext_lazy("“%(title)s”的协办期限延长了%(by)s。")
    _tell_unit(event.subject_id, event.unit_id, happened, sentence, event.due_at)


@on(AskWithdrawn)
def tell_of_withdrawn_ask(event: AskWithdrawn, happened: Happened) -> None:
    """The unit's people: nothing more to do."""
    sentence = gettext_lazy("“%(title)s”不用你们协办了。")
    _tell_unit(event.subject_id, event.unit_id, happened, sentence, None)


@on(AskAnswered)
def tell_of_part(event: AskAnswered, happened: Happened) -> None:
    """Whoever has the matter in hand."""
    matter = matter_told(event.subject_id)
    sentence = (
        gettext_lazy("“%(title)s”：有单位说不归他们，请看一下。")
        if event.declined
        else gettext_lazy("“%(title)s”：协办单位答复了。")
    )
    _tell_all(matter, happened, holders(matter, happened.at), _news(sentence, matter, None, happened.at))


@on(AskLapsed)
def tell_of_late_ask(event: AskLapsed, happened: Happened) -> None:
    """The unit's people, and whoever has the matter in hand."""
    sentence = gettext_lazy("“%(title)s”的协办到时间没答复。")
    _tell_unit(event.subject_id, event.unit_id, happened, sentence, None)
    matter = matter_told(event.subject_id)
    unit = set(people_of_unit(event.unit_id, china_day(happened.at)))
    people = [person for person in holders(matter, happened.at) if person not in unit]
    _tell_all(matter, happened, people, _news(sentence, matter, None, happened.at))


@on(ConsultationConcluded)
def tell_of_conclusion(event: ConsultationConcluded, happened: Happened) -> None:
    """The people of all units that were called."""
    matter = matter_told(event.subject_id)
    sentence = gettext_lazy("“%(title)s”的会商结论写好了，请看。")
    day = china_day(happened.at)
    people = {
        person: None for unit in units_called(event.consultation_id) for person in people_of_unit(unit, day)
    }
    _tell_all(matter, happened, people, _news(sentence, matter, None, happened.at))


# ---------- time ----------


@on(MatterLapsed)
def tell_of_lapse(event: MatterLapsed, happened: Happened) -> None:
    """The desk one rung up, once an hour at most."""
    matter = matter_told(event.subject_id)
    for person_id in one_rung_up(matter, event.holder_role, happened.at):
        with in_language_of(person_id):
            fold(
                what="lapsed",
                person_id=person_id,
                one=_("“%(title)s”超时了，请看一下。") % {"title": title_told(matter)},
                many=lambda n: _("有%(n)d件超时了，请看一下。") % {"n": n},
                now=happened.at,
                area_path=matter.area_path,
                link="/inbox/?view=late",
            )


@on(ObserverDecided)
def tell_observer(event: ObserverDecided, happened: Happened) -> None:
    """Who asked to be an observer hears the street's answer."""
    with in_language_of(event.person_id):
        said = (
            _("您申请当观察员，街道通过了，现在可以报问题。")
            if event.approved
            else _("您申请当观察员，街道没有通过，原因在页面里。")
        )
    tell(
        key=f"{event.code}:{happened.id}:app", text=said, now=happened.at, area_path=event.area_path,
        person_id=event.person_id, link="/observers/join/",
    )  # fmt: skip


@on(DaysImported)
def recompute_after_days(event: DaysImported, happened: Happened) -> None:
    """Working days changed: every running clock is computed anew (the page has usually done so already)."""
    recompute_clocks(actor=SYSTEM, now=happened.at)


@on(HoursSet)
def recompute_after_hours(event: HoursSet, happened: Happened) -> None:
    """Working hours of an area changed: the running clocks below it are computed anew."""
    recompute_clocks(actor=SYSTEM, now=happened.at, below=event.area_path)


@on(Posted)
def renew_after_posting(event: Posted, happened: Happened) -> None:
    """Somebody serves somewhere else: what accuses them is kept from that desk too."""
    renew_accused(actor=SYSTEM, now=happened.at, person_id=event.subject_id)


@on(PostingEnded)
def renew_after_posting_ended(event: PostingEnded, happened: Happened) -> None:
    """Somebody serves there no longer: that desk may see what accuses them."""
    renew_accused(actor=SYSTEM, now=happened.at, person_id=event.subject_id)
