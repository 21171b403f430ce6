"""Which column of somebody's table means what: by the names such tables have, or by a mapping saved before."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from linli.kernel.refusal import Refusal

from ..terms import OrderField

# fmt: off
NAMES: dict[OrderField, tuple[str, ...]] = {
    OrderField.NUMBER: ("工单编号", "留言编号", "诉求编号", "案件编号", "工单号", "单号", "编号", "序列号"),
    OrderField.TYPE: ("诉求类型", "工单类型", "留言类型", "类型"),
    OrderField.CATEGORY: ("问题分类", "诉求分类", "问题类别", "分类", "类别", "一级标签"),
    OrderField.TAGS: ("标签", "关键词"),
    OrderField.TITLE: ("标题", "留言主题", "诉求标题", "工单标题", "主题"),
    OrderField.TEXT: ("主要内容", "留言详情", "诉求内容", "工单内容", "反映内容", "问题描述", "内容", "详情", "留言内容"),
    OrderField.STATE: ("状态", "工单状态", "办理状态", "当前状态"),
    OrderField.NAME: ("来电人", "留言用户", "姓名", "反映人", "诉求人", "联系人", "来电人姓名"),
    OrderField.PHONE: ("电话", "联系电话", "来电号码", "手机", "手机号", "联系方式", "来电人电话"),
    OrderField.DISTRICT: ("被反映区", "区", "所属区", "区县"),
    OrderField.STREET: ("街乡镇", "街道", "街道乡镇", "所属街道", "承办街道"),
    OrderField.COMMUNITY: ("村/社区", "社区", "村社区", "所属社区", "社区村"),
    OrderField.SPOT: ("小区点位", "地址", "详细地址", "事发地点", "地点", "小区", "诉求地址"),
    OrderField.RESULT: ("办理结果", "处理结果", "办理情况"),
    OrderField.ANSWER: ("回复内容", "答复意见", "答复内容", "官方答复", "回复意见"),
    OrderField.CHANNEL: ("受理方式", "来源", "受理渠道", "诉求来源"),
    OrderField.OPENED: ("留言时间", "反映时间", "受理时间", "来电时间", "创建时间", "登记时间", "诉求时间", "接单时间"),
    OrderField.ANSWERED: ("答复时间", "回复时间"),
    OrderField.CLOSED: ("办结时间", "结案时间", "完成时间", "办理完成时间"),
    OrderField.FIRM: ("企业", "企业名称", "涉及企业"),
    OrderField.SOLVED: ("是否解决", "解决情况"),
    OrderField.SATISFIED: ("是否满意", "满意度", "满意情况"),
    OrderField.NATURE: ("性质", "办理性质"),
}
# fmt: on

FIRST_LINES = 10
"""Among so many lines at the top the head row is looked for."""

_ASIDE = re.compile(r"[(（\[【].*?[)）\]】]|[\s*:：]")


def plain(head: str) -> str:
    """A head without blanks, stars, colons and what stands in brackets."""
    return _ASIDE.sub("", unicodedata.normalize("NFKC", head)).lower()


_KNOWN = {plain(name): (field, at) for field, names in NAMES.items() for at, name in enumerate(names)}


def heads_of(cells: Sequence[str]) -> list[str]:
    """The names of the columns: empty ones by their letter, double ones with a count."""
    found: list[str] = []
    for at, cell in enumerate(cells):
        name = " ".join(cell.split())[:60] or gettext_noop("第%(letter)s列") % {"letter": letter(at)}
        times = sum(1 for one in found if one == name or one.startswith(f"{name}（"))
        found.append(f"{name}（{times + 1}）" if times else name)
    return found


def letter(at: int) -> str:
    """0 -> A, 26 -> AA: the name a spreadsheet gives a column."""
    word = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        word = chr(65 + rest) + word
    return word


def head_line(lines: Sequence[Sequence[str]]) -> int:
    """Which of the first lines is the head row: the one with most names we know, else the first with two texts.

    Refuses sheet_without_head.
    """
    known = [sum(plain(cell) in _KNOWN for cell in cells) for cells in lines]
    if known and max(known) >= 2:
        return known.index(max(known))
    for at, cells in enumerate(lines):
        texts = [cell for cell in cells if cell and not re.fullmatch(r"[\d\s:/.\-]+", cell)]
        if len(texts) >= 2 and len(set(texts)) == len(texts):
            return at
    raise Refusal(
        "sheet_without_head",
        _("没有找到表头。请让表的第一行写列名，如“工单编号、标题、主要内容”。"),
        facts={"field": "file"},
    )


def guess(heads: Sequence[str]) -> dict[str, str]:
    """Field to head, for the heads whose names are known; of two columns for one field the usual name wins."""
    found: dict[OrderField, tuple[int, str]] = {}
    for head in heads:
        field, rank = _KNOWN.get(plain(head), (None, 0))
        if field is not None and (field not in found or rank < found[field][0]):
            found[field] = (rank, head)
    return {field.value: head for field, (_rank, head) in found.items()}


def fits(columns: Mapping[str, str], heads: Sequence[str]) -> bool:
    """True when every column of a saved mapping is in this table."""
    return bool(columns) and set(columns.values()) <= set(heads)


def checked(columns: Mapping[str, str], heads: Sequence[str]) -> dict[str, str]:
    """A mapping without blanks. Refuses column_unknown, column_twice, columns_missing."""
    chosen = {field: head for field, head in columns.items() if head}
    for field, head in chosen.items():
        if field not in OrderField.values or head not in heads:
            raise Refusal("column_unknown", _("表里没有这一列，请重新选。"), facts={"field": field})
    heads_chosen = list(chosen.values())
    for field, head in chosen.items():
        if heads_chosen.count(head) > 1:
            raise Refusal(
                "column_twice", _("“%(head)s”选了两次，请改一处。") % {"head": head}, facts={"field": field}
            )
    if OrderField.TEXT not in chosen and OrderField.TITLE not in chosen:
        raise Refusal(
            "columns_missing", _("请指出哪一列是主要内容，或者标题。"), facts={"field": OrderField.TEXT.value}
        )
    return chosen


def picked(columns: Mapping[str, str], heads: Sequence[str], cells: Sequence[str]) -> dict[OrderField, str]:
    """The values of one row by what they mean; a short row lacks its last ones."""
    at = {head: index for index, head in enumerate(heads)}
    return {
        OrderField(field): cells[at[head]]
        for field, head in columns.items()
        if at.get(head, len(cells)) < len(cells)
    }
