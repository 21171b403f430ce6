"""准格尔旗: three rates, weighted 30, 35, 35."""

from django.utils.translation import gettext_noop as _

from ..shape import Rate, RateSet, Says
from .leaving_out import DISPATCHED, FIRST, satisfied, solved

# Sign-in time, contact and proof stand inside the response there; here the first limit, which asks for all of them.
PRESET = RateSet(
    "zhungeer",
    _("准格尔旗三率"),
    _("准格尔旗接诉即办考核：响应率30、解决率35、满意率35（caprane.cn 445180）"),
    (
        Rate(
            "response", _("响应率"), "received", (FIRST, Says("response_known", "is", True)),
            (Says("signed_late", "is", False),), DISPATCHED, 30,
            _("件"), _("在签收时限内签收并联系来电人的，占派出的。"),
        ),
        solved(_("解决率"), 35),
        satisfied(_("满意率"), 35),
    ),
)  # fmt: skip
