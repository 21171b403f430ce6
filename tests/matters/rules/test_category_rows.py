"""Tables of categories: ways from the top down, or why not."""

import pytest

from linli.kernel.refusal import Refusal
from linli.matters.rules.category_rows import read_categories


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_ways_come_once_and_in_order(encoding):
    content = "一级分类,二级分类\n城建,路灯\n城建,路灯\n环保\n".encode(encoding)
    assert read_categories(content).rows == (("城建", "路灯"), ("环保",))


def test_a_head_row_is_not_needed():
    assert read_categories("城建,路灯\n".encode()).rows == (("城建", "路灯"),)


@pytest.mark.parametrize("row", ["甲,,丙", "a,b,c,d,e,f,g,h,i,j,k,l,m", "长" * 21, "a\u202eb,c", ",乙"])
def test_rows_without_sense_are_faults(row):
    found = read_categories(f"甲,乙\n{row}\n".encode())
    assert found.rows == (("甲", "乙"),)
    assert [(fault.number, str(fault.sentence)[-1]) for fault in found.faults] == [(2, "。")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\x00", "file_unreadable"),
        (b'"x', "file_unreadable"),
        (b"x" * 1_000_001, "file_too_large"),
        (b"a\n" * 5_002, "too_many_rows"),
    ],
)
def test_files_that_are_none_are_refused(content, code):
    with pytest.raises(Refusal, match=code):
        read_categories(content)
