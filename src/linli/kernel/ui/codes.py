"""What people read where programs have a code: kinds of events and permissions; the site names them all."""

from django.utils.translation import gettext as _

event_words: dict[str, object] = {}
permission_words: dict[str, object] = {}


def event_said(code: str) -> str:
    """登记诉求（matters.opened）: the word for people, the code for whoever writes the other program."""
    return _said(event_words.get(code), code)


def permission_said(name: str) -> str:
    """看诉求（matters.see）, as `event_said`."""
    return _said(permission_words.get(name), name)


def _said(word: object, code: str) -> str:
    return _("%(text)s（%(more)s）") % {"text": word, "more": code} if word is not None else code
