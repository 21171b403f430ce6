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
    PROPOSAL = "proposal", _("议事行动")
    PHONE = "phone", _("来电登记")
    PAPER = "paper", _("纸质登记单")
    TRANSFERRED = "transferred", _("上级转送")
    API = "api", _("接口")
    MAIL = "mail", _("邮件")
    PART = "part", _("拆分而来")
    IMPORT = "import", _("历史导入")


class OrderType(models.TextChoices):
    """What a 12345 order asks for (北京市接诉即办工作条例 art. 2)."""

    ENQUIRY = "enquiry", _("咨询")
    HELP = "help", _("求助")
    COMPLAINT = "complaint", _("投诉")
    REPORT = "report", _("举报")
    SUGGESTION = "suggestion", _("建议")


class Urgency(models.TextChoices):
    """How pressing a matter is, for limits by level (北京12345 draft standard: 2 h / 24 h / 7 d / 15 d)."""

    URGENT = "urgent", _("紧急")
    LIVELIHOOD = "livelihood", _("水电气热等民生")
    NORMAL = "normal", _("一般")
    DIFFICULT = "difficult", _("疑难")


class RequestKind(models.TextChoices):
    """What can be asked for in the course of a matter and is decided by somebody else (申请)."""

    EXTENSION = "extension", _("延期")
    RETURN = "return", _("退回")
    PAUSE = "pause", _("挂起")
    SUPERVISION = "supervision", _("督办")
    APPEAL = "appeal", _("申诉")


class RequestState(models.TextChoices):
    """How a request stands; waiting and running ones are open."""

    WAITING = "waiting", _("待审批")
    GRANTED = "granted", _("已同意")
    REFUSED = "refused", _("未同意")
    WITHDRAWN = "withdrawn", _("已撤回")
    MOOT = "moot", _("已作废")
    RUNNING = "running", _("进行中")
    ENDED = "ended", _("已结束")


OPEN_STATES = (RequestState.WAITING, RequestState.RUNNING)
OF_THE_CLOCK = (RequestKind.EXTENSION, RequestKind.RETURN, RequestKind.PAUSE)
"""At most one of these waits at a time: they all decide what becomes of the running clock."""


class RequestLapse(models.TextChoices):
    """What happens to a request that nobody decided in time."""

    REMIND = "remind", _("提醒审批人")
    GRANT = "grant", _("视为同意")
    REFUSE = "refuse", _("视为不同意")


class WaitsFor(models.TextChoices):
    """What a matter waits for besides its holder, as lists show it beside the limit."""

    EXTENSION = "extension", _("延期待批")
    RETURN = "return", _("退回待批")
    PAUSE = "pause", _("挂起待批")
    PAUSED = "paused", _("挂起中")


class ClockOf(models.TextChoices):
    """What a clock measures: the stage, or the time in which the stage's clock stands still."""

    STAGE = "stage", _("环节")
    REVIEW = "review", _("审批")
    PAUSE = "pause", _("挂起")


class QuestionType(models.TextChoices):
    """What an answer to a question of a category is (the datatypes of Open311 GeoReport v2)."""

    STRING = "string", _("一行字")
    TEXT = "text", _("一段话")
    NUMBER = "number", _("数字")
    DATETIME = "datetime", _("日期和时间")
    ONE = "singlevaluelist", _("选一个")
    MANY = "multivaluelist", _("可选几个")


class Outcome(models.TextChoices):
    """How a matter ended."""

    SOLVED = "solved", _("已解决")
    UNREACHED = "unreached", _("未联系上")
    DECLINED = "declined", _("不予受理")
    NOT_DISPATCHED = "not_dispatched", _("不派单")
    WITHDRAWN = "withdrawn", _("本人撤回")
    ANSWERED = "answered", _("已答复")
    HANDED_ON = "handed_on", _("已转有权机关")


class NotDispatched(models.TextChoices):
    """Why an order is answered at once and given to nobody (北京市接诉即办工作条例 art. 11)."""

    EMERGENCY = "emergency", _("该拨119、110、120等紧急电话")
    OTHER_CHANNEL = "other_channel", _("该走诉讼、仲裁、纪检监察、复议、信访等途径")
    SAME_MATTER = "same_matter", _("同一件事正在办或者办过，没有新情况")
    SECRETS = "secrets", _("涉及国家秘密、商业秘密或者个人隐私")
    BEYOND_DUTY = "beyond_duty", _("不在政府职责范围内")
    AGAINST_LAW = "against_law", _("违反法律法规或者社会公德")


class WordFamily(models.TextChoices):
    """What danger a word that must never be missed speaks of."""

    GAS = "gas", _("燃气")
    FIRE = "fire", _("火情")
    COLLAPSE = "collapse", _("坍塌")
    TRAPPED = "trapped", _("被困")
    WATER = "water", _("溺水")
    ELECTRIC = "electric", _("触电")
    VIOLENCE = "violence", _("暴力")
    LIFE = "life", _("轻生")
    MEDICAL = "medical", _("急病伤")
    OTHER = "other", _("其他")


class DutyKind(models.TextChoices):
    """Which part of a list an item stands in: 赋能清单 has two, 街道履行职责事项清单 three."""

    SERVICE = "service", _("服务")
    GUARANTEE = "guarantee", _("保障")
    BASIC = "basic", _("基本履职")
    CO_OPERATE = "co_operate", _("配合履职")
    TAKEN_BACK = "taken_back", _("上级收回")


