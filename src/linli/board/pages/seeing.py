"""What a page of figures looks at: the area and the days, both said by the address."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.kernel.scope import Actor
from linli.kernel.ui import words
from linli.kernel.ui.parts import Pick
from linli.places.queries import Node

from .. import access
from ..queries import area_seen
from ..rules.periods import Period, back, days_of, month_of, so_far

AREA, DAYS = "area", "days"
FIRST_DAYS = 3


@dataclass(frozen=True)
class Seeing:
    """The area, the days, and the word for the days in the address."""

    node: Node
    period: Period
    word: str
    today: date

    def address(self, path: str, **more: str | int) -> str:
        """Another page of figures about the same place and days."""
        said = {AREA: self.node.id, DAYS: self.word, **more}
        return f"{path}?{urlencode({name: value for name, value in said.items() if value != ''})}"

    @property
    def label(self) -> str:
        """11月1–25日, 2026年, 2026年10月."""
        return said(self.period)

    @property
    def board_url(self) -> str:
        """The figures themselves."""
        return self.address("/board/")

    @property
    def wall_url(self) -> str:
        """The figures of the wall alone, asked again and again."""
        return self.address("/board/wall/", part="figures")

    @property
    def rates_url(self) -> str:
        """How the rates are counted here."""
        return self.address("/board/rates/")

    @property
    def choose_url(self) -> str:
        """Choosing another way to count."""
        return self.address("/board/rates/choose/")

    @property
    def by_url(self) -> str:
        """The same figures by category, kind and unit."""
        return self.address("/board/by/")

    @property
    def exclusions_url(self) -> str:
        """What is left out here."""
        return self.address("/board/exclusions/")

    @property
    def hints_url(self) -> str:
        """What deserves a look here."""
        return self.address("/board/hints/")

    @property
    def frozen_url(self) -> str:
        """The frozen months."""
        return self.address("/board/frozen/")

    @property
    def reports_url(self) -> str:
        """Reports as files."""
        return self.address("/board/reports/")

    def picks(self) -> list[Pick]:
        """The periods to choose from: this month, the last twelve, this year and the year before."""
        options = [("", _("本月到今天") if self.today.day > FIRST_DAYS else _("上个月"))]
        for months in range(13):
            first = back(self.today.replace(day=1), months)
            options.append((f"{first:%Y-%m}", said(month_of(first))))
        options += [(str(year), said(Period(date(year, 1, 1), date(year, 12, 31)))) for year in (self.today.year, self.today.year - 1)]  # fmt: skip
        if self.word and self.word not in dict(options):
            options.append((self.word, self.label))
        return [Pick(DAYS, options[0][1], options[1:], self.word)]


def said(period: Period) -> str:
    """A period in words."""
    lang = get_language() or "zh"
    first, last = period.first, period.last
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return _("%(year)d年") % {"year": first.year}
    if period.is_month:
        return _("%(year)d年%(month)s") % {"year": first.year, "month": words.month(first.month, lang)}
    if (first.year, first.month) == (last.year, last.month):
        if first == last:
            return words.calendar_day(first, lang)
        return _("%(month)s%(first)d–%(last)d日") % {
            "month": words.month(first.month, lang), "first": first.day, "last": last.day,
        }  # fmt: skip
    return f"{words.calendar_day(first, lang, year=True)}–{words.calendar_day(last, lang, year=True)}"


def seeing(request: HttpRequest, actor: Actor, now: datetime, permission: str = access.SEE) -> Seeing:
    """Read the address; an area out of reach is not found, days that are none are this month's."""
    asked = request.GET.get(AREA, "")
    kept = str(request.session.get(AREA) or "") if not asked and hasattr(request, "session") else ""
    node = None
    for one in (asked, kept):
        if one.isascii() and one.isdigit() and node is None:
            node = area_seen(actor, int(one[:18]), permission)
            if node is None and one == asked:
                raise Http404
    node = node or area_seen(actor, None, permission)
    if node is None:
        raise Http404
    if asked:
        request.session[AREA] = node.id
    today = words.local(now).date()
    word = request.GET.get(DAYS, "")[:30]
    period = days_of(word)
    return Seeing(node, period or usual(today), word if period else "", today)


def usual(today: date) -> Period:
    """This month so far; in its first days, when nothing has happened yet, the month before."""
    return so_far(today) if today.day > FIRST_DAYS else month_of(back(today.replace(day=1), 1))
