"""Reports: asked for or made each morning, written by the worker as a workbook and a sheet to print."""

from datetime import date, datetime, timedelta
from typing import Any

import structlog
from django.db.models.functions import Now
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.jobs import task
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, Actor, may_at, scope
from linli.kernel.table_out import Share, Sheet, workbook_of
from linli.kernel.ui import words
from linli.kernel.ui.words import local
from linli.places.queries import tree
from linli.places.terms import Level

from .. import access
from ..events import ReportAsked
from ..models import Report
from ..queries.reporting import COLUMNS, Line, Told, period_of, report_told
from ..rules.counts import BY_CODE
from ..rules.periods import Period, back
from ..rules.printing import printed
from ..shape import LEAST_ANSWERS
from ..terms import ReportSpan, ReportState

MONTH_WITHIN = 7
"""On how many days of a month the report of the last one is still made by itself."""
log = structlog.get_logger()


@command
def ask_report(*, actor: Actor, now: datetime, area_id: int, span: str, start: date) -> ReportAsked:
    """Have a report of a day or a month made; what was made before stays beside it.

    Refuses: area_not_found (404), not_allowed (403), span_unknown, not_begun.
    """
    node = tree().get(area_id)
    if node is None or not any(node.path.startswith(path) for path in actor.wall()):
        raise Refusal("area_not_found", gettext_lazy("没有找到这个区域。"), status=404)
    if not may_at(actor, access.REPORT, node.path):
        raise Refusal("not_allowed", gettext_lazy("您的岗位不能做这件事。"), status=403)
    if span not in ReportSpan.values:
        raise Refusal("span_unknown", gettext_lazy("请选日报或者月报。"), facts={"field": "span"})
    first = period_of(span, start).first
    if first > local(now).date():
        raise Refusal("not_begun", gettext_lazy("这段时间还没开始。"), facts={"field": "start"})
    row = Report.objects.create(
        area_id=area_id, area_path=node.path, span=span, start=first, asked_by=actor.person_id, asked_at=now
    )
    make_report.defer(report_id=row.pk)
    return ReportAsked(subject_id=row.pk, area_path=node.path, span=Code(span), start=first)


@task("board.make_report")
def make_report(report_id: int) -> None:
    """Write the files of a report; safe to be run twice."""
    with scope(SYSTEM):
        row = Report.objects.select_for_update().filter(pk=report_id, state=ReportState.WAITING).first()
        node = tree().get(row.area_id) if row is not None else None
        if row is None:
            return
        if node is None:
            Report.objects.filter(pk=report_id).update(state=ReportState.FAILED, made_at=Now())
            return
        with translation.override("zh-hans"):
            told = report_told(node, row.span, row.start)
            made = made_said(local(row.asked_at).date())
            row.table, row.sheet = as_workbook(told, made), printed(as_values(told, made))
        row.state = ReportState.READY
        row.save(update_fields=["table", "sheet", "state"])
        Report.objects.filter(pk=report_id).update(made_at=Now())


def made_said(on: date) -> str:
    """2026年12月2日制表; a report names no person, not even who asked for it."""
    return _("%(day)s制表") % {"day": words.calendar_day(on, "zh", year=True)}


def reports_due(now: datetime) -> int:
    """Yesterday's daily reports of the sub-districts and in a month's first days the last one's, once each.

    Gives how many. They are made on the first, later where nothing ran then.
    """
    yesterday = local(now).date() - timedelta(days=1)
    wanted = [(ReportSpan.DAILY.value, yesterday)]
    if local(now).day <= MONTH_WITHIN:
        wanted.append((ReportSpan.MONTHLY.value, back(local(now).date(), 1).replace(day=1)))
    asked = 0
    for span, start in wanted:
        with scope(SYSTEM):
            done = set(Report.objects.filter(span=span, start=start).values_list("area_id", flat=True))
            due = [node.id for node in tree().within("/", Level.STREET) if node.id not in done]
        for area_id in due:
            ask_report(actor=SYSTEM, now=now, area_id=area_id, span=span, start=start)
            asked += 1
    return asked


def days_said(period: Period) -> str:
    """The days of a report in words."""
    if period.first == period.last:
        return words.calendar_day(period.first, "zh", year=True)
    return _("%(year)d年%(month)s") % {
        "year": period.first.year,
        "month": words.month(period.first.month, "zh"),
    }


