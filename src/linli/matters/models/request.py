"""Requests in the course of a matter: asked by its holder, decided by somebody else, with a limit of their own."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.kernel.scope import InArea, Scoped

from ..terms import OF_THE_CLOCK, OPEN_STATES, RequestKind, RequestLapse, RequestState


class Request(InArea):
    """One request (申请): extension, return, pause, supervision, appeal of a rating.

    Waiting ones stand at a desk (approver_role at approver_area) until `due_at`; `look_at` is when the sweep must
    look. A running pause looks at its end, a running supervision at the limit for its answer. span: how much
    longer was asked for (extension); given_span: how much was granted. until: when a pause ends by itself. to_*: whom a return should go to; all empty: elsewhere,
    as the reason says. Texts are remarks.
    """

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="requests")
    kind = models.TextField(choices=RequestKind.choices, verbose_name=_("申请"))
    state = models.TextField(choices=RequestState.choices, verbose_name=_("状态"))
    stage = models.TextField()
    rung = models.SmallIntegerField()
    clock = models.ForeignKey("matters.Clock", null=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.BigIntegerField(null=True)
    asked_role = models.TextField()
    asked_area_id = models.BigIntegerField()
    asked_unit_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    reason = models.ForeignKey("matters.Remark", on_delete=models.PROTECT, related_name="+")
    told = models.ForeignKey("matters.Remark", null=True, on_delete=models.PROTECT, related_name="+")

    span = models.TextField(blank=True)
    given_span = models.TextField(blank=True, db_default="")
    late = models.BooleanField(default=False)  # asked after the limit had passed
    until = models.DateTimeField(null=True)
    to_role = models.TextField(blank=True)
    to_area_id = models.BigIntegerField(null=True)
    to_unit_id = models.BigIntegerField(null=True)
    final = models.BooleanField(default=False)  # 终审
    follow_up = models.ForeignKey("matters.FollowUp", null=True, on_delete=models.PROTECT, related_name="+")

    approver_role = models.TextField()
    approver_area_id = models.BigIntegerField()
    within = models.TextField()  # the span for the decision, or for the answer to a supervision
    due_at = models.DateTimeField(verbose_name=_("审批期限"))
    provisional = models.BooleanField(default=False)
    look_at = models.DateTimeField(null=True)
    lapse = models.TextField(choices=RequestLapse.choices)
    stands = models.BooleanField(default=False)  # the stage's clock stands still while it waits

    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    lapsed = models.BooleanField(default=False)  # decided by its limit, or reminded of it
    answer = models.ForeignKey("matters.Remark", null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)  # when the holder answered a supervision
    due_before = models.DateTimeField(null=True)
    due_after = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("申请")
        indexes = [
            models.Index(fields=["matter", "id"], name="matters_request_matter"),
            models.Index(fields=["look_at"], name="matters_request_look", condition=Q(look_at__isnull=False)),
            models.Index(
                fields=["approver_area_id", "due_at", "id"],
                name="matters_request_waiting",
                condition=Q(state=RequestState.WAITING),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "kind", "follow_up"],
                condition=Q(state__in=OPEN_STATES),
                nulls_distinct=False,
                name="matters_request_one_open",
            ),
            models.UniqueConstraint(
                fields=["matter"],
                condition=Q(state=RequestState.WAITING, kind__in=OF_THE_CLOCK),
                name="matters_request_one_of_clock",
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("asked_at")), name="matters_request_forward"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")) | Q(kind="supervision"),
                name="matters_request_not_own",
            ),
        ]
