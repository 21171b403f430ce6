"""What the presets share: who is left out, and what counts as solved and as satisfied."""

from django.utils.translation import gettext_noop as _

from ..shape import Out, Rate, Says

GRANTED = Out("granted", _("剔除"), (Says("excluded", "not", ""),))
NOT_DISPATCHED = Out("not_dispatched", _("不派单"), (Says("not_dispatched", "is", True),))
WITHDRAWN = Out("withdrawn", _("本人撤回"), (Says("outcome", "is", "withdrawn"),))
MERGED = Out("merged", _("并案"), (Says("merged", "is", True),))
UNREACHED = Out("unreached", _("未接通"), (Says("connected", "is", False),))
UNRATED = Out("unrated", _("未评"), (Says("satisfaction", "is", ""),))

DISPATCHED = (GRANTED, NOT_DISPATCHED, WITHDRAWN, MERGED)
SATISFIED = Says("satisfaction", "in", ("very_good", "good", "fair"))
FIRST = Says("round", "is", 1)


def solved(label: str, weight: int = 0) -> Rate:
    """Of those who were reached: it is solved. Each round of follow-up counts, a redo does not wipe the first."""
    return Rate(
        "solved", label, "asked", (), (Says("verdict", "is", "solved"),), (GRANTED, UNREACHED), weight,
        _("件有效回访"), _("回访时说解决了的，占接通的回访。重办一次，多算一次回访。"),
    )  # fmt: skip


def satisfied(label: str, weight: int = 0) -> Rate:
    """Of those who gave a grade: fair or better (12345 practice: 满意 + 基本满意)."""
    return Rate(
        "satisfied", label, "asked", (), (SATISFIED,), (GRANTED, UNREACHED, UNRATED), weight,
        _("件有评价的回访"), _("回访时给了基本满意以上的，占给了评价的回访。"),
    )  # fmt: skip


def contacted(code: str, label: str) -> Rate:
    """Of those dispatched: the caller was contacted within 24 hours."""
    return Rate(
        code, label, "received", (FIRST, Says("response_known", "is", True)),
        (Says("contact_minutes", "most", 24 * 60),), DISPATCHED, 0,
        _("件"), _("收到后24小时内联系上来电人的，占派出的。"),
    )  # fmt: skip
