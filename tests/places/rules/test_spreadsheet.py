"""What a spreadsheet program would take for a formula stays text."""

import csv
import io

import pytest

from linli.places.rules.spreadsheet import as_csv


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-2", "@x", "\tx", "\rx"])
def test_cells_that_would_act_are_text(cell):
    content = as_csv(["列"], [[cell]]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(content, newline="")))[1] == [f"'{cell}"]


def test_numbers_and_commas_come_back_as_they_were():
    content = as_csv(["行", "问题"], [[7, '名称“甲, "乙"”\n第二行']]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(content, newline=""))) == [
        ["行", "问题"],
        ["7", '名称“甲, "乙"”\n第二行'],
    ]
    assert as_csv([], []).startswith(b"\xef\xbb\xbf")
