"""The names of a town, ready to be found in texts: estates and roads with their buildings, communities, grids, streets."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from linli.assist.places.numbers import parts_of, plain

STREET, COMMUNITY, GRID, BUILDING = 2, 3, 4, 5
_ESTATE_END = re.compile(r"(?:住宅小区|小区|住宅区)$")
_OFFICE_END = re.compile(r"(?:社区居民委员会|居民委员会|村民委员会|街道办事处|人民政府)$")
_AREA_END = re.compile(r"(?:社区|街道)$")


class Named(NamedTuple):
    """One place as the house knows it. level: 2 street, 3 community, 4 grid, 5 building; above: ids from the street on."""

    id: int
    level: int
    name: str
    short: str
    above: tuple[int, ...]


class Target(NamedTuple):
    """What a name may mean: places, or an estate whose buildings have numbers. sure: of the name itself, 0 to 1."""

    kind: str
    key: str
    sure: float


class Gazetteer:
    """Everything by name; `find` goes over a text once."""

    def __init__(self, places: Iterable[Named]):
        self.places: dict[int, Named] = {}
        self.estates: dict[str, dict[str, list[int]]] = {}
        self.names: dict[str, set[Target]] = {}
        self.by_key: dict[str, list[int]] = {}
        for one in places:
            self.places[one.id] = one
            self._take(one)
        for estate in self.estates:
            self._alias(estate, Target("estate", estate, 1.0))
            for alias, sure in _aliases(estate):
                self._alias(alias, Target("estate", estate, sure))
        self._lengths = sorted({len(name) for name in self.names}, reverse=True)
        self._machine = _machine(self.names)

    def _take(self, one: Named) -> None:
        short = plain(one.short)
        if one.level == BUILDING:
            parts = parts_of(one.short)
            if parts is not None:
                self.estates.setdefault(parts[0], {}).setdefault(parts[1], []).append(one.id)
                return
            self._place(short, one.id, 1.0)
        elif one.level == GRID:
            self._place(plain(one.name), one.id, 1.0)  # short names of grids are the same everywhere
        else:
            self._place(short, one.id, 1.0)
            bare = _AREA_END.sub("", short)
            if len(bare) > 1 and bare != short and one.level == COMMUNITY:
                self._place(bare + "村" if short.endswith("村") else bare, one.id, 0.6)
            office = _OFFICE_END.sub("", plain(one.name))
            if len(office) > 2 and office != bare:
                self._place(office, one.id, 1.0)

    def _place(self, name: str, place: int, sure: float) -> None:
        kept = self.by_key.setdefault(name, [])
        if place not in kept:
            kept.append(place)
        self._alias(name, Target("place", name, sure))

    def _alias(self, name: str, target: Target) -> None:
        if len(name) > 1:
            self.names.setdefault(name, set()).add(target)

    def find(self, text: str) -> Iterator[tuple[int, int, set[Target]]]:
        """Names in a plain text: begin, end, what they may mean; of two that overlap the longer one."""
        found = self._machine_finds(text) if self._machine is not None else self._scan(text)
        taken_to = -1
        for begin, end in sorted(found, key=lambda pair: (pair[0], -pair[1])):
            if begin >= taken_to:
                taken_to = end
                yield begin, end, self.names[text[begin:end]]

    def _machine_finds(self, text: str) -> Iterator[tuple[int, int]]:
        for last, length in self._machine.iter(text):
            yield last + 1 - length, last + 1

    def _scan(self, text: str) -> Iterator[tuple[int, int]]:
        for begin in range(len(text)):
            for length in self._lengths:
                if begin + length <= len(text) and text[begin : begin + length] in self.names:
                    yield begin, begin + length


def _machine(names: Iterable[str]) -> Any:
    """Aho and Corasick's machine over the names; None where the library is not installed, then the text is scanned."""
    try:
        import ahocorasick
    except ImportError:
        return None
    machine = ahocorasick.Automaton()
    for name in names:
        machine.add_word(name, len(name))
    machine.make_automaton()
    return machine if len(machine) else None


def _aliases(estate: str) -> Iterator[tuple[str, float]]:
    """幸福里小区 is also called 幸福里, and the other way about."""
    bare = _ESTATE_END.sub("", estate)
    if bare != estate and len(bare) > 1:
        yield bare, 0.9
    elif bare == estate and not re.search(r"[路街巷道]$", estate):
        yield f"{estate}小区", 1.0
        yield f"{estate}社区", 0.5
