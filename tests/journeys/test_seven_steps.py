"""A broken part of the city through the seven steps of GB/T 30428: switched on, taken down, filed, sent, mended, verified."""

import re
from datetime import date

from playwright.sync_api import Page, expect
from tests.journeys.driving import Crew, follow_up, sound, take_step

TEXT = "人行道上的雨水井盖碎了一角"


def switched_on(xi: Page, kind: str) -> None:
    """The administrator switches a kind on for the sub-district from today."""
    xi.goto("/admin/kinds/")
    xi.locator("#id_kind").select_option(label=kind)
    xi.locator("#id_used").select_option(label="启用")
    expect(xi.locator("#id_since")).to_have_value(str(date.today()))  # noqa: DTZ011  the browser's own day
    xi.get_by_role("button", name="定下").click()
    expect(xi.locator("#notes")).to_contain_text("已定")
    expect(xi.locator("tr").filter(has_text=kind)).to_contain_text("启用")


def taken_down(chen: Page, way: str) -> str:
    """A grid worker writes it down in the street, on a telephone; gives its number."""
    chen.goto("/matters/new/")
    chen.get_by_label(way, exact=True).check()
    chen.locator("#id_text").fill(f"{TEXT}。")
    sound(chen)
    chen.get_by_role("button", name="登记", exact=True).last.click()
    chen.wait_for_url("**/matters/2*/")
    expect(chen.locator("#notes")).to_contain_text("已登记")
    return chen.url.rstrip("/").rsplit("/", 1)[1]


def pressed(page: Page, number: str, label: str, then: str) -> None:
    """A step that one press does."""
    page.goto(f"/matters/{number}/")
    page.get_by_role("button", name=re.compile(f"^{label}( |$)")).click()
    expect(page.locator("#notes")).to_contain_text("。")
    expect(page.locator("main")).to_contain_text(then)


def mended(shi: Page, number: str, text: str) -> None:
    """Disposed of by the unit, with what the closing list asks for, and fed back."""
    shi.goto(f"/matters/{number}/")
    shi.get_by_role("link", name="处置完，报反馈").click()
    shi.locator("#next #id_text").fill(text)
    for point in ("有处置前照片", "有处置后照片", "位置与案卷一致"):
        shi.locator("#next").get_by_label(re.compile(point)).check()
    shi.locator("#next button.main").click()
    expect(shi.locator("#notes")).to_contain_text("。")
    pressed(shi, number, "反馈，请核查", "待核查")


def test_a_part_of_the_city_goes_through_all_seven_steps(crew: Crew):
    xi, he, guo, shi = (crew.staff(login) for login in ("xi", "he", "guo", "shi"))
    chen = crew.staff("chen", 390)
    switched_on(xi, "城管部件")
    number = taken_down(chen, "城管部件·走访带回")

    pressed(he, number, "核实了，报立案", "待立案")
    pressed(he, number, "立案", "待派遣")
    pressed(he, number, "派遣处置", "城管处置中")
    he.get_by_role("link", name="派单", exact=True).click()
    he.locator("#next select[name=to]").select_option(label="市政所")
    he.locator("#next button.main").click()
    expect(he.locator("#notes")).to_contain_text("市政所")

    mended(shi, number, "井盖换了新的，周边也抹平了。")

    # Whoever mended it does not verify it; another desk does, and has it done again the first time.
    shi.goto(f"/matters/{number}/")
    expect(shi.locator("#next")).to_contain_text("是您处置的，请换一位同事核查。")
    take_step(guo, number, "核查没通过", "井盖四周还有缝，会绊人。")
    mended(shi, number, "缝也填平了。")
    pressed(guo, number, "核查通过，结案", "待综合评价")
    follow_up(he, number, "解决了", "满意", "上门")
    he.goto(f"/matters/{number}/")
    for step in ("信息采集", "案卷建立", "任务派遣", "任务处置", "处理反馈", "核查通过"):
        expect(he.locator(".timeline")).to_contain_text(step)
    expect(he.locator("main")).to_contain_text("已解决")
    sound(he)
