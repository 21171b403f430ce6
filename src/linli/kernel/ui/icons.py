"""The icons: one sprite, one name each; a name that is not in it is an error, never an empty square."""

import re
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SPRITE = Path(__file__).parent / "static" / "ui" / "sprite.svg"


class UnknownIconError(LookupError):
    """No such icon in the sprite."""


@cache
def icon_names() -> frozenset[str]:
    """Every name in the sprite; kinds check theirs against it at start-up."""
    return frozenset(re.findall(r'<symbol id="i-([a-z-]+)"', SPRITE.read_text()))


@cache
def icon(name: str, label: str = "") -> SafeString:
    """The markup of one icon: hidden from readers beside a word, or named when it stands alone."""
    if name not in icon_names():
        near = ", ".join(get_close_matches(name, icon_names())) or "see the preview page"
        raise UnknownIconError(f"no icon {name!r} ({near})")
    return format_html(
        '<svg class="i" viewBox="0 0 24 24"{}><use href="{}#i-{}"/></svg>',
        format_html(' role="img" aria-label="{}"', label) if label else SafeString(' aria-hidden="true"'),
        static("ui/sprite.svg"),
        name,
    )
