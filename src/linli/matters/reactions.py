"""Who is told when something happened to a matter: holders, the level above, the reporter, those who met the same.

Nothing is sent here: notices go into the outbox with a key made of the event, so a repeat adds nothing.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.event import Happened
from linli.kernel.notice import fold, tell
from linli.kernel.reaction import on
from linli.kernel.scope import SYSTEM
from linli.kernel.terms import Channel
from linli.people.queries import in_language_of
from linli.places.events import DaysImported, HoursSet
from linli.places.terms import Level

from .commands import make_follow_up_link, recompute_clocks
from .events import (
    MatterAssigned,
    MatterFollowedUp,
    MatterHandedUp,
    MatterLapsed,
    MatterMoved,
    MatterNoted,
    MatterOpened,
    MatterSentDown,
    MatterUrged,
    MatterWithdrawn,
)
from .kinds import kind_of
from .models import Matter
from .queries.telling import (
    caller,
    holders,
    holders_of,
    matter_told,
    one_rung_up,
    public_words,
    sender_of,
    supporters,
)
from .rules.telling import answered_sms, asking_sms, gist, received_sms, when
from .shape import Move
from .terms import RemarkKind, Verdict, Via

TEXTS_LAST = timedelta(days=2)
"""A text that could not be sent for so long no longer says anything true."""
SAID = 60


def _link(matter: Matter) -> str:
    return f"/matters/{matter.number}/"


def _by(due_at: datetime | None, now: datetime) -> str:
    return _("，%(when)s到期") % {"when": when(due_at, now)} if due_at is not None else ""


def _news(sentence: object, matter: Matter, due_at: datetime | None, at: datetime) -> Callable[[], str]:
    """A lazy sentence about a matter, said in the language of whoever hears it."""
    return lambda: str(sentence) % {"title": matter.title, "by": _by(due_at, at)}


def _tell_all(matter: Matter, happened: Happened, people: Iterable[int], say: Callable[[], str]) -> None:
    """Everybody but the one who did it."""
    for person_id in people:
        if person_id != happened.actor_id:
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
    """The holder, and the reporter who left a telephone."""
    matter = matter_told(event.subject_id)
    sentence = gettext_lazy("新来一件“%(title)s”%(by)s。")
    people = holders_of(
        matter, event.holder_role, event.holder_area_id, event.holder_person_id, at=happened.at
    )
    _tell_all(matter, happened, people, _news(sentence, matter, event.due_at, happened.at))
    mobile = caller(matter).mobile
    if mobile:
        _text(matter, happened, mobile, _received(event, matter, happened.at), _follow_link(matter))


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
        _tell_reporter_of_move(matter, happened, move, public_words(event.remark_id))
    if event.stage == kind.asking.at:
        sentence = gettext_lazy("“%(title)s”答复了，请回访%(by)s。")
        people = holders_of(matter, event.holder_role, event.holder_area_id, at=happened.at)
        _tell_all(matter, happened, people, _news(sentence, matter, event.due_at, happened.at))
        if matter.follow_via == Via.LINK and matter.stage == kind.asking.at:
            _ask_by_link(matter, happened)


def _tell_reporter_of_move(matter: Matter, happened: Happened, move: Move, words: str) -> None:
    def told() -> str:
        said = {"title": matter.title, "told": move.told, "words": gist(words, SAID)}
        return _("“%(title)s”：%(told)s。%(words)s") % said

    reporter = caller(matter)
    people = [
        *([reporter.person_id] if reporter.person_id else []),
        *(supporters(matter) if move.answers else []),
    ]
    for person_id in people:
        _tell_person(matter, happened, person_id, told)
    if move.answers and reporter.mobile:
        link = _follow_link(matter)
        text = answered_sms(sender=sender_of(matter), number=matter.number, answer=words, link=link)
        _text(matter, happened, reporter.mobile, text, link)


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
        said = {"title": matter.title, "words": gist(public_words(event.remark_id), SAID)}
        _tell_person(
            matter, happened, matter.reporter_person_id, lambda: _("“%(title)s”有进展：%(words)s") % said
        )


@on(MatterUrged)
def tell_of_urge(event: MatterUrged, happened: Happened) -> None:
    """The holder."""
    matter = matter_told(event.subject_id)
    sentence = gettext_lazy("居民催办“%(title)s”%(by)s。")
    people = holders(matter, happened.at)
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
                one=_("“%(title)s”超时了，请看一下。") % {"title": matter.title},
                many=lambda n: _("有%(n)d件超时了，请看一下。") % {"n": n},
                now=happened.at,
                area_path=matter.area_path,
                link="/inbox/?view=late",
            )


@on(DaysImported)
def recompute_after_days(event: DaysImported, happened: Happened) -> None:
    """Working days changed: every running clock is computed anew (the page has usually done so already)."""
    recompute_clocks(actor=SYSTEM, now=happened.at)


@on(HoursSet)
def recompute_after_hours(event: HoursSet, happened: Happened) -> None:
    """Working hours of an area changed: the running clocks below it are computed anew."""
    recompute_clocks(actor=SYSTEM, now=happened.at, below=event.area_path)
