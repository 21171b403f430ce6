"""Codes and names of areas, from district to home.

Division codes: 12 digits in groups of 2, 2, 2, 3 and 3 (province, city, county, street, community), as the
National Bureau of Statistics writes them; groups below an area's own level are zero. A grid adds 3 digits
(DB11 and DB6101/T 3185-2024), a building 5 (00001 to 99999, DB6101/T 3185-2024), a unit 2, a home 4.
"""

import re
from collections.abc import Container

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from linli.kernel.refusal import Refusal
from linli.places.terms import Level

_GROUPS = ((12, Level.COMMUNITY), (9, Level.STREET), (6, Level.DISTRICT), (4, None), (2, None))
_LENGTHS = {15: Level.GRID, 20: Level.BUILDING, 22: Level.UNIT, 26: Level.HOME}
_OWN_DIGITS = {Level.GRID: 3, Level.BUILDING: 5, Level.UNIT: 2, Level.HOME: 4}

_FULL_WIDTH = {ord("０") + digit: str(digit) for digit in range(10)}
_SCIENTIFIC = re.compile(r"[0-9][0-9.]*[eE]\+?[0-9]+")
_SHORTENED = (
    (re.compile(r"^(.+社区)(?:居民委员会|居委会|村民委员会|村委会)$"), r"\1"),
    (re.compile(r"^(.+嘎查)(?:村民委员会|村委会|委员会|村)$"), r"\1"),
    (re.compile(r"^(.+?)村?(?:村民委员会|村委会|村委)$"), r"\1村"),
    (re.compile(r"^(.+)居民委员会$"), r"\1居委会"),
    (re.compile(r"^(.+街道)办事处$"), r"\1"),
    (re.compile(r"^(.+[镇乡])人民政府$"), r"\1"),
)


def checked_code(text: str) -> str:
    """The code in ASCII digits: full-width digits and blanks at the ends are accepted, nothing else.

    Refuses: code_missing, code_in_scientific_notation, code_not_digits, code_length, code_structure.
    """
    code = text.strip().lstrip("'").translate(_FULL_WIDTH)
    if not code:
        raise Refusal("code_missing", _("缺少代码。"))
    if _SCIENTIFIC.fullmatch(code):
        raise Refusal(
            "code_in_scientific_notation", _("代码变成了科学计数法，后几位已丢失。请把这一列设为文本再导出。")
        )
    if not re.fullmatch(r"[0-9]+", code):
        raise Refusal("code_not_digits", format_lazy(_("代码“{code}”里有数字以外的字符。"), code=shown(code)))
    if len(code) != 12 and len(code) not in _LENGTHS:
        raise Refusal(
            "code_length",
            format_lazy(
                _("代码是{length}位。区划代码12位，网格15位，楼栋20位，单元22位，户26位。"), length=len(code)
            ),
        )
    if not _well_made(code):
        raise Refusal("code_structure", format_lazy(_("代码{code}中间有一级是零，请核对。"), code=code))
    return code


def level_of(code: str) -> Level | None:
    """The level a checked code stands for; None for a province or a city, which are above the tree."""
    if len(code) != 12:
        return _LENGTHS[len(code)]
    return next(level for length, level in _GROUPS if code[:length].strip("0") and _own_group(code, length))


def parent_of(code: str) -> str:
    """The code one level up; empty for a province. A street straight under a city has the city."""
    if len(code) != 12:
        return code[: len(code) - _OWN_DIGITS[_LENGTHS[len(code)]]]
    filled = [length for length, _level in _GROUPS if _own_group(code, length)]
    return code[: filled[1]].ljust(12, "0") if len(filled) > 1 else ""


def lies_in(code: str, area: str) -> bool:
    """True for the area itself and everything below it."""
    if len(area) != 12:
        return code.startswith(area)
    return code.startswith(area[: next(length for length, _level in _GROUPS if _own_group(area, length))])


def child_code(parent: str, number: int) -> str:
    """The code of the n-th grid of a community, building of a grid, unit of a building, home of a unit.

    Refuses: code_not_a_parent (districts and streets get their children from the statistics bureau),
    code_number (below 1 or more digits than the level has).
    """
    level = level_of(parent)
    if level is None or level < Level.COMMUNITY or level >= Level.HOME:
        raise Refusal("code_not_a_parent", format_lazy(_("代码{code}下面不能自动编号。"), code=parent))
    digits = _OWN_DIGITS[Level(level + 1)]
    if not 1 <= number < 10**digits:
        raise Refusal(
            "code_number",
            format_lazy(_("序号{number}超出{digits}位编号的范围。"), number=number, digits=digits),
        )
    return f"{parent}{number:0{digits}d}"


def next_child_code(parent: str, taken: Container[str], number: int = 1) -> str:
    """The first free child code from this number on. Codes are never used again: ended areas count as taken."""
    while (code := child_code(parent, number)) in taken:
        number += 1
    return code


def short_name(official: str) -> str:
    """The name people say: 槐荫社区居民委员会 is 槐荫社区, 王祠村村民委员会 is 王祠村."""
    for pattern, short in _SHORTENED:
        found, count = pattern.subn(short, official)
        if count:
            return found
    return official


def shown(text: str, most: int = 30) -> str:
    """Foreign text fit to be repeated in a sentence: short, and nothing in it acts or breaks."""
    return "".join(char if char.isprintable() else "◌" for char in text[:most])


def _own_group(code: str, length: int) -> bool:
    """True when the group of a 12-digit code that ends at this place is not all zeros."""
    start = {12: 9, 9: 6, 6: 4, 4: 2, 2: 0}[length]
    return code[start:length].strip("0") != ""


def _well_made(code: str) -> bool:
    """No level left out: a community needs a street, a grid a community; only the county may be missing."""
    if code[:2] == "00":
        return False
    if _own_group(code, 12) and not _own_group(code, 9):
        return False
    if (_own_group(code, 9) or _own_group(code, 6)) and not _own_group(code, 4):
        return False
    if len(code) > 12 and not _own_group(code, 12):
        return False
    steps = ((15, 12), (20, 15), (22, 20), (26, 22))
    return all(code[start:end].strip("0") for end, start in steps if len(code) >= end)
