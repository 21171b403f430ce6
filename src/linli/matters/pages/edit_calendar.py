"""The calendar of days: a year at a glance, and a notice entered after its differences were looked over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from linli.kernel import uploads
from linli.kernel.days import LARGEST, YEARS, DayChanges, DayRow, DaySheet, read_days
from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.terms import DayKind
from linli.kernel.ui.months import Mark, Month, months, stretches
from linli.kernel.ui.notes import say
from linli.kernel.ui.parts import Banner, View
from linli.kernel.ui.words import calendar_day, full_day
from linli.places.commands import import_days
from linli.places.queries import NoticeYear, day_changes, day_rows, notice_years

from ..commands import recompute_clocks
from ..queries import any_provisional

WORDS = {
    DayKind.REST: ("rest", gettext_lazy("休"), pgettext_lazy("one letter", "休")),
    DayKind.MAKE_UP: ("makeup", gettext_lazy("班"), pgettext_lazy("one letter", "班")),
    DayKind.WORK: ("makeup", gettext_lazy("班"), pgettext_lazy("one letter", "班")),
}
"""Class of the cell, the word in a sentence, the sign in the cell."""
MOST_SHOWN = 60
DECEMBER = 12


class NoticeForm(CommandForm):
    """A file on its way in; once read it is named by `upload`."""

    file = forms.FileField(
        label=gettext_lazy("放假安排的文件"),
        help_text=gettext_lazy("CSV：日期、类型（休或班）、名称三列；或holiday-cn的JSON。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.json,.txt"}),
    )
    year = forms.IntegerField(
        label=gettext_lazy("是哪一年的通知"),
        help_text=gettext_lazy("JSON里写着，可以不填。"),
        required=False,
        min_value=YEARS[0],
        max_value=YEARS[-1],
    )


class ApplyForm(CommandForm):
    """The same file, looked over."""

    upload = forms.UUIDField(widget=forms.HiddenInput)
    year = forms.IntegerField(widget=forms.HiddenInput, required=False)


@dataclass(frozen=True)
class Preview:
    """What a file would change. upload: its name among the uploads."""

    sheet: DaySheet
    changes: DayChanges
    upload: UUID

    @property
    def count(self) -> int:
        """How many dates it changes."""
        changes = self.changes
        return len(changes.added) + len(changes.changed) + len(changes.removed)

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Each date with what it was and what it will be, in order."""
        found = [(row.on, _("新增：%(what)s") % {"what": _what(row)}) for row in self.changes.added]
        found += [(row.on, _("取消：%(what)s") % {"what": _what(row)}) for row in self.changes.removed]
        found += [
            (new.on, _("%(old)s改成%(new)s") % {"old": _what(old), "new": _what(new)})
            for old, new in self.changes.changed
        ]
        lang = get_language() or ""
        return [(full_day(on, lang, year=True), said) for on, said in sorted(found)]

    @property
    def still_provisional(self) -> list[int]:
        """Years the file names without giving their whole notice."""
        return sorted(self.sheet.stated - self.sheet.official)


