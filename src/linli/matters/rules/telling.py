"""What people are told of a matter: one sentence each; texts for a telephone within their 67 characters."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.kernel.notice import MASK
from linli.kernel.ui.words import day_time, ends_day

SMS = 67
"""One text message holds 70 characters of Chinese; three are left for what a gateway adds."""
LEAST_GIST = 4


def gist(text: str, most: int) -> str:
    """The beginning of a text on one line."""
    plain = " ".join(text.split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def when(at: datetime, now: datetime) -> str:
    """今天18:00, 11月30日24:00: short, without the weekday."""
    lang = get_language() or ""
    if not ends_day(at):
        return day_time(at, now, lang)
    return day_time(at - timedelta(minutes=1), now, lang).replace("23:59", "24:00")


def _fitting(link: str, candidates: Iterator[str]) -> str:
    """The first candidate that is short enough once the link stands in the place of its mask."""
    found = ""
    for found in candidates:
        if len(found) - len(MASK) * (MASK in found) + len(link) * (MASK in found) <= SMS:
            return found
    return gist(found, SMS)


def _signed(sender: str) -> tuple[str, ...]:
    """The street's name in front, the product's short one where that is too long."""
    return tuple(dict.fromkeys((f"【{sender}】", "【邻里】")))


def received_sms(
    *, sender: str, number: str, what: str, due_at: datetime | None, now: datetime, link: str
) -> str:
    """收到: sender, number, what comes next, by when, one link (as a mask)."""
    return _fitting(link, _received(sender, number, what, when(due_at, now) if due_at else ""))


def _received(sender: str, number: str, what: str, by: str) -> Iterator[str]:
    facts = {"number": number, "when": by, "what": what, "link": MASK}
    for sign in _signed(sender):
        if by:
            yield sign + _("您反映的%(number)s已收到，%(when)s前%(what)s。%(link)s") % facts
            yield sign + _("%(number)s已收到，%(when)s前%(what)s。%(link)s") % facts
            yield sign + _("%(number)s%(when)s前%(what)s %(link)s") % facts
        else:
            yield sign + _("您反映的%(number)s已收到。%(link)s") % facts
    yield _("【邻里】%(number)s已收到 %(link)s") % facts
    yield _("【邻里】您反映的%(number)s已收到。") % facts


def answered_sms(*, sender: str, number: str, answer: str, link: str) -> str:
    """答复: sender, number, the beginning of the answer, one link (as a mask)."""
    return _fitting(link, _answered(sender, number, answer, link))


def _answered(sender: str, number: str, answer: str, link: str) -> Iterator[str]:
    for sign in _signed(sender) if answer else ():
        head = sign + _("%(number)s有答复：") % {"number": number}
        room = SMS - len(head) - len(link) - 1
        if room >= LEAST_GIST:
            yield f"{head}{gist(answer, room)} {MASK}"
    for sign in _signed(sender):
        yield sign + _("%(number)s有答复了。%(link)s") % {"number": number, "link": MASK}
    yield _("【邻里】您反映的%(number)s有答复了。") % {"number": number}


def joined_sms(*, sender: str, number: str, answer: str) -> str:
    """答复 for somebody who rang about the same: sender, number, the beginning of the answer, no link."""
    return _fitting("", _joined(sender, number, answer))


def _joined(sender: str, number: str, answer: str) -> Iterator[str]:
    for sign in _signed(sender):
        head = sign + _("您来电说的%(number)s有答复：") % {"number": number}
        if SMS - len(head) >= LEAST_GIST:
            yield head + gist(answer, SMS - len(head))
    yield _("【邻里】您来电说的%(number)s有答复了。") % {"number": number}


def asking_sms(*, sender: str, number: str, link: str) -> str:
    """回访: was it solved? One link (as a mask), without which the text says nothing."""
    return _fitting(link, _asking(sender, number))


def _asking(sender: str, number: str) -> Iterator[str]:
    facts = {"number": number, "link": MASK}
    for sign in _signed(sender):
        yield sign + _("%(number)s办好了吗？请点开回答：%(link)s") % facts
        yield sign + _("%(number)s办好了吗？%(link)s") % facts
    yield _("【邻里】办好了吗？%(link)s") % facts
    yield MASK
