"""Groups: alike ones join, single links do not chain, people count and not messages; a file gives its groups."""

import csv

import pytest

from linli.assist.child import group
from linli.assist.likeness.groups import LOOSE, Known, grouped, heat, ranked
from linli.assist.likeness.score import Measure
from linli.assist.reading import message

pytest.importorskip("scipy")

LIFT = [
    "槐香苑2号楼电梯坏了三天没人修",
    "2号楼电梯又坏了，没人修",
    "槐香苑电梯坏了，老人上不了楼",
    "电梯坏了三天，物业不修",
]
NOISE = ["安康苑门口广场舞声音太大", "广场舞太吵，孩子睡不着，安康苑门口", "晚上安康苑广场舞声音很大"]
OTHER = ["井盖丢了", "想问老年证怎么办", "公交站牌倒了"]


def said(texts):
    return [message("", text) for text in texts]


def test_alike_ones_join_and_others_stay_alone():
    groups = grouped(said([*LIFT, *NOISE, *OTHER]))
    assert [0, 1, 2, 3] in groups
    assert [4, 5, 6] in groups
    assert sum(len(one) == 1 for one in groups) == 3


def test_few_words_need_more_likeness_before_they_join():
    short = ["灯坏了", "门坏了", "水管坏了", "楼道灯坏了", "单元门坏了", "太吵了"]
    groups = grouped(said(short))
    assert sorted(groups) == [[0, 3], [1, 4], [2], [5]]


def test_what_says_nothing_is_nobodys_issue():
    assert grouped(said(["😀👍", "😀👍", "！！！", "！！！", ""])) == [[0], [1], [2], [3], [4]]


def test_the_gate_keeps_what_lies_elsewhere_apart():
    groups = grouped(said(LIFT), may_join=lambda new, earlier: new // 2 == earlier // 2)
    assert all({at // 2 for at in one} == {one[0] // 2} for one in groups)


def test_groups_beside_each_other_about_one_thing_close_ranks():
    first = ["槐香苑2号楼电梯坏了没人修", "槐香苑2号楼电梯坏了没人修三天"]
    second = ["老人下不了楼，槐香苑2号楼电梯坏了", "老人下不了楼，槐香苑2号楼电梯坏了停运"]
    asked, strict = said([*first, *second, *NOISE]), {"support": 0.99, "middle": 0.65}
    assert grouped(asked, **strict)[0] == [0, 1, 2, 3], "none joins the other's, and their middles are alike"
    known = Known([1, 1, 2, 2, LOOSE, LOOSE, LOOSE])
    assert grouped(asked, settled=known)[:2] == [[0, 1], [2, 3]], "what people know as two stays two"
    gated = grouped(asked, may_join=lambda new, earlier: new // 2 == earlier // 2, **strict)
    assert gated[:2] == [[0, 1], [2, 3]]


def test_what_people_settled_stands_and_what_they_took_out_stays_out():
    asked = said(LIFT)
    assert grouped(asked, settled=Known([7, LOOSE, 7, LOOSE], frozenset({(1, 7)}))) == [[0, 2, 3], [1]]
    assert grouped(asked, settled=Known([7, 8, LOOSE, LOOSE]))[0][0] == 0
    both = grouped(asked, settled=Known([7, 8, 7, 8]))
    assert both == [[0, 2], [1, 3]]


def test_nothing_and_empty_texts():
    assert grouped([]) == []
    assert len(grouped(said(["", "👍", "\x00", "a"]))) == 4
    assert Measure([]).scores(message("", "灯")) == []


def test_one_man_who_writes_ten_times_is_one():
    who = ["zhao"] * 10 + ["qian", "sun", "li"]
    groups = ranked([list(range(10)), [10, 11, 12]], who, [(0, 0)] * 13)
    assert [(one.people, len(one.members)) for one in groups] == [(3, 3), (1, 10)]
    assert heat(3, 0, 0) < heat(3, 20, 5) < heat(12, 0, 0)


def test_a_file_gives_groups_and_neighbours(tmp_path):
    file = tmp_path / "messages.csv"
    lines = [
        (f"m{at}", f"u{at}", text, text, f"2026-11-{at + 1:02}") for at, text in enumerate([*LIFT, *OTHER])
    ]
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("编号", "用户", "标题", "内容", "时间"), *lines])
    told = group(str(file))
    assert told["groups"][0]["members"] == ["m0", "m1", "m2", "m3"]
    assert told["groups"][0]["people"] == 4
    assert told["nearest"]["m1"][0][0] in ("m0", "m2", "m3")
    assert told["alone"] == 3
