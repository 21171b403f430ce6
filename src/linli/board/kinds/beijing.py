"""Beijing: response, solved, satisfied, as the law names them."""

from django.utils.translation import gettext_noop as _

from ..shape import RateSet
from .leaving_out import contacted, satisfied, solved

PRESET = RateSet(
    "beijing",
    _("北京三率"),
    _("北京市接诉即办工作条例（2021）第三十二条：响应率、解决率、满意率"),
    (contacted("response", _("响应率")), solved(_("解决率")), satisfied(_("满意率"))),
)
