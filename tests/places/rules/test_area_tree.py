"""Areas keep their codes when they are hung elsewhere; files from before and after find them."""

import pytest

from linli.places.rules.area_rows import read_csv
from linli.places.rules.area_values import KnownArea

OLD, NEW, GRID = "990101001001", "990101001002", "990101001001003"
KNOWN = {
    "990101000000": KnownArea("", "云山区"),
    "990101001000": KnownArea("990101000000", "云山街道"),
    OLD: KnownArea("990101001000", "槐荫社区", ended=True),
    NEW: KnownArea("990101001000", "槐北社区"),
    GRID: KnownArea(NEW, "第3网格"),
}


@pytest.mark.parametrize("parent", ["", OLD, NEW])
def test_a_moved_grid_is_found_under_its_new_parent(parent):
    file = read_csv(f"code,name,parent\n{GRID},第3网格甲,{parent}\n".encode(), KNOWN)
    assert file.faults == ()
    assert [(row.code, row.parent) for row in file.rows] == [(GRID, NEW)]


def test_a_building_below_it_follows():
    file = read_csv(f"code,name,parent\n,1号楼,{GRID}\n".encode(), KNOWN)
    assert [row.code for row in file.rows] == [f"{GRID}00001"]


def test_another_parent_is_a_fault_as_before():
    other = {**KNOWN, "990101001009": KnownArea("990101001000", "别的社区")}
    file = read_csv(f"code,name,parent\n{GRID},第3网格,990101001009\n".encode(), other)
    assert [fault.code for fault in file.faults] == ["code_not_below_parent"]


def test_a_new_grid_below_an_ended_community_is_a_fault():
    file = read_csv(b"code,name\n990101001001007,x\n", KNOWN)
    assert [fault.code for fault in file.faults] == ["parent_unknown"]
