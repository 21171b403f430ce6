"""议事: opinions gathered, distilled into one wording, decided, done by ordinary matters, and the proposer asked."""

from django.utils.translation import gettext_lazy as _

from linli.kernel.spans import days, work_days
from linli.people.terms import Role
from linli.places.terms import Level

from ..shape import Asking, Kind, Lapse, Move, Rung, Stage, Step, Words
from ..terms import LapseDo, Outcome, RemarkKind, Source, Via

# fmt: off
_LATE = (Lapse(LapseDo.ALERT),)
_DECIDE = "matters.decide_proposal"

# Limits of the house, for a street to set anew: 15 days for neighbours to say what they think, 10 working days to
# decide; how long the actions take is what their own clocks say, the 90 days are a reminder.
KIND = Kind(
    code="proposal",
    label=_("议事"),
    opened_by=(Role.RESIDENT, Role.OBSERVER, Role.GRID_WORKER, Role.GRID_LEADER, Role.COMMUNITY_DESK, Role.STREET_DESK, Role.DISTRICT_DESK, Role.BUILDING_HEAD, Role.STATION_KEEPER, Role.MEDIATOR),
    sources=(Source.APP, Source.DESK, Source.VISIT, Source.TALK_POINT, Source.OBSERVER, Source.API),
    ladder=(
        Rung(Role.COMMUNITY_DESK, Level.COMMUNITY),
        Rung(Role.STREET_DESK, Level.STREET),
        Rung(Role.DISTRICT_DESK, Level.DISTRICT),
    ),
    enters=Role.COMMUNITY_DESK,
    stages=(
        Stage("gathering", _("征集意见"), Step.RECEIVED, within=days(15), lapses=_LATE, ladder=True, moves=(
            Move("distil", _("归纳成议题"), _("归纳成议题"), to="distilled", told=_("归纳成一条议题"), icon="edit", words=Words.REQUIRED, form="distil", needs=_DECIDE),
        )),
        Stage("distilled", _("待商议"), Step.DISPATCHED, within=work_days(10), lapses=_LATE, ladder=True, moves=(
            Move("accept", _("采纳"), _("决定采纳"), to="doing", told=_("决定采纳"), words=Words.REQUIRED, remark=RemarkKind.REASON, public=True, form="decide/accept", needs=_DECIDE),
            Move("partly", _("部分采纳"), _("决定部分采纳"), to="doing", told=_("决定部分采纳"), words=Words.REQUIRED, remark=RemarkKind.REASON, public=True, form="decide/partly", needs=_DECIDE),
            Move("decline", _("不采纳"), _("决定不采纳"), to="asked", told=_("决定不采纳"), icon="close", words=Words.REQUIRED, remark=RemarkKind.ANSWER, public=True, form="decide/decline", needs=_DECIDE),
        )),
        Stage("doing", _("落实中"), Step.WORKING, within=days(90), lapses=_LATE, ladder=True, moves=(
            Move("finish", _("都落实了，答复提议人"), _("落实完毕"), to="asked", told=_("都落实了"), words=Words.REQUIRED, remark=RemarkKind.ANSWER, public=True, form="finish", needs=_DECIDE),
        )),
        Stage("asked", _("问提议人"), Step.ANSWERED, within=work_days(5), lapses=_LATE, by=Role.COMMUNITY_DESK, moves=(
            Move("confirm", _("提议人认可，办结"), _("提议人认可"), to="done", told=_("问过您了"), outcome=Outcome.ANSWERED),
            Move("redo", _("不认可，再议"), _("提议人不认可，再议"), to="distilled", told=_("您不认可，再议一次"), icon="undo"),
            Move("unreached", _("联系不上，办结"), _("三次没联系上"), to="done", told=_("没联系上您，先办结"), icon="phone", outcome=Outcome.UNREACHED),
        )),
        Stage("done", _("已办结"), Step.FOLLOWED, final=True),
    ),
    asking=Asking(at="asked", via=(Via.PHONE, Via.VISIT, Via.WECHAT, Via.LINK), solved="confirm", unsolved="redo", unreached="unreached"),
    promise=days(30),
)
