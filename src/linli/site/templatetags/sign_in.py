"""Words for the list of devices: `{% load sign_in %}`."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

register = template.Library()

SYSTEMS = (
    ("HarmonyOS", gettext_lazy("鸿蒙手机")), ("OpenHarmony", gettext_lazy("鸿蒙手机")), ("Android", gettext_lazy("安卓手机")),
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", gettext_lazy("Windows电脑")), ("Macintosh", gettext_lazy("苹果电脑")),
    ("Linux", gettext_lazy("Linux电脑")),
)  # fmt: skip
BROWSERS = (
    ("MicroMessenger", gettext_lazy("微信")), ("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip


@register.filter
def device(agent: str) -> str:
    """安卓手机·微信, from what a browser says of itself; nobody should have to read that."""
    found = [next((str(word) for sign, word in known if sign in agent), "") for known in (SYSTEMS, BROWSERS)]
    return "·".join(filter(None, found)) or _("别的设备")