class DutyDecision(models.TextChoices):
    """What came of asking a community for work outside its list."""

    APPROVED = "approved", _("同意")
    REFUSED = "refused", _("不同意")


class OpinionSource(models.TextChoices):
    """How an opinion came to a proposal."""

    PAPER = "paper", _("纸条")
    VISIT = "visit", _("走访")
    SCREEN = "screen", _("网上")
    MEETING = "meeting", _("议事会")
    PHONE = "phone", _("电话")


class ProposalVerdict(models.TextChoices):
    """What was decided on a proposal."""

    ACCEPTED = "accepted", _("采纳")
    PARTLY = "partly", _("部分采纳")
    DECLINED = "declined", _("不采纳")


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


class ConsentBy(models.TextChoices):
    """How a petitioner lets an agent act."""

    PAPER = "paper", _("书面委托（拍照）")
    ACCOUNT = "account", _("本人在线委托")


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
    CONSENT = "consent", _("代办委托书")
    REPORTED_BACK = "reported_back", _("告知本人")
    ASK = "ask", _("协办事项")
    REPLY = "reply", _("协办答复")
    CONCLUSION = "conclusion", _("会商结论")
    LOG = "log", _("现场记录")
    TRANSCRIPT = "transcript", _("录音听写")


class AskState(models.TextChoices):
    """How far a unit is with the part it was asked for (协办)."""

    OPEN = "open", _("等答复")
    ANSWERED = "answered", _("已答复")
    DECLINED = "declined", _("不归本单位")
    WITHDRAWN = "withdrawn", _("不用办了")


class IncidentType(models.TextChoices):
    """What kind of emergency an incident is (突发); each has its checklist and its units."""

    FIRE = "fire", _("火情")
    GAS = "gas", _("燃气泄漏")
    TRAPPED = "trapped", _("人员被困")
    COLLAPSE = "collapse", _("房屋险情")
    FLOOD = "flood", _("积水内涝")
    OUTAGE = "outage", _("停水停电停暖")
    MISSING = "missing", _("人员走失")
    CONFLICT = "conflict", _("纠纷升级")
    OTHER = "other", _("其他突发")


class Band(models.TextChoices):
    """How sure a suggestion is, in words; below the last bound it names no default."""

    SURE = "sure", _("基本确定")
    LIKELY = "likely", _("可能")
    UNSURE = "unsure", _("不确定")


class ReplyHint(models.TextChoices):
    """What an answer may lack (assist/reply); the codes stand in answers of the API."""

    EMPTY = "empty", _("没有写答复")
    FORMULA = "formula", _("只有套话")
    WHO = "who", _("没说谁办")
    WHAT = "what", _("没说办了什么")
    WHEN = "when", _("没说时间")
    QUESTION = "question", _("问的没有答")
    PASTED = "pasted", _("同样的话发给很多件")


class IssueState(models.TextChoices):
    """What the street has said about a hot issue."""

    OPEN = "open", _("没有处置")
    WATCHED = "watched", _("重点关注")
    ANSWERED = "answered", _("已统一答复")
    DROPPED = "dropped", _("不算热点")


class WordsOf(models.TextChoices):
    """Which words of a matter."""

    TITLE = "title", _("标题")
    TEXT = "text", _("内容")
    PLACE = "place", _("地点")


class MaskKind(models.TextChoices):
    """What the public copy of a text hides (Personal Information Protection Law, articles 4 and 28)."""

    NAME = "name", _("姓名")
    PHONE = "phone", _("电话")
    ID = "id", _("证件号码")
    CARD = "card", _("银行卡号")
    PLATE = "plate", _("车牌")
    MAIL = "mail", _("电子邮箱")
    ROOM = "room", _("门牌")
    OTHER = "other", _("其他")


class PhotoPart(models.TextChoices):
    """What the public copy of a photo covers (Personal Information Protection Law, articles 4, 26 and 28)."""

    FACE = "face", _("人脸")
    PLATE = "plate", _("车牌")
    NUMBER = "number", _("号码")
    OTHER = "other", _("其他")


class PhotoState(models.TextChoices):
    """How far the public copy of a photo is."""

    READY = "ready", _("可以公开")
    UNREAD = "unread", _("没能识别")


class Trade(models.TextChoices):
    """What an observer does in the neighbourhood all day (城市社区观察员)."""

    COURIER = "courier", _("快递员")
    RIDER = "rider", _("外卖骑手")
    DRIVER = "driver", _("司机")
    INSPECTOR = "inspector", _("巡查员")
    CLEANER = "cleaner", _("环卫工人")
    VOLUNTEER = "volunteer", _("志愿者")
    OTHER = "other", _("其他")


class EnrolState(models.TextChoices):
    """Where an observer's enrolment stands."""

    ASKED = "asked", _("等答复")
    ACTIVE = "active", _("可以报")
    PAUSED = "paused", _("暂停")
    DECLINED = "declined", _("没有通过")
    ENDED = "ended", _("已退出")


class ExportForm(models.TextChoices):
    """What a list is taken away as."""

    XLSX = "xlsx", _("Excel表格")
    CSV = "csv", _("CSV表格")


class ExportState(models.TextChoices):
    """Where the making of a table stands."""

    WAITING = "waiting", _("正在做")
    READY = "ready", _("可以下载")
    GONE = "gone", _("已清理")


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
