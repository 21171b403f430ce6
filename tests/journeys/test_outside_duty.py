"""Work outside a community's list in the browser: asked for by a department, decided by the street, read by the community."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect
from tests.journeys.driving import sound
from tests.journeys.test_calls import shot


def test_work_outside_the_list_is_asked_for_and_approved(crew):
    shi, he, li = crew.staff("shi"), crew.staff("he"), crew.staff("li")
    today = datetime.now(tz=UTC).date() + timedelta(days=1)
    shi.goto("/outside/new/")
    sound(shi)
    shi.locator("#id_area_id").select_option(label="槐荫社区")
    shi.locator("#id_what").fill("请社区看守开挖的沟（浏览器）")
    shi.locator("#id_reason").fill("夜里没有人看。")
    shi.locator("#id_from_on").fill(str(today))
    shi.locator("#id_until_on").fill(str(today + timedelta(days=7)))
    shi.locator("#id_money").fill("每天100元")
    shi.locator("#id_people").fill("无")
    shi.get_by_role("button", name="提交申请").click()
    expect(shi.locator("#notes")).to_contain_text("三个工作日内审批")
    he.goto("/outside/")
    sound(he)
    he.get_by_role("link", name="请社区看守开挖的沟（浏览器）").click()
    sound(he)
    he.get_by_label("同意", exact=True).check()
    he.locator("#id_answer").fill("同意，费用当周结清。")
    he.get_by_role("button", name="审批", exact=True).click()
    expect(he.locator("#notes")).to_contain_text("审批好了")
    shot(he, "outside-approved")
    li.goto("/outside/")
    expect(li.locator("tbody")).to_contain_text("请社区看守开挖的沟（浏览器）")
    shot(li, "outside-list")
