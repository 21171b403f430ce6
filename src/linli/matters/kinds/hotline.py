"""12345 工单: dispatched to the community, signed, worked on, answered; the street calls back."""

from django.utils.translation import gettext_lazy as _

from linli.kernel.spans import work_days, work_hours
from linli.people.terms import Role
from linli.places.terms import Level

from ..shape import Asking, Kind, Lapse, Move, Rung, Stage, Step, Words
from ..terms import LapseDo, Outcome, RemarkKind, Source, Via

# fmt: off
_ANSWER = Move("answer", _("办好了，答复来电人"), _("办结答复"), to="answered", told=_("答复您了"), words=Words.REQUIRED, remark=RemarkKind.ANSWER, public=True)
_LATE = (Lapse(LapseDo.ALERT),)

# Limits: sign in 2 working hours (晴隆 2023), answer in 5 working days (山东, 夏阳 2022), done again in 3
# working days (大宁路 2019, 夏阳 2022); every order is called back by the street (夏阳 2022).
KIND = Kind(
    code="hotline",
    label=_("12345工单"),
    opened_by=(Role.STREET_DESK, Role.DISTRICT_DESK, Role.COMMUNITY_DESK),
    sources=(Source.HOTLINE, Source.API, Source.IMPORT, Source.DESK),
    ladder=(
        Rung(Role.GRID_WORKER, Level.GRID, also=(Role.GRID_LEADER,)),
        Rung(Role.COMMUNITY_DESK, Level.COMMUNITY),
        Rung(Role.STREET_DESK, Level.STREET),
        Rung(Role.DISTRICT_DESK, Level.DISTRICT),
    ),
    enters=Role.COMMUNITY_DESK,
    stages=(
        Stage("unsigned", _("待签收"), Step.DISPATCHED, within=work_hours(2), lapses=_LATE, ladder=True, moves=(
            Move("sign", _("签收并联系来电人"), _("签收"), to="working", told=_("已派单"), words=Words.OPTIONAL, remark=RemarkKind.PROGRESS, public=True),
        )),
        Stage("working", _("办理中"), Step.WORKING, within=work_days(5), lapses=_LATE, ladder=True, moves=(_ANSWER,)),
        Stage("answered", _("待回访"), Step.ANSWERED, within=work_days(2), lapses=_LATE, by=Role.STREET_DESK, moves=(
            Move("confirm", _("已解决，办结"), _("回访已解决"), to="closed", told=_("回访过了"), outcome=Outcome.SOLVED),
            Move("redo", _("没解决，重办"), _("回访没解决，重办"), to="redoing", told=_("没解决，接着办"), icon="undo"),
            Move("unreached", _("联系不上，办结"), _("三次没联系上"), to="closed", told=_("没联系上您，先办结"), icon="phone", outcome=Outcome.UNREACHED),
        )),
        Stage("redoing", _("重办"), Step.WORKING, within=work_days(3), lapses=_LATE, ladder=True, moves=(_ANSWER,)),
        Stage("closed", _("已办结"), Step.FOLLOWED, final=True),
    ),
    asking=Asking(at="answered", via=(Via.PHONE, Via.WECHAT, Via.VISIT, Via.LINK), solved="confirm", unsolved="redo", unreached="unreached", other_person=True),
    promise=work_days(5),
)
