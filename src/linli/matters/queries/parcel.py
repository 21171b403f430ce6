"""A matter as its reporter follows it: five steps, one promise, plain words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from linli.kernel.ui.parts import Step as Dot
from linli.kernel.worktime import Due
from linli.places.queries import work_time

from ..kinds import kind_of
from ..models import Matter
from ..shape import Step
from ..terms import Outcome

_ORDER = tuple(Step)


@dataclass(frozen=True)
class Badge:
    """State in a word with its icon and colour."""

    kind: str
    word: str
    icon: str


@dataclass(frozen=True)
class Parcel:
    """What a reporter sees at a glance.

    promise: by when the answer comes, None once it is there. broken: that moment is over. days_left: working
    days until then. asked: the reporter is being asked whether it is solved. dots: empty where the matter left
    the usual way (taken back, not ours). ending: how it closed, empty while it runs.
    """

    number: str
    title: str
    place: str
    badge: Badge
    dots: tuple[Dot, ...]
    opened_at: datetime
    promise: Due | None
    broken: bool
    days_left: float
    asked: bool
    closed: bool
    ending: str

    @property
    def url(self) -> str:
        """Its one address."""
        return f"/matters/{self.number}/"


def parcel(matter: Matter, now: datetime) -> Parcel:
    """The reporter's view of a matter; no query."""
    kind = kind_of(matter.kind)
    stage = kind.stage(matter.stage)
    closed = matter.closed_at is not None
    waiting = not closed and matter.stage in kind.promised_stages and matter.promised_at is not None
    promise = Due(matter.promised_at, matter.promised_provisional) if waiting and matter.promised_at else None
    return Parcel(
        number=matter.number,
        title=matter.title,
        place=matter.place,
        badge=_badge(matter, stage.step),
        dots=() if matter.outcome in _ASIDE else dots(stage.step, done=closed),
        opened_at=matter.opened_at,
        promise=promise,
        broken=promise is not None and promise.at < now,
        days_left=work_time(matter.area_path).working_days(now, promise.at) if promise else 0.0,
        asked=not closed and matter.stage == kind.asking.at,
        closed=closed,
        ending=_ending(matter) if closed else "",
    )


_ASIDE = (Outcome.WITHDRAWN, Outcome.DECLINED, Outcome.NOT_DISPATCHED)


def _ending(matter: Matter) -> str:
    """How it ended, in a sentence that leaves a way on."""
    said = {
        Outcome.WITHDRAWN: _("这件事撤回了。要是又有问题，可以再报。"),
        Outcome.DECLINED: _("这件事不归我们办，该找谁写在答复里。"),
        Outcome.NOT_DISPATCHED: _("这件事没有派单，原因写在答复里。不同意可以提一次异议，由上一级复核。"),
        Outcome.UNREACHED: _("没联系上您，先办结了。没办好的话可以再报。"),
    }
    return said.get(Outcome(matter.outcome or Outcome.SOLVED), _("这件事办结了。要是又坏了，可以再报。"))


def words() -> dict[Step, str]:
    """The resident's word for each step."""
    return {
        Step.RECEIVED: _("已收到"),
        Step.DISPATCHED: _("已派单"),
        Step.WORKING: _("办理中"),
        Step.ANSWERED: _("答复您"),
        Step.FOLLOWED: _("回访"),
    }


def dots(step: Step, *, done: bool) -> tuple[Dot, ...]:
    """The way with the place on it; all steps are over when the matter is `done`."""
    here = _ORDER.index(step)
    return tuple(
        Dot(word, "done" if done or at < here else "now" if at == here else "")
        for at, word in enumerate(words().values())
    )


def _badge(matter: Matter, step: Step) -> Badge:
    if matter.closed_at is not None:
        ended = {
            Outcome.WITHDRAWN: Badge("hold", _("已撤回"), "undo"),
            Outcome.DECLINED: Badge("hold", _("不归我们办"), "info"),
            Outcome.NOT_DISPATCHED: Badge("hold", _("没有派单"), "info"),
            Outcome.UNREACHED: Badge("ok", _("已办结"), "done"),
        }
        return ended.get(Outcome(matter.outcome or Outcome.SOLVED), Badge("ok", _("办好了"), "done"))
    word = _("答复您了") if step is Step.ANSWERED else words()[step]
    if matter.redos and step is Step.WORKING:
        word = _("接着办")
    return Badge("act", word, "clock")
