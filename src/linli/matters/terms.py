"""Words of matters: sources, order types, outcomes, ways to follow up."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Source(models.TextChoices):
    """Where a matter came in."""

    APP = "app", _("随手拍")
    OBSERVER = "observer", _("观察员")
    DESK = "desk", _("前台登记")
    HOTLINE = "hotline", _("12345转来")
    VISIT = "visit", _("走访带回")
    TALK_POINT = "talk_point", _("说事点")
    API = "api", _("接口")
    IMPORT = "import", _("历史导入")


class OrderType(models.TextChoices):
    """What a 12345 order asks for (北京市接诉即办工作条例 art. 2)."""

    ENQUIRY = "enquiry", _("咨询")
    HELP = "help", _("求助")
    COMPLAINT = "complaint", _("投诉")
    REPORT = "report", _("举报")
    SUGGESTION = "suggestion", _("建议")


class Outcome(models.TextChoices):
    """How a matter ended."""

    SOLVED = "solved", _("已解决")
    UNREACHED = "unreached", _("未联系上")
    DECLINED = "declined", _("不予受理")
    WITHDRAWN = "withdrawn", _("本人撤回")
    ANSWERED = "answered", _("已答复")


class Via(models.TextChoices):
    """How the reporter is asked afterwards."""

    PHONE = "phone", _("电话")
    WECHAT = "wechat", _("微信")
    VISIT = "visit", _("上门")
    LINK = "link", _("短信链接")


class Verdict(models.TextChoices):
    """What the reporter says of the result (12345 practice: 是否解决)."""

    SOLVED = "solved", _("解决了")
    PARTLY = "partly", _("部分解决")
    UNSOLVED = "unsolved", _("没解决")


class Satisfaction(models.TextChoices):
    """Five grades of satisfaction."""

    VERY_GOOD = "very_good", _("非常满意")
    GOOD = "good", _("满意")
    FAIR = "fair", _("基本满意")
    BAD = "bad", _("不满意")
    VERY_BAD = "very_bad", _("非常不满意")


class RemarkKind(models.TextChoices):
    """What a text in the timeline is."""

    NOTE = "note", _("备注")
    PROGRESS = "progress", _("进展")
    ANSWER = "answer", _("答复")
    REASON = "reason", _("原因")
    RESULT = "result", _("处理结果")
    SUPPLEMENT = "supplement", pgettext_lazy("done", "补充情况")
    FOLLOW_UP = "follow_up", _("回访记录")


class LapseDo(models.TextChoices):
    """What happens when a clock runs out."""

    ALERT = "alert", _("提醒上一级")
    HAND_UP = "hand_up", _("自动上报")
    CLOSE = "close", _("自动结束")


class OrderField(models.TextChoices):
    """What a column of an export of orders may mean (北京市某区接诉即办导出表, and message boards)."""

    NUMBER = "number", _("原编号")
    TYPE = "type", _("诉求类型")
    CATEGORY = "category", _("问题分类")
    TAGS = "tags", _("标签")
    TITLE = "title", _("标题")
    TEXT = "text", _("主要内容")
    STATE = "state", _("状态")
    NAME = "name", _("来电人")
    PHONE = "phone", _("电话")
    DISTRICT = "district", _("被反映区")
    STREET = "street", _("街乡镇")
    COMMUNITY = "community", _("村、社区")
    SPOT = "spot", _("小区点位")
    RESULT = "result", _("办理结果")
    ANSWER = "answer", _("答复内容")
    CHANNEL = "channel", _("受理方式")
    OPENED = "opened", _("反映时间")
    ANSWERED = "answered", _("答复时间")
    CLOSED = "closed", _("办结时间")
    FIRM = "firm", _("企业")
    SOLVED = "solved", _("是否解决")
    SATISFIED = "satisfied", _("是否满意")
    NATURE = "nature", _("性质")


class RowResult(models.TextChoices):
    """What became of one row of a file."""

    APPLIED = "applied", _("已导入")
    DUPLICATE = "duplicate", _("以前导入过")
    REFUSED = "refused", _("要改")
