"""A call taken from the first ring to the next one by keyboard alone, in a real browser."""

import os
from pathlib import Path

from playwright.sync_api import Page, expect
from tests.journeys.driving import sound


def shot(page: Page, name: str) -> None:
    """A picture to look at, where one is asked for."""
    if folder := os.environ.get("LINLI_SHOTS"):
        page.screenshot(path=str(Path(folder, f"{name}.png")), full_page=True)


def focused(page: Page, selector: str) -> None:
    """Wait until the keyboard is there: a browser hands focus over after it has drawn, not before."""
    expect(page.locator(selector)).to_be_focused()


def test_a_call_by_keyboard_alone(crew):
    page = crew.staff("he")
    page.goto("/calls/?phone=12900007711")
    expect(page.locator("#id_phone")).to_have_value("12900007711")
    assert "phone" not in page.url, "the number does not stay in the address"
    focused(page, "#id_phone")
    sound(page)
    keys = page.keyboard
    keys.press("Alt+2")
    focused(page, "#id_where")
    keys.type("hy", delay=40)
    expect(page.locator("#call-places input").first).to_be_attached()
    keys.press("ArrowDown")
    focused(page, "[name=area_id]:focus")
    keys.press("Enter")
    focused(page, "#id_text")
    keys.type("三楼声控灯坏了，晚上看不见。", delay=10)
    keys.press("Alt+4")
    keys.type("deng", delay=40)
    expect(page.locator("#call-categories input").first).to_be_attached()
    expect(page.locator("#coming")).to_contain_text("前")
    shot(page, "call")
    keys.press("Control+Enter")
    page.wait_for_url("**/calls/")
    expect(page.locator("#notes, .notes, main").first).to_be_attached()
    expect(page.get_by_text("已登记，编号").first).to_be_visible()
    focused(page, "#id_phone")  # on to the next call
    # Somebody else rings about the same: it shows before the text is finished, and one key joins them.
    keys.type("12900007722", delay=10)
    keys.press("Alt+2")
    keys.type("hy", delay=40)
    keys.press("Alt+3")
    keys.type("声控灯", delay=40)
    expect(page.locator("[data-join]").first).to_be_visible()
    keys.press("Alt+J")
    focused(page, "[data-join]:focus")
    keys.press("Enter")
    expect(page.get_by_text("一共2人报").first).to_be_visible()
    # The first caller again: earlier matters are opened by a key.
    keys.type("12900007711", delay=10)
    expect(page.locator("[data-open-earlier]").first).to_be_visible()
    keys.press("Alt+H")
    keys.press("Enter")
    expect(page.locator("#hints .inset").first).to_be_visible()
    shot(page, "call-earlier")
    # Single keys work once the fields are left, and can be switched off.
    page.locator("[data-keys-switch]").press("Enter")
    page.evaluate("document.activeElement.blur()")
    keys.press("s")
    expect(page.locator("#errors")).to_have_count(0)
