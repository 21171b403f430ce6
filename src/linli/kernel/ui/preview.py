"""Invented values for the preview page `ui/preview.html`: every shared part in every look, without a database."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from linli.kernel.worktime import CHINA

from . import icons
from .forms import ChipRadio, Form, PhotosField
from .months import Mark, months
from .parts import (
    Banner,
    Cell,
    Clock,
    Column,
    Empty,
    Fig,
    MatterRow,
    NavItem,
    Pager,
    PersonLine,
    Photo,
    Pick,
    Progress,
    Step,
    Table,
    TimelineEntry,
    TwoClocks,
    Undo,
    View,
)
from .plan import Point, Shape, draw

NOW = datetime(2026, 11, 25, 14, 20, tzinfo=CHINA)
MODES = {"resident": "居民", "elder": "大字版", "staff": "工作人员", "wall": "大屏"}
WORKDAY = 28_800

_PICTURE = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 120 96'%3E"
    "%3Cpath fill='%23cfc8ba' d='M0 0h120v96H0z'/%3E%3Cpath fill='%23b7ae9d' d='M0 70h120v26H0z'/%3E"
    "%3Ccircle cx='54' cy='50' r='22' fill='%23eceae4'/%3E%3Ccircle cx='54' cy='50' r='5' fill='%236d6a62'/%3E%3C/svg%3E"
)


class ReportForm(Form):
    """A form with one of each kind of control."""

    what = forms.ChoiceField(
        label="是什么问题",
        choices=[
            ("lamp", "灯不亮"),
            ("road", "路面"),
            ("bin", "垃圾"),
            ("water", "漏水积水"),
            ("other", "其他"),
        ],
        widget=ChipRadio(
            icons={"lamp": "lamp", "road": "road", "bin": "bin", "water": "drop", "other": "more"}
        ),
    )
    photos = PhotosField(label="拍照片", help_text="最多3张，不拍也能报。请避开人脸和车牌。")
    building = forms.ChoiceField(label="在哪里", choices=[("1", "槐荫里1号楼"), ("2", "槐荫里2号楼")])
    lon = forms.FloatField(widget=forms.HiddenInput, required=False)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False)
    accuracy = forms.FloatField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(label="说一说情况", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    phone = forms.CharField(
        label="联系电话", widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    )
    private = forms.BooleanField(label="只有办理这件事的人能看到我的电话", required=False, initial=True)

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if len(phone) != 11:
            raise forms.ValidationError(_("电话号码少了1位，请再看看。"))
        return phone


def context(mode: str = "resident") -> dict[str, Any]:
    """Everything `ui/preview.html` and the shells read; mode: resident, elder, staff or wall."""
    return {
        "now": NOW,
        "ui_mode": mode if mode in MODES else "resident",
        "modes": MODES,
        "actor": {"name": "李晓梅", "face": "李", "is_staff": True},
        "help_phone": "12345",
        "sample_town": True,
        "unread": 4,
        "search_url": "/search/",
        "register_url": "/matters/new/",
        "icon_names": sorted(icons.icon_names()),
        **_navigation(),
        **_matters(),
        **_controls(),
        **_figures(),
    }


def _navigation() -> Mapping[str, Any]:
    return {
        "places": [
            NavItem("云山街道 / 槐荫社区", "/?at=1", current=True),
            NavItem("云山街道 / 河湾社区", "/?at=2"),
        ],
        "nav": [
            (
                "",
                [
                    NavItem("收件箱", "/inbox/", "inbox", 46, current=True),
                    NavItem("待我审核", "/requests/", "clock", 3),
                    NavItem("回访", "/follow-ups/", "phone", 8),
                ],
            ),
            (
                "底账",
                [NavItem("网格与楼栋", "/places/", "map"), NavItem("工作日历", "/calendar/", "calendar")],
            ),
        ],
        "tabs": [
            NavItem("首页", "/", "home", current=True),
            NavItem("我的事", "/mine/", "task"),
            NavItem("报问题", "/report/", "plus"),
            NavItem("消息", "/messages/", "bell", 4),
            NavItem("我的", "/me/", "person"),
        ],
    }


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=CHINA)


def _matters() -> Mapping[str, Any]:
    far = datetime(2027, 1, 4, 18, tzinfo=CHINA)
    clocks = [
        Clock(_at(30, 18)),
        Clock(_at(26, 18)),
        Clock(_at(25, 17, 30)),
        Clock(_at(25, 12), over=timedelta(hours=2), day_seconds=WORKDAY),
        Clock(_at(23, 12), over=timedelta(seconds=2 * WORKDAY), day_seconds=WORKDAY),
        Clock(_at(27, 18), held=True),
        Clock(far, provisional=True),
        Clock(None),
    ]
    titles = [
        ("广场舞音响太大", "槐荫公园", "12345转来", "办理中", "韩立新", "第1网格", 1.2),
        ("楼道声控灯不亮", "槐荫里2号楼2单元", "随手拍", "办理中", "陈思远", "第3网格", 1.6),
        ("电动车停在消防通道", "槐荫里3号楼北门", "骑手观察员", "待核实", "陈思远", "第3网格", 0.1),
        ("地下车库积水", "槐荫里5号楼", "随手拍", "待核实", "陈思远", "第3网格", 0.75),
        ("违建拆一半停了", "槐安家园", "12345转来", "处置中", "市政所", "协办", 6.0),
        ("暖气不热，三家都一样", "槐香苑2号楼", "12345转来", "办理中", "供热公司", "协办", 3.0),
    ]
    return {
        "clocks": clocks,
        "rows": [
            MatterRow(
                key=str(n),
                url=f"/matters/20261125-{n:04d}/",
                title=title,
                clock=clock,
                place=place,
                source=source,
                stage=stage,
                holder=holder,
                unit=unit,
                total=total,
                mark="2人报" if n == 1 else "",
                panel_url=f"/matters/20261125-{n:04d}/panel/",
                selected=n == 3,
            )
            for n, ((title, place, source, stage, holder, unit, total), clock) in enumerate(
                zip(titles, clocks, strict=False)
            )
        ],
        "steps": [
            Step("已收到", "done"),
            Step("已派单", "done"),
            Step("办理中", "now"),
            Step("答复您"),
            Step("回访"),
        ],
        "two_clocks": TwoClocks(
            "办理", Clock(_at(27, 18)), 3.0, _at(20, 9, 12), counts=(0, 1, 0), counts_note="延期最多1次"
        ),
        "head_badges": [
            ("act", "办理中", "clock"),
            ("hold", "延期待批", "pause"),
            ("line", "主办 槐荫社区", ""),
        ],
        "entries": _timeline(),
        "person": PersonLine("郑女士", "129****5521", "/people/1/unmask/"),
        "pairs": [
            ("环节", "待签收，限2个工作小时"),
            ("来源", "12345，求助类"),
            ("地点", "槐安家园8号楼，第4网格"),
        ],
    }


def _timeline() -> list[TimelineEntry]:
    return [
        TimelineEntry(
            _at(25, 11, 30),
            "申请延期2个工作日",
            "换热站阀门要等配件，11月26日到货。",
            who="李晓梅",
            unit="社区前台",
            now=True,
            inset="待街道中心何文涛审批，最晚今天18:00。批准前期限不变。",
        ),
        TimelineEntry(
            _at(24, 15, 20), "协办回复", "入户测温三户，16–17度。", who="供热公司", photos=[_photo()]
        ),
        TimelineEntry(_at(23, 9, 40), "备注", "已送去电暖器一台。", who="孙志强", unit="第6网格", inner=True),
        TimelineEntry(_at(20, 9, 12), "派单", "答复期限5个工作日。", who="12345"),
    ]


def _photo() -> Photo:
    return Photo(_PICTURE, "拆下的旧感应器")


def _controls() -> Mapping[str, Any]:
    bad = ReportForm(
        {"what": "", "building": "2", "phone": "1295550216", "text": "三楼到四楼的声控灯不亮了。"}
    )
    return {
        "form": ReportForm(initial={"what": "lamp", "building": "2"}),
        "bad_form": bad,
        "banners": [
            Banner("off", "3条已存在本机，有网自动上传。", lead="没有网络，照常记。"),
            Banner(
                "soon", "502室已由别人改过，请", lead="有1条没传上去。", url="/sync/", link="看两边的不同"
            ),
            Banner("late", "槐荫里5号楼积水，请先办。", lead="已超时2小时。"),
            Banner("ok", "已收到，编号20261125-0043。"),
            Banner("info", "周五停水3小时，请提前存水。"),
        ],
        "undo": Undo("“路灯杆倾斜”已派给韩立新", "/undo/"),
        "empty": Empty("task", "今天没有到期的事", "明天到期3件。", "/inbox/", "先看看"),
        "progress": Progress("住户名册.xlsx", 6240, 20000, timedelta(minutes=2), 14, "/imports/1/faults/"),
        "views": [
            View("全部在办", "?", 46, current=True),
            View("已超时", "?view=late", 2, kind="late"),
            View("今天到期", "?view=soon", 5, kind="soon"),
            View("待签收", "?view=sign", 6),
        ],
        "picks": [
            Pick("sort", "排序", [("due", "先到期"), ("new", "新来的")], "due"),
            Pick("kind", "类型", [("snapshot", "随手拍"), ("hotline", "12345")]),
        ],
        "keep": [("view", "late")],
        "pager": Pager(
            "第1–10件，共46件", next_url="?after=10", export_url="?format=xlsx", export_word="导出这46件"
        ),
    }


def _figures() -> Mapping[str, Any]:
    return {
        "figs": [
            Fig("解决率", 345, 378, "件有效回访", change=2.4, url="/figures/solved/"),
            Fig("满意率", 356, 378, "件", out="未接通31件", change=-0.6),
            Fig("响应率", 7, 7, "件有效回访"),
        ],
        "table": Table(
            "各社区本月",
            [
                Column("社区（按代码排）"),
                Column("收到", right=True),
                Column("在办", right=True),
                Column("驿站今天"),
            ],
            [
                [Cell("槐荫社区", "/places/1/"), 79, 46, Cell("开放", kind="ok", icon="done")],
                [Cell("河湾社区", "/places/2/"), 58, 31, Cell("今天休息", kind="hold", icon="pause")],
            ],
        ),
        "plan": _plan(),
        "months": months(
            2026,
            {date(2026, 1, n): Mark("rest", "休", "元旦") for n in (1, 2, 3)}
            | {date(2026, 1, 4): Mark("makeup", "班", "元旦")},
            NOW.date(),
        ),
    }


def _plan() -> object:
    """Six buildings between two roads, the second one meant."""
    west, south = 106.8, 39.65

    def at(x: float, y: float) -> Point:
        return west + x / 86_000, south - y / 111_000

    def box(x: float, y: float, wide: float, tall: float) -> list[Point]:
        return [at(x, y), at(x + wide, y), at(x + wide, y + tall), at(x, y + tall)]

    green = [Shape("", box(0, 0, 330, 120), kind="green")]
    names = ["1号楼", "2号楼", "3号楼", "4号楼", "5号楼", "驿站"]
    blocks = [
        Shape(name, box(15 + 108 * (n % 3), 12 + 66 * (n // 3), 78, 32), on=n == 1)
        for n, name in enumerate(names)
    ]
    roads = [[at(0, 60), at(330, 60)], [at(108, 0), at(108, 120)], [at(216, 0), at(216, 120)]]
    return draw([*green, *blocks], says="小区示意图，已标出2号楼东侧", roads=roads, pin=at(195, 40))
