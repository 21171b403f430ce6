"""The parts in a real browser under the strict content policy: accessibility, narrow screens, keys, scripts.

Pages are rendered once and served as files, so no database takes part.
"""

import io
import os
import re
import threading
from collections.abc import Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template import engines
from django.template.loader import render_to_string
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from linli.kernel.ui import icons, preview

pytestmark = pytest.mark.browser

STATIC = Path(icons.__file__).parent / "static"
POLICY = "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
LIST = """{% extends "ui/staff.html" %}{% load ui %}{% block title %}收件箱{% endblock %}
{% block main %}<h1>收件箱</h1>{% include "ui/views.html" %}{% include "ui/picks.html" %}{% include "ui/keys.html" %}
<div class="split">{% include "ui/matter_table.html" with caption="在办" pick="bulk" %}
<aside class="card" id="panel" aria-label="所选诉求"><p>请选一件。</p></aside></div>
<form id="bulk" method="post" action="/sent/" class="tools"><button class="btn">派单</button></form>
<a class="btn" href="/form-piece" hx-get="/form-piece" hx-target="#piece">打开表单</a><a class="btn" href="/broken" hx-get="/broken" hx-target="#piece">出错</a><div id="piece"></div>{% endblock %}
{% block scripts %}{{ block.super }}{% script "keys" %}{% endblock %}"""
REPORT = """{% extends "ui/resident.html" %}{% load ui %}{% block title %}报个问题{% endblock %}
{% block body_class %}has-foot{% endblock %}{% block bar %}{% include "ui/bar_back.html" with heading="报个问题" draft=True speak=True %}{% endblock %}
{% block main %}<form id="report" method="post" action="/sent/" class="stack" data-draft="report" enctype="multipart/form-data" novalidate>{% command_id %}
{% field form.photos %}{% include "ui/place.html" with building=form.building lon=form.lon lat=form.lat accuracy=form.accuracy %}
{% field form.what %}{% field form.text %}</form>{% endblock %}
{% block foot %}<div class="foot" role="region" aria-label="提交"><button class="btn main" form="report">提交</button></div>{% endblock %}
{% block scripts %}{{ block.super }}{% script "draft" %}{% script "photo" %}{% script "place" %}{% endblock %}"""
BARE = '{{% extends "ui/{}.html" %}}{{% block title %}}试{{% endblock %}}{{% block heading %}}今天{{% endblock %}}{{% block main %}}{}{{% endblock %}}'


def _pages() -> dict[str, str]:
    def page(source: str, mode: str) -> str:
        return engines["django"].from_string(source).render(preview.context(mode))

    staff = preview.context("staff")
    sheet = staff | {"heading": "回执", "number": "20261125-0043", "address": "https://linli.example/f/7K2D"}
    return {
        **{
            f"/ui/{mode}": render_to_string("ui/preview.html", preview.context(mode))
            for mode in preview.MODES
        },
        **{f"/report/{mode}": page(REPORT, mode) for mode in ("resident", "elder")},
        **{
            f"/home/{mode}": page(BARE.format("resident", "<h1>首页</h1>"), mode)
            for mode in ("resident", "elder")
        },
        "/list": page(LIST, "staff"),
        "/today": page(BARE.format("worker", "<p>今天没有到期的事。</p>"), "staff"),
        "/menu": render_to_string("ui/menu.html", staff),
        "/sheet": render_to_string("ui/print.html", sheet),
        "/none": render_to_string("404.html", {}),
        "/broken": render_to_string("500.html", {"number": "7K2D"}),
        "/form-piece": '<section><h2>派单</h2><form method="post" action="/sent/"><button class="btn">派出</button></form></section>',
        "/sent/": page(BARE.format("resident", "<h1>已收到</h1>"), "resident"),
    }


pages = cache(_pages)


