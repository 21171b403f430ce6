"""Tables of the responsibility list and of 赋能清单: heads found, cells put under them, faults row by row. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusal import Refusal

from ..terms import DutyKind

RESPONSIBILITY_HEADS = {
    "area": ("地方", "区域", "街道", "辖区", "place"),
    "category": ("类别", "诉求类别", "类别编码", "事项类别", "category"),
    "organisation": ("单位", "责任单位", "办理单位", "部门", "unit"),
    "since": ("生效日期", "开始日期", "起", "since"),
    "until": ("截止日期", "结束日期", "止", "until"),
    "basis": ("依据", "文号", "文件", "basis"),
}
ITEM_HEADS = {
    "kind": ("部分", "清单", "性质", "part"),
    "group": ("类别", "分类", "大类", "group"),
    "name": ("事项", "事项名称", "名称", "item"),
    "gives": ("提供什么", "街道提供什么", "内容", "gives"),
    "money": ("经费", "资金", "money"),
    "people": ("人员", "力量", "people"),
    "unit": ("责任单位", "单位", "科室", "unit"),
    "basis": ("依据", "文号", "文件", "basis"),
}
MUST = {"area": ("area", "category", "organisation"), "kind": ("kind", "name", "gives")}


class RowFault(NamedTuple):
    """Why a row was not taken; number as the sheet counts."""

    number: int
    sentence: object


class Cells(NamedTuple):
    """A row under its heads."""

    number: int
    values: dict[str, str]


@dataclass(frozen=True)
class Heads:
    """Which column is what."""

    at: dict[str, int]

    def cells(self, number: int, cells: Sequence[str]) -> Cells:
        """A row's cells by what they mean; missing ones are empty."""
        return Cells(
            number, {name: cells[at].strip() if at < len(cells) else "" for name, at in self.at.items()}
        )


def read_heads(first: Sequence[str], known: dict[str, tuple[str, ...]]) -> Heads:
    """Find the columns by their heads. Refuses heads_missing."""
    at: dict[str, int] = {}
    for index, head in enumerate(cell.strip().lower() for cell in first):
        for name, words in known.items():
            if head in words and name not in at:
                at[name] = index
                break
    must = MUST[next(iter(known))]
    lacking = [known[name][0] for name in must if name not in at]
    if lacking:
        sentence = _("表头缺少：%(heads)s。") % {"heads": "、".join(lacking)}
        raise Refusal("heads_missing", sentence, facts={"field": "file"})
    return Heads(at)


def read_day(text: str) -> date | None:
    """A day as sheets write it: 2026-12-01, 2026/12/1, 2026.12.1, 2026年12月1日; None for anything else."""
    plain = text.strip().split(" ")[0].split("T")[0]
    for mark in ("年", "月", "/", "."):
        plain = plain.replace(mark, "-")
    parts = plain.replace("日", "").split("-")
    try:
        year, month, day = map(int, parts)
        return date(year, month, day)
    except ValueError:
        return None


KINDS = {str(label): value for value, label in DutyKind.choices} | {value: value for value in DutyKind.values}


def item_of(row: Cells) -> dict[str, str] | RowFault:
    """The values of one item, or why not."""
    said = dict(row.values)
    kind = KINDS.get(said.get("kind", ""))
    if kind is None:
        return RowFault(row.number, _("“部分”请写：服务、保障、基本履职、配合履职或上级收回。"))
    if not said["name"] or not said["gives"]:
        return RowFault(row.number, _("缺事项名称或者提供什么。"))
    return {**said, "kind": kind}


def split_rows(rows: Iterable[dict[str, str] | RowFault]) -> tuple[list[dict[str, str]], list[RowFault]]:
    """Good rows and faults."""
    good: list[dict[str, str]] = []
    faults: list[RowFault] = []
    for row in rows:
        if isinstance(row, RowFault):
            faults.append(row)
        else:
            good.append(row)
    return good, faults
