"""Up from the grid to the district and back down level by level: each inbox shows it while it lies there."""

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.driving import Crew, choose_building, sound, take_step

TITLE = "整条路的路面都坏了"
# Who holds it at each level, and the list of what that desk has in hand.
LEVELS = (
    ("chen", "/today/matters/?view=held"),
    ("li", "/inbox/?holder=community_desk&sort=new"),
    ("he", "/inbox/?holder=street_desk&sort=new"),
    ("tang", "/inbox/?holder=district_desk&sort=new"),
)
UP = ("报社区", "报街道", "报区里")
DOWN = ("反馈给街道中心", "反馈给社区前台", "反馈给网格员")


@pytest.fixture
def desks(crew: Crew) -> dict[str, Page]:
    return {login: crew.staff(login, 390 if login == "chen" else 1440) for login, _list in LEVELS}


def lies_with(desks: dict[str, Page], holder: str) -> None:
    """Only the list of the one who holds it has it."""
    for login, address in LEVELS:
        desks[login].goto(address)
        rows = desks[login].locator("main a[data-open], main a.row").filter(has_text=TITLE)  # no panel
        expect(rows).to_have_count(1 if login == holder else 0)


def told_to(mine: Page, *words: str) -> None:
    """The reporter's page reads well and says these words."""
    mine.reload()
    for word in words:
        expect(mine.locator("main")).to_contain_text(word)
    sound(mine)


def test_up_to_the_district_and_the_result_back(crew, desks):
    mine = crew.guest(320)
    mine.goto("/report/")
    choose_building(mine, "槐香苑3号楼")
    mine.get_by_label("说一说情况").fill(f"{TITLE}。坑太多，车过不去。")
    mine.get_by_role("button", name="提交").last.click()
    mine.get_by_role("link", name="看进度", exact=True).click()
    number = mine.locator("main").inner_text().partition("编号")[2].split()[0]
    told_to(mine, TITLE, "最晚", "陈思远")

    lies_with(desks, "chen")
    for (login, _list), (above, _above), label in zip(LEVELS, LEVELS[1:], UP, strict=False):
        take_step(desks[login], number, label, f"内部说明{login}：要上一级协调。")
        lies_with(desks, above)
        told_to(mine, TITLE, "最晚")
    assert "内部说明" not in mine.content()
    expect(mine.locator("main")).to_contain_text("区")

    down = LEVELS[::-1]
    for (login, _list), (below, _below), label in zip(down, down[1:], DOWN, strict=False):
        take_step(desks[login], number, label, f"内部说明{login}：已列入计划。")
        lies_with(desks, below)
        told_to(mine, TITLE, "最晚")
    assert "内部说明" not in mine.content()

    take_step(desks["chen"], number, "办好了，答复居民", "路面下个月重铺，坑已经先填上。")
    told_to(mine, "路面下个月重铺")
    for login, _list in LEVELS[1:]:
        desks[login].goto(f"/matters/{number}/")
        expect(desks[login].locator("main")).to_contain_text("内部说明tang：已列入计划。")
