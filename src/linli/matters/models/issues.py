"""Hot issues (热点问题): matters of many people that seem to be about one thing."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.kernel.scope import InArea, Scoped

from ..terms import IssueState
from .matter import Matter


class HotIssue(InArea):
    """A group of like matters of one street. Its heat counts distinct people, so one who writes ten times is one.

    people: those whose person or telephone is known, and one for all the others together; nameless: how many
    matters nobody's name stands on. into: the issue it was put together with; such a one is over until they are
    parted again. named_by: who gave the title, none where it is the first matter's; made_by: who took it out of
    another, none where the matters were grouped. words: what a person noted with the state.
    """

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    title = models.TextField(verbose_name=_("标题"))
    state = models.TextField(choices=IssueState.choices, default=IssueState.OPEN, db_default="open")
    words = models.TextField(blank=True, db_default="", verbose_name=_("说明"))
    matters = models.IntegerField(default=0, verbose_name=_("诉求"))
    people = models.IntegerField(default=0, verbose_name=_("人数"))
    nameless = models.IntegerField(default=0, db_default=0, verbose_name=_("没留姓名"))
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    named_by = models.BigIntegerField(null=True)
    made_by = models.BigIntegerField(null=True)
    marked_by = models.BigIntegerField(null=True)
    marked_at = models.DateTimeField(null=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("热点问题")
        indexes = [
            models.Index(
                fields=["area", "-people", "-last_at", "-id"],
                name="matters_issue_hot",
                condition=Q(into=None),
            )
        ]


class IssueMatter(InArea):
    """A matter in an issue. out: a person took it out, and it never joins that issue by itself again.

    origin: the issue it was in before that one was put together with this one; parting gives it back.
    """

    issue = models.ForeignKey(HotIssue, on_delete=models.PROTECT, related_name="members")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    score = models.FloatField(default=0)  # likeness when it joined
    at = models.DateTimeField()
    by_person_id = models.BigIntegerField(null=True)
    out = models.BooleanField(default=False)
    origin = models.ForeignKey(HotIssue, null=True, on_delete=models.PROTECT, related_name="+")

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("热点诉求")
        constraints = [
            models.UniqueConstraint(fields=["issue", "matter"], name="matters_issue_matter"),
            models.UniqueConstraint(fields=["matter"], condition=Q(out=False), name="matters_issue_one"),
        ]
