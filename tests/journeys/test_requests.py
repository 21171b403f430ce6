"""Requests in the browser: an order sent back until the final decision, then more time asked for and granted."""

from playwright.sync_api import Page, expect
from tests.journeys.driving import sound
from tests.journeys.test_orders import register


def ask_back(page: Page, number: str, text: str) -> None:
    """The community asks that an order go to the municipal unit."""
    page.goto(f"/matters/{number}/")
    page.get_by_role("link", name="申请退回").click()
    page.locator("#next select[name=to]").select_option(label="市政所")
    page.locator("#next #id_text").fill(text)
    page.locator("#next button.main").click()
    expect(page.locator("#notes")).to_contain_text("申请退回")


def decide(page: Page, number: str, word: str, text: str) -> None:
    """Whoever decides finds it among what waits, and says yes or no."""
    page.goto("/inbox/?view=deciding")
    expect(page.locator("tbody")).to_contain_text("退回待批")
    page.goto(f"/matters/{number}/")
    page.get_by_role("link", name="审批", exact=True).click()
    page.locator("#next").get_by_label(word, exact=True).check()
    page.locator("#next #id_text").fill(text)
    page.locator("#next button.main").click()
    expect(page.locator("#notes")).to_contain_text("审批")


def test_the_third_return_is_decided_finally_and_more_time_is_granted(crew):
    he, li, tang = (crew.staff(login) for login in ("he", "li", "tang"))
    number = register(he, "围栏倒了一段（浏览器）", "12955520031")
    for time in ("第一次", "第二次"):
        ask_back(li, number, f"{time}：围栏是市政管的。")
        decide(he, number, "不同意", "围栏在小区里面，归社区。")
    ask_back(li, number, "第三次：围栏是市政管的。")
    he.goto(f"/matters/{number}/")
    expect(he.locator("#next")).to_contain_text("退回待批")
    decide(tang, number, "不同意", "实地看过，归社区办。")

    li.goto(f"/matters/{number}/")
    sound(li)
    expect(li.locator("main")).to_contain_text("终审已定由您这里办，不能再退。")
    expect(li.locator(".timeline")).to_contain_text("退回终审：不同意")
    li.goto(f"/matters/{number}/?show=public")
    expect(li.locator(".timeline")).not_to_contain_text("退回")

    li.goto(f"/matters/{number}/")
    li.get_by_role("button", name="签收并联系来电人").click()
    expect(li.locator("#notes")).to_contain_text("签收")
    li.get_by_role("link", name="申请延期").click()
    li.locator("#next input[name=span]").fill("3")
    li.locator("#next #id_text").fill("要等焊工。")
    li.locator("#next #id_told").fill("已打电话，说好下周。")
    li.locator("#next button.main").click()
    expect(li.locator("#next")).to_contain_text("延期待批")

    he.goto(f"/matters/{number}/")
    he.get_by_role("link", name="审批", exact=True).click()
    expect(he.locator("#next")).to_contain_text("3个工作日")
    he.locator("#next").get_by_label("同意", exact=True).check()
    he.locator("#next button.main").click()
    expect(he.locator("#notes")).to_contain_text("审批")
    expect(he.locator("main")).to_contain_text("延期1次")
    expect(he.locator(".timeline")).to_contain_text("延期审批：同意")
