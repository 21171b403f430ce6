"""Tables of places: the tree with its history, working hours of areas."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .terms import ChangeReason, GridKind, Level


class Area(models.Model):
    """One node of the tree. Never deleted: it ends on a day, and what replaced it says so."""

    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    level = models.SmallIntegerField(choices=Level.choices, verbose_name=_("层级"))
    kind = models.TextField(choices=GridKind.choices, default=GridKind.BASE, verbose_name=_("网格类型"))
    code = models.TextField(
        verbose_name=_("编码")
    )  # 12 digits, grids 12 + 3, below that the parent's code + own
    name = models.TextField(verbose_name=_("全称"))
    short = models.TextField(verbose_name=_("简称"))
    pinyin = models.TextField()  # Chinese order; the embedded database has no ICU
    path = models.TextField()  # "/1/3/41/7/", own id last
    since = models.DateField(verbose_name=_("启用日期"))
    until = models.DateField(null=True, verbose_name=_("停用日期"))  # the first day it is no more
    reason = models.TextField(choices=ChangeReason.choices, default=ChangeReason.OPENED)
    polygon = models.JSONField(null=True)  # [[ring, hole, ...], ...] of [lon, lat], CGCS2000/WGS-84
    west = models.FloatField(null=True)
    south = models.FloatField(null=True)
    east = models.FloatField(null=True)
    north = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    source_crs = models.TextField(default="wgs84")
    floors = models.SmallIntegerField(null=True)
    homes = models.IntegerField(null=True, verbose_name=_("户数"))
    local = models.BooleanField(default=False)  # not in the statistics bureau's list, added by the office

    class Meta:
        verbose_name = _("区域")
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(until__isnull=True), name="places_area_code"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="places_area_days"
            ),
            models.CheckConstraint(
                condition=Q(path__startswith="/") & Q(path__endswith="/"), name="places_area_path"
            ),
        ]
        indexes = [
            models.Index(fields=["path"], name="places_area_path", opclasses=["text_pattern_ops"]),
            models.Index(fields=["parent", "pinyin"], name="places_area_children"),
            models.Index(fields=["level", "code"], name="places_area_level"),
        ]

    def __str__(self) -> str:
        return self.short


class Succession(models.Model):
    """What became of an area: one row for each pair of old and new (split, merge, move)."""

    old = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="successors")
    new = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="predecessors")
    on = models.DateField()
    reason = models.TextField(choices=ChangeReason.choices)

    class Meta:
        verbose_name = _("区划沿革")
        constraints = [models.UniqueConstraint(fields=["old", "new"], name="places_succession_pair")]


class Hours(models.Model):
    """Working hours of an area from a day on; an area without own rows uses its parent's.

    week: openings of Monday to Friday as texts, ["08:30-12:00 14:00-18:00", ...]; special: {"2026-12-31":
    "08:30-12:00"}, a closed day being "" (see kernel/hours.py). A row holds until the next one begins; only
    one that has not begun before today is ever corrected.
    """

    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT)  # null: the cell's default
    since = models.DateField()
    week = models.JSONField()
    special = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("工作时间")
        constraints = [
            models.UniqueConstraint(fields=["area", "since"], name="places_hours_since", nulls_distinct=False)
        ]
