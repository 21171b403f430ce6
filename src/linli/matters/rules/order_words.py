"""What other systems call types, states, verdicts; in which order of looking."""

from enum import Enum

from ..terms import OrderType, Satisfaction, Verdict


class Phase(Enum):
    """How far an order had come in the other system."""

    UNSIGNED = "unsigned"
    WORKING = "working"
    ANSWERED = "answered"
    CLOSED = "closed"


# Longer words first where one stands in another: 未办结 is not 办结.
_PHASES = (
    (Phase.WORKING, ("未办结", "未完成", "未解决", "待办结", "未结", "未回复", "未答复", "待回复", "待答复", "重办", "退回重办")),
    (Phase.ANSWERED, ("待回访", "未回访", "回访中")),
    (Phase.CLOSED, ("办结", "结案", "归档", "完成", "关闭", "已回访", "已结", "终结")),
    (Phase.ANSWERED, ("已答复", "已回复", "答复")),
    (Phase.UNSIGNED, ("签收", "待派", "待受理", "新建", "待接收", "待分派", "未受理")),
    (Phase.WORKING, ("办", "处理", "处置", "受理", "派单", "流转", "延期", "退回", "挂账")),
)  # fmt: skip
_SIGNED = ("已签收",)
_TYPES = {
    "咨询": OrderType.ENQUIRY, "求助": OrderType.HELP, "求决": OrderType.HELP, "投诉": OrderType.COMPLAINT,
    "举报": OrderType.REPORT, "建议": OrderType.SUGGESTION, "意见": OrderType.SUGGESTION,
}  # fmt: skip
_VERDICTS = (
    (Verdict.UNSOLVED, ("未解决", "没解决", "没有解决", "不解决", "否", "未")),
    (Verdict.PARTLY, ("部分", "基本解决")),
    (Verdict.SOLVED, ("解决", "是")),
)
_SATISFACTIONS = (
    (Satisfaction.VERY_BAD, ("非常不满意", "很不满意")),
    (Satisfaction.BAD, ("不满意", "否")),
    (Satisfaction.VERY_GOOD, ("非常满意", "很满意")),
    (Satisfaction.FAIR, ("基本满意", "一般")),
    (Satisfaction.GOOD, ("满意", "是")),
)
_NOT_ASKED = ("未评", "未回访", "未接", "无法", "联系不上", "无人", "不涉及", "无需", "-", "—", "/", "无")


def phase(word: str) -> Phase | None:
    """The phase a state's word means; None for a word we do not know."""
    if any(one in word for one in _SIGNED):
        return Phase.WORKING
    return next((found for found, words in _PHASES if any(one in word for one in words)), None)


def order_type(word: str) -> str:
    """咨询 求助 投诉 举报 建议; empty for others."""
    return next((found.value for part, found in _TYPES.items() if part in word), "")


def verdict(word: str) -> str:
    """What the reporter said of the result; empty where nobody asked."""
    if not word or any(word.startswith(one) for one in _NOT_ASKED):
        return ""
    return next((found.value for found, words in _VERDICTS if any(one in word for one in words)), "")


def satisfaction(word: str) -> str:
    """Five grades; empty where nobody asked."""
    if not word or any(word.startswith(one) for one in _NOT_ASKED):
        return ""
    return next((found.value for found, words in _SATISFACTIONS if any(one in word for one in words)), "")
