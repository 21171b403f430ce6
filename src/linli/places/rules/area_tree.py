"""Rows of a file put into the tree: parents, codes, and how borders lie to each other."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from linli.kernel.refusal import Refusal
from linli.places.terms import Level

from .area_borders import check_apart, check_holds, check_within
from .area_values import AreaRow, Fault, KnownArea, RowFault
from .codes import next_child_code, parent_of
from .geometry import Box, MultiPolygon, bounding_box


class _Border(NamedTuple):
    name: str
    shape: MultiPolygon
    box: Box


class Tree:
    """What is known and the rows of a file, joined level by level from the top.

    taken: the rows that fit, by code. Children of a refused row are refused too, unless the area exists.
    """

    def __init__(self, known: Mapping[str, KnownArea], sound: list[AreaRow], spoilt: list[AreaRow]) -> None:
        """sound: rows without faults of their own; spoilt: the others."""
        self.taken: dict[str, AreaRow] = {}
        self._known = known
        self._sound = sorted(sound, key=lambda row: (row.level, row.number))
        self._refused = {row.code for row in spoilt}
        self._first: dict[str, int] = {}  # code: the first row that has it
        for row in sorted(sound + spoilt, key=lambda row: row.number):
            self._first.setdefault(row.code, row.number)
        self._used = set(known) | set(self._first)
        self._last: dict[str, str] = {}  # parent: the code given last
        self._unnamed: dict[tuple[str, str], int] = {}  # parent and name of a row without code: the row
        self._children: dict[str, list[str]] = defaultdict(list)
        for code, area in known.items():
            if not area.ended:
                self._children[area.parent].append(code)
        self._borders: dict[str, list[_Border]] = {}  # by parent, filled when first asked for

    def grown(self) -> Iterator[Fault]:
        """Take every row that fits; yields the faults of the others."""
        for row in self._sound:
            try:
                self._take(row)
            except RowFault as fault:
                self._refused.add(row.code)
                yield fault.of(row.number)

    def _take(self, row: AreaRow) -> None:
        row = self._placed(row)
        self._check_parent(row)
        row = self._coded(row)
        self._check_border(row)
        self.taken[row.code] = row
        if row.shape:
            self._borders_below(row.parent).append(_Border(row.name, row.shape, bounding_box(row.shape)))

    def _placed(self, row: AreaRow) -> AreaRow:
        """The row under the parent it has: codes stay when a split or a merger hangs an area elsewhere."""
        known = self._known.get(row.code)
        if known is None or known.ended or row.parent not in (known.parent, parent_of(row.code)):
            return row
        return replace(row, parent=known.parent)

    def _check_parent(self, row: AreaRow) -> None:
        if row.level is Level.DISTRICT:
            return
        known = self._known.get(row.code)
        in_place = known is not None and not known.ended and known.parent == row.parent
        if row.code and not in_place and parent_of(row.code) != row.parent:
            said = format_lazy(_("代码{code}不在上级{parent}之下。"), code=row.code, parent=row.parent)
            raise RowFault("code", "code_not_below_parent", said)
        if row.parent in self.taken or (row.parent in self._known and not self._known[row.parent].ended):
            return
        if row.parent in self._refused:
            said = format_lazy(_("上级{parent}那一行有问题，改好后再导入这一行。"), parent=row.parent)
            raise RowFault("parent", "parent_refused", said)
        said = format_lazy(_("没有代码为{parent}的在用上级，请先导入它。"), parent=row.parent)
        raise RowFault("parent", "parent_unknown", said)

    def _coded(self, row: AreaRow) -> AreaRow:
        """The row with its code: its own, that of the known area of its name, or the next free one."""
        if not row.code:
            return row.with_code(self._code_for(row))
        if row.code in self._known and self._known[row.code].ended:
            raise RowFault(
                "code", "code_ended", format_lazy(_("代码{code}已停用，不能再用。"), code=row.code)
            )
        first = self._first[row.code]
        if first != row.number:
            raise RowFault("code", "code_twice", format_lazy(_("代码与第{first}行相同。"), first=first))
        return row

    def _code_for(self, row: AreaRow) -> str:
        first = self._unnamed.setdefault((row.parent, row.name), row.number)
        if first != row.number:
            said = format_lazy(_("与第{first}行同名，又都没有代码，分不清是不是同一处。"), first=first)
            raise RowFault("name", "name_twice", said)
        for code in self._children.get(row.parent, ()):
            if self._known[code].name == row.name and code not in self._first:
                return code
        last = self._last.get(row.parent, "")
        try:
            code = next_child_code(row.parent, self._used, int(last[len(row.parent) :] or "0") + 1)
        except Refusal as refused:
            raise RowFault("code", refused.code, refused.sentence) from refused
        self._last[row.parent] = code
        return code

    def _check_border(self, row: AreaRow) -> None:
        parent = self._shape(row.parent)
        if parent:
            check_within(row, self._name(row.parent), parent)
        if not row.shape:
            return
        box = bounding_box(row.shape)
        for border in self._borders_below(row.parent):
            if border.box.touches(box):
                check_apart(row.shape, border.name, border.shape)
        if row.code in self._known and self._known[row.code].shape != row.shape:
            for border in self._borders_below(row.code):
                check_holds(row.shape, border.name, border.shape)

    def _shape(self, code: str) -> MultiPolygon | None:
        """The border an area will have: the file's, else the known one."""
        written = self.taken[code].shape if code in self.taken else None
        return written or (self._known[code].shape if code in self._known else None)

    def _name(self, code: str) -> str:
        return self.taken[code].name if code in self.taken else self._known[code].name

    def _borders_below(self, parent: str) -> list[_Border]:
        """Borders of children: the known ones the file does not mention, then those taken from the file."""
        if parent not in self._borders:
            known = ((code, self._known[code]) for code in self._children.get(parent, ()))
            self._borders[parent] = [
                _Border(area.name, area.shape, bounding_box(area.shape))
                for code, area in known
                if area.shape and code not in self._first
            ]
        return self._borders[parent]