@page("admin/calendar/", needs="places.edit_calendar")
def edit_calendar(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """A year by the address; a file is first compared, then entered, and the running clocks follow at once."""
    form = NoticeForm(**_given(request, "look"))
    preview = None
    if form.is_valid():
        content = form.cleaned_data["file"].read(LARGEST + 1)
        sheet = form.tell(lambda: read_days(content, year=form.cleaned_data["year"]))
        if sheet is not None:
            preview = Preview(sheet, day_changes(sheet), uploads.keep(content, actor=actor, now=now))
    apply = ApplyForm(**_given(request, "apply"))
    if apply.is_valid() and _entered(request, apply, actor, now):
        return redirect("matters.edit_calendar")
    return _shown(request, now, form, apply, preview)


def _given(request: Asked, step: str) -> dict[str, object]:
    """The data of a form, when it is the one that was sent."""
    if request.method != "POST" or request.POST.get("step") != step:
        return {}
    return {"data": request.POST, "files": request.FILES}


def _entered(request: Asked, form: ApplyForm, actor: Actor, now: datetime) -> bool:
    """Enter the notice and compute the clocks anew, in one transaction; says how much changed."""
    year = form.cleaned_data["year"]
    sheet = form.tell(lambda: read_days(uploads.kept(form.cleaned_data["upload"], actor=actor), year=year))
    event = sheet and form.attempt(import_days, actor=actor, now=now, sheet=sheet)
    if not event:
        return False
    clocks = recompute_clocks(actor=actor, now=now)
    say(
        request,
        "ok",
        _("改了%(days)d天，重算%(looked)d件在办的时钟，其中%(moved)d件期限变了。")
        % {
            "days": event.added + event.changed + event.removed,
            "looked": clocks.looked_at,
            "moved": clocks.moved,
        },
    )
    return True


def _shown(
    request: Asked, now: datetime, form: NoticeForm, apply: ApplyForm, preview: Preview | None
) -> HttpResponse:
    today = now.date()
    known = {one.year: one for one in notice_years()}
    year = _year(request, known, today)
    rows = day_rows(year=year)
    shown = {
        "year": year,
        "views": _views(known, year, today),
        "notice": known.get(year) or NoticeYear(year, official=False, source=""),
        "months": _months(year, rows, today),
        "holidays": _holidays(rows),
        "warning": _warning(known, today),
        "form": form,
        "apply": apply,
        "preview": preview,
        "most": MOST_SHOWN,
    }
    bad = bool(form.errors or apply.errors)
    return render(request, "matters/edit_calendar.html", shown, status=422 if bad else 200)


def _year(request: Asked, known: Iterable[int], today: date) -> int:
    """The year the address asks for, if it makes sense, else this one."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else today.year
    return min(max(year, min(known, default=today.year)), max([*known, today.year + 1]))


def _views(known: dict[int, NoticeYear], year: int, today: date) -> list[View]:
    """The last years, this one, the next; older ones by their address."""
    last = max([*known, today.year + 1])
    years = sorted({*range(max(min(known, default=today.year), last - 5), last + 1), year})
    return [View(str(one), f"?year={one}", current=one == year) for one in years]


def _months(year: int, rows: Iterable[DayRow], today: date) -> list[Month]:
    marks = {}
    for row in rows:
        css, word, sign = WORDS[row.kind]
        marks[row.on] = Mark(css, str(sign), _("%(name)s %(kind)s") % {"name": row.name, "kind": word})
    return months(year, marks, today)


def _holidays(rows: Sequence[DayRow]) -> list[tuple[str, str]]:
    """国庆节: 10月1日—10月8日休，9月27日、10月10日班: the sheet in words."""
    lang = get_language() or ""
    found = []
    by_name = sorted(rows, key=lambda row: row.name)
    for name, group in groupby(by_name, key=lambda row: row.name):
        named = list(group)
        rest = stretches(row.on for row in named if row.kind == DayKind.REST)
        worked = [calendar_day(row.on, lang) for row in named if row.kind != DayKind.REST]
        said = [_("%(days)s休") % {"days": _("、").join(_span(a, b, lang) for a, b in rest)}] if rest else []
        said += [_("%(days)s上班") % {"days": _("、").join(worked)}] if worked else []
        found.append((named[0].on, name or _("没写名称"), _("，").join(said)))
    return [(name, said) for _on, name, said in sorted(found)]


def _span(first: date, last: date, lang: str) -> str:
    begin = calendar_day(first, lang)
    return begin if first == last else f"{begin}—{calendar_day(last, lang)}"


def _what(row: DayRow) -> str:
    return _("%(name)s%(kind)s") % {"name": row.name, "kind": WORDS[row.kind][1]}


def _warning(known: dict[int, NoticeYear], today: date) -> Banner | None:
    """A year without notice that matters now: this one, or the next from December or once a limit runs into it."""
    for year in (today.year, today.year + 1):
        one = known.get(year)
        if one is not None and one.official:
            continue
        if year == today.year:
            text = _("%(year)d年的放假安排还没录入，今年的期限都是暂定。") % {"year": year}
            return Banner("late", text)
        if today.month == DECEMBER or any_provisional():
            text = _("%(year)d年的放假安排还没录入，跨到那年的期限暂按周末推算，录入后会重算。")
            return Banner("late" if today.month == DECEMBER else "soon", text % {"year": year})
    return None
