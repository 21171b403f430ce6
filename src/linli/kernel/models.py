"""Tables of the kernel: events and seals, stamps, notices, files, days."""

import uuid

from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from .scope import InArea, Scoped
from .terms import Channel, DayKind, NoticeState


class EventRow(InArea):
    """One fact: audit trail, timeline, outbox and source of every figure. Append-only, no personal text."""

    era = models.SmallIntegerField(db_default=0)  # raised when a restored database counts transactions anew
    xid = models.BigIntegerField(
        db_default=Cast(
            Cast(Func(function="pg_current_xact_id"), models.TextField()), models.BigIntegerField()
        )
    )
    code = models.TextField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(
        db_default=Func(function="clock_timestamp", output_field=models.DateTimeField())
    )
    actor_kind = models.TextField()
    actor_id = models.BigIntegerField(null=True)
    door = models.TextField()
    subject = models.TextField()
    subject_id = models.BigIntegerField()
    command_id = models.UUIDField(null=True)
    body_hash = models.BinaryField(null=True)
    facts = models.JSONField()

    objects = Scoped.as_manager()

    class Meta:
        db_table = "kernel_event"
        verbose_name = _("事件")
        indexes = [
            models.Index(fields=["era", "xid", "id"], name="kernel_event_order"),
            models.Index(fields=["subject", "subject_id", "id"], name="kernel_event_subject"),
            models.Index(
                fields=["actor_id", "id"], name="kernel_event_actor", condition=Q(actor_id__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["command_id"], name="kernel_event_command", condition=Q(command_id__isnull=False)
            )
        ]


class Seal(models.Model):
    """A batch of events, hashed with a key the database does not hold and chained to the batch before."""

    era = models.SmallIntegerField()
    xid_from = models.BigIntegerField()
    xid_to = models.BigIntegerField()
    count = models.IntegerField()
    marks = models.BinaryField()
    digest = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("封存")
        constraints = [
            models.UniqueConstraint(fields=["era", "xid_from"], name="kernel_seal_chain"),
            models.CheckConstraint(condition=Q(xid_to__gt=models.F("xid_from")), name="kernel_seal_forward"),
        ]


class Cursor(models.Model):
    """How far a reader of events has come; everything before it has had its effect."""

    name = models.TextField(primary_key=True)
    era = models.SmallIntegerField(default=0)
    xid = models.BigIntegerField(default=0)
    event_id = models.BigIntegerField(default=0)


class Reacted(models.Model):
    """A reaction that has had its effect, or owes it: once each by the unique pair."""

    event_id = models.BigIntegerField()
    reaction = models.TextField()
    done_at = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    fault = models.TextField(default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event_id", "reaction"], name="kernel_reacted_once")]
        indexes = [
            models.Index(
                fields=["next_try_at"], name="kernel_reacted_owed", condition=Q(done_at__isnull=True)
            )
        ]


class Stamp(models.Model):
    """The version of something that processes keep in memory."""

    name = models.TextField(primary_key=True)
    version = models.BigIntegerField()


class Day(models.Model):
    """One date of an official notice: rest, or a make-up working day (State Council, yearly)."""

    on = models.DateField(primary_key=True)
    kind = models.TextField(choices=DayKind.choices)
    name = models.TextField(verbose_name=_("节日"))
    notice = models.ForeignKey("DayNotice", on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("日历")


class DayNotice(models.Model):
    """The notice of a year. Years whose whole notice has been entered are official, all others provisional."""

    year = models.SmallIntegerField(primary_key=True)
    official = models.BooleanField(db_default=True)  # False: only some of its dates are known
    source = models.TextField(blank=True, verbose_name=_("通知出处"))
    imported_at = models.DateTimeField()

    class Meta:
        verbose_name = _("放假通知")


class Notice(InArea):
    """A message on its way to somebody; nothing is sent inside a request."""

    key = models.TextField(unique=True)  # made from event, recipient and channel: a repeat adds nothing
    person_id = models.BigIntegerField(null=True)
    address = models.BinaryField(null=True)  # sealed; for people without an account; emptied once sent
    uid = models.UUIDField(default=uuid.uuid4)
    channel = models.TextField(choices=Channel.choices)
    state = models.TextField(choices=NoticeState.choices, default=NoticeState.WAITING)
    text = models.TextField()
    secret = models.BinaryField(null=True)  # sealed; put into the text while sending, then dropped
    link = models.TextField(blank=True)
    urgent = models.BooleanField(default=False)
    until = models.DateTimeField(null=True)  # of no use from then on
    made_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)
    fault = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects = Scoped.as_manager()
    owner_field = "person_id"
    owner_may = frozenset({"kernel.read_notice"})

    class Meta:
        verbose_name = _("消息")
        indexes = [
            models.Index(
                fields=["next_try_at"], name="kernel_notice_due", condition=Q(state__in=["waiting", "failed"])
            ),
            models.Index(fields=["person_id", "-id"], name="kernel_notice_person"),
        ]


class StoredFile(InArea):
    """A file that passed the door: random name, content type known by content, shown only after a check."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4)
    subject = models.TextField()
    subject_id = models.BigIntegerField(null=True)
    purpose = models.TextField()
    public = models.BooleanField(default=False)
    mime = models.TextField()
    size = models.IntegerField()
    width = models.IntegerField(null=True)
    height = models.IntegerField(null=True)
    name = models.TextField(db_default="", blank=True)  # as its owner called it, for taking it away
    seconds = models.FloatField(null=True)  # of a recording
    pages = models.IntegerField(null=True)  # of a document
    sha256 = models.BinaryField()
    taken_at = models.DateTimeField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    mark = models.BigIntegerField(null=True)  # of a photo's looks: alike pictures differ in few bits
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)
    claim = models.BinaryField(null=True)  # digest of the form's secret, until a matter takes the file

    objects = Scoped.as_manager()
    owner_field = "made_by"
    owner_may = frozenset({"kernel.see_file"})

    class Meta:
        verbose_name = _("文件")
        indexes = [
            models.Index(fields=["subject", "subject_id"], name="kernel_file_subject"),
            models.Index(
                fields=["area_path"], name="kernel_file_alike", opclasses=["text_pattern_ops"],
                condition=Q(mark__isnull=False),
            ),
        ]  # fmt: skip
