"""Questions that belong to a category, and what reporters answered: kept with the matter, beside its text."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.scope import InArea, Scoped

from ..terms import QuestionType


class Question(models.Model):
    """One typed question of a category (an attribute of Open311 GeoReport v2); never deleted, only retired.

    values: the choices of a list, [{"key", "name"}], else empty. code is unique within the category for ever.
    """

    category = models.ForeignKey("matters.Category", on_delete=models.PROTECT, related_name="questions")
    code = models.TextField()
    datatype = models.TextField(choices=QuestionType.choices, verbose_name=_("回答方式"))
    text = models.TextField(verbose_name=_("问题"))
    hint = models.TextField(blank=True, verbose_name=_("怎么填"))
    values = models.JSONField(default=list)
    required = models.BooleanField(default=False)
    position = models.SmallIntegerField(default=100)
    retired_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("类别的问题")
        constraints = [models.UniqueConstraint(fields=["category", "code"], name="matters_question_once")]


class Answer(InArea):
    """What a reporter answered to one question; several keys of a list are joined by commas."""

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("回答")
        constraints = [models.UniqueConstraint(fields=["matter", "question"], name="matters_answer_once")]
