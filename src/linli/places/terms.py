"""Words of places: levels of the tree, kinds of grid, coordinate systems' labels."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(models.IntegerChoices):
    """The one tree, top to bottom (GB/T 34300-2017 puts the grid under the community)."""

    DISTRICT = 1, _("区县")
    STREET = 2, _("街道（镇）")
    COMMUNITY = 3, _("社区")
    GRID = 4, _("网格")
    BUILDING = 5, _("楼栋")
    UNIT = 6, _("单元")
    HOME = 7, _("户")


class GridKind(models.TextChoices):
    """A base grid, or a dedicated grid for a school, market, hospital (专属网格)."""

    BASE = "base", _("基础网格")
    DEDICATED = "dedicated", _("专属网格")


class ChangeReason(models.TextChoices):
    """Why an area ended or began."""

    OPENED = "opened", _("新设")
    SPLIT = "split", _("拆分")
    MERGED = "merged", _("合并")
    CLOSED = "closed", pgettext_lazy("area", "撤销")
