"""What is understood of words and photos, as people meet it: alike reports, a suggested place, covers, hot issues."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.driving import photo, sound

SEEN = "灯不亮"


def shot(page: Page, name: str) -> None:
    """A picture to look at, where one is asked for."""
    if folder := os.environ.get("LINLI_SHOTS"):
        page.screenshot(path=str(Path(folder, f"{name}.png")), full_page=True)


def test_a_resident_is_shown_what_is_alike_and_takes_a_place_with_one_tap(crew):
    page = crew.resident("12900002076")
    page.goto("/report/")
    page.locator("label.chip", has_text=SEEN).click(force=True)
    expect(page.locator("#nearby")).to_contain_text("相似")
    expect(page.locator("#nearby")).to_contain_text("您报过")
    page.get_by_label("说一说情况").fill("槐荫里2号楼二单元门口的灯不亮，晚上看不清台阶。")
    seen = page.locator("#seen").get_by_role("button", name="槐荫里2号楼")
    expect(seen).to_be_visible()
    shot(page, "report-alike")
    sound(page)
    seen.click()
    expect(page.locator("#where")).to_contain_text("槐荫里2号楼")
    expect(page.locator("#coming")).to_contain_text("前到现场看")


@pytest.fixture
def reported(crew, tmp_path) -> str:
    """The address of a resident's report with a photo."""
    page = crew.resident("12900002076")
    page.goto("/report/")
    page.locator("input[type=file]").first.set_input_files(photo(tmp_path, "灯", "#557"))
    expect(page.locator("input[name=kept]")).to_have_count(1)
    page.get_by_label("说一说情况").fill("晾衣架的横杆锈断了，差点砸到人。")
    page.get_by_role("button", name="提交", exact=True).last.click()
    receipt, alike = (
        page.get_by_role("heading", name="已收到"),
        page.get_by_role("button", name="都不是，提交"),
    )
    expect(receipt.or_(alike)).to_be_visible()
    if alike.is_visible():  # what an earlier test of this file reported
        sound(page)
        alike.click()
    expect(receipt).to_be_visible()
    page.get_by_role("link", name="看进度", exact=True).click()
    page.wait_for_url("**/matters/*/")
    return page.url


def test_a_cover_is_drawn_on_a_photo_and_taken_away(crew, reported):
    page = crew.staff("li")
    page.goto(reported + "photos/")
    image = page.locator("svg[data-cover]").first
    expect(image).to_be_visible()
    image.scroll_into_view_if_needed()
    frame = image.bounding_box()
    assert frame
    page.mouse.move(frame["x"] + 0.2 * frame["width"], frame["y"] + 0.3 * frame["height"])
    page.mouse.down()
    page.mouse.move(frame["x"] + 0.6 * frame["width"], frame["y"] + 0.7 * frame["height"], steps=4)
    page.mouse.up()
    expect(page.locator("[name=left]").first).to_have_value("20")
    expect(page.locator("rect.drawn")).to_have_count(1)
    shot(page, "cover-drawn")
    page.get_by_role("button", name="遮住").first.click()
    undo = page.get_by_role("button", name="不用遮")
    expect(undo).to_have_count(1)
    expect(page.get_by_text("大家看到的就是这样")).to_be_visible()
    shot(page, "covered")
    sound(page)
    undo.click()
    expect(page.get_by_text("没有遮住的地方")).to_be_visible()


def test_the_closing_form_says_when_the_new_photo_looks_like_the_reported_one(crew, reported, tmp_path):
    page = crew.staff("chen", width=390)
    page.goto(reported)
    page.get_by_role("link", name="办好了").click()
    page.locator("#next input[type=file]").first.set_input_files(photo(tmp_path, "灯", "#557"))
    expect(page.locator("#reply-hints")).to_contain_text("几乎相同")
    shot(page, "closing-alike")
    sound(page)


def test_hot_issues_come_with_the_first_start_and_people_order_them(crew):
    page = crew.staff("he")
    for _again in range(30):
        page.goto("/hot/")
        if page.locator("main a[href^='/hot/']").count() > 1:
            break
        page.wait_for_timeout(2_000)
    issues = page.locator("main a[href^='/hot/']")
    expect(issues.nth(1)).to_be_visible()
    first = issues.nth(0).get_attribute("href")
    assert first
    page.goto(first)
    sound(page)
    page.locator("[name=title]").fill("冬天供暖不够热")
    page.get_by_role("button", name="改名称").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("冬天供暖不够热")
    boxes = page.locator("input[form=some][type=checkbox][name=keys]")
    for at in (0, 1):
        boxes.nth(at).check()
    page.get_by_role("button", name="选中的另成一个热点").click()
    page.wait_for_url(lambda url: not url.endswith(first))
    expect(page.locator(".fig", has_text="诉求").locator(".v")).to_contain_text("2")
    shot(page, "hot-split")
    page.goto(first)
    page.locator("[name=other]").select_option(index=1)
    page.get_by_role("button", name="并进来").click()
    expect(page.get_by_role("button", name="分开").first).to_be_visible()
    shot(page, "hot-merged")
    page.get_by_role("button", name="分开").first.click()
    expect(page.get_by_role("button", name="分开")).to_have_count(0)
