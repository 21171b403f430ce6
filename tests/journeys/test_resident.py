"""What residents do, in a real browser: report with and without script, by keyboard, in large type; follow it."""

import io

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from tests.journeys.driving import shown_photos, sound

WORDS = "三楼到四楼的声控灯不亮了，晚上老人上下楼看不清。"


@pytest.fixture
def phone(crew):
    return crew.guest


@pytest.fixture(scope="session")
def picture(tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("photos") / "灯.jpg"
    content = io.BytesIO()
    Image.effect_noise((2400, 1800), 70).convert("RGB").save(content, "JPEG")
    out.write_bytes(content.getvalue())
    return str(out)


def choose_place(page: Page) -> None:
    """The first community with a building, and its first building."""
    page.locator("#id_area_id").select_option(index=1)
    expect(page.locator("#id_building")).to_be_visible()
    page.locator("#id_building").select_option(index=2)
    expect(page.locator("#coming")).to_contain_text("前到现场看")


def test_a_guest_reports_with_a_photo_and_follows_the_link(phone, picture):
    page = phone()
    page.goto("/")
    page.get_by_role("link", name="报个问题").first.click()
    page.locator("input[type=file]").first.set_input_files(picture)
    expect(page.locator("input[name=kept]")).to_have_count(1)
    choose_place(page)
    page.locator("label.chip", has_text="灯不亮").click(force=True)
    expect(page.locator("input[name=looked]")).to_have_count(1)
    page.get_by_label("说一说情况").fill(WORDS)
    expect(page.locator("[data-count]")).to_have_text("24 / 300")
    page.get_by_label("电话").fill("1295550216")
    page.get_by_role("button", name="提交").last.click()
    expect(page.locator("#errors")).to_be_focused()
    expect(page.get_by_label("说一说情况")).to_have_value(WORDS)
    expect(page.locator("input[name=kept]")).to_have_count(1)
    page.get_by_label("电话").fill("12955502160")
    page.get_by_role("button", name="提交").last.dblclick()
    expect(page.get_by_role("heading", name="已收到")).to_be_visible()
    sound(page)
    page.get_by_role("link", name="看进度", exact=True).click()
    shown_photos(page)
    sound(page)
    page.goto("/report/")
    expect(page.get_by_label("说一说情况")).to_have_value("")


def test_everything_works_without_script(phone, picture):
    page = phone(java_script_enabled=False)
    page.goto("/report/")
    page.locator("#id_area_id").select_option(index=1)
    page.get_by_label("说一说情况").fill(WORDS)
    page.locator("input[type=file]").first.set_input_files(picture)
    page.get_by_role("button", name="选好了，看下一步").click()
    expect(page.get_by_label("说一说情况")).to_have_value(WORDS)
    expect(page.locator("input[name=kept]")).to_have_count(1)
    page.locator("#id_building").select_option(index=3)
    page.get_by_role("button", name="提交").last.click()
    expect(page.get_by_text("编号 20")).to_be_visible()


def test_the_place_keeps_the_focus_for_the_keyboard(phone):
    page = phone()
    page.goto("/report/")
    page.locator("#id_area_id").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#id_building")).to_be_visible()
    expect(page.locator("#id_area_id")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#id_building")).to_be_focused()


def test_a_position_is_asked_for_only_on_a_tap(phone):
    page = phone(geolocation={"longitude": 2.35, "latitude": 48.85}, permissions=["geolocation"])
    page.goto("/report/")
    expect(page.locator("input[name=lon]")).to_have_value("")
    page.get_by_role("button", name="用当前位置").click()
    expect(page.get_by_text("当前位置不在已登记的网格里")).to_be_visible()


def test_what_was_typed_is_still_there_after_coming_back(phone):
    page = phone()
    page.goto("/report/")
    page.get_by_label("说一说情况").fill(WORDS)
    page.goto("/")
    page.goto("/report/")
    expect(page.get_by_label("说一说情况")).to_have_value(WORDS)


def test_what_was_written_stays_while_there_is_no_network(crew):
    page = crew.guest()
    page.goto("/report/")
    choose_place(page)
    page.get_by_label("说一说情况").fill(WORDS)
    page.context.set_offline(True)
    page.get_by_role("button", name="提交").last.click()
    expect(page.locator("#notes")).to_contain_text("没有网络，刚才写的还在")
    expect(page.get_by_label("说一说情况")).to_have_value(WORDS)
    page.context.set_offline(False)
    crew.faults[:] = [fault for fault in crew.faults if "Failed to fetch" not in fault]
    page.get_by_role("button", name="提交").last.click()
    expect(page.get_by_role("heading", name="已收到")).to_be_visible()
