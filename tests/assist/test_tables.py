"""Tables as people have them: any usual encoding and separator, Excel, packed, torn; each read or refused by name."""

import csv
import gzip
import io

import pytest
import xlsxwriter

from linli.assist import tables
from linli.kernel.refusal import Refusal

ROWS = [["tokens", "label"], ["路灯 不亮 3 天", "1"], ["", "2"], ["垃圾 没有 清运", "2"]]
READ = [("路灯 不亮 3 天", "1"), ("垃圾 没有 清运", "2")]


def written(sign: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=sign).writerows(ROWS)
    return out.getvalue()


def sheet() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        for at, (tokens, label) in enumerate(ROWS):
            page.write_row(at, 0, [tokens, int(label) if label.isdigit() else label])
    return out.getvalue()


WELL = {
    "plain": written().encode(),
    "with a mark": written().encode("utf-8-sig"),
    "GBK": written().encode("gb18030"),
    "UTF-16": written().encode("utf-16"),
    "tabs": written("\t").encode(),
    "semicolons": written(";").encode(),
    "packed": gzip.compress(written().encode(), mtime=0),
    "Excel": sheet(),
    "heads in capitals": written().replace("tokens,label", " Tokens ,LABEL").encode(),
    "NUL": written().replace("3 天", "3\x00天").encode(),
}


@pytest.mark.parametrize("content", WELL.values(), ids=WELL)
def test_it_is_read_whatever_its_name_says(tmp_path, content):
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    assert [(row.said.text, row.label) for row in tables.labelled(file)] == READ


def test_a_torn_character_does_not_spoil_the_others(tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes(written().replace("3 天", "3 \ud800 天").encode("utf-8", "surrogatepass"))
    first, second = tables.labelled(file)
    assert first.said.text.startswith("路灯 不亮 3")
    assert second.said.text == "垃圾 没有 清运"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "assist_no_words"),
        (b"a,b\n1,2\n", "assist_no_words"),
        (bytes(range(256)) * 40, "assist_no_words"),
        (b"tokens,label\n", "assist_no_labels"),
        ("tokens\n路灯 不亮\n".encode(), "assist_no_labels"),
        (gzip.compress(written().encode(), mtime=0)[:40], "assist_bad_file"),
        (b"PK\x03\x04 no sheet", "assist_bad_file"),
        (tables.OLD_SHEET + b"no sheet", "assist_bad_file"),
    ],
    ids=[
        "nothing",
        "other columns",
        "no table",
        "heads alone",
        "no labels",
        "torn",
        "no workbook",
        "no old workbook",
    ],
)
def test_it_is_refused_by_name(tmp_path, content, code):
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    with pytest.raises(Refusal) as refused:
        tables.labelled(file)
    assert refused.value.code == code


def test_the_columns_that_are_there_are_named(tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes("编号,说明\n1,2\n".encode())
    with pytest.raises(Refusal, match="编号、说明"):
        tables.labelled(file)
