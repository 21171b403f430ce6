"""Words of the board: what a figure counts by, why something is left out, what deserves a look."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Moment(models.TextChoices):
    """The day a fact is counted on."""

    RECEIVED = "received", _("收到日")
    ANSWERED = "answered", _("答复日")
    ASKED = "asked", _("回访日")
    CLOSED = "closed", _("办结日")


class Axis(models.TextChoices):
    """What figures of one place are divided by."""

    ALL = "all", _("全部")
    KIND = "kind", _("类型")
    CATEGORY = "category", _("类别")
    UNIT = "unit", _("单位")


class Span(models.IntegerChoices):
    """How many days one cell of the counts holds."""

    DAY = 1, _("天")
    MONTH = 2, _("月")


class OutReason(models.TextChoices):
    """Why a matter is left out of the rates on somebody's word (剔除)."""

    NOT_OURS = "not_ours", _("超出街道职责")
    NO_LAW = "no_law", _("没有政策依据")
    UNREASONABLE = "unreasonable", _("诉求没有道理")
    FORCE = "force", _("不可抗力")
    REPEATED = "repeated", _("同一件事重复反映")
    WRONG = "wrong", _("登记有误")
    APPEAL = "appeal", _("差评申诉成立")


class OutState(models.TextChoices):
    """How far a request to leave something out has come."""

    ASKED = "asked", _("待审")
    GRANTED = "granted", pgettext_lazy("exclusion", "同意")
    REFUSED = "refused", pgettext_lazy("exclusion", "不同意")


class HintRule(models.TextChoices):
    """What may deserve a look; a hint, never a verdict on anybody."""

    FAST = "fast", _("几分钟就办结")
    SAME_WORDS = "same_words", _("许多件同一句答复")
    REOPENED = "reopened", _("答复后没解决又重办")
    LATE_SIGNED = "late_signed", _("签收超时，签收后马上答复")
    AGAIN = "again", _("满意后又报同一件事")
    ALL_PERFECT = "all_perfect", _("一个前台的回访全是满分")


class HintState(models.TextChoices):
    """What became of a hint."""

    OPEN = "open", _("待看")
    LOOKED = "looked", _("看过")
    ASIDE = "aside", _("放到一边")


class ReportSpan(models.TextChoices):
    """How long a report looks back."""

    DAILY = "daily", _("日报")
    MONTHLY = "monthly", _("月报")


class ReportState(models.TextChoices):
    """How far a report has come."""

    WAITING = "waiting", _("排队中")
    READY = "ready", _("可下载")
    FAILED = "failed", _("没做成")
