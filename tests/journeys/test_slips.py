"""Paper: slips are printed, one is keyed in and asked for by its number; an observer's report is thanked."""

import io

import openpyxl
from playwright.sync_api import expect
from tests.journeys.driving import sound
from tests.journeys.test_calls import shot


def test_a_slip_is_printed_keyed_in_and_found(crew):
    page = crew.staff("li")
    page.goto("/slips/")
    sound(page)
    page.locator("#id_count").fill("2")
    page.locator("#id_purpose").fill("重阳节入户")
    page.get_by_role("button", name="印登记单").click()
    page.wait_for_url("**/print/")
    sound(page)
    shot(page, "slip-paper")
    number = page.locator(".slip .num").first.inner_text().removeprefix("单号").strip()
    address = page.url.removesuffix("print/")
    page.goto("/matters/new/")
    page.locator("#id_building").select_option(index=1)
    page.locator("#id_text").fill("三号楼前路灯不亮，老人摔过。")
    page.locator("#id_slip").fill(number)
    shot(page, "register-slip")
    page.get_by_role("button", name="登记", exact=True).last.click()
    page.wait_for_url("**/matters/2*/")
    page.goto(address)
    sound(page)
    expect(page.locator("tbody a")).to_have_count(1)
    shot(page, "slip-sheet")
    anyone = crew.guest(390)
    anyone.goto("/s/")
    anyone.locator("#number").fill(number)
    anyone.get_by_role("button", name="查一下").click()
    expect(anyone.get_by_role("status").last).to_contain_text(number)
    sound(anyone)
    shot(anyone, "slip-asked")


def test_an_observer_is_enrolled(crew):
    desk = crew.staff("he")
    desk.goto("/observers/")
    sound(desk)
    desk.locator("#id_phone").fill("12900009911")
    desk.locator("#id_name").fill("罗师傅")
    desk.locator("input[name=trade][value=rider]").check()
    desk.get_by_role("button", name="登记", exact=True).last.click()
    desk.locator("main").get_by_role("link", name="答复", exact=True).first.click()
    sound(desk)
    shot(desk, "observer-decide")
    desk.locator("input[name=approved][value='1']").check()
    desk.get_by_role("button", name="答复", exact=True).click()
    desk.wait_for_url("**/observers/")
    expect(desk.get_by_text("罗师傅")).to_be_visible()
    shot(desk, "observers")
    desk.goto("/inbox/?q=灯")
    sound(desk)
    shot(desk, "inbox")
    desk.goto("/exports/new/?area=" + str(desk.locator("input[name=area]").first.input_value()))
    sound(desk)
    shot(desk, "export")
    # More than is made at once: the worker makes it, and it can be taken away.
    desk.goto(desk.url + "&view=all")
    desk.locator("#id_reason").fill("月底归档")
    desk.get_by_role("button", name="导出", exact=True).click()
    desk.wait_for_url("**/exports/")
    take = desk.locator("tbody tr").first.get_by_role("link", name="下载")
    for _again in range(60):
        if take.count():
            break
        desk.wait_for_timeout(500)
        desk.reload()
    with desk.expect_download() as taken:
        take.click()
    rows = [
        *openpyxl.load_workbook(io.BytesIO(taken.value.path().read_bytes())).active.iter_rows(
            values_only=True
        )
    ]
    assert "用途：月底归档" in rows[0][0]
    assert len(rows) > 300
