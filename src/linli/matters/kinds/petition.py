"""信访事项: a written petition with its own statutory timers, on each level, in calendar days."""

from django.utils.translation import gettext_lazy as _

from linli.kernel.spans import days, work_days
from linli.people.terms import Role
from linli.places.terms import Level

from ..shape import RECEIVED, Allowed, Asking, Kind, Lapse, Move, Point, Rung, Stage, Step, Words
from ..terms import LapseDo, Outcome, RemarkKind, RequestKind, Source, Via

# fmt: off
_LATE = (Lapse(LapseDo.ALERT),)
_UNUSED = (Lapse(LapseDo.CLOSE, move="expire"),)
_EXPIRE = Move("expire", _("期满未申请，办结"), _("期满未申请，办结"), to="closed", told=_("期满没有再申请，办结"), outcome=Outcome.ANSWERED)
_SETTLE = Move("settle", _("本人认可，办结"), _("本人认可，办结"), to="closed", told=_("您认可，办结了"), outcome=Outcome.SOLVED)

# 信访工作条例 (2022), an article beside each limit. Days are calendar days by the Civil Code, articles 200 to 203: the
# first is not counted, a last one that is a holiday gives way to the next working day. A stage's own code stands for
# its timer in the figures. What counts from the receipt, or from a stage's own beginning, does so whoever has it.
KIND = Kind(
    code="petition",
    label=_("信访代办"),
    opened_by=(Role.AGENT, Role.COMMUNITY_DESK, Role.STREET_DESK, Role.DISTRICT_DESK),
    sources=(Source.APP, Source.DESK, Source.VISIT, Source.TALK_POINT, Source.TRANSFERRED, Source.API),
    ladder=(
        Rung(Role.COMMUNITY_DESK, Level.COMMUNITY),
        Rung(Role.STREET_DESK, Level.STREET),
        Rung(Role.DISTRICT_DESK, Level.DISTRICT),
    ),
    enters=Role.STREET_DESK,
    stages=(
        # art. 23: what is not ours goes back within 5 working days of its receipt, with reasons
        Stage("checking", _("待核对管辖"), Step.DISPATCHED, within=work_days(5), counts_from=RECEIVED, lapses=_LATE, ladder=True, moves=(
            Move("ours", _("是我们的，登记"), _("核对管辖，登记"), to="accepting", told=_("登记了"), words=Words.OPTIONAL, remark=RemarkKind.PROGRESS, public=True),
            Move("hand_on", _("不是我们的，转送"), _("转送有权机关"), to="handed_on", told=_("转给有权处理的机关了"), icon="send", outcome=Outcome.HANDED_ON, words=Words.REQUIRED, remark=RemarkKind.ANSWER, public=True),
        )),
        # art. 22 and 23: whether it is accepted is told within 15 days of its receipt
        Stage("accepting", _("待受理决定"), Step.DISPATCHED, within=days(15), counts_from=RECEIVED, lapses=_LATE, ladder=True, moves=(
            Move("accept", _("受理，告知本人"), _("受理"), to="handling", told=_("受理了"), words=Words.OPTIONAL, remark=RemarkKind.PROGRESS, public=True),
            Move("decline", _("不予受理"), _("不予受理"), to="declined", told=_("不予受理"), icon="close", outcome=Outcome.DECLINED, words=Words.REQUIRED, remark=RemarkKind.ANSWER, public=True),
        )),
        # art. 34: closed within 60 days of acceptance
        Stage("handling", _("办理中"), Step.WORKING, within=days(60), counts_from="handling", lapses=_LATE, ladder=True, moves=(
            Move("answer", _("出具处理意见"), _("出具处理意见"), to="answered", told=_("有处理意见了"), words=Words.REQUIRED, remark=RemarkKind.ANSWER, public=True),
        )),
        # art. 35: the petitioner may ask for a review within 30 days of the written answer
        Stage("answered", _("待申请复查"), Step.ANSWERED, within=days(30), lapses=_UNUSED, by=Role.STREET_DESK, moves=(
            _SETTLE,
            Move("review", _("本人申请复查"), _("申请复查"), to="reviewing", told=_("申请了复查"), icon="undo", by_reporter=True, words=Words.REQUIRED, remark=RemarkKind.SUPPLEMENT, public=True),
            _EXPIRE,
        )),
        # art. 35: the authority above answers the review within 30 days
        Stage("reviewing", _("复查中"), Step.WORKING, within=days(30), lapses=_LATE, by=Role.DISTRICT_DESK, moves=(
            Move("review_answer", _("出具复查意见"), _("出具复查意见"), to="reviewed", told=_("有复查意见了"), words=Words.REQUIRED, remark=RemarkKind.ANSWER, public=True),
        )),
        # art. 36: the petitioner may ask for a re-check within 30 days of the review's answer
        Stage("reviewed", _("待申请复核"), Step.ANSWERED, within=days(30), lapses=_UNUSED, by=Role.DISTRICT_DESK, moves=(
            _SETTLE,
            Move("recheck", _("本人申请复核"), _("申请复核"), to="rechecking", told=_("申请了复核"), icon="undo", by_reporter=True, words=Words.REQUIRED, remark=RemarkKind.SUPPLEMENT, public=True),
            _EXPIRE,
        )),
        # art. 36: answered within 30 days; the time of a hearing is not counted; it is not accepted again after that
        Stage("rechecking", _("复核中"), Step.WORKING, within=days(30), lapses=_LATE, by=Role.DISTRICT_DESK, moves=(
            Move("recheck_answer", _("出具复核意见，终结"), _("出具复核意见"), to="ended", told=_("有复核意见了，程序终结"), outcome=Outcome.ANSWERED, words=Words.REQUIRED, remark=RemarkKind.ANSWER, public=True),
        )),
        Stage("closed", _("已办结"), Step.FOLLOWED, final=True),
        Stage("ended", _("三级终结"), Step.FOLLOWED, final=True),
        Stage("declined", _("不予受理"), Step.FOLLOWED, final=True),
        Stage("handed_on", _("已转送"), Step.FOLLOWED, final=True),
    ),
    # Who is not content asks for the review; who cannot be reached keeps the 30 days.
    asking=Asking(at="answered", via=(Via.VISIT, Via.PHONE, Via.WECHAT), solved="settle", unsolved="review", unreached="", other_person=True),
    promise=days(75),
    # art. 34: 30 days more at most, once, by the level above, with the reason told to the petitioner
    requests=(
        Allowed(RequestKind.EXTENSION, decide=work_days(3), at=("handling",), most=days(30), quota=1),
    ),
    anonymous=False,
    agents=True,
    own_account=True,
    confidential=True,
    # art. 32: request, facts, opinion and legal basis stand in the written opinion
    points=(
        Point("request", _("写明诉求")),
        Point("facts", _("写明事实和认定情况")),
        Point("opinion", _("写明处理意见")),
        Point("basis", _("写明法律法规等依据")),
        Point("remedy", _("写明不服时向谁、多少天内申请")),
    ),
)
