"""In the browser: a unit that is asked gives its part and one answer goes out; unsolved, it comes back to its handler."""

from playwright.sync_api import expect
from tests.journeys.driving import path_of, sound, take_step
from tests.journeys.test_calls import shot
from tests.journeys.test_orders import register


def signed_order(crew, title: str, phone: str) -> str:
    """An order taken down by the street and signed by the community."""
    number = register(crew.staff("he"), title, phone)
    li = crew.staff("li")
    li.goto(f"/matters/{number}/")
    li.get_by_role("button", name="签收并联系来电人").click()
    expect(li.locator("#notes")).to_contain_text("签收")
    return number


def test_a_unit_is_asked_answers_in_its_inbox_and_one_answer_goes_out(crew):
    number = signed_order(crew, "树根顶坏路面（浏览器）", "12955520041")
    li, shi = crew.staff("li"), crew.staff("shi", 390)
    li.goto(f"/matters/{number}/")
    li.get_by_role("link", name="请单位协办").click()
    sound(li)
    li.locator("#id_unit_id").select_option(label="市政所")
    li.locator("#id_text").fill("请看是路面还是树的问题，几天能修。")
    li.locator("main form button.main").click()
    expect(li.locator("#notes")).to_contain_text("已请他们协办")
    expect(li.locator("#asks").locator("xpath=../..")).to_contain_text("等1家答复")
    shot(li, "together-asked")

    shi.goto("/asks/")
    sound(shi)
    shot(shi, "together-asks-unit")
    shi.get_by_role("link", name="树根顶坏路面（浏览器）").click()
    sound(shi)
    shi.locator("#id_text").fill("断根后重铺，三天修好。")
    shi.get_by_role("button", name="送出答复").click()
    expect(shi.locator("#notes")).to_contain_text("。")

    li.goto(f"/matters/{number}/")
    expect(li.locator("main")).to_contain_text("都答复了")
    expect(li.locator("main")).to_contain_text("断根后重铺")
    take_step(li, number, "办好了，答复来电人", "请市政看过，三天内断根重铺。")
    li.goto(f"/matters/{number}/?show=public")
    expect(li.locator(".timeline")).to_contain_text("三天内断根重铺")
    expect(li.locator(".timeline")).not_to_contain_text("断根后重铺，三天修好")
    shot(li, "together-answered")


def test_unsolved_on_the_worklist_opens_it_again_for_the_handler(crew):
    number = signed_order(crew, "楼道扶手松了（浏览器）", "12955520042")
    li, he = crew.staff("li"), crew.staff("he")
    take_step(li, number, "办好了，答复来电人", "扶手拧紧了。")
    he.goto("/follow-ups/")
    sound(he)
    card = he.locator("section.card", has=he.get_by_text(number))
    while card.count() == 0:
        he.locator(".pager a, nav a", has_text="下一页").last.click()
        he.wait_for_load_state()
    card.locator("select[name=satisfaction]").select_option(label="不满意")
    shot(he, "follow-ups")
    card.get_by_role("button", name="没解决", exact=True).click()
    expect(he.locator("#notes")).to_contain_text("。")
    assert path_of(he).startswith("/follow-ups/")
    expect(he.locator("section.card", has=he.get_by_text(number))).to_have_count(0)
    li.goto(f"/inbox/?q={number}")
    expect(li.locator("tbody")).to_contain_text("楼道扶手松了")
    expect(li.locator("tbody")).to_contain_text("重办")
    li.goto(f"/matters/{number}/")
    expect(li.locator(".timeline")).to_contain_text("没解决，不满意")
    expect(li.locator("#next")).to_contain_text("办好了，答复来电人")
