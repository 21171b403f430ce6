"""Words of the kernel: states of notices and files, kinds of days."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeState(models.TextChoices):
    """Where a notice is on its way."""

    WAITING = "waiting", _("等待发送")
    SENT = "sent", _("已送达")
    FAILED = "failed", _("没送到，稍后重试")
    GIVEN_UP = "given_up", _("多次没送到")
    CANCELLED = "cancelled", _("不再需要")


class Channel(models.TextChoices):
    """How a notice travels."""

    APP = "app", _("站内消息")
    SMS = "sms", _("短信")
    WECOM = "wecom", _("企业微信")
    MAIL = "mail", _("邮件")


class DayKind(models.TextChoices):
    """What the State Council's notice makes of a day."""

    REST = "rest", _("休息日")
    WORK = "work", _("工作日")
    MAKE_UP = "make_up", _("调休上班")


class JobState(models.TextChoices):
    """A long piece of work somebody waits for."""

    DRAFT = "draft", _("待确认")
    WAITING = "waiting", _("排队中")
    RUNNING = "running", _("进行中")
    DONE = "done", _("已完成")
    STOPPED = "stopped", _("已停止")
