"""突发: an emergency. Declared units are asked with the report; ended by a decision, then written up and followed up."""

from django.utils.translation import gettext_lazy as _

from linli.kernel.spans import hours, work_days
from linli.people.terms import Role
from linli.places.terms import Level

from ..shape import Asking, Kind, Lapse, Move, OpenAsks, Rung, Stage, Step, Words
from ..terms import LapseDo, Outcome, RemarkKind, Source, Via

# fmt: off
_REPORT = Move("report", _("写情况报告，答复报告人"), _("写情况报告"), to="reported", told=_("处置完了，答复您"), words=Words.REQUIRED, remark=RemarkKind.ANSWER, public=True)
_LATE = (Lapse(LapseDo.ALERT),)

# Limits of the house: an emergency runs by the clock, not by working hours; the level above is told after four
# hours (联调 联防 联动 联治 联创, practice of social-governance centres), the written report follows in two working days.
KIND = Kind(
    code="incident",
    label=_("突发事件"),
    opened_by=(Role.GRID_WORKER, Role.GRID_LEADER, Role.COMMUNITY_DESK, Role.STREET_DESK, Role.DISTRICT_DESK, Role.BUILDING_HEAD, Role.STATION_KEEPER),
    sources=(Source.DESK, Source.VISIT, Source.APP, Source.HOTLINE, Source.API),
    ladder=(
        Rung(Role.COMMUNITY_DESK, Level.COMMUNITY),
        Rung(Role.STREET_DESK, Level.STREET),
        Rung(Role.DISTRICT_DESK, Level.DISTRICT),
    ),
    enters=Role.STREET_DESK,
    stages=(
        Stage("emergency", _("应急处置"), Step.WORKING, within=hours(4), lapses=_LATE, ladder=True, moves=(
            Move("stand_down", _("解除应急状态"), _("解除应急状态"), to="writing", told=_("险情解除了"), icon="done", words=Words.REQUIRED, remark=RemarkKind.REASON),
        )),
        Stage("writing", _("写情况报告"), Step.WORKING, within=work_days(2), lapses=_LATE, ladder=True, moves=(_REPORT,)),
        Stage("reported", _("待回访"), Step.ANSWERED, within=work_days(3), lapses=_LATE, by=Role.COMMUNITY_DESK, moves=(
            Move("confirm", _("已解决，办结"), _("回访已解决"), to="closed", told=_("回访过了"), outcome=Outcome.SOLVED),
            Move("redo", _("没解决，接着办"), _("回访没解决，接着办"), to="redoing", told=_("没解决，接着办"), icon="undo"),
            Move("unreached", _("联系不上，办结"), _("三次没联系上"), to="closed", told=_("没联系上您，先办结"), icon="phone", outcome=Outcome.UNREACHED),
        )),
        Stage("redoing", _("接着办"), Step.WORKING, within=work_days(1), lapses=_LATE, ladder=True, moves=(_REPORT,)),
        Stage("closed", _("已办结"), Step.FOLLOWED, final=True),
    ),
    asking=Asking(at="reported", via=(Via.PHONE, Via.VISIT, Via.WECHAT, Via.LINK), solved="confirm", unsolved="redo", unreached="unreached"),
    promise=work_days(3),
    merges=False,
    splits=False,
    open_asks=OpenAsks.REASON,
    emergency="emergency",
)
