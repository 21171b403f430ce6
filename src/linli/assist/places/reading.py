"""From a text to the places it may speak of, each with how sure and which words say so."""

import re
from collections.abc import Collection
from typing import NamedTuple

from linli.assist.places.gazetteer import BUILDING, COMMUNITY, GRID, STREET, Gazetteer, Target
from linli.assist.places.numbers import Numbered, numbered, plain, value

MOST_TEXT, MOST = 4000, 3
REACH = 10
"""So many characters after an estate's name a building's number still belongs to it."""
FAINT = 0.3

# What may stand between an estate's name and a building's number; anything else ends the reach.
_BETWEEN = re.compile(
    r"(?:小区|社区|院内|院子里?|里面|[的里内中区院（(,，、 ]|[东西南北][区苑院门]|[一二三四五六1-6]期|[A-Z]区|第)*"
)
_AFTER_BETWEEN = re.compile(r"[）)] ?")
_NOT = re.compile(r"(?:不是|并非|而不是|不在|没住在|搬离了?|离开)[^，。；,;]{0,4}$")
_NEAR = re.compile(
    r"[^，。；,;！!？?]{0,6}?(?:旁边|旁|对面|附近|隔壁|斜对面|周边|周围|一带|后面|前面|边上|往[东西南北]|[东西南北]侧)"
)
_FROM_TO = re.compile(r"(?:到|去|往|开往|至)$")
_PERSON = re.compile(r"^(?:先生|女士|阿姨|大爷|师傅|老师|经理|书记|主任)")
_FIRM = re.compile(r"^(?:物业|公司|集团|银行|超市|药房|饭店|酒店|大药房|中学|小学|幼儿园|医院)")


class Match(NamedTuple):
    """A place and the words that say so. begin and end count characters of the text; near: it lies beside it."""

    place: int
    level: int
    sure: float
    begin: int
    end: int
    near: bool


class _Said(NamedTuple):
    begin: int
    end: int
    targets: set[Target]


def places_in(text: str, known: Gazetteer, *, within: Collection[int] = ()) -> list[Match]:
    """At most three places, the surest first; empty where no name stands in it.

    within: communities or streets whose words they are: they decide between two places of one name, and only
    there a building without the name of its estate (3号楼) is looked for.
    """
    read = plain(text[:MOST_TEXT])
    said = [_Said(*one) for one in known.find(read)]
    heard = {place for one in said for place in _meant(known, one)}
    found: list[Match] = []
    for at, one in enumerate(said):
        if _NOT.search(read[max(0, one.begin - 12) : one.begin]) or _PERSON.match(read[one.end :]):
            continue
        limit = said[at + 1].begin if at + 1 < len(said) else len(read)
        found += _of_name(read, one, limit, known, heard, within)
    if not any(one.level >= GRID for one in found):
        found += _of_number(read, known, heard, within)
    return _best(found)


def _meant(known: Gazetteer, one: _Said) -> list[int]:
    return [place for target in one.targets if target.kind == "place" for place in known.by_key[target.key]]


def _of_name(
    read: str, one: _Said, limit: int, known: Gazetteer, heard: set[int], within: Collection[int]
) -> list[Match]:
    """What one name means, with the building behind it."""
    found: list[Match] = []
    for target in sorted(one.targets, key=lambda each: (each.kind, -each.sure)):
        if target.kind == "estate":
            found += _of_estate(read, one, target, limit, known, heard, within)
        else:
            found += _of_place(read, one, target, known, heard, within)
    if any(match.level == BUILDING for match in found):
        return [match for match in found if match.level == BUILDING]
    return found


def _of_estate(
    read: str,
    one: _Said,
    target: Target,
    limit: int,
    known: Gazetteer,
    heard: set[int],
    within: Collection[int],
) -> list[Match]:
    buildings = known.estates[target.key]
    number = _number_behind(read, one.end, limit, road=target.key[-1:] in "路街巷道") or _number_before(
        read, one
    )
    near = bool(_NEAR.match(read, number.end if number else one.end))
    if number is not None and number.number in buildings:
        places = _nearest(buildings[number.number], known, heard, within)
        sure = 0.97 * target.sure * (0.75 if near else 1.0) / len(places)
        return [Match(place, BUILDING, sure, one.begin, number.end, near) for place in places]
    if target.sure < 0.6:
        return []
    if number is None and _FIRM.match(read[one.end :]):
        return []
    return _all_of(one, buildings, target, known, heard, within, near=near, wrong=number is not None)


def _all_of(
    one: _Said, buildings: dict[str, list[int]], target: Target, known: Gazetteer, heard: set[int],
    within: Collection[int], *, near: bool, wrong: bool,
) -> list[Match]:  # fmt: skip
    """An estate without a number that it has: its grid where all of it lies in one, else its community."""
    every = _nearest([place for some in buildings.values() for place in some], known, heard, within)
    if len(every) == 1 and not wrong:
        return [Match(every[0], BUILDING, 0.8 * target.sure, one.begin, one.end, near)]
    for level, sure in ((GRID, 0.8), (COMMUNITY, 0.7)):
        above = {
            place for each in every for place in known.places[each].above if _level(known, place) == level
        }
        if 0 < len(above) <= 2:
            each_sure = sure * target.sure * (0.85 if near or wrong else 1.0) / len(above)
            return [Match(place, level, each_sure, one.begin, one.end, near) for place in sorted(above)]
    return []