class Handler(BaseHTTPRequestHandler):
    """Rendered pages and static files; every POST is answered as received."""

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            self._answer(200, file.read_bytes(), TYPES[file.suffix])
        elif path.endswith("/panel/"):
            self._answer(200, f"<h2>面板 {path.split('/')[2]}</h2>".encode())
        elif path in pages():
            self._answer(500 if path == "/broken" else 200, pages()[path].encode())
        else:
            self._answer(404, pages()["/none"].encode())

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(200, pages()["/sent/"].encode())

    def _answer(self, status: int, body: bytes, kind: str = "text/html; charset=utf-8") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Referrer-Policy", "same-origin")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Silent."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path=os.environ.get("LINLI_CHROMIUM", "/usr/bin/chromium"), args=flags
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that fails the test on a script error or on anything the content policy blocks."""
    context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900}, locale="zh-CN")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console", lambda told: faults.append(told.text) if "Content Security Policy" in told.text else None
    )
    yield page
    context.close()
    assert faults == []


ALL = [*(f"/ui/{mode}" for mode in preview.MODES), "/report/resident", "/report/elder", "/home/resident"]
ALL += ["/home/elder", "/list", "/today", "/menu", "/sheet", "/none"]


@pytest.mark.parametrize("path", ALL)
def test_axe_finds_nothing(page: Page, path: str) -> None:
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(path)
        found = Axe().run(page).response["violations"]
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == []


@pytest.mark.parametrize("path", ALL)
def test_nothing_runs_over_320_pixels(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_chips_by_keyboard(page: Page) -> None:
    page.goto("/report/resident")
    page.locator("#id_what_0").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#id_what_1")).to_be_checked()
    outline = page.locator("#id_what_1 + .chip").evaluate("chip => getComputedStyle(chip).outlineStyle")
    assert outline == "solid"


def test_without_script_everything_is_still_there(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/report/resident")
    for number in range(3):
        expect(page.locator(f"#id_photos_{number}")).to_be_visible()
    expect(page.locator("[data-here]")).to_be_hidden()
    page.locator("#id_what_2").check()
    page.get_by_role("button", name="提交").click()
    expect(page.locator("h1")).to_have_text("已收到")
    page.goto("/list")
    expect(page.get_by_role("button", name="筛选")).to_be_visible()
    context.close()


def photo(width: int, height: int) -> bytes:
    """A large JPEG with a position written into it."""
    exif = Image.Exif()
    exif[0x010F] = "camera maker"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(out, "JPEG", quality=95, exif=exif)
    return out.getvalue()


def test_a_photo_is_made_small_and_loses_what_the_camera_wrote(page: Page) -> None:
    page.goto("/report/resident")
    large = photo(1600, 1200)
    page.set_input_files("#id_photos_0", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": large})
    slot = page.locator(".pickers .add").first
    expect(slot.locator("img")).to_be_visible()
    expect(slot.locator("img")).to_have_attribute("alt", "第1张照片")
    width, height, written, size = page.evaluate(
        """async () => { const file = document.querySelector('#id_photos_0').files[0];
        const picture = await createImageBitmap(file);
        const text = new TextDecoder('latin1').decode(await file.arrayBuffer());
        return [picture.width, picture.height, /Exif|camera maker/.test(text), file.size]; }"""
    )
    assert (width, height, written) == (1280, 960, False)
    assert b"Exif" in large
    assert size < len(large)
    slot.get_by_role("button", name="删除第1张照片").click()
    expect(slot.locator("img")).to_have_count(0)
    assert page.evaluate("document.querySelector('#id_photos_0').files.length") == 0


def test_a_file_that_is_no_picture_goes_as_it_is(page: Page) -> None:
    page.goto("/report/resident")
    page.set_input_files(
        "#id_photos_1", {"name": "b.heic", "mimeType": "image/heic", "buffer": b"no picture"}
    )
    expect(page.locator(".pickers .add").nth(1)).to_have_class("shot add full")
    assert page.evaluate("document.querySelector('#id_photos_1').files[0].name") == "b.heic"


def test_a_draft_comes_back_until_it_has_arrived(page: Page) -> None:
    page.goto("/report/resident")
    page.fill("#id_text", "三楼声控灯不亮。")
    expect(page.locator("[data-draft-status]")).to_have_text("草稿已存在本机", timeout=5000)
    page.goto("/home/resident")
    page.goto("/report/resident")
    expect(page.locator("#id_text")).to_have_value("三楼声控灯不亮。")
    expect(page.locator("#notes")).to_contain_text("上次没写完的还在")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("h1")).to_have_text("已收到")
    page.wait_for_function("!Object.keys(localStorage).some(key => key.startsWith('linli-draft'))")
    page.goto("/report/resident")
    expect(page.locator("#id_text")).to_have_value("")


def test_a_draft_survives_a_sending_that_did_not_arrive(page: Page) -> None:
    page.goto("/report/resident")
    page.fill("#id_text", "没有网络时写的。")
    page.route("**/sent/", lambda route: route.abort())
    page.get_by_role("button", name="提交").click(no_wait_after=True)
    page.wait_for_timeout(300)
    page.unroute("**/sent/")
    page.goto("/report/resident")
    expect(page.locator("#id_text")).to_have_value("没有网络时写的。")


def test_a_draft_survives_an_error_and_signing_in_again(page: Page) -> None:
    page.goto("/report/resident")
    page.fill("#id_text", "出错时写的。")
    failed = pages()["/broken"]
    page.route("**/sent/", lambda route: route.fulfill(body=failed, content_type="text/html", status=500))
    page.get_by_role("button", name="提交").click()
    expect(page.locator("main.plain")).to_be_visible()
    page.goto("/report/resident")
    expect(page.locator("#id_text")).to_have_value("出错时写的。")


def test_the_same_sent_again_after_going_back_is_the_same(page: Page) -> None:
    marks = []
    page.on("request", lambda asked: asked.method == "POST" and marks.append(mark_of(asked.post_data)))
    mark_of = re.compile(r'name="command_id"\s+([0-9a-f-]{36})').findall
    for then in ("路灯不亮。", "路灯不亮。", "路灯亮了。"):
        if marks:
            page.go_back()
        else:
            page.goto("/report/resident")
        page.evaluate("document.querySelector('[name=command_id]').value = crypto.randomUUID()")
        page.fill("#id_text", then)
        page.get_by_role("button", name="提交").click()
        expect(page.locator("h1")).to_have_text("已收到")
    page.goto("/report/resident")
    page.fill("#id_text", "路灯亮了。")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("h1")).to_have_text("已收到")
    first, again, other, anew = [found[0] for found in marks]
    assert first == again
    assert len({first, other, anew}) == 3, "other words, and a form opened anew, are something else"


def test_two_clicks_send_once(page: Page) -> None:
    page.goto("/report/resident")
    sent = page.evaluate(
        """() => { let sent = 0; const form = document.querySelector('form');
        form.addEventListener('submit', (event) => { event.preventDefault(); sent += 1; });
        form.requestSubmit(); form.requestSubmit(); return sent; }"""
    )
    assert sent == 1


def test_a_busy_button_says_what_it_does(page: Page) -> None:
    page.goto("/report/resident")
    page.route("**/sent/", lambda route: route.abort())
    page.evaluate("document.querySelector('form').addEventListener('submit', e => e.preventDefault())")
    button = page.locator(".foot .btn")
    width = button.bounding_box()
    button.click()
    expect(button).to_have_text("正在提交…")
    expect(button).to_have_attribute("aria-disabled", "true")
    assert button.bounding_box() == width


def test_a_badge_turns_late_by_the_clock_of_the_server(page: Page) -> None:
    page.clock.install(time="2030-01-01T00:00:00Z")  # this machine's clock is years off
    page.goto("/list")
    badge = page.locator(".badge", has_text="今天17:30")
    time = badge.locator("time")
    page.clock.run_for(3 * 3600_000)
    expect(time).to_have_text("今天17:30")
    page.clock.run_for(15 * 60_000)
    late = page.locator('time[data-due="2026-11-25T17:30:00+08:00"]')
    expect(late).to_have_text("超时5分钟")
    expect(late.locator("xpath=..")).to_have_class("badge late")
    assert late.locator("xpath=..").locator("use").get_attribute("href") == "/static/ui/sprite.svg#i-warn"
    worked = page.locator('time[data-over="7200"]')
    expect(worked).to_have_text("超时5小时")


def test_keys_move_pick_and_search(page: Page) -> None:
    page.goto("/list")
    page.locator("main h1").click()
    page.keyboard.press("k")
    selected = page.locator('tr[aria-selected="true"]')
    expect(selected).to_contain_text("电动车停在消防通道")
    expect(page.locator("#panel h2")).to_have_text("面板 20261125-0002")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(selected).to_contain_text("违建拆一半停了")
    expect(page.locator("#panel h2")).to_have_text("面板 20261125-0004")
    expect(selected.locator("[data-open]")).to_be_focused()
    page.keyboard.press("x")
    expect(selected.locator("input")).to_be_checked()
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("jx/")
    expect(page.locator("#find")).to_have_value("jx/")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_url("**/matters/new/")


def test_keys_can_be_switched_off_for_good(page: Page) -> None:
    page.goto("/list")
    page.get_by_role("button", name="关掉快捷键").click()
    page.keyboard.press("j")
    expect(page.locator('tr[aria-selected="true"]')).to_contain_text("地下车库积水")
    page.reload()
    expect(page.get_by_role("button", name="打开快捷键")).to_be_visible()
    page.keyboard.press("/")
    expect(page.locator("#find")).not_to_be_focused()


def test_a_click_on_a_row_opens_the_panel_and_its_title_the_page(page: Page) -> None:
    page.goto("/list")
    page.locator("tr", has_text="广场舞").locator("td").nth(3).click()
    expect(page.locator("#panel h2")).to_have_text("面板 20261125-0000")
    page.get_by_role("link", name="广场舞音响太大").click()
    page.wait_for_url("**/matters/20261125-0000/")


def test_all_boxes_at_once(page: Page) -> None:
    page.goto("/list")
    page.locator("[data-all]").check()
    assert page.locator("tbody input:checked").count() == 6


def test_focus_goes_to_the_heading_of_what_came(page: Page) -> None:
    page.goto("/list")
    page.get_by_role("link", name="打开表单").click()
    expect(page.locator("#piece h2")).to_be_focused()


def test_a_whole_page_instead_of_a_piece_becomes_a_banner(page: Page) -> None:
    page.goto("/list")
    page.get_by_role("link", name="出错").click()
    expect(page.locator("#notes .banner.late")).to_contain_text("我们这边出错了。已记下，编号7K2D。")
    expect(page.locator("#piece")).to_be_empty()


def test_without_network_the_page_says_so_and_keeps_everything(page: Page) -> None:
    page.goto("/list")
    page.route("**/form-piece", lambda route: route.abort())
    page.get_by_role("link", name="打开表单").click()
    expect(page.locator("#notes .banner.off")).to_contain_text("没有网络")


def test_speech_is_offered_only_where_the_machine_can(page: Page) -> None:
    page.goto("/ui/elder")
    voices = page.evaluate(
        "speechSynthesis.getVoices().filter(voice => /^(zh|cmn)/i.test(voice.lang)).length"
    )
    ears = page.evaluate("Boolean(window.SpeechRecognition || window.webkitSpeechRecognition)")
    expect(page.locator("[data-speak]")).to_be_visible(visible=voices > 0)
    expect(page.locator("[data-listen]")).to_be_visible(visible=ears)


def test_the_error_summary_has_the_focus_and_leads_to_the_field(page: Page) -> None:
    page.goto("/ui/resident")
    expect(page.locator("#errors")).to_be_focused()


def test_the_position_is_asked_for_only_on_a_tap(browser: Browser, address: str) -> None:
    context = browser.new_context(
        base_url=address, geolocation={"longitude": 106.812345, "latitude": 39.654321, "accuracy": 12}
    )
    context.grant_permissions(["geolocation"])
    page = context.new_page()
    page.goto("/report/resident")
    expect(page.locator("#id_lon")).to_have_value("")
    page.get_by_role("button", name="用当前位置").click()
    expect(page.locator("#id_lon")).to_have_value("106.812345")
    expect(page.locator("[data-here-status]")).to_contain_text("误差约12米")
    context.close()
