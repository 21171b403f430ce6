"""The second factor from its setting up to the next sign-in, and its going with the old telephone."""

import re
import time

from playwright.sync_api import Page, expect
from tests.journeys.driving import by_password, sound

from linli.people.rules.totp import STEP, code_at
from linli.site.town.cast import PASSWORD


def sure(page: Page, address: str) -> None:
    """Open a page that asks for the password once more."""
    page.goto(address)
    if "/reauthenticate/" in page.url:
        sound(page)
        page.locator("input[name=password]").fill(PASSWORD)
        page.get_by_role("button", name="确认").click()
        page.wait_for_url(f"**{address}")


def test_a_second_factor_is_set_up_used_and_given_up(crew):
    page = crew.guest(390)
    by_password(page, "sun")
    page.goto("/account/2fa/")
    sound(page)
    sure(page, "/account/2fa/totp/activate/")
    sound(page)
    found = re.search(r"[A-Z2-7]{32}", page.locator("code").inner_text())
    assert found
    step = int(time.time()) // STEP
    page.locator("input[name=code]").fill(code_at(found[0], step))
    page.get_by_role("button", name="设好了").click()
    expect(page.locator("code")).to_have_count(10)
    spare = page.locator("code").first.inner_text()
    sound(page)
    page.goto("/account/2fa/")
    expect(page.locator("main")).to_contain_text("备用码还剩10个")
    sound(page)

    def leave_and_come_back(code: str) -> None:
        page.goto("/account/logout/")
        page.get_by_role("button", name="退出").first.click()
        page.wait_for_url(lambda url: "logout" not in url)
        page.goto("/account/login/")
        page.get_by_label("登录名").fill("sun")
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url("**/account/2fa/authenticate/")
        page.locator("input[name=code]").fill(code)
        page.get_by_role("button", name="登录", exact=True).click()
        page.wait_for_url(lambda url: "/account/" not in url)

    leave_and_come_back(code_at(found[0], max(step + 1, int(time.time()) // STEP)))
    leave_and_come_back(spare)
    page.goto("/account/2fa/reauthenticate/?next=/account/2fa/")
    expect(page.locator("input[name=code]")).to_be_visible()
    sound(page)
    sure(page, "/account/2fa/recovery-codes/generate/")
    sound(page)
    page.get_by_role("button", name="换一批").click()
    expect(page.locator("code")).to_have_count(10)
    sure(page, "/account/2fa/totp/deactivate/")
    sound(page)
    page.get_by_role("button", name="停用旧手机").click()
    page.wait_for_url(lambda url: "deactivate" not in url)
    page.goto("/account/2fa/")
    expect(page.get_by_role("link", name="现在设")).to_be_visible()
