"""A petition in the browser: an agent with the signed consent, the street by its statutory clocks, the petitioner told."""

import re

from playwright.sync_api import Page, expect
from tests.journeys.driving import follow_up, photo, sound
from tests.journeys.test_calls import shot


def numbered(page: Page) -> str:
    """The number that was just told."""
    found = re.search(r"\d{8}-\d{4,}", page.locator("#notes").inner_text())
    assert found
    return found[0]


def press(page: Page, number: str, label: str) -> None:
    """A step that one press does."""
    page.goto(f"/matters/{number}/")
    page.locator("#next").get_by_role("button", name=label).click()
    expect(page.locator("#notes")).to_contain_text("。")


def test_a_petition_with_consent_by_its_statutory_clocks(crew, tmp_path):
    bai, he, guo = crew.staff("bai"), crew.staff("he"), crew.staff("guo")
    bai.goto("/attend/")
    sound(bai)
    shot(bai, "attend")
    bai.get_by_role("link", name="代人登记").click()
    bai.locator("#id_phone").fill("12955520051")
    bai.locator("#id_name").fill("梁玉芬")
    bai.get_by_label("社区", exact=True).select_option(label="槐荫社区")
    expect(bai.locator("#id_building")).to_be_enabled()
    bai.locator("#id_text").fill("反映补偿款谈了半年没有结果（浏览器）。")
    bai.get_by_role("button", name="登记", exact=True).last.click()
    expect(bai.locator("main")).to_contain_text("委托书")
    bai.locator("input[name=photos]").last.set_input_files(photo(tmp_path, "paper", "white"))
    expect(bai.locator("input[name=kept]")).to_have_count(1)
    shot(bai, "petition-register")
    bai.get_by_role("button", name="登记", exact=True).last.click()
    expect(bai.locator("#notes")).to_contain_text("已登记")
    number = numbered(bai)
    bai.goto("/attend/")
    expect(bai.locator("main")).to_contain_text(number)

    he.goto(f"/matters/{number}/")
    sound(he)
    expect(he.locator("main")).to_contain_text("白文静")
    press(he, number, "是我们的，登记")
    press(he, number, "受理，告知本人")
    shot(he, "petition-handling")
    he.goto(f"/matters/{number}/")
    he.get_by_role("link", name="出具处理意见").click()
    he.locator("#next #id_text").fill("诉求属实，三十日内补发；不服的三十日内申请复查。")
    he.locator("#next button.main").click()
    expect(he.locator("#next")).to_contain_text("有没做到的")
    for box in he.locator("#next input[type=checkbox]").all():
        box.check()
    he.locator("#next button.main").click()
    expect(he.locator("#notes")).to_contain_text("。")
    he.goto(f"/matters/{number}/")
    expect(he.locator("main")).to_contain_text("答复核对")
    shot(he, "petition-answered")

    bai.goto("/attend/")
    card = bai.locator("section.card", has=bai.get_by_text(number))
    card.get_by_role("link", name="告知本人").click()
    sound(bai)
    bai.get_by_label("电话", exact=True).check()
    bai.locator("#id_text").fill("念了处理意见，她同意。")
    bai.locator("main form button.main").click()
    expect(bai.locator("#notes")).to_contain_text("。")
    follow_up(guo, number, "解决了", "满意")
    guo.goto(f"/matters/{number}/")
    expect(guo.locator("main")).to_contain_text("已解决")
