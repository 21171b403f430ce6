"""The three administrators: a day of the calendar, a category, a posting; each takes effect at once."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect
from tests.journeys.driving import sound

from linli.kernel.days import shipped_days
from linli.kernel.terms import DayKind
from linli.kernel.worktime import CHINA


def next_working_day() -> date:
    rest = {row.on for row in shipped_days().rows if row.kind == DayKind.REST}
    day = datetime.now(CHINA).date() + timedelta(days=1)
    while day.weekday() > 4 or day in rest:
        day += timedelta(days=1)
    return day


def promised(page: Page, number: str) -> str:
    """Until when the reporter is to be answered, as the matter says it."""
    page.goto(f"/matters/{number}/")
    found = re.search(r"(\S+)前要答复", page.locator("main").inner_text())
    assert found
    return found[1]


def test_a_day_of_the_calendar_moves_the_running_clocks(crew, tmp_path: Path):
    chen, xi = crew.staff("chen", 390), crew.staff("xi")
    chen.goto("/matters/new/")
    chen.locator("#id_text").fill("草坪上的水管漏水。")
    chen.get_by_role("button", name="登记", exact=True).last.click()
    chen.wait_for_url("**/matters/2*/")
    number = chen.url.rstrip("/").rsplit("/", 1)[1]
    before = promised(chen, number)

    day = next_working_day()
    notice = tmp_path / "通知.csv"
    notice.write_text(f"日期,类型,名称\n{day},休,防汛停工\n", encoding="utf-8")
    xi.goto("/admin/calendar/")
    xi.get_by_label("放假安排的文件").set_input_files(notice)
    xi.get_by_label("是哪一年的通知").fill(str(day.year))
    xi.get_by_role("button", name="先看改动").click()
    expect(xi.locator("#h-preview")).to_have_text("这份文件会改1天")
    expect(xi.locator("main")).to_contain_text("新增：防汛停工")
    assert promised(chen, number) == before, "nothing changes before it was looked over"
    xi.get_by_role("button", name="换上这份安排").click()
    said = re.compile(r"改了1天，重算(\d+)件在办的时钟，其中(\d+)件期限变了")
    expect(xi.locator("#notes")).to_contain_text(said)
    found = said.search(xi.locator("#notes").inner_text())
    assert found
    looked, moved = int(found[1]), int(found[2])
    assert looked >= moved > 0
    assert promised(chen, number) != before


def test_a_new_category_is_offered_to_residents_until_it_is_retired(crew):
    xi, guest = crew.staff("xi"), crew.guest()
    xi.goto("/admin/categories/")
    xi.get_by_role("link", name="新增类别").click()
    xi.get_by_label("编码").fill("shared_bikes")
    xi.get_by_label("名称").fill("单车乱放")
    xi.get_by_label("居民报问题时可以选").check()
    xi.get_by_role("button", name="新增类别").click()
    expect(xi.locator("#notes")).to_contain_text("已新增“单车乱放”")
    guest.goto("/report/")
    expect(guest.get_by_label("单车乱放")).to_have_count(1)
    xi.get_by_role("link", name="单车乱放").click()
    xi.get_by_role("button", name="停用类别").click()
    expect(xi.locator("#notes")).to_contain_text("已停用")
    guest.reload()
    expect(guest.get_by_label("单车乱放")).to_have_count(0)


def test_a_posting_opens_another_desk_at_once(crew):
    an, wu = crew.staff("an"), crew.staff("wu")
    wu.goto("/menu/")
    expect(wu.locator("main")).not_to_contain_text("槐荫")
    an.goto("/admin/postings/new/")
    an.get_by_label("姓名开头几个字").fill("吴海")
    an.get_by_role("button", name="找人").click()
    expect(an.get_by_label("谁", exact=True)).to_contain_text("吴海燕")
    an.get_by_label("岗位").select_option(label="社区前台")
    an.get_by_label("管哪里").select_option(label="槐荫社区")
    an.get_by_role("button", name="任职").last.click()
    expect(an.locator("#notes")).to_contain_text("已任职")
    wu.reload()
    expect(wu.locator("#places")).to_contain_text("槐荫")
    wu.goto("/admin/postings/new/")
    expect(wu.locator("h1")).not_to_contain_text("任职")


def test_who_has_no_account_gets_one_with_a_password_to_be_changed(crew):
    an, ding = crew.staff("an"), crew.guest()
    an.goto("/admin/postings/?name=丁海")
    an.get_by_role("link", name="丁海").first.click()
    an.wait_for_url("**/account/")
    sound(an)
    an.get_by_label("登录名").fill("dinghai")
    an.locator("main form button.main").click()
    first = an.locator("dd.xl").inner_text()
    sound(an)
    ding.goto("/account/login/")
    ding.get_by_label("登录名").fill("dinghai")
    ding.locator("input[name=password]").fill(first)
    ding.locator("input[name=password]").press("Enter")
    ding.wait_for_url("**/account/password/change/**")
    sound(ding)
    ding.goto("/today/")
    assert "/account/" in ding.url, "nothing else before the password is one's own"
    ding.locator("input[name=oldpassword]").fill(first)
    for box in ding.locator("input[autocomplete=new-password]").all():
        box.fill("amber-kettle-window-18")
    ding.locator("main form button.main").click()
    ding.wait_for_url("**/account/login/**")
    ding.get_by_label("登录名").fill("dinghai")
    ding.locator("input[name=password]").fill("amber-kettle-window-18")
    ding.locator("input[name=password]").press("Enter")
    ding.wait_for_url(lambda url: "/account/" not in url)
