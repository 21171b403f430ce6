"""随手拍: somebody sees something wrong; the grid deals with it or hands it up."""

from django.utils.translation import gettext_lazy as _

from linli.kernel.spans import days, work_days, work_hours
from linli.people.terms import Role
from linli.places.terms import Level

from ..shape import Allowed, Asking, Kind, Lapse, Move, Rung, Stage, Step, Words
from ..terms import LapseDo, Outcome, RemarkKind, RequestKind, RequestLapse, Source, Via

# fmt: off
_FIXED = Move("fix", _("办好了，答复居民"), _("办好了"), to="fixed", told=_("办好了"), words=Words.REQUIRED, remark=RemarkKind.ANSWER, public=True)
_LATE = (Lapse(LapseDo.ALERT), Lapse(LapseDo.HAND_UP, after=work_hours(4)))

# Nobody at a hotline waits for these, so a street may be milder: an extension may come late and is marked then, and
# one that nobody answers is granted. A grid's small things do not hang for a quarter: reviewed after 30 days at most.
REQUESTS = (
    Allowed(RequestKind.EXTENSION, decide=work_hours(4), at=("new", "working", "redoing"), most=work_days(5), late=True, lapse=RequestLapse.GRANT),
    Allowed(RequestKind.RETURN, decide=work_hours(4), at=("new", "working"), within=work_days(1), quota=3, final_by=Role.STREET_DESK),
    Allowed(RequestKind.PAUSE, decide=work_days(1), at=("working", "redoing"), most=days(30), stands=True),
    Allowed(RequestKind.SUPERVISION, decide=work_days(1)),
    Allowed(RequestKind.APPEAL, decide=work_days(5), within=work_days(5), by=Role.STREET_DESK),
)

KIND = Kind(
    code="snapshot",
    label=_("随手拍"),
    opened_by=(Role.RESIDENT, Role.OBSERVER, Role.GRID_WORKER, Role.GRID_LEADER, Role.COMMUNITY_DESK, Role.STREET_DESK, Role.DISTRICT_DESK, Role.BUILDING_HEAD, Role.STATION_KEEPER, Role.MEDIATOR),
    sources=(Source.APP, Source.OBSERVER, Source.DESK, Source.VISIT, Source.TALK_POINT, Source.PHONE, Source.PAPER, Source.PROPOSAL, Source.API, Source.MAIL),
    ladder=(
        Rung(Role.GRID_WORKER, Level.GRID, also=(Role.GRID_LEADER,)),
        Rung(Role.COMMUNITY_DESK, Level.COMMUNITY),
        Rung(Role.STREET_DESK, Level.STREET),
        Rung(Role.DISTRICT_DESK, Level.DISTRICT),
    ),
    enters=Role.GRID_WORKER,
    stages=(
        Stage("new", _("待核实"), Step.DISPATCHED, within=work_hours(4), lapses=_LATE, ladder=True, moves=(
            Move("accept", _("看过了，开始办"), _("到现场看过"), to="working", told=_("到现场看过"), words=Words.OPTIONAL, remark=RemarkKind.PROGRESS, public=True),
            _FIXED,
            Move("void", _("不归我们办"), _("不予受理"), to="void", told=_("这件事不归我们办"), icon="close", words=Words.REQUIRED, remark=RemarkKind.ANSWER, public=True, outcome=Outcome.DECLINED),
        )),
        Stage("working", _("处置中"), Step.WORKING, within=work_days(2), lapses=_LATE, ladder=True, moves=(_FIXED,)),
        Stage("fixed", _("待回访"), Step.ANSWERED, within=work_days(3), lapses=(Lapse(LapseDo.ALERT),), by=Role.COMMUNITY_DESK, moves=(
            Move("confirm", _("已解决，办结"), _("回访已解决"), to="closed", told=_("回访过了"), outcome=Outcome.SOLVED),
            Move("redo", _("没解决，重办"), _("回访没解决，重办"), to="redoing", told=_("没解决，接着办"), icon="undo"),
            Move("unreached", _("联系不上，办结"), _("三次没联系上"), to="closed", told=_("没联系上您，先办结"), icon="phone", outcome=Outcome.UNREACHED),
        )),
        Stage("redoing", _("重办"), Step.WORKING, within=work_days(1), lapses=_LATE, ladder=True, moves=(_FIXED,)),
        Stage("closed", _("已办结"), Step.FOLLOWED, final=True),
        Stage("void", _("不予受理"), Step.FOLLOWED, final=True),
    ),
    asking=Asking(at="fixed", via=(Via.PHONE, Via.VISIT, Via.WECHAT, Via.LINK), solved="confirm", unsolved="redo", unreached="unreached"),
    promise=work_days(3),
    requests=REQUESTS,
)
