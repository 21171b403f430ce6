"""How long words about figures are kept: they stay with the archives of the statistics."""

from django.utils.translation import gettext_lazy as _

from linli.kernel.retention import Kept

KEPT = (
    Kept(
        (
            "board_exclusion.words",
            "board_exclusion.decided_words",
            "board_frozen.words",
            "board_hint.words",
        ),
        _("随统计档案，按档案规定"),
    ),
    Kept(("board_report.table", "board_report.sheet"), _("只有合计数；随统计档案")),
)
