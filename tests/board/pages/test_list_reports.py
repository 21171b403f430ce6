"""Reports: asked for, made, taken away; cells are never formulas, the sheet is a readable PDF."""

import io
import re
from datetime import date

import openpyxl
import pypdfium2
import pytest
from python_calamine import CalamineWorkbook
from tests import town
from tests.board.figured import figured
from tests.matters.desk import text_of

from linli.board.commands import ask_report, make_report, reports_due
from linli.board.commands.reporting import as_values, as_workbook, made_said
from linli.board.kinds import USUAL
from linli.board.models import Report
from linli.board.queries.choices import Rates
from linli.board.queries.reporting import COLUMNS, Line, Told
from linli.board.rules.measures import presets
from linli.board.rules.periods import Period
from linli.board.rules.printing import printed
from linli.kernel.scope import SYSTEM, scope
from linli.places.queries import Node

pytestmark = pytest.mark.django_db
MADE = "2026年12月1日制表"


def made(cast, now, span="monthly") -> Report:
    asked = ask_report(
        actor=cast.actor("he"), now=now, area_id=cast.areas["street"], span=span, start=date(2026, 11, 25)
    )
    make_report(report_id=asked.subject_id)
    with scope(SYSTEM):
        return Report.objects.get(pk=asked.subject_id)


@pytest.mark.parametrize("span", ["monthly", "daily"])
def test_workbook_and_sheet_say_the_same(cast, now, span):
    figured(cast, now)
    report = made(cast, now, span)
    book = CalamineWorkbook.from_filelike(io.BytesIO(report.table))
    assert book.sheet_names == ["合计与各处", "承办单位", "类别"]
    rows = book.get_sheet_by_index(0).to_python()
    heads = rows[2]
    assert "11月25日制表" in rows[1][0]
    total = dict(zip(heads, rows[3], strict=False))
    assert (total["解决率分子"], total["解决率分母"]) == (13, 15)
    assert round(total["解决率"], 3) == 0.867, "a number to reckon with, shown in per cent"
    assert [row[0] for row in rows[3:6]] == ["云山街道", "槐荫社区", "河桥社区"]
    sheet = pypdfium2.PdfDocument(report.sheet)
    text = re.sub(r"\s", "", sheet[0].get_textpage().get_text_bounded())
    assert "86.7%" in text
    assert "13/15件有效回访" in text
    assert "11月25日制表" in text
    names = [full for full, *_rest in town.PEOPLE.values()]
    assert [name for name in names if name in text] == []


def test_asked_for_on_the_page_and_taken_away(client, cast, now, clock):
    town.sign_in(client, "he")
    client.post("/board/reports/", {"span": "monthly", "start": "2026-10-01"})
    page = client.get("/board/reports/").content.decode()
    assert "排队中" in text_of(page)
    with scope(SYSTEM):
        pk = Report.objects.latest("pk").pk
    assert client.get(f"/board/reports/{pk}/pdf/").status_code == 404
    make_report(report_id=pk)
    make_report(report_id=pk)
    page = client.get("/board/reports/").content.decode()
    addresses = re.findall(r'href="(/board/reports/\d+/\w+/)"', page)
    assert [client.get(one)["Content-Disposition"].startswith("attachment") for one in addresses] == [
        True,
        True,
    ]
    town.sign_in(client, "song")
    assert client.get(f"/board/reports/{pk}/pdf/").status_code == 404


def test_the_morning_makes_each_once(cast, now):
    assert reports_due(now) == 2
    assert reports_due(now) == 0
    assert reports_due(now.replace(month=12, day=1)) == 4
    assert reports_due(now.replace(month=12, day=1)) == 0


def test_a_month_is_made_some_days_later_where_nothing_ran_on_the_first(cast, now):
    assert reports_due(now.replace(month=12, day=3)) == 4
    assert reports_due(now.replace(month=12, day=4)) == 2, "only the day before; the month is there"


def line(name: str, whole: int, running: int | None = None) -> Line:
    """A line with the same counter everywhere."""
    return Line(name, (whole,) * len(COLUMNS), running, ((whole // 2, whole),) * 3)


def told(categories: list[Line], whole: int) -> Told:
    usual = presets()[USUAL]
    node = Node(1, None, 2, "1", "云山街道办事处", "云山街道", "/1/", "")
    none = line("", 0)
    rates = Rates(usual.label, usual.source, usual.rates)
    november = Period(date(2026, 11, 1), date(2026, 11, 30))
    return Told(node, "monthly", november, rates, line("云山街道", whole, 0), none, none, [], [], categories)


def pages(report: Told) -> list[str]:
    document = pypdfium2.PdfDocument(printed(as_values(report, made_said(date(2026, 12, 1)))))
    return [re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in document]


def test_a_month_of_nothing_says_so_instead_of_a_rate():
    (page,) = pages(told([], 0))
    assert "这段时间没有。" in page
    assert "太少" not in page
    assert "0/0" not in page
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(as_workbook(told([], 0), MADE)))
        .get_sheet_by_index(0)
        .to_python()
    )
    assert dict(zip(rows[2], rows[3], strict=False))["解决率"] == "—"


def test_three_hundred_rows_break_between_rows_with_their_heads_on_each_page():
    found = pages(told([line(f"第{n:03d}类占道经营与乱堆乱放", 12_345) for n in range(300)], 12_345))
    assert 6 <= len(found) <= 12
    assert all("按时答复" in page for page in found)
    assert sum(page.count("占道经营与乱堆乱放") for page in found) == 300
    assert all("12,345" in page for page in found), "no figure is cut"


def test_a_workbook_is_printed_across_with_its_heads_on_each_page():
    book = openpyxl.load_workbook(io.BytesIO(as_workbook(told([line("灯", 20)], 20), MADE)))
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", None)
        assert sheet.print_title_rows == "$1:$3"
        assert "云山街道月报" in sheet.oddFooter.left.text
    kinds = book["类别"]
    rate = next(cell for cell in kinds[3] if cell.value == "解决率")
    assert kinds.cell(4, rate.column).number_format == "0.0%"
