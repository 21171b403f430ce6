"""What was understood of a matter's text: the suggested categories, and the copy that may be shown in public."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.scope import InArea, Scoped

from ..terms import Band, MaskKind, WordsOf
from .matter import Matter


class Suggestion(InArea):
    """Categories suggested for a matter once, by one version of the model, and what a person then chose.

    given: up to three pairs [code, confidence], the surest first; confidence: of the first, 0 to 1.
    chosen stays empty until somebody decides; the suggestion never decides.
    """

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, related_name="+")
    version = models.TextField()
    given = models.JSONField(default=list)
    confidence = models.FloatField()
    band = models.TextField(choices=Band.choices)
    made_at = models.DateTimeField()
    chosen = models.TextField(blank=True)
    chosen_by = models.BigIntegerField(null=True)
    chosen_at = models.DateTimeField(null=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("类别建议")
        indexes = [models.Index(fields=["-made_at"], name="matters_suggestion_made")]


class PlaceHint(InArea):
    """Where a matter seems to lie by its words and photos, and what a person said to it; it never decides.

    given: the likeliest first, [[area, 0 to 1, words it was read from], ...]; chosen: the area somebody took;
    refused: somebody said that it is none of them.
    """

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, primary_key=True, related_name="+")
    given = models.JSONField(default=list)
    made_at = models.DateTimeField()
    chosen_id = models.BigIntegerField(null=True)
    refused = models.BooleanField(default=False)
    chosen_by = models.BigIntegerField(null=True)
    chosen_at = models.DateTimeField(null=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("地点建议")


class MaskedCopy(InArea):
    """The words of a matter as everybody may read them; where there is none, nothing is shown in public.

    whole: names were looked for with the library; without it by rules only.
    """

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, primary_key=True, related_name="+")
    title = models.TextField()
    text = models.TextField()
    place = models.TextField()
    whole = models.BooleanField()
    made_at = models.DateTimeField()

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("公开文本")


class MaskedSpan(InArea):
    """Characters of a matter's words that the public copy hides. begin and end count code points.

    by_person_id: who marked it, none where a rule did; undone_by: who decided that it may be read.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(choices=WordsOf.choices)
    kind = models.TextField(choices=MaskKind.choices)
    begin = models.IntegerField()
    end = models.IntegerField()
    rule = models.TextField()
    at = models.DateTimeField()
    by_person_id = models.BigIntegerField(null=True)
    undone_by = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("隐去的字")
        constraints = [
            models.UniqueConstraint(fields=["matter", "words", "begin", "end"], name="matters_masked_once"),
            models.CheckConstraint(
                condition=models.Q(begin__gte=0, end__gt=models.F("begin")), name="matters_masked_some"
            ),
        ]
