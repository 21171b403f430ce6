"""百姓说事: an opinion or a wish taken at a talk point or on a visit to a firm, given to whom it concerns, answered."""

from django.utils.translation import gettext_lazy as _

from linli.kernel.spans import work_days
from linli.people.terms import Role
from linli.places.terms import Level

from ..shape import Asking, Kind, Lapse, Move, Point, Rung, Stage, Step, Words
from ..terms import LapseDo, Outcome, RemarkKind, Source, Via

# fmt: off
_LATE = (Lapse(LapseDo.ALERT),)
_ANSWER = Move("answer", _("答复说事的人"), _("答复"), to="told", told=_("答复您了"), words=Words.REQUIRED, remark=RemarkKind.ANSWER, public=True)

# No law sets limits here. Sorted the next working day and answered within ten is what talk points post; whoever
# answered asks how it was taken (谁答复谁回访).
KIND = Kind(
    code="talk",
    label=_("百姓说事"),
    opened_by=(Role.RESIDENT, Role.GRID_WORKER, Role.GRID_LEADER, Role.COMMUNITY_DESK, Role.STREET_DESK, Role.DISTRICT_DESK, Role.STATION_KEEPER, Role.BUILDING_HEAD),
    sources=(Source.APP, Source.TALK_POINT, Source.VISIT, Source.DESK, Source.PAPER, Source.API),
    ladder=(
        Rung(Role.GRID_WORKER, Level.GRID, also=(Role.GRID_LEADER,)),
        Rung(Role.COMMUNITY_DESK, Level.COMMUNITY),
        Rung(Role.STREET_DESK, Level.STREET),
        Rung(Role.DISTRICT_DESK, Level.DISTRICT),
    ),
    enters=Role.COMMUNITY_DESK,
    stages=(
        Stage("collected", _("待分办"), Step.RECEIVED, within=work_days(1), lapses=_LATE, ladder=True, moves=(
            Move("take", _("分办，有人管了"), _("分办"), to="studying", told=_("有人在研究了"), words=Words.OPTIONAL, remark=RemarkKind.PROGRESS, public=True),
            _ANSWER,
        )),
        Stage("studying", _("研究办理中"), Step.WORKING, within=work_days(10), lapses=_LATE, ladder=True, moves=(_ANSWER,)),
        Stage("told", _("待回访说事人"), Step.ANSWERED, within=work_days(5), lapses=_LATE, by=Role.COMMUNITY_DESK, moves=(
            Move("confirm", _("满意，办结"), _("回访满意"), to="closed", told=_("回访过了"), outcome=Outcome.SOLVED),
            Move("settle", _("部分解决，办结"), _("回访：部分解决"), to="closed", told=_("部分解决，先办结"), outcome=Outcome.ANSWERED),
            Move("again", _("没解决，再研究"), _("回访没解决，再研究"), to="studying", told=_("没解决，接着办"), icon="undo"),
            Move("unreached", _("联系不上，办结"), _("三次没联系上"), to="closed", told=_("没联系上您，先办结"), icon="phone", outcome=Outcome.UNREACHED),
        )),
        Stage("closed", _("已办结"), Step.FOLLOWED, final=True),
    ),
    asking=Asking(at="told", via=(Via.VISIT, Via.PHONE, Via.WECHAT, Via.LINK), solved="confirm", partly="settle", unsolved="again", unreached="unreached", same_person=True),
    promise=work_days(11),
    points=(
        Point("asked", _("写明问的是什么")),
        Point("done", _("写明怎么办、办到哪一步")),
        Point("when", _("写明什么时候"), must=False),
        Point("who", _("写明谁负责、电话多少")),
    ),
)
