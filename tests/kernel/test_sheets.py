"""Tables from outside: what is read, what is counted, and what a hostile file is told."""

import codecs
import os
import re
import struct
import time
import zipfile
import zlib
from datetime import datetime, timedelta, timezone

import openpyxl
import pytest
import xlsxwriter

from linli.kernel import sheets
from linli.kernel.refusal import Refusal

CHINA = timezone(timedelta(hours=8))


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.LINLI_FILES = tmp_path / "files"


def book(path, rows, **options):
    made = xlsxwriter.Workbook(path, options)
    sheet = made.add_worksheet()
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    made.close()
    return path


def rewritten(path, change):
    """The same container with parts changed: change(name, bytes) gives bytes, or None to leave it out."""
    fresh = path.with_name(f"re-{path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return fresh


def in_sheet(change):
    return lambda name, content: change(content) if name.endswith("sheet1.xml") else content


def refused(path) -> str:
    with pytest.raises(Refusal) as caught:
        sheets.unpack(path)
    assert caught.value.sentence
    assert list(sheets._folder().iterdir()) == [], "nothing stays behind"
    return caught.value.code


ROWS = [["编号", "内容"], *([f"{n}", f"第{n}件"] for n in range(1, 41))]


def test_values_come_as_a_person_would_type_them(tmp_path):
    made = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = made.add_worksheet("工单")
    moment = made.add_format({"num_format": "yyyy/m/d h:mm"})
    sheet.merge_range("B1:D1", "一季度")
    sheet.write_row("B2", ["编号", "时间", "已办"])
    sheet.write("B4", 20231123000187)
    sheet.write_datetime("C4", datetime(2023, 11, 23, 9, 5), moment)  # noqa: DTZ001  a sheet knows no zones
    sheet.write("D4", True)
    sheet.write("B5", "  甲\n乙 ")
    sheet.write("C5", 1.5)
    sheet.write("E6", "   ")
    made.close()
    found = sheets.unpack(tmp_path / "a.xlsx")
    assert (found.rows, found.sheet, found.others, found.base_1904) == (4, "工单", 0, False)
    lines = list(sheets.lines(found.uid))
    assert [line.row for line in lines] == [1, 2, 4, 5]
    assert lines[2].cells[:3] == ["20231123000187", "2023-11-23 09:05:00", "是"]
    assert lines[3].cells[:2] == ["甲\n乙", "1.5"]
    assert [line.row for line in sheets.lines(found.uid, 2)] == [4, 5]


def test_a_stale_dimension_loses_nothing(tmp_path):
    path = rewritten(
        book(tmp_path / "a.xlsx", ROWS),
        in_sheet(lambda xml: re.sub(rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1"/>', xml)),
    )
    stated = openpyxl.load_workbook(path, read_only=True)
    assert len(list(stated.active.iter_rows())) == 1, "the trap is set"
    stated.close()
    assert sheets.unpack(path).rows == 41


def test_the_first_sheet_with_anything_in_it_is_read_and_the_others_are_counted(tmp_path):
    made = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    made.add_worksheet("空")
    hidden = made.add_worksheet("隐藏")
    hidden.write("A1", "x")
    hidden.hide()
    for name in ("甲", "乙"):
        made.add_worksheet(name).write_column("A1", ["头", name])
    made.close()
    found = sheets.unpack(tmp_path / "a.xlsx")
    assert (found.sheet, found.others, found.rows) == ("甲", 1, 2)


def test_a_book_that_counts_from_1904_says_so(tmp_path):
    assert sheets.unpack(book(tmp_path / "a.xlsx", ROWS, date_1904=True)).base_1904


def test_a_formula_without_a_value_marks_its_row(tmp_path):
    made = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = made.add_worksheet()
    sheet.write_row("A1", ["编号", "内容"])
    sheet.write_row("A2", ["1", "好"])
    sheet.write("A3", "2")
    sheet.write_formula("B3", "=A2&A3", None, "")
    sheet.write("A4", "3")
    sheet.write_formula("B4", "=A2&A3", None, "13")
    sheet.write("A5", "4")
    sheet.write_formula("B5", "=NA()", None, "#N/A")
    made.close()
    found = sheets.unpack(tmp_path / "a.xlsx")
    assert [line.hollow for line in sheets.lines(found.uid)] == [False, False, True, False, True]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_separated_values_in_the_encodings_people_have(tmp_path, encoding, separator):
    path = tmp_path / "a.csv"
    lines = [
        separator.join(("编号", "内容")),
        "",
        separator.join(("1", '"井盖松动，\n请看"')),
        separator.join(("2", "𠮷野家门口")),
    ]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    found = sheets.unpack(path)
    assert found.rows == 3
    assert [line.cells for line in sheets.lines(found.uid)] == [
        ["编号", "内容"],
        ["1", "井盖松动，\n请看"],
        ["2", "𠮷野家门口"],
    ]


def test_a_nul_in_a_text_goes_on_to_the_check_of_its_row(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("编号,内容\n1,坏\x00字\n" + "2,好的好的好的好的好的\n" * 9, encoding="utf-8")
    assert "\x00" in list(sheets.lines(sheets.unpack(path).uid))[1].cells[1]


def _bomb(path, size=200 * 2**20):
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/workbook.xml", "w", force_zip64=True) as part,
    ):
        for _piece in range(size // 2**20):
            part.write(b" " * 2**20)
    return path


def _lying_bomb(path):
    """120 MB of blanks that the directory calls 1,000 bytes."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join([*(squeeze.compress(b" " * 2**20) for _ in range(120)), squeeze.flush()])
    name = b"xl/workbook.xml"
    facts = struct.pack("<HHHHHIII", 20, 0, 8, 0, 0, 0, len(packed), 1000)
    local = b"PK\x03\x04" + facts + struct.pack("<HH", len(name), 0) + name + packed
    central = (
        b"PK\x01\x02"
        + struct.pack("<H", 20)
        + facts
        + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0)
        + name
    )
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    path.write_bytes(local + central + end)
    return path


def test_bombs_are_counted_not_believed(tmp_path):
    assert refused(_bomb(tmp_path / "a.xlsx")) == "sheet_bomb"
    assert refused(_lying_bomb(tmp_path / "b.xlsx")) == "sheet_bomb"
    with zipfile.ZipFile(tmp_path / "c.xlsx", "w") as packed:
        for n in range(1001):
            packed.writestr(f"{n}", "")
    assert refused(tmp_path / "c.xlsx") == "sheet_bomb"


def test_a_part_that_packs_too_well_is_refused_below_the_limit_too(tmp_path):
    assert refused(_bomb(tmp_path / "a.xlsx", 20 * 2**20)) == "sheet_bomb"


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


def test_hostile_and_broken_books(tmp_path):
    good = book(tmp_path / "good.xlsx", ROWS)
    raw = good.read_bytes()
    (tmp_path / "torn.xlsx").write_bytes(raw[: len(raw) * 2 // 3])
    (tmp_path / "flipped.xlsx").write_bytes(raw[:300] + bytes([raw[300] ^ 255]) + raw[301:])
    (tmp_path / "old.xls").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    (tmp_path / "locked.xlsx").write_bytes(
        bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    )
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as packed:
        packed.writestr("word/document.xml", "<a/>")
    macros = rewritten(good, lambda _name, content: content)
    with zipfile.ZipFile(macros, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"x")
    doctype = rewritten(good, in_sheet(lambda xml: xml.replace(b"?>", b"?>" + ENTITIES, 1)))
    for path, code in {
        tmp_path / "torn.xlsx": "sheet_torn",
        tmp_path / "flipped.xlsx": "sheet_torn",
        tmp_path / "old.xls": "sheet_old",
        tmp_path / "locked.xlsx": "sheet_encrypted",
        tmp_path / "other.zip": "sheet_unknown",
        macros: "sheet_macros",
        doctype: "sheet_torn",
    }.items():
        assert refused(path) == code, path.name


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "sheet_empty"),
        (b"\r\n \r\n", "sheet_empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "sheet_unknown"),
        (b"<html><table><tr><td>1</td></tr></table>", "sheet_unknown"),
        (codecs.BOM_UTF8 + b"<?xml version='1.0'?><a/>", "sheet_unknown"),
        (b"%PDF-1.7\n" + b"x" * 100, "sheet_unknown"),
        (bytes(1000), "sheet_unknown"),
        (b"a," * 300 + b"\n", "sheet_too_wide"),
    ],
)
def test_what_is_no_table(tmp_path, content, code):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert refused(path) == code


def test_too_many_rows_and_bytes(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n" + "1,2\n" * 200_050, encoding="utf-8")
    assert refused(path) == "sheet_too_long"
    with (tmp_path / "b.csv").open("wb") as file:
        file.truncate(sheets.MOST_BYTES + 1)
    assert refused(tmp_path / "b.csv") == "sheet_too_big"


def test_rows_out_of_order_are_not_taken_for_read(tmp_path):
    """A book whose rows stand twice under one number: two ways of reading differ, so nothing is read."""
    path = rewritten(
        book(tmp_path / "a.xlsx", ROWS),
        in_sheet(
            lambda xml: (
                xml.replace(b'<row r="7"', b'<row r="5"')
                .replace(b'r="A7"', b'r="A5"')
                .replace(b'r="B7"', b'r="B5"')
            )
        ),
    )
    assert refused(path) in {"sheet_rows_differ", "sheet_torn"}


def test_tables_are_forgotten_after_a_week(tmp_path):
    found = sheets.unpack(book(tmp_path / "a.xlsx", ROWS))
    now = datetime.now(CHINA)
    assert sheets.clean_up(now=now) == 0
    old = time.time() - 8 * 86400
    os.utime(sheets.path_of(found.uid), (old, old))
    assert sheets.clean_up(now=now) == 1
    assert not sheets.kept(found.uid)
    with pytest.raises(Refusal, match="sheet_gone"):
        list(sheets.lines(found.uid))
