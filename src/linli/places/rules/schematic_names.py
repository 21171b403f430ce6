"""Invented names for a made-up town: communities, streets, estates. No place of this name is meant."""

from collections.abc import Iterator
from itertools import count

DISTRICT, STREET, RIVER, NORTH_ROAD = "云山区", "云山街道办事处", "云水河", "云山北路"
# different first characters keep estates apart, since an estate is named after its community
_STEMS = [
    "槐荫",
    "云桥",
    "河湾",
    "松柏",
    "杏坡",
    "柳堤",
    "桐花",
    "梅坞",
    "桂香",
    "枫坡",
    "荷塘",
    "竹径",
    "棠园",
    "榆荫",
    "兰圃",
    "菊畦",
    "莲池",
    "橘林",
    "梨园",
    "桃坞",
    "麦场",
    "禾田",
    "蒲滩",
    "芦洲",
    "苇塘",
    "石桥",
    "泉眼",
    "清渠",
    "东篱",
    "晴川",
    "月台",
    "星汀",
]
_FIRST = ("{0}里", "{1}安家园", "{1}香苑", "{1}风小区")
_MIDDLES, _ENDS = "明和瑞锦华乐康宁", ("花园", "新村", "苑", "家园", "小区", "雅居", "公寓")


def community_stems() -> Iterator[str]:
    """槐荫, 云桥, 河湾, 松柏 and on without end; 槐荫2 after all were used."""
    yield from _STEMS
    for turn in count(2):
        yield from (f"{stem}{turn}" for stem in _STEMS)


def estate_names(stem: str) -> Iterator[str]:
    """槐荫里, 槐安家园, 槐香苑 and on without end; no two alike in a town."""
    name, mark = stem[:2], stem[2:]
    for form in _FIRST:
        yield form.format(name, name[0]) + mark
    for turn in count(1):
        for middle in _MIDDLES:
            for end in _ENDS:
                yield f"{name[0]}{middle}{end}{mark}" + (f"{turn}区" if turn > 1 else "")
