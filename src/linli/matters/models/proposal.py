"""议事 beside its matter: what is public, who said what, one wording, the decision, the actions."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.kernel.scope import InArea, Scoped

from ..terms import OpinionSource, ProposalVerdict


class Topic(InArea):
    """What the public board shows of a proposal in words a desk has looked at; no row, nothing is shown."""

    matter = models.OneToOneField("matters.Matter", on_delete=models.PROTECT, related_name="topic")
    title = models.TextField(verbose_name=_("议题"))
    text = models.TextField(verbose_name=_("说明"))
    wordings = models.SmallIntegerField(default=0)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("议题")


class Opinion(InArea):
    """One voice on a proposal, kept as it came; the proposer's own words are the matter's text."""

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="opinions")
    source = models.TextField(choices=OpinionSource.choices, verbose_name=_("怎么来的"))
    text = models.TextField(verbose_name=_("意见"))
    person_id = models.BigIntegerField(null=True)  # who wrote it on the screen
    said_by = models.TextField(blank=True, verbose_name=_("谁说的"))  # as noted, may stay empty
    entered_by = models.BigIntegerField(null=True)  # who wrote it down for somebody
    at = models.DateTimeField()

    objects = Scoped.as_manager()
    owner_field = "person_id"
    owner_may = frozenset({"matters.see"})

    class Meta:
        verbose_name = _("意见")
        indexes = [models.Index(fields=["matter", "id"], name="matters_opinion_matter")]


class Wording(InArea):
    """One distilled wording; it stands on every opinion up to `last_opinion_id`, none may be left out."""

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="wordings")
    version = models.SmallIntegerField()
    title = models.TextField()
    text = models.TextField()
    last_opinion_id = models.BigIntegerField(default=0)
    opinions = models.SmallIntegerField()
    by_person_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("归纳")
        constraints = [models.UniqueConstraint(fields=["matter", "version"], name="matters_wording_version")]


class Resolution(InArea):
    """What was decided on a wording, with its reason."""

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="resolutions")
    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="+")
    verdict = models.TextField(choices=ProposalVerdict.choices)
    reason = models.TextField()
    by_person_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("决定")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="matters_resolution_reason")]


class ProposalAction(InArea):
    """An ordinary matter that carries out a part of a proposal."""

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="actions")
    action = models.OneToOneField("matters.Matter", on_delete=models.PROTECT, related_name="carries_out")
    by_person_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("落实事项")
        constraints = [
            models.CheckConstraint(condition=~Q(matter=models.F("action")), name="matters_action_other")
        ]
