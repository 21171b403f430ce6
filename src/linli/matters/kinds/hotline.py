"""12345 工单: dispatched to the community, signed, worked on, answered; the street calls back."""

from django.utils.translation import gettext_lazy as _

from linli.kernel.spans import days, work_days, work_hours
from linli.people.terms import Role
from linli.places.terms import Level

from ..shape import Allowed, Asking, Kind, Lapse, Move, Rung, Stage, Step, Words
from ..terms import LapseDo, Outcome, RemarkKind, RequestKind, RequestLapse, Source, Via

# fmt: off
_ANSWER = Move("answer", _("办好了，答复来电人"), _("办结答复"), to="answered", told=_("答复您了"), words=Words.REQUIRED, remark=RemarkKind.ANSWER, public=True)
_NO = Move("not_dispatch", _("不派单"), _("不派单"), to="not_dispatched", told=_("这件事没有派单"), icon="close", words=Words.REQUIRED, remark=RemarkKind.ANSWER, public=True, outcome=Outcome.NOT_DISPATCHED, form="not-dispatch", needs="matters.accept")
_LATE = (Lapse(LapseDo.ALERT),)

# Requests. Extension: only before the limit, with the reason told to the caller (北京市接诉即办工作条例 2021 art. 15),
# by at most 10 working days (山东省12345办法). Return: within 2 working days with the reason (山东), only when it is
# clearly another's duty (潍坊); an objection to the dispatch is reviewed (北京 art. 12), and after a decision it may not
# be returned any more (潍坊): the third goes to the district. While a return is under review nobody works on the
# matter, so its clock stands (practice differs). Supervised or checked again: 3 working days (大宁路 2019).
# Appeal: unsatisfied orders are looked at again and 20 of 267 taken off (锡林郭勒).
REQUESTS = (
    Allowed(RequestKind.EXTENSION, decide=work_hours(4), at=("working", "redoing"), most=work_days(10)),
    Allowed(RequestKind.RETURN, decide=work_hours(4), at=("unsigned", "working"), within=work_days(2), quota=3, final_by=Role.DISTRICT_DESK, stands=True),
    Allowed(RequestKind.PAUSE, decide=work_days(1), at=("working", "redoing"), most=days(90), quota=2, lapse=RequestLapse.REFUSE),
    Allowed(RequestKind.SUPERVISION, decide=work_days(3)),
    Allowed(RequestKind.APPEAL, decide=work_days(5), within=work_days(5), by=Role.DISTRICT_DESK),
)

# Limits: sign in 2 working hours (晴隆 2023), answer in 5 working days (山东, 夏阳 2022), done again in 3
# working days (大宁路 2019, 夏阳 2022); every order is called back by the street (夏阳 2022). What is not dispatched is
# answered with its reason, and the level above reviews an objection once (北京市接诉即办工作条例 art. 11 and 12).
KIND = Kind(
    code="hotline",
    label=_("12345工单"),
    opened_by=(Role.STREET_DESK, Role.DISTRICT_DESK, Role.COMMUNITY_DESK),
    sources=(Source.HOTLINE, Source.API, Source.MAIL, Source.IMPORT, Source.DESK, Source.PHONE, Source.PAPER, Source.PROPOSAL),
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
            _NO,
        )),
        Stage("objected", _("异议复核"), Step.DISPATCHED, within=work_days(1), lapses=_LATE, by=Role.DISTRICT_DESK, moves=(
            Move("dispatch", _("应当受理，派单"), _("复核后派单"), to="unsigned", told=_("复核后派单了"), icon="send", words=Words.OPTIONAL, remark=RemarkKind.PROGRESS, public=True, form="review/dispatch", needs="matters.accept"),
            Move("uphold", _("维持不派单"), _("复核后维持不派单"), to="not_dispatched", told=_("复核过了，仍不派单"), icon="close", words=Words.REQUIRED, remark=RemarkKind.ANSWER, public=True, outcome=Outcome.NOT_DISPATCHED, form="review/uphold", needs="matters.accept"),
        )),
        Stage("working", _("办理中"), Step.WORKING, within=work_days(5), lapses=_LATE, ladder=True, moves=(_ANSWER,)),
        Stage("answered", _("待回访"), Step.ANSWERED, within=work_days(2), lapses=_LATE, by=Role.STREET_DESK, moves=(
            Move("confirm", _("已解决，办结"), _("回访已解决"), to="closed", told=_("回访过了"), outcome=Outcome.SOLVED),
            Move("redo", _("没解决，重办"), _("回访没解决，重办"), to="redoing", told=_("没解决，接着办"), icon="undo"),
            Move("unreached", _("联系不上，办结"), _("三次没联系上"), to="closed", told=_("没联系上您，先办结"), icon="phone", outcome=Outcome.UNREACHED),
        )),
        Stage("redoing", _("重办"), Step.WORKING, within=work_days(3), lapses=_LATE, ladder=True, moves=(_ANSWER,)),
        Stage("closed", _("已办结"), Step.FOLLOWED, final=True),
        Stage("not_dispatched", _("不派单"), Step.ANSWERED, final=True, objection=Move("object", _("提出异议"), _("对不派单有异议"), to="objected", told=_("您提出了异议"), icon="undo", words=Words.REQUIRED, remark=RemarkKind.SUPPLEMENT, public=True, form="object", needs="matters.accept")),
    ),
    asking=Asking(at="answered", via=(Via.PHONE, Via.WECHAT, Via.VISIT, Via.LINK), solved="confirm", unsolved="redo", unreached="unreached", other_person=True),
    promise=work_days(5),
    # 咨询, 求助, 投诉, 举报 or 建议 is asked of every caller (北京市接诉即办工作条例 art. 2); limits may hang on it.
    typed=(Source.HOTLINE, Source.DESK, Source.PHONE, Source.PAPER),
    requests=REQUESTS,
)
