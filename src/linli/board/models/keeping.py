"""The projection: one fact for each matter and round of follow-up, counts of facts by day, month and place."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.scope import InArea, Scoped

from ..terms import Axis, Moment, Span


class Fact(InArea):
    """What is known of one round of one matter; made from matters' own rows, never edited.

    Late flags are empty while nothing is decided. excluded: why it is left out of the rates, else empty.
    """

    matter_id = models.BigIntegerField()
    round = models.SmallIntegerField()
    kind = models.TextField()
    source = models.TextField()
    order_type = models.TextField(blank=True)
    category_id = models.BigIntegerField(null=True)
    district_id = models.BigIntegerField(null=True)
    street_id = models.BigIntegerField(null=True)
    community_id = models.BigIntegerField(null=True)
    grid_id = models.BigIntegerField(null=True)
    place_id = models.BigIntegerField()  # the community, or the lowest place above the grids that is known
    unit_id = models.BigIntegerField(null=True)  # the organisation that answered
    level = models.SmallIntegerField(null=True)  # where it was worked on

    opened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    received_on = models.DateField()
    answered_on = models.DateField(null=True)
    asked_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    contact_minutes = models.IntegerField(null=True)
    answer_minutes = models.IntegerField(null=True)

    signed_late = models.BooleanField(null=True)
    handled_late = models.BooleanField(null=True)
    promise_late = models.BooleanField(null=True)
    asked_late = models.BooleanField(null=True)
    response_known = models.BooleanField()
    verdict = models.TextField(blank=True)
    satisfaction = models.TextField(blank=True)
    attempts = models.SmallIntegerField()
    connected = models.BooleanField(null=True)
    outcome = models.TextField(blank=True)
    reopened = models.BooleanField()
    merged = models.BooleanField()
    part = models.BooleanField()
    not_dispatched = models.BooleanField()
    ups = models.SmallIntegerField()
    last = models.BooleanField()
    returned = models.SmallIntegerField()
    extended = models.SmallIntegerField()
    paused = models.SmallIntegerField()
    excluded = models.TextField(blank=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("统计事实")
        constraints = [models.UniqueConstraint(fields=["matter_id", "round"], name="board_fact_once")]
        indexes = [
            models.Index(
                fields=[place, f"{moment}_on", "matter_id", "round"], name=f"board_{place[:5]}_{moment}"
            )
            for place in ("place_id", "street_id")
            for moment in Moment.values
        ]


class Measured(models.Model):
    """A measure that is counted day by day; its place in the arrays of `Cell` stays for ever."""

    ordinal = models.SmallIntegerField(primary_key=True)
    written = models.TextField(unique=True)
    filled = models.BooleanField(default=False)  # the counts of all days have it

    class Meta:
        verbose_name = _("计数口径")


class Cell(InArea):
    """Counts of one place, day or month, and value of an axis; `counts` by the ordinals of the measures."""

    span = models.SmallIntegerField(choices=Span.choices)
    start = models.DateField()
    place_id = models.BigIntegerField()
    street_id = models.BigIntegerField(null=True)
    district_id = models.BigIntegerField(null=True)
    axis = models.TextField(choices=Axis.choices)
    key = models.TextField(blank=True)
    counts = ArrayField(models.BigIntegerField())

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("分日计数")
        constraints = [
            models.UniqueConstraint(
                fields=["place_id", "span", "axis", "start", "key"], name="board_cell_once"
            )
        ]
        indexes = [
            models.Index(fields=["street_id", "span", "axis", "start"], name="board_cell_street"),
            models.Index(fields=["district_id", "span", "axis", "start"], name="board_cell_district"),
        ]


class Recount(models.Model):
    """How far counting everything anew has come, so that it goes on after a stop. One row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    last_id = models.BigIntegerField(default=0)
    month = models.DateField(
        null=True
    )  # the first month whose counts are still to be made; none: facts first
    measures = models.SmallIntegerField(default=0)  # so many were known when the months began
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("重算进度")