def _level(known: Gazetteer, place: int) -> int:
    return known.places[place].level if place in known.places else 0


def _of_place(
    read: str, one: _Said, target: Target, known: Gazetteer, heard: set[int], within: Collection[int]
) -> list[Match]:
    if target.sure < 1 and _FIRM.match(read[one.end :]):
        return []
    near = bool(_NEAR.match(read, one.end))
    usual = {STREET: 0.45, COMMUNITY: 0.7, GRID: 0.93, BUILDING: 0.93}
    places = _nearest(known.by_key[target.key], known, heard, within)
    if (
        _level(known, places[0]) == COMMUNITY
        and (inner := _grid_behind(read, one.end, places, known)) is not None
    ):
        return [inner._replace(begin=one.begin)]
    return [
        Match(place, known.places[place].level, usual[known.places[place].level] * target.sure * (0.8 if near else 1.0) / len(places),
              one.begin, one.end, near)
        for place in places
    ]  # fmt: skip


_GRID_BEHIND = re.compile(
    r"[的,， ]?(?:第([0-9一二三四五六七八九十]{1,3})网格|([0-9一二三四五六七八九十]{1,3})号?网格)"
)


def _grid_behind(read: str, end: int, communities: Collection[int], known: Gazetteer) -> Match | None:
    """槐荫社区第三网格, 槐荫社区3网格."""
    found = _GRID_BEHIND.match(read, end)
    if found is None:
        return None
    wanted = f"第{value(found[1] or found[2])}网格"
    fitting = [
        one.id for one in known.places.values()
        if one.level == GRID and plain(one.short) == wanted and set(one.above) & set(communities)
    ]  # fmt: skip
    return Match(fitting[0], GRID, 0.93, 0, found.end(), False) if len(fitting) == 1 else None


def _number_behind(read: str, end: int, limit: int, *, road: bool) -> Numbered | None:
    """The building's number right behind a name, with little between; a road's 12号 only behind a road."""
    stop = min(limit, end + REACH + 8)
    for one in numbered(read, end, stop):
        between = read[end : one.begin]
        rest = _BETWEEN.match(between)
        if len(between) > REACH or rest is None or rest.end() != len(between):
            return None
        if one.kind == "号" and not road:
            continue
        return one
    return None


def _number_before(read: str, one: _Said) -> Numbered | None:
    """3号楼（幸福里）, 三号楼，幸福里: the number right before the name."""
    found = numbered(read, max(0, one.begin - REACH), one.begin)
    last = found[-1] if found else None
    if last is None or last.kind == "号" or not re.fullmatch(r"[（(,， ]{0,2}", read[last.end : one.begin]):
        return None
    return last._replace(begin=last.begin, end=one.end)


def _nearest(
    places: list[int], known: Gazetteer, heard: Collection[int], within: Collection[int]
) -> list[int]:
    """Of places of one name those in what the text names besides, else those in the area it comes from, else all."""
    for ground in (heard, within):
        fitting = [one for one in places if set(known.places[one].above) & set(ground)]
        if fitting and len(fitting) < len(places):
            return fitting
    return places


_ALONE = re.compile(r"(?:我们|咱们|本|我家|住在?|这里?|家在|小区)?")


def _of_number(read: str, known: Gazetteer, heard: Collection[int], within: Collection[int]) -> list[Match]:
    """3号楼 without an estate: only where the area it comes from has one building of that number."""
    ground = set(within) | set(heard)
    if not ground:
        return []
    for one in numbered(read, 0, len(read)):
        if one.kind in ("号", "-", "#", "楼") or _NOT.search(read[max(0, one.begin - 12) : one.begin]):
            continue
        fitting = [
            place
            for buildings in known.estates.values()
            for place in buildings.get(one.number, ())
            if set(known.places[place].above) & ground
        ]
        if 0 < len(fitting) <= 2:
            return [
                Match(place, BUILDING, 0.6 / len(fitting), one.begin, one.end, False) for place in fitting
            ]
    return []


def _best(found: list[Match]) -> list[Match]:
    """Each place once, the more exact before the wider one that it lies in, at most three."""
    best: dict[int, Match] = {}
    for one in found:
        if one.place not in best or best[one.place].sure < one.sure:
            best[one.place] = one
    exact = any(one.level == BUILDING and one.sure >= 0.5 for one in best.values())
    rows = [one for one in best.values() if one.sure >= FAINT and not (exact and one.level < GRID)]
    rows.sort(key=lambda one: (-(one.level >= GRID and one.sure >= 0.5), -one.sure, -one.level, one.begin))
    return [one._replace(sure=round(one.sure, 3)) for one in rows[:MOST]]
