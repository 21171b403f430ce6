"""Mail addresses: how they are read and masked."""

import re

from django.utils.translation import gettext_lazy as _

from .refusal import Refusal

LONGEST = 254
_LOCAL = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~\-]{1,64}"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_LOCAL}@{_LABEL}(?:\.{_LABEL})+")


def email_address(text: str, *, field: str = "email") -> str:
    """An address as HTML forms accept it, without blanks around it. Refuses: email_unreadable."""
    plain = text.strip()
    if len(plain) > LONGEST or not _ADDRESS.fullmatch(plain):
        raise Refusal("email_unreadable", _("这不像一个邮箱地址，请再看看。"), facts={"field": field})
    return plain


def email_mark(address: str) -> str:
    """What everybody in reach sees: z***@example.org."""
    name, _at, host = address.rpartition("@")
    return f"{name[:1]}***@{host}"
