"""In the browser: a proposal to the proposer's word, an order that is not dispatched, two reports answered as one."""

import re

from playwright.sync_api import Page, expect
from tests.journeys.driving import Crew, choose_building, follow_up, sound, take_step
from tests.journeys.test_orders import register


def numbered(page: Page) -> str:
    """The number that was just told."""
    expect(page.locator("#notes")).to_contain_text("编号")
    found = re.search(r"\d{8}-\d{4,}", page.locator("#notes").inner_text())
    assert found
    return found[0]


def step(page: Page, number: str, label: str, **fields: str) -> None:
    """A step of the panel with fields of its own; gives back a page that says what was done."""
    page.goto(f"/matters/{number}/")
    page.locator("#next").get_by_role("link", name=label).first.click()
    _send(page, "#next", fields)


def beside(page: Page, number: str, label: str, **fields: str) -> None:
    """Something done on a page of its own."""
    page.goto(f"/matters/{number}/")
    page.get_by_role("link", name=label).click()
    page.wait_for_url(f"**/matters/{number}/*/")
    _send(page, "main", fields)


def _send(page: Page, where: str, fields: dict[str, str]) -> None:
    for name, text in fields.items():
        page.locator(f"{where} #id_{name}").fill(text)
    page.locator(f"{where} form button.main").click()
    expect(page.locator("#notes")).to_contain_text("。")


def test_a_proposal_from_the_first_voice_to_the_proposers_word(crew: Crew) -> None:
    zhou, feng, li = crew.resident("12900002076"), crew.resident("12900008804"), crew.staff("li")
    zhou.goto("/proposals/new/")
    zhou.locator("#id_text").fill("单元门口装一个折叠坡道，轮椅好进出（浏览器）。")
    zhou.get_by_role("button", name="提交").click()
    number = numbered(zhou)
    beside(li, number, "公开征集意见", title="单元门口装折叠坡道", text="在单元门口装一个能收起来的坡道。")

    feng.goto(f"/proposals/{number}/")
    feng.locator("#id_text").fill("收起来别挡着门。")
    feng.get_by_role("button", name="提交意见").click()
    expect(feng.locator("main")).to_contain_text("收起来别挡着门。")
    sound(feng)
    beside(li, number, "记下一条意见", text="要防滑的。")
    step(li, number, "归纳成议题", text="装防滑的折叠坡道，收起来不挡门。")
    sound(li)
    step(li, number, "采纳", reason="花钱不多，社区经费能出。")
    beside(li, number, "再分出一件", text="装一个防滑折叠坡道", title="装折叠坡道（浏览器）")

    # It cannot be said to be done while its action runs.
    step_refused(li, number)
    li.goto(f"/matters/{number}/")
    li.get_by_role("link", name="装折叠坡道（浏览器）").click()
    expect(li.locator("h1")).to_have_text("装折叠坡道（浏览器）")
    action = li.url.rstrip("/").rsplit("/", 1)[1]
    take_step(li, action, "办好了，答复居民", "坡道装好了。")
    follow_up(li, action, "解决了")
    step(li, number, "都落实了，答复提议人", text="坡道装好了，谢谢您的提议。")
    follow_up(li, number, "解决了", "满意")
    zhou.goto(f"/proposals/{number}/")
    expect(zhou.locator("main")).to_contain_text("采纳")
    expect(zhou.locator("main")).to_contain_text("办完1件")
    sound(zhou)


def step_refused(li: Page, number: str) -> None:
    li.goto(f"/matters/{number}/")
    li.locator("#next").get_by_role("link", name="都落实了，答复提议人").click()
    li.locator("#next #id_text").fill("都装好了。")
    li.locator("#next form button.main").click()
    expect(li.locator("#next")).to_contain_text("还有1件没办完")


def test_an_order_is_not_dispatched_and_the_caller_reads_why(crew: Crew) -> None:
    he = crew.staff("he")
    number = register(he, "问彩票开奖号码（浏览器）", "12955520061")
    he.goto(f"/matters/{number}/")
    slip = str(he.get_by_role("link", name="打印查询单").get_attribute("href"))
    he.locator("#next").get_by_role("link", name="不派单").click()
    expect(he.locator("#next input[name=reason]")).to_have_count(6)
    he.locator("#next input[name=reason][value=beyond_duty]").check()
    he.locator("#next #id_text").fill("请到销售点问。")
    he.locator("#next form button.main").click()
    expect(he.locator("#notes")).to_contain_text("。")
    he.goto(f"/matters/{number}/")
    expect(he.locator("main")).to_contain_text("不在政府职责范围内")
    caller = crew.guest()
    caller.goto(slip.removesuffix("slip/"))
    expect(caller.locator("main")).to_contain_text("请到销售点问。")
    sound(caller)


def test_two_reports_of_one_thing_are_answered_once_and_may_be_parted(crew: Crew) -> None:
    first, second, third = (
        _reported(crew, text)
        for text in (
            "花坛的砖塌了一片（浏览器）。",
            "花坛砖塌了挡路（浏览器）。",
            "花坛边的灯也不亮（浏览器）。",
        )
    )
    li, chen = crew.staff("li"), crew.staff("chen")
    li.goto(f"/matters/{first[1]}/merge/")
    li.locator("#id_number").fill(f"{second[1]}, {third[1]}")
    li.locator("#id_text").fill("说的是同一个花坛。")
    li.get_by_role("button", name="并案", exact=True).click()
    expect(li.locator("#notes")).to_contain_text("并案2件")
    li.goto(f"/matters/{third[1]}/")
    expect(li.locator("main")).to_contain_text("并在这件里一起办")
    sound(li)
    li.get_by_role("button", name="取消并案").click()
    expect(li.locator("#notes")).to_contain_text("已取消并案")
    take_step(chen, first[1], "办好了，答复居民", "砖都补好了，踩上去不晃。")
    for (page, _number), told in ((first, True), (second, True), (third, False)):
        page.reload()
        words = expect(page.locator("main"))
        (words.to_contain_text if told else words.not_to_contain_text)("砖都补好了")


def _reported(crew: Crew, text: str) -> tuple[Page, str]:
    """Somebody's report, at the page of its private link."""
    page = crew.guest()
    page.goto("/report/")
    choose_building(page, "槐香苑2号楼")
    page.get_by_label("说一说情况").fill(text)
    page.get_by_role("button", name="提交").last.click()
    expect(page.get_by_role("heading", name="已收到")).to_be_visible()
    found = re.search(r"\d{8}-\d{4,}", page.locator("main").inner_text())
    assert found
    page.get_by_role("link", name="看进度", exact=True).click()
    expect(page.locator("main")).to_contain_text(found[0])
    return page, found[0]
