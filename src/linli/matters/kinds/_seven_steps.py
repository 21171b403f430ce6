"""The seven steps of digital city management (GB/T 30428.8: 信息采集, 案卷建立, 任务派遣, 任务处置, 处理反馈, 核查结案,
综合评价), for parts (things that stand in the city) and for events."""

from django.utils.translation import gettext_lazy as _

from linli.kernel.spans import Span, work_days, work_hours
from linli.people.terms import Role
from linli.places.terms import Level

from ..shape import Asking, CategoryLimit, Kind, Lapse, Move, Point, Rung, Stage, Step, Words
from ..terms import LapseDo, Outcome, RemarkKind, Source, Via

# fmt: off
_LATE = (Lapse(LapseDo.ALERT),)
_UP = (Lapse(LapseDo.ALERT), Lapse(LapseDo.HAND_UP, after=work_hours(4)))
_VOID = Move("void", _("不立案"), _("不立案"), to="void", told=_("这件事不立案"), icon="close", words=Words.REQUIRED, remark=RemarkKind.ANSWER, public=True, outcome=Outcome.DECLINED)

# The standard names the steps; hours between them are those two city manuals give for a centre's own work.
STAGES = (
    Stage("collecting", _("待核实信息"), Step.RECEIVED, within=work_hours(1), lapses=_LATE, ladder=True, moves=(
        Move("collect", _("核实了，报立案"), _("信息采集"), to="filing", told=_("核实过了"), words=Words.OPTIONAL, remark=RemarkKind.PROGRESS, public=True),
        _VOID,
    )),
    Stage("filing", _("待立案"), Step.RECEIVED, within=work_hours(1), lapses=_LATE, ladder=True, moves=(
        Move("file", _("立案"), _("案卷建立"), to="dispatching", told=_("立案了")),
        _VOID,
    )),
    Stage("dispatching", _("待派遣"), Step.DISPATCHED, within=work_hours(1), lapses=_LATE, ladder=True, moves=(
        Move("dispatch", _("派遣处置"), _("任务派遣"), to="disposing", told=_("派去处置了"), icon="send", words=Words.OPTIONAL),
    )),
    Stage("disposing", _("城管处置中"), Step.WORKING, within=work_days(5), lapses=_UP, ladder=True, moves=(
        Move("dispose", _("处置完，报反馈"), _("任务处置"), to="feeding_back", told=_("处置了"), words=Words.REQUIRED, remark=RemarkKind.ANSWER, public=True),
    )),
    Stage("feeding_back", _("待反馈"), Step.WORKING, within=work_hours(2), lapses=_LATE, ladder=True, moves=(
        Move("ask_check", _("反馈，请核查"), _("处理反馈"), to="verifying"),
        Move("again", _("没处置好，退回"), _("反馈退回"), to="disposing", told=_("没处置好，接着办"), icon="undo", words=Words.REQUIRED, remark=RemarkKind.REASON),
    )),
    Stage("verifying", _("待核查"), Step.WORKING, within=work_hours(4), lapses=_LATE, ladder=True, moves=(
        Move("verify", _("核查通过，结案"), _("核查通过"), to="judging", told=_("核查通过"), by_other=True, words=Words.OPTIONAL),
        Move("fail", _("核查没通过"), _("核查没通过"), to="disposing", told=_("核查没通过，接着办"), icon="undo", by_other=True, words=Words.REQUIRED, remark=RemarkKind.REASON),
    )),
    Stage("judging", _("待综合评价"), Step.ANSWERED, within=work_days(3), lapses=_LATE, by=Role.STREET_DESK, moves=(
        Move("confirm", _("已解决，归档"), _("评价：已解决"), to="closed", told=_("回访过了"), outcome=Outcome.SOLVED),
        Move("redo", _("没解决，重新派遣"), _("评价：没解决，重新派遣"), to="redispatching", told=_("没解决，接着办"), icon="undo"),
        Move("unreached", _("联系不上，归档"), _("三次没联系上"), to="closed", told=_("没联系上您，先办结"), icon="phone", outcome=Outcome.UNREACHED),
    )),
    Stage("redispatching", _("待重新派遣"), Step.DISPATCHED, within=work_hours(1), lapses=_LATE, ladder=True, moves=(
        Move("dispatch", _("派遣处置"), _("任务派遣"), to="disposing", told=_("派去处置了"), icon="send", words=Words.OPTIONAL),
    )),
    Stage("closed", _("已结案"), Step.FOLLOWED, final=True),
    Stage("void", _("不立案"), Step.FOLLOWED, final=True),
)


def disposing(category: str, name: object, within: Span) -> CategoryLimit:
    """A category's limit for the disposal itself."""
    return CategoryLimit("disposing", category, name, within)


def seven_steps(code: str, label: object, limits: tuple[CategoryLimit, ...]) -> Kind:
    """A kind of the seven steps; verification is by another person than the disposal. In use where an area says so."""
    return Kind(
        code=code,
        label=label,
        opened_by=(Role.GRID_WORKER, Role.GRID_LEADER, Role.COMMUNITY_DESK, Role.STREET_DESK, Role.DISTRICT_DESK),
        sources=(Source.VISIT, Source.DESK, Source.OBSERVER, Source.API),
        ladder=(
            Rung(Role.GRID_WORKER, Level.GRID, also=(Role.GRID_LEADER,)),
            Rung(Role.COMMUNITY_DESK, Level.COMMUNITY),
            Rung(Role.STREET_DESK, Level.STREET),
            Rung(Role.DISTRICT_DESK, Level.DISTRICT),
        ),
        enters=Role.STREET_DESK,
        stages=STAGES,
        asking=Asking(at="judging", via=(Via.VISIT, Via.PHONE, Via.WECHAT, Via.LINK), solved="confirm", unsolved="redo", unreached="unreached", other_person=True),
        promise=work_days(7),
        usual=False,
        by_category=limits,
        points=(Point("before", _("有处置前照片")), Point("after", _("有处置后照片")), Point("place", _("位置与案卷一致"), must=False)),
    )
