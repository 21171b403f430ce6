"""Invented tables of orders in the two shapes that come in: a message board's export, a Beijing district's."""

from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter

BOARD = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间")
BEIJING = (
    "工单编号", "类型", "问题分类", "标签", "标题", "主要内容", "状态", "来电人", "电话", "被反映区", "街乡镇", "办理结果",
    "回复内容", "受理方式", "办结时间", "企业", "是否解决", "是否满意", "性质", "村/社区", "小区点位",
)  # fmt: skip
_ABOUT = ("路灯不亮", "井盖松动", "水管漏水", "广场舞音响太大", "楼道堆物", "路面有坑", "垃圾没有清运")
_WHERE = ("东门口", "三单元", "菜场后面", "小学对面", "地下车库")


def board(n: int, seed: int = 1) -> list[list[Any]]:
    """Rows of a message board: text dates of many lengths, a user's handle, long answers, one date as a date."""
    dice = Random(seed)
    rows: list[list[Any]] = []
    for at in range(n):
        opened = datetime(2019, 3, 1, 8, 0) + timedelta(minutes=dice.randrange(0, 500_000))  # noqa: DTZ001
        answered = opened + timedelta(hours=dice.randrange(2, 900), seconds=7)
        about, where = dice.choice(_ABOUT), dice.choice(_WHERE)
        rows.append(
            [
                2000 + at, f"U{dice.randrange(10**7):08d}", f"{where}{about}", _slashed(opened),
                f"\n\t{where}的{about}已经好几天了，晚上走路看不清。" * dice.randrange(1, 4) + f"第{at}件。\n",
                f"您好，{about}的事已请人到{where}看过，处理好了。" * dice.randrange(1, 6), _slashed(answered),
            ]
        )  # fmt: skip
    return rows


def _slashed(at: datetime) -> str:
    return f"{at.year}/{at.month}/{at.day} {at.hour}:{at.minute:02d}:{at.second:02d}"


def beijing(n: int, seed: int = 2) -> list[list[Any]]:
    """Rows of a district's export, closed and open ones in turn."""
    dice = Random(seed)
    rows: list[list[Any]] = []
    for at in range(n):
        day = datetime(2023, 11, 1) + timedelta(days=at % 40)  # noqa: DTZ001
        closed = at % 3 != 0
        rows.append(
            [
                f"FS{day:%Y%m%d}{at:05d}", dice.choice(["咨询", "求助", "投诉", "举报", "建议"]),
                "市政->照明->灯不亮" if at % 2 else "环境保护->噪声", "老旧小区", f"{dice.choice(_ABOUT)}{at}",
                f"来电人反映：{dice.choice(_WHERE)}{dice.choice(_ABOUT)}。", "已办结" if closed else "办理中",
                "王先生" if at % 4 else "匿名", "12900001234" if at % 5 else "129****1234", "云山区", "云山街道",
                "已处理", "已到现场处理好了。" if closed else "", "电话",
                f"{day + timedelta(days=3):%Y-%m-%d} 16:30:00" if closed else "", "锦园物业",
                ("解决", "部分解决", "未解决")[at % 3] if closed else "", ("满意", "基本满意", "不满意", "未评")[at % 4] if closed else "",
                dice.choice(["主办", "协办", "转办"]), "槐荫社区" if at % 2 else "河桥村", "槐荫里2号楼",
            ]
        )  # fmt: skip
    return rows


def save(path: Path, heads: tuple[str, ...], rows: list[list[Any]], title: str = "") -> Path:
    """Write a workbook; `title` stands merged over the head."""
    made = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = made.add_worksheet("导出")
    top = 0
    if title:
        sheet.merge_range(0, 0, 0, len(heads) - 1, title)
        top = 1
    sheet.write_row(top, 0, heads)
    for at, row in enumerate(rows, top + 1):
        for column, value in enumerate(row):
            if value != "":
                sheet.write(at, column, value)
    made.close()
    return path