def _title(told: Told) -> str:
    word = ReportSpan(told.span).label
    return _("%(area)s%(word)s（%(days)s）") % {
        "area": told.node.short,
        "word": word,
        "days": days_said(told.period),
    }


def _rate(line: Line, at: int) -> str:
    return line.rate_words[at] or _("太少")


def as_workbook(told: Told, made: str) -> bytes:
    """The workbook: the area and its places, units, categories; fractions beside every rate."""
    rates = [_(rate.label) for rate in told.rates.rates]
    heads = [*(_(BY_CODE[code].label) for code in COLUMNS), _("期末在办")]
    for rate in rates:
        heads += [rate, _("%(rate)s分子") % {"rate": rate}, _("%(rate)s分母") % {"rate": rate}]
    above = [_title(told), f"{_(told.rates.label)}　{_(told.rates.source)}　{made}"]

    def share(line: Line, at: int) -> Any:
        part, whole = line.rates[at]
        return Share(part / whole) if whole >= LEAST_ANSWERS else _rate(line, at)

    def row(line: Line) -> list[Any]:
        cells: list[Any] = [line.name, *line.counts, line.open if line.open is not None else ""]
        for at, (part, whole) in enumerate(line.rates):
            cells += [share(line, at), part, whole]
        return cells

    widths = (18, *(9 for _head in heads))
    return workbook_of(
        Sheet(name, above, [first, *heads], [row(line) for line in lines], widths)
        for name, first, lines in (
            (_("合计与各处"), _("单位"), [told.whole, *told.places]),
            (_("承办单位"), _("单位"), told.units),
            (_("类别"), _("类别"), told.categories),
        )
    )


PRINTED = (
    "received",
    "answered_in_time",
    "answered_late",
    "connected",
    "unsatisfied",
    "reopened",
    "excluded",
)


def as_values(told: Told, made: str) -> dict[str, Any]:
    """The same for printing, as words; made: when. A cell of a rate is the rate and its fraction."""
    chosen = [COLUMNS.index(code) for code in PRINTED]
    heads = [
        *(_(BY_CODE[code].label) for code in PRINTED),
        _("期末在办"),
        *(_(rate.label) for rate in told.rates.rates),
    ]

    def row(line: Line) -> list[str | list[str]]:
        running = words.number(line.open) if line.open is not None else "—"
        rates = [
            [_rate(line, at), f"{part}/{whole}" if whole else ""]
            for at, (part, whole) in enumerate(line.rates)
        ]
        return [line.name, *(words.number(line.counts[at]) for at in chosen), running, *rates]

    def table(title: str, first: str, lines: list[Line]) -> dict[str, Any]:
        return {"title": title, "heads": [first, *heads], "rows": [row(line) for line in lines]}

    return {
        "title": _title(told),
        "about": f"{_(told.rates.label)}·{_(told.rates.source)}",
        "footer": _title(told),
        "made": made,
        "nothing": _("这段时间没有。"),
        "tiles": [_tile(told, at) for at in range(len(told.rates.rates))],
        "tables": [
            table(_("合计与各处"), _("单位"), [told.whole, *told.places]),
            table(_("承办单位"), _("单位"), told.units),
            table(_("类别"), _("类别"), told.categories),
        ],
        "notes": [
            *(
                _("%(rate)s：%(says)s") % {"rate": _(rate.label), "says": _(rate.says)}
                for rate in told.rates.rates
            ),
            _("不到10件有效的不算率，只列件数。只比单位，不排个人。"),
        ],
    }


def _tile(told: Told, at: int) -> dict[str, str]:
    part, whole = told.whole.rates[at]
    moved = [
        _("%(word)s%(points)s") % {"word": word, "points": points}
        for word, before in ((_("比上期"), told.before), (_("比去年"), told.year_before))
        if (points := _moved(told.whole.rates[at], before.rates[at]))
    ]
    return {
        "name": _(told.rates.rates[at].label),
        "value": _rate(told.whole, at),
        "fraction": f"{words.number(part)} / {words.number(whole)}{_(told.rates.rates[at].what)}"
        if whole
        else _("这段时间没有。"),
        "moved": "　".join(moved),
    }


def _moved(now: tuple[int, int], before: tuple[int, int]) -> str:
    if min(now[1], before[1]) < 10:
        return ""
    points = round(now[0] * 100 / now[1], 1) - round(before[0] * 100 / before[1], 1)
    return f"{points:+.1f}".replace("-", "−")
