"""Sets of limits as places of the country publish them, each line with its source; a street takes one from a day on.

Only what a source says is set; every other stage keeps its limit. Where a source speaks of days without saying
working days, they are calendar days (Civil Code art. 200 to 204).
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from linli.kernel.spans import Span, days, hours, work_days

from ..terms import OrderType, Urgency

PROMISE = "promise"


@dataclass(frozen=True)
class Line:
    """One limit of a set: stage (or the promise), span, for which level or type, and what the source says."""

    stage: str
    span: Span
    source: str
    urgency: str = ""
    order_type: str = ""


@dataclass(frozen=True)
class Preset:
    """A set of limits for one kind. note: what the source says besides and the kind already has."""

    code: str
    label: object
    kind: str
    lines: tuple[Line, ...]
    note: object = ""


def _answer(
    span: Span, source: str, *, urgency: str = "", types: tuple[str, ...] = ("",)
) -> tuple[Line, ...]:
    """The limit of the work and the promise to the caller, which these sources set as one."""
    return tuple(
        Line(stage, span, source, urgency, order_type)
        for order_type in types
        for stage in ("working", PROMISE)
    )


_BEIJING = "北京市12345服务规范（地方标准征求意见稿）"
_DANING = "静安区大宁路街道12345工单办理办法（2019）"
_XIAYANG = "青浦区夏阳街道12345工单办理（2022）"
_QINGLONG = "晴隆县12345工单办理（2023）"

PRESETS = (
    Preset(
        "beijing",
        _("北京四级"),
        "hotline",
        (
            Line("unsigned", hours(2), f"{_BEIJING}：网上诉求2小时内受理"),
            *_answer(days(7), f"{_BEIJING}：一般诉求7天"),
            *_answer(hours(2), f"{_BEIJING}：紧急诉求2小时", urgency=Urgency.URGENT),
            *_answer(hours(24), f"{_BEIJING}：水电气热等民生诉求24小时", urgency=Urgency.LIVELIHOOD),
            *_answer(days(7), f"{_BEIJING}：一般诉求7天", urgency=Urgency.NORMAL),
            *_answer(days(15), f"{_BEIJING}：疑难诉求15天", urgency=Urgency.DIFFICULT),
        ),
        _("延期只能凭理由，并告诉来电人和热线（北京市接诉即办工作条例第十五条）。"),
    ),
    Preset(
        "daning",
        _("大宁路街道"),
        "hotline",
        (
            *_answer(work_days(5), f"{_DANING}：求助、投诉、举报5个工作日"),
            *_answer(
                work_days(1),
                f"{_DANING}：咨询、建议1个工作日",
                types=(OrderType.ENQUIRY, OrderType.SUGGESTION),
            ),
            *_answer(work_days(15), f"{_DANING}：疑难的经批准15个工作日", urgency=Urgency.DIFFICULT),
            Line("redoing", work_days(3), f"{_DANING}：督办、复核3个工作日"),
        ),
    ),
    Preset(
        "xiayang",
        _("夏阳街道"),
        "hotline",
        (
            Line("unsigned", work_days(1), f"{_XIAYANG}：1个工作日内联系来电人"),
            *_answer(work_days(5), f"{_XIAYANG}：5个工作日答复"),
            Line("redoing", work_days(3), f"{_XIAYANG}：二次办理3个工作日，负责人到场"),
        ),
        _("街道对每件工单都回访。"),
    ),
    Preset(
        "qinglong",
        _("晴隆县"),
        "hotline",
        (
            Line("unsigned", hours(2), f"{_QINGLONG}：2小时内签收"),
            *_answer(days(1), f"{_QINGLONG}：咨询1天", types=(OrderType.ENQUIRY,)),
            *_answer(days(5), f"{_QINGLONG}：求助、建议5天", types=(OrderType.HELP, OrderType.SUGGESTION)),
            *_answer(days(10), f"{_QINGLONG}：投诉、举报10天", types=(OrderType.COMPLAINT, OrderType.REPORT)),
        ),
        _("每月抽查不少于一成的工单。"),
    ),
    Preset(
        "shandong",
        _("山东省"),
        "hotline",
        _answer(work_days(5), "山东省12345政务服务便民热线办法：5个工作日"),
        _("延期不超过10个工作日，退回在2个工作日内说明理由，诉求类型已这样定。"),
    ),
    Preset(
        "jinan",
        _("济南市"),
        "hotline",
        _answer(work_days(5), "济南市12345市民服务热线条例：5个工作日办结并答复"),
        _("一时办不了的，说明措施和答复日期；每件办结都审核、回访，不满意的退回重办。"),
    ),
    Preset(
        "weifang",
        _("潍坊市"),
        "hotline",
        _answer(work_days(5), "潍坊市12345政务服务便民热线条例：5个工作日"),
        _("明显不属于职责才能退回，经裁定指派的不得再退。"),
    ),
)


def preset_of(code: str) -> Preset | None:
    """One set by its code."""
    return next((one for one in PRESETS if one.code == code), None)
