"""What desks and grid workers do, in a real browser: the inbox by keyboard, steps in place, a report worked through."""

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.driving import by_password, sound

from linli.site.town.cast import PASSWORD


@pytest.fixture
def at_work(crew):
    return crew.staff


def selected(page: Page) -> str:
    """The title of the row in the panel."""
    title = page.locator('tr[aria-selected="true"] [data-open]').inner_text()
    expect(page.locator("#panel h2.l")).to_have_text(title)
    return title


def report(page: Page, text: str) -> str:
    """A grid worker takes something down in the own grid; gives the number."""
    page.goto("/matters/new/")
    page.locator("#id_text").fill(text)
    page.get_by_role("button", name="登记", exact=True).last.click()
    page.wait_for_url("**/matters/2*/")
    return page.url.rstrip("/").rsplit("/", 1)[1]


def test_the_inbox_by_keyboard(at_work):
    page = at_work("li")
    expect(page.locator("h1")).to_have_text("收件箱")
    expect(page.locator("#panel h2.l")).to_be_visible()
    sound(page)
    first = selected(page)
    page.keyboard.press("j")
    second = selected(page)
    page.keyboard.press("ArrowDown")
    selected(page)
    page.keyboard.press("k")
    assert selected(page) == second
    page.keyboard.press("k")
    assert selected(page) == first
    page.keyboard.press("x")
    expect(page.locator("tbody input:checked")).to_have_count(1)
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_url("**/matters/new/")


def test_enter_opens_and_the_way_back_keeps_the_place(at_work):
    page = at_work("li")
    page.goto("/inbox/?view=working")
    page.keyboard.press("j")
    title = selected(page)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(title)
    page.locator("[data-back]").first.click()
    page.wait_for_url("**/inbox/?view=working")


def test_an_order_is_signed_by_one_key_and_taken_back(at_work):
    street = at_work("he")
    street.goto("/matters/new/")
    street.get_by_label("社区", exact=True).select_option(label="槐荫社区")
    expect(street.locator("#id_building")).to_be_enabled()
    street.locator("label.chip", has_text="12345转来").click(force=True)
    street.locator("label.chip", has_text="投诉").click(force=True)
    street.locator("#id_text").fill("来电人反映楼上夜里练琴。")
    street.locator("#id_title").fill("楼上夜里练琴（浏览器）")
    street.get_by_role("button", name="登记", exact=True).last.click()
    street.wait_for_url("**/matters/2*/")
    page = at_work("li")
    page.goto("/inbox/?view=fresh&kind=hotline&sort=new")
    assert selected(page) == "楼上夜里练琴（浏览器）"
    page.keyboard.press("s")
    expect(page.locator("#notes")).to_contain_text("签收。现在在社区前台")
    page.wait_for_url("**/inbox/?view=fresh&kind=hotline&sort=new")
    page.locator(".undo button").click()
    expect(page.locator("#notes")).to_contain_text("已撤销")


def test_a_report_is_worked_through_grid_desk_and_closed(at_work):
    worker = at_work("chen", 390)
    number = report(worker, "浏览器里报的：单元门关不上。")
    sound(worker)
    worker.get_by_role("link", name="办好了，答复居民").click()
    box = worker.locator("#next #id_text")
    expect(box).to_be_visible()
    worker.locator("#next button.main").click()
    expect(worker.locator("#next #errors")).to_contain_text("请写几句")
    worker.locator("#next #id_text").fill("换了闭门器。")
    worker.locator("#next button.main").click()
    expect(worker.locator("#notes")).to_contain_text("社区前台")
    desk = at_work("li")
    desk.goto(f"/matters/{number}/")
    desk.get_by_role("link", name="记回访结果").click()
    desk.locator("#next label.chip", has_text="解决了").first.click(force=True)
    desk.locator("#next button.main").click()
    expect(desk.locator("#notes")).to_contain_text("已结束")
    expect(desk.locator(".timeline")).to_contain_text("换了闭门器。")


def test_registering_shows_what_the_caller_reported(at_work):
    page = at_work("li")
    page.goto("/matters/new/")
    page.locator("#id_phone").fill("12955512345")
    page.locator("#id_building").select_option(index=2)
    page.locator("#id_text").fill("第一次报的：路灯不亮。")
    page.get_by_role("button", name="登记", exact=True).last.click()
    page.wait_for_url("**/matters/2*/")
    page.goto("/matters/new/")
    page.locator("#id_phone").fill("12955512345")
    page.keyboard.press("Tab")
    expect(page.locator("#earlier")).to_contain_text("第一次报的：路灯不亮")
    page.locator("#id_building").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#there")).not_to_contain_text("选好楼栋")
    expect(page.locator("#id_building")).to_be_focused()


def test_steps_and_register_work_without_script(at_work):
    page = at_work("chen", 390, java_script_enabled=False)
    page.goto("/matters/new/")
    page.locator("#id_text").fill("没有脚本也能报。")
    page.get_by_role("button", name="登记", exact=True).last.click()
    page.wait_for_url("**/matters/2*/")
    page.get_by_role("button", name="看过了，开始办").click()
    expect(page.locator("#notes")).to_contain_text("到现场看过")
    page.get_by_role("link", name="办好了，答复居民").click()
    page.locator("#id_text").fill("修好了。")
    page.get_by_role("button", name="办好了，答复居民").click()
    expect(page.locator("#notes")).to_contain_text("现在在社区前台")


def test_a_person_is_found_by_the_whole_number_only(at_work):
    page = at_work("li")
    page.goto("/people/")
    box = page.get_by_label("完整的电话号码或身份证号")
    box.fill("1290000")
    page.get_by_role("button", name="查", exact=True).click()
    found = page.locator("main a.row[href^='/people/']")
    expect(found).to_have_count(0)
    box.fill("12900002076")
    page.get_by_role("button", name="查", exact=True).click()
    expect(found).to_have_count(1)
    expect(found).to_contain_text("129****2076")
    sound(page)
    found.click()
    page.wait_for_url("**/people/*/")
    expect(page.locator("main")).to_contain_text("周雅琴")
    expect(page.locator("main")).not_to_contain_text("12900002076")
    sound(page)


@pytest.mark.parametrize("piece", [False, True])
def test_words_survive_the_end_of_a_sign_in(crew, piece):
    """The page after the form is the one for signing in: nothing has arrived, nothing may be forgotten."""
    page = crew.guest(1440)
    by_password(page, "li")
    start = "/inbox/?view=fresh" if piece else "/matters/new/"
    page.goto(start)
    if piece:
        page.goto(page.locator("tbody [data-open]").first.get_attribute("href") or "")
        start = page.url
        page.locator("#note textarea").fill("路灯杆歪了，已经围起来。")
        button = page.locator("#note button").last
    else:
        page.locator("#id_text").fill("路灯杆歪了，已经围起来。")
        button = page.get_by_role("button", name="登记", exact=True).last
    page.context.clear_cookies(name="sessionid")
    button.click()
    page.wait_for_url("**/account/login/**")
    page.get_by_label("登录名").fill("li")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/account/" not in url)
    page.goto(start)
    expect(page.locator("#notes")).to_contain_text("上次没写完的还在")
    expect(page.locator("#note textarea" if piece else "#id_text")).to_have_value("路灯杆歪了，已经围起来。")
