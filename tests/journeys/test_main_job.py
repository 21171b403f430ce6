"""The main job whole: a resident reports, the grid works, the desk asks, and the resident sees every step."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.driving import Crew, choose_building, follow_up, photo, shown_photos, sound, take_step


def report(page: Page, text: str, picture: str) -> str:
    """Report something in the third grid, with a photo; gives the number."""
    page.goto("/report/")
    page.locator("input[type=file]").first.set_input_files(picture)
    expect(page.locator("input[name=kept]")).to_have_count(1)
    choose_building(page, "槐香苑2号楼")
    page.get_by_label("说一说情况").fill(text)
    phone = page.get_by_label("电话")
    if phone.count():
        phone.fill("12955510001")
    page.get_by_role("button", name="提交").last.click()
    expect(page.get_by_role("heading", name="已收到")).to_be_visible()
    return page.locator("main").inner_text().partition("编号")[2].strip().split()[0]


def by_link(crew: Crew, text: str, picture: str) -> tuple[Page, str]:
    """Without signing in: the receipt's link is the way to follow it."""
    page = crew.guest()
    number = report(page, text, picture)
    page.get_by_role("link", name="看进度", exact=True).click()
    return page, number


def by_code(crew: Crew, text: str, picture: str) -> tuple[Page, str]:
    """Signed in by telephone: it stands among one's own matters."""
    page = crew.resident("12955510002")
    number = report(page, text, picture)
    page.goto("/mine/")
    page.locator("main").get_by_text(text.partition("。")[0]).click()
    page.wait_for_url(f"**/matters/{number}/")
    return page, number


def steps_told(page: Page) -> list[str]:
    """What the reporter reads, newest first."""
    page.reload()
    return page.locator(".timeline li").all_inner_texts()


@pytest.mark.parametrize("way", [by_link, by_code])
def test_from_a_photo_to_the_closing(crew, way, tmp_path: Path):
    broken, mended = photo(tmp_path, "before", "black"), photo(tmp_path, "after", "gold")
    text = f"单元门的灯坏了（{way.__name__}）。晚上看不清台阶。"
    mine, number = way(crew, text, broken)
    title = text.partition("。")[0]
    assert "陈思远" in mine.locator("main").inner_text()

    chen = crew.staff("chen", 390)
    chen.goto("/today/")
    chen.get_by_role("link", name=title).first.click()
    chen.wait_for_url(f"**/matters/{number}/")
    expect(chen.locator("main img").first).to_be_visible()
    chen.get_by_role("button", name="看过了，开始办").click()
    expect(chen.locator("#notes")).to_contain_text("到现场看过")
    assert any("到现场看过" in told for told in steps_told(mine))
    take_step(chen, number, "办好了，答复居民", "换了灯头，亮了。", mended)
    expect(chen.locator("#notes")).to_contain_text("社区前台")
    newest = steps_told(mine)[0]
    assert "办好了" in newest
    assert "换了灯头，亮了。" in newest
    shown_photos(mine, 2)
    sound(mine)

    li = crew.staff("li")
    li.goto("/inbox/?view=asking&sort=new")
    expect(li.locator("tbody")).to_contain_text(title)
    follow_up(li, number, "没解决", "电话")
    expect(li.locator("#notes")).to_contain_text("网格员（第3网格）")
    assert "没解决" in steps_told(mine)[0]
    expect(mine.locator("main")).to_contain_text("最晚")

    chen.goto(f"/matters/{number}/")
    expect(chen.locator("main")).to_contain_text("本环节：重办")
    expect(chen.locator("main")).to_contain_text("换了灯头，亮了。")
    take_step(chen, number, "办好了，答复居民", "线路接头重新接好了。")
    follow_up(li, number, "解决了", "电话", "满意")
    expect(li.locator("#notes")).to_contain_text("已结束")

    told = steps_told(mine)
    order = ("解决了，满意", "线路接头重新接好了。", "没解决", "换了灯头，亮了。", "到现场看过")
    places = [next(at for at, line in enumerate(told) if word in line) for word in order]
    assert places == sorted(places), told
    expect(mine.get_by_role("link", name="补充情况")).to_have_count(0)
    sound(mine)


def test_the_resident_answers_by_a_link_that_works_once(crew):
    chen, li, resident = crew.staff("chen", 390), crew.staff("li"), crew.guest()
    chen.goto("/matters/new/")
    chen.locator("#id_text").fill("花坛的围栏松了。")
    chen.get_by_role("button", name="登记", exact=True).last.click()
    chen.wait_for_url("**/matters/2*/")
    number = chen.url.rstrip("/").rsplit("/", 1)[1]
    take_step(chen, number, "办好了，答复居民", "围栏重新固定了。")
    li.goto(f"/matters/{number}/")
    li.get_by_role("button", name="请居民自己答：发一次性链接").click()
    link = li.get_by_label("发给居民的链接").input_value()
    sound(li)
    resident.goto(link)
    sound(resident)
    resident.get_by_label("解决了", exact=True).check()
    resident.get_by_role("button", name="提交").click()
    expect(resident.locator("main")).to_contain_text("谢谢")
    sound(resident)
    resident.goto(link)
    expect(resident.get_by_role("button", name="提交")).to_have_count(0)
    li.goto(f"/matters/{number}/")
    expect(li.locator("main")).to_contain_text("这件事已经结束，不能再办")
