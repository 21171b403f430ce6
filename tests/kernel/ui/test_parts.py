"""Each part as it comes out of its template."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.utils import translation

from linli.kernel.ui import preview
from linli.kernel.ui.parts import Cell, Clock, Column, Fig, Progress, Table, TimelineEntry, View


def render(source: str, **values: Any) -> str:
    context = preview.context() | values
    return engines["django"].from_string("{% load ui %}" + source).render(context)


def part(name: str, **values: Any) -> str:
    return render_to_string(f"ui/{name}.html", preview.context() | values)


def test_clock_badge_carries_what_the_script_needs() -> None:
    html = render("{% clock_badge clock now %}", clock=preview.context()["clocks"][3])
    assert '<span class="badge late">' in html
    assert 'datetime="2026-11-25T12:00:00+08:00"' in html
    assert 'data-day="28800" data-over="7200"' in html
    assert 'title="11月25日（周三）12:00"' in html
    assert "超时2小时</time>" in html
    assert "#i-warn" in html


def test_clock_badge_takes_a_moment_or_anything_with_a_due_time() -> None:
    due = preview.NOW + timedelta(hours=1)
    assert "今天15:20" in render("{% clock_badge due %}", due=due)
    assert "badge late hard" in render("{% clock_badge c now %}", c=Clock(preview.NOW - timedelta(days=3)))
    assert "<time" not in render("{% clock_badge c now %}", c=Clock(None))


def test_two_clocks() -> None:
    html = part("two_clocks", clocks=preview.context()["two_clocks"])
    for words in (
        "本环节：办理",
        "还有2天3小时",
        "11月27日（周五）18:00止",
        "3个工作日",
        "11月20日9:12起",
        "0 / 1 / 0",
    ):
        assert words in html


def test_two_clocks_of_a_late_a_held_and_a_free_stage() -> None:
    base = preview.context()["two_clocks"]

    def with_clock(clock: Clock) -> str:
        return part("two_clocks", clocks=replace(base, clock=clock))

    late = with_clock(Clock(preview.NOW - timedelta(hours=3)))
    assert 'class="clock late"' in late
    assert "超时3小时" in late
    assert "延期待批" in with_clock(Clock(preview.NOW, held=True))
    assert "没有期限" in with_clock(Clock(None))
    assert "（暂定）" in with_clock(Clock(preview.NOW + timedelta(days=60), provisional=True))


def test_steps_name_the_present_one() -> None:
    assert part("steps").count('aria-current="step"') == 1


def test_timeline_locks_inner_notes_and_escapes_what_people_wrote() -> None:
    html = part(
        "timeline",
        entries=[
            TimelineEntry(preview.NOW, "备注", "<b>一\n二\u202e三", who="孙志强", unit="第6网格", inner=True)
        ],
    )
    assert "&lt;b&gt;一<br>二◌三" in html
    assert "内部" in html
    assert "#i-lock" in html
    assert "孙志强（第6网格）" in html


def test_a_matter_row_is_a_link_with_or_without_panel() -> None:
    html = part("matter_table", pick="bulk", caption="在办")
    assert html.count("<tr data-row") == 6
    assert html.count("hx-get=") == 6
    assert html.count('aria-selected="true"') == 1
    assert 'href="/matters/20261125-0003/" data-open>地下车库积水</a>' in html
    assert 'form="bulk" aria-label="选中地下车库积水"' in html
    assert "checkbox" not in part("matter_table", pick="", caption="在办")


def test_a_rate_shows_its_fraction_or_says_too_few() -> None:
    assert "345 / 378件有效回访" in part("fig", fig=Fig("解决率", 345, 378, "件有效回访", change=2.4))
    assert "比上月同期 −0.6" in part("fig", fig=Fig("解决率", 356, 378, "件", change=-0.6))
    few = part("fig", fig=Fig("满意率", 7, 9, "件有效回访"))
    assert "数据太少" in few
    assert "%" not in few
    assert Fig("响应率", 378, 378, "件").rate == "100"
    assert Fig("响应率", 0, 10, "件").rate == "0.0"


def test_progress_asks_again_only_while_it_runs() -> None:
    running = Progress("名册", 5, 10, poll_url="/imports/1/")
    assert 'hx-trigger="every 2s"' in part("progress", progress=running)
    done = part(
        "progress", progress=Progress("名册", 10, 10, faults=3, faults_url="/f/", poll_url="/imports/1/")
    )
    assert "hx-get" not in done
    assert "全部看过了。" in done
    assert "下载这3行" in done


def test_plan_says_what_it_is() -> None:
    html = part("plan")
    assert "示意图，不作地界依据" in html
    assert 'aria-label="小区示意图，已标出2号楼东侧"' in html
    assert html.count('class="blk"') == 5
    assert html.count('class="road"') == 3


def test_picks_keep_the_rest_of_the_address() -> None:
    html = part("picks")
    assert '<input type="hidden" name="view" value="late">' in html
    assert '<option value="due" selected>先到期</option>' in html


def test_a_table_cell_may_be_a_number_a_link_or_a_badge() -> None:
    table = Table(
        "表",
        [Column("名"), Column("数", right=True)],
        [[Cell("甲", url="/1/"), 0], ["乙", Cell("开", kind="ok")]],
    )
    html = part("table", table=table, pager=None)
    assert '<a href="/1/">甲</a>' in html
    assert '<td class="r">0</td>' in html
    assert 'class="badge ok"' in html


def test_the_undo_is_a_form_with_its_own_id() -> None:
    html = part("undo")
    assert 'method="post" action="/undo/"' in html
    assert 'name="command_id"' in html


def test_command_id_is_new_each_time() -> None:
    assert render("{% command_id %}") != render("{% command_id %}")
    assert 'value="7"' in render("{% command_id %}", command_id=7)


def test_qr_needs_no_style_and_has_a_name() -> None:
    html = render("{% qr 'https://linli.example/f/7K2D' '查进度' %}")
    assert html.startswith('<svg class="qr" role="img" aria-label="查进度"')
    assert "style=" not in html


@pytest.mark.parametrize(
    ("template", "zh", "en"),
    [
        ("{{ now|day_time:now }}", "今天14:20", "today 14:20"),
        ("{{ now|full_time }}", "11月25日（周三）14:20", "Wed 25 Nov, 14:20"),
        ("{{ now|full_day }}", "11月25日（周三）", "Wed 25 Nov"),
        ("{{ now|day:now }}", "今天", "today"),
        ("{{ now|deadline }}", "11月25日（周三）14:20", "Wed 25 Nov, 14:20"),
        ("{{ 1.6|lasting }}", "1.6个工作日", "1.6 working days"),
        ("{{ 12345|number }}", "12,345", "12,345"),
        ("{{ none|day_time:now }}{{ none|lasting }}{{ none|number }}{{ none|full_time }}", "", ""),
    ],
)
def test_filters_speak_the_language_of_the_page(template: str, zh: str, en: str) -> None:
    assert render(template, none=None) == zh
    with translation.override("en"):
        assert render(template, none=None) == en


def test_what_is_left_may_be_said_in_working_time() -> None:
    shown = part("two_clocks", clocks=replace(preview.context()["two_clocks"], left="还有2.4个工作日"))
    assert "还有2.4个工作日" in shown
    assert "还有2天" not in shown


def test_a_step_that_can_be_taken_back_carries_its_form() -> None:
    entry = TimelineEntry(preview.NOW, "派单", undo_url="/matters/1/undo/7/")
    shown = part("timeline", entries=[entry, replace(entry, undo_url="")])
    assert shown.count('<form class="line s" method="post" action="/matters/1/undo/7/">') == 1
    assert shown.count('name="command_id"') == 1


def test_a_count_may_be_at_least() -> None:
    views = [View("全部在办", "?", 20_000, more=True), View("已超时", "?", 2)]
    shown = part("views", views=views)
    assert "<b>20,000+</b>" in shown
    assert "<b>2</b>" in shown


def test_a_closed_matter_has_no_running_badge() -> None:
    clock = Clock(preview.NOW, closed_at=preview.NOW)
    shown = render("{% load ui %}{% clock_badge clock now %}", clock=clock, now=preview.NOW)
    assert "data-due" not in shown
    assert "今天结束" in shown
