"""Shanghai: four rates, none weighted."""

from django.utils.translation import gettext_noop as _

from ..shape import Rate, RateSet, Says
from .leaving_out import GRANTED, MERGED, contacted, satisfied, solved

PRESET = RateSet(
    "shanghai",
    _("上海四率"),
    _("上海12345考核：先行联系率、按时办结率、实际解决率、满意率（j.eastday.com 1672823759042744）"),
    (
        contacted("contacted", _("先行联系率")),
        Rate(
            "in_time", _("按时办结率"), "answered", (Says("handled_late", "known", True),),
            (Says("handled_late", "is", False),), (GRANTED, MERGED), 0,
            _("件办结"), _("在办理时限内答复的，占已经答复的。"),
        ),
        solved(_("实际解决率")),
        satisfied(_("满意率")),
    ),
)  # fmt: skip
