"""The shells around a page: what stands in them for whom, and what a strict content policy asks of them."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from linli.kernel.ui import icons, preview

SRC = Path(icons.__file__).parents[2]


def shell(name: str, /, mode: str = "resident", **values: Any) -> str:
    source = f'{{% extends "ui/{name}.html" %}}{{% block title %}}试{{% endblock %}}{{% block main %}}<h1>正文</h1>{{% endblock %}}'
    request = RequestFactory().get("/", {"q": '"><b>'})
    return engines["django"].from_string(source).render(preview.context(mode) | {"request": request} | values)


@pytest.mark.parametrize("name", ["resident", "worker", "staff", "plain", "base"])
def test_every_shell_has_language_mode_skip_link_and_main(name: str) -> None:
    html = shell(name)
    assert '<html lang="zh-CN" data-ui="resident">' in html
    assert '<a class="skip" href="#main">跳到正文</a>' in html
    assert html.count('<main id="main"') == 1
    assert "<title>试 · 邻里</title>" in html


def test_english_is_said_in_the_head() -> None:
    assert '<html lang="en"' in shell("base", LANGUAGE_CODE="en")


def test_the_mark_says_the_products_name_whatever_the_page_calls_name() -> None:
    assert "<span>邻里</span>" in shell("staff", name="李")


def test_resident_and_elder_offer_each_other() -> None:
    assert 'href="?ui=elder"' in shell("resident")
    elder = shell("resident", "elder")
    assert 'href="?ui=resident"' in elder
    assert "读给我听" in elder
    assert shell("resident").count('aria-current="page"') == 1


def test_staff_bar() -> None:
    html = shell("staff", "staff")
    for words in (
        "登记诉求",
        "消息，4条未读",
        "李晓梅，账号与设置",
        "云山街道 / 槐荫社区",
        'href="/menu/"',
        "网格与楼栋",
    ):
        assert words in html
    assert 'action="/search/"' in html
    assert 'value="&quot;&gt;&lt;b&gt;"' in html


def test_one_place_is_no_switch() -> None:
    one = preview.context()["places"][:1]
    assert "/menu/#places" not in shell("staff", "staff", places=one)
    assert "/menu/#places" in shell("staff", "staff")


def test_the_menu_page_lists_what_the_column_lists() -> None:
    html = render_to_string("ui/menu.html", preview.context("staff"))
    assert html.count("网格与楼栋") == 2
    assert "看哪个地方" in html


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("404", {}, "没找到这一页"),
        ("404", {"merged_url": "/m/1/", "merged_number": "20261123-0187"}, "这件事已并入另一件"),
        ("403", {"sentence": "这件事归第4网格办。", "ask_name": "李晓梅"}, "可以找李晓梅。"),
        ("403", {}, "这页您没有权限"),
        ("403_csrf", {}, "刚才的内容没有送出"),
        ("500", {"number": "7K2D"}, "已记下，编号7K2D。"),
        ("500", {}, "我们这边出错了"),
        ("503", {}, "不会记成两件"),
    ],
)
def test_error_pages_stand_without_a_context_and_name_a_telephone(
    name: str, values: dict[str, str], words: str
) -> None:
    html = render_to_string(f"{name}.html", values)
    assert words in html
    assert 'href="tel:12345"' in html


def test_the_sheet_for_paper_has_number_and_code() -> None:
    html = render_to_string(
        "ui/print.html",
        preview.context()
        | {
            "heading": "回执",
            "number": "20261125-0043",
            "address": "https://linli.example/f/7",
            "printed_by": "李晓梅",
        },
    )
    assert "李晓梅11月25日（周三）14:20打印" in html
    assert 'class="qr"' in html


@pytest.mark.parametrize(
    "path", sorted(SRC.rglob("templates/**/*.html")), ids=lambda p: str(p.relative_to(SRC))
)
def test_no_template_carries_inline_style_or_script(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|hx-on", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))
    assert not re.search(r"(src|href)=\"(https?:)?//", text)


@pytest.mark.parametrize(
    "path", sorted((SRC / "kernel/ui").rglob("templates/**/*.html")), ids=lambda p: p.name
)
def test_words_we_never_say(path: Path) -> None:
    assert not re.search("失败|非法|无效|系统错误|操作成功|温馨提示|尽快|！", path.read_text())
