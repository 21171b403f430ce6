"""Orders of the hotline: taken down for a caller, given to a unit one by one or many at once, taken back."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect
from tests.journeys.driving import sound
from tests.matters.imports.tables import BOARD, board, save


def register(page: Page, title: str, phone: str) -> str:
    """Take an order down for somebody who called; gives the number."""
    page.goto("/matters/new/")
    page.locator("#id_phone").fill(phone)
    page.locator("#id_name").fill("秦女士")
    page.get_by_label("社区", exact=True).select_option(label="槐荫社区")
    expect(page.locator("#id_building")).to_be_enabled()
    page.get_by_label("12345转来").check()
    page.get_by_label("求助", exact=True).check()
    page.locator("#id_text").fill(f"来电人反映{title}。")
    page.locator("#id_title").fill(title)
    page.get_by_role("button", name="登记", exact=True).last.click()
    page.wait_for_url("**/matters/2*/")
    expect(page.locator("#notes")).to_contain_text("已登记")
    return page.url.rstrip("/").rsplit("/", 1)[1]


def in_hand(page: Page, *titles: str) -> None:
    """The list of everything open, newest first, has these; gives nothing else to wait for."""
    page.goto("/inbox/?sort=new")
    for title in titles:
        expect(page.locator("tbody")).to_contain_text(title)


def test_an_order_for_a_caller_goes_to_a_unit_and_is_answered(crew):
    he, li, shi = (crew.staff(login) for login in ("he", "li", "shi"))
    title, phone = "下水井盖松动（浏览器）", "12955520001"
    number = register(he, title, phone)
    expect(he.locator("main")).to_contain_text("129****0001")
    assert phone not in he.content(), "a telephone is masked until somebody opens it with a reason"
    in_hand(li, title)
    shi.goto("/inbox/?sort=new")
    expect(shi.locator("main")).not_to_contain_text(title)

    li.goto(f"/matters/{number}/")
    li.get_by_role("button", name="签收并联系来电人").click()
    expect(li.locator("#notes")).to_contain_text("签收")
    li.get_by_role("link", name="派单").click()
    li.locator("#next select[name=to]").select_option(label="市政所")
    li.locator("#next button.main").click()
    expect(li.locator("#notes")).to_contain_text("市政所")

    in_hand(shi, title)
    shi.goto(f"/matters/{number}/")
    shi.get_by_role("link", name="办好了，答复来电人").click()
    shi.locator("#next #id_text").fill("井盖已经换新。")
    shi.locator("#next button.main").click()
    expect(shi.locator("#notes")).to_contain_text("街道中心")
    he.goto(f"/matters/{number}/")
    expect(he.locator(".timeline")).to_contain_text("井盖已经换新。")

    # The caller comes again: the desk sees what was said the last time.
    li.goto("/matters/new/")
    li.locator("#id_phone").fill(phone)
    li.keyboard.press("Tab")
    expect(li.locator("#earlier")).to_contain_text(title)


def test_many_orders_are_given_out_at_once_and_taken_back(crew):
    he, shi = crew.staff("he"), crew.staff("shi")
    titles = ("路灯杆歪了（浏览器）", "护栏断了一截（浏览器）")
    for at, title in enumerate(titles):
        register(he, title, f"1295552100{at}")
    in_hand(he, *titles)
    for title in titles:
        he.locator("tbody tr", has_text=title).locator("input[type=checkbox]").check()
    he.get_by_role("button", name="把选中的派给…").click()
    expect(he.locator("h1")).to_have_text("派2件")
    sound(he)
    he.get_by_label("派给谁").select_option(label="市政所")
    he.get_by_role("button", name="派单").click()
    expect(he.locator("h1")).to_have_text("已把2件派给市政所")
    sound(he)
    in_hand(shi, *titles)
    he.get_by_role("button", name="撤销这2件").click()
    expect(he.locator("#notes")).to_contain_text("已撤销2件")
    expect(he).to_have_url(re.compile("/inbox/"))
    shi.goto("/inbox/?sort=new")
    for title in titles:
        expect(shi.locator("main")).not_to_contain_text(title)
    in_hand(he, *titles)


def test_a_table_of_orders_is_tried_and_then_taken_in(crew, tmp_path: Path):
    he = crew.staff("he")
    rows = board(30)
    rows[7][3] = "没有时间"
    he.goto("/imports/")
    he.get_by_label("文件", exact=True).set_input_files(save(tmp_path / "留言.xlsx", BOARD, rows))
    he.get_by_role("button", name="读这份表").click()
    expect(he.locator("h1")).to_have_text("留言.xlsx")
    sound(he)
    he.get_by_role("button", name="先试运行，不写入").click()
    expect(he.locator("#h-done")).to_have_text("试运行的结果，还没有写入")
    expect(he.get_by_role("link", name="下载要改的1行")).to_be_visible()
    sound(he)
    he.get_by_role("button", name="导入这30行").click()
    expect(he.locator("#h-done")).to_have_text("导入完了")
    with he.expect_download() as fetched:
        he.get_by_role("link", name="下载要改的1行").click()
    assert fetched.value.suggested_filename.endswith(".xlsx")
    he.get_by_role("link", name="去看导入的工单").click()
    expect(he.locator("main")).to_contain_text("第1–29件")
