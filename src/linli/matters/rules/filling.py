"""Placeholders of standard answers: known words in braces are filled from the matter, everything else stays."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

PLACEHOLDERS: Mapping[str, object] = {
    "{number}": _("事项编号"), "{place}": _("地点"), "{date}": _("今天的日期"), "{desk}": _("经办的岗位"),
}  # fmt: skip
"""What may stand in a text, as it is typed."""


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled, in one pass: what is filled in is never read as a placeholder again."""
    out, rest = "", text
    while rest:
        start = min((at for key in values if (at := rest.find(key)) >= 0), default=-1)
        if start < 0:
            return out + rest
        key = next(key for key in values if rest.startswith(key, start))
        out, rest = out + rest[:start] + values[key], rest[start + len(key) :]
    return out
