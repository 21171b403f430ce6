"""What is understood of words and photos, as people meet it: alike reports, a suggested place, covers, hot issues."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from tests.journeys.driving import sound
from tests.site.processes import ROOT, within

from linli.site.home import Home

PATIENCE = 60.0

SEEN = "灯不亮"


def shot(page: Page, name: str) -> None:
    """A picture to look at, where one is asked for."""
    if folder := os.environ.get("LINLI_SHOTS"):
        page.screenshot(path=str(Path(folder, f"{name}.png")), full_page=True)


def test_a_resident_is_shown_what_is_alike_and_takes_a_place_with_one_tap(crew):
    page = crew.resident("12900002076")
    page.goto("/report/")
    page.locator("label.chip", has_text=SEEN).click(force=True)
    expect(page.locator("#nearby")).to_contain_text("相似")
    expect(page.locator("#nearby")).to_contain_text("您报过")
    page.get_by_label("说一说情况").fill("槐荫里2号楼二单元门口的灯不亮，晚上看不清台阶。")
    seen = page.locator("#seen").get_by_role("button", name="槐荫里2号楼")
    expect(seen).to_be_visible()
    shot(page, "report-alike")
    sound(page)
    seen.click()
    expect(page.locator("#where")).to_contain_text("槐荫里2号楼")
    expect(page.locator("#coming")).to_contain_text("前到现场看")


def tall(folder: Path) -> str:
    """A photo of a telephone held upright, light below."""
    path = folder / "灯.jpg"
    Image.linear_gradient("L").resize((1200, 1600)).convert("RGB").save(path, "JPEG")
    return str(path)


@pytest.fixture
def reported(crew, tmp_path) -> str:
    """The address of a resident's report with a photo."""
    page = crew.resident("12900002076")
    page.goto("/report/")
    page.locator("input[type=file]").first.set_input_files(tall(tmp_path))
    expect(page.locator("input[name=kept]")).to_have_count(1)
    page.get_by_label("说一说情况").fill("晾衣架的横杆锈断了，差点砸到人。")
    page.get_by_role("button", name="提交", exact=True).last.click()
    receipt, alike = (
        page.get_by_role("heading", name="已收到"),
        page.get_by_role("button", name="都不是，提交"),
    )
    expect(receipt.or_(alike)).to_be_visible()
    if alike.is_visible():  # what an earlier test of this file reported
        sound(page)
        alike.click()
    expect(receipt).to_be_visible()
    page.get_by_role("link", name="看进度", exact=True).click()
    page.wait_for_url("**/matters/*/")
    return page.url


def test_a_cover_is_drawn_on_a_photo_and_taken_away(crew, reported):
    page = crew.staff("li")
    page.goto(reported + "photos/")
    image = page.locator("svg[data-cover]").first
    expect(image).to_be_visible()
    image.scroll_into_view_if_needed()
    frame = image.locator("image").bounding_box()
    assert frame

    def drag(*spots: tuple[float, float]) -> None:
        across, down = ([frame[side] + spot[at] * frame[size] for spot in spots]
                        for at, (side, size) in enumerate((("x", "width"), ("y", "height"))))  # fmt: skip
        page.mouse.move(across[0], down[0])
        page.mouse.down()
        for to in zip(across[1:], down[1:], strict=True):
            page.mouse.move(*to, steps=4)
        page.mouse.up()

    def sides() -> list[int]:
        return [
            int(page.locator(f"[name={name}]").first.input_value())
            for name in ("left", "top", "wide", "high")
        ]

    def near(wanted: list[int]) -> bool:
        return all(abs(one - other) <= 1 for one, other in zip(sides(), wanted, strict=True))

    drag((0.2, 0.3), (0.6, 0.7))
    assert near([20, 30, 40, 40]), sides()
    drag((0.4, 0.5), (0.3, 0.4))
    assert near([10, 20, 40, 40]), "dragged again it moves"
    drag((0.3, 0.4), (0.3, 0.2), (0.99, 0.99))
    assert near([60, 60, 40, 40]), "and stays on the photo"
    expect(page.locator("rect.drawn")).to_have_count(1)
    shot(page, "cover-drawn")
    page.get_by_role("button", name="遮住").first.click()
    undo = page.get_by_role("button", name="不用遮")
    expect(undo).to_have_count(1)
    expect(page.get_by_text("大家看到的就是这样")).to_be_visible()
    shot(page, "covered")
    sound(page)
    undo.click()
    expect(page.get_by_text("没有遮住的地方")).to_be_visible()


def test_the_closing_form_says_when_the_new_photo_looks_like_the_reported_one(crew, reported, tmp_path):
    page = crew.staff("chen", width=390)
    page.goto(reported)
    page.get_by_role("link", name="办好了").click()
    page.locator("#next input[type=file]").first.set_input_files(tall(tmp_path))
    expect(page.locator("#reply-hints")).to_contain_text("几乎相同")
    shot(page, "closing-alike")
    sound(page)


def test_hot_issues_come_with_the_first_start_and_people_order_them(crew):
    page = crew.staff("he")
    for _again in range(30):
        page.goto("/hot/")
        if page.locator("main a[href^='/hot/']").count() > 1:
            break
        page.wait_for_timeout(2_000)
    issues = page.locator("main a[href^='/hot/']")
    expect(issues.nth(1)).to_be_visible()
    first = issues.nth(0).get_attribute("href")
    assert first
    page.goto(first)
    sound(page)
    page.locator("[name=title]").fill("冬天供暖不够热")
    page.get_by_role("button", name="改名称").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("冬天供暖不够热")
    boxes = page.locator("input[form=some][type=checkbox][name=keys]")
    for at in (0, 1):
        boxes.nth(at).check()
    page.get_by_role("button", name="选中的另成一个热点").click()
    page.wait_for_url(lambda url: not url.endswith(first))
    expect(page.locator(".fig", has_text="诉求").locator(".v")).to_contain_text("2")
    shot(page, "hot-split")
    page.goto(first)
    page.locator("[name=other]").select_option(index=1)
    page.get_by_role("button", name="并进来").click()
    expect(page.get_by_role("button", name="分开").first).to_be_visible()
    shot(page, "hot-merged")
    page.get_by_role("button", name="分开").first.click()
    expect(page.get_by_role("button", name="分开")).to_have_count(0)


SAID = {
    "infra.light.stair": "楼道声控灯不亮 三楼的灯坏了 楼梯间黑 灯泡闪 感应灯没反应",
    "env.rubbish.bin": "垃圾桶满了 垃圾没人清 厨余桶臭 垃圾堆到地上 桶盖合不上",
    "pipe.water.leak": "水管漏水 阀门滴水 墙面渗水 水表井冒水 管子裂了",
}
KEPT = """
import json, sys
from linli.site.door.ground import ground
with ground(sys.argv[1]):
    from linli.kernel.scope import SYSTEM, scope
    from linli.matters.models import Suggestion
    with scope(SYSTEM):
        kept = Suggestion.objects.select_related("matter__category").get(matter__number=sys.argv[2])
        print(json.dumps([kept.version, kept.given, kept.confidence, kept.chosen, kept.matter.category.code]))
"""


@pytest.fixture
def version(product) -> Iterator[str]:
    """A machine that knows three categories lies in the home; whatever the worker learned by itself is in use after it."""
    pytest.importorskip("sklearn")
    from linli.assist.asking import ask
    from linli.assist.reading import message
    from linli.assist.sorting import store
    from linli.assist.sorting.fit import Labelled, learn

    rows = [
        Labelled(message("", f"{one}，{at}号楼{other}。"), label)
        for label, said in SAID.items()
        for one in said.split()
        for at, other in enumerate(said.split())
    ]
    door = Home.at(product.home).sockets / "assist"
    assert within(PATIENCE, lambda: ask(door, "ping", seconds=1.0) == "pong"), "the helper is not warm"
    root, machine = product.home / "assist", learn(rows)
    assert within(3 * PATIENCE, lambda: store.journal(root) != []), (
        "the worker has not tried to learn by itself"
    )
    before = store.live(root)
    machine.version = "20261101-a1b2"
    card = store.Card(machine.version, len(rows), {}, "", "2026-11-01", 0, 1.0, 1.0, 1, None, True, [])
    store.save(root, machine, card)
    yield machine.version
    if store.live(root) != before:
        store.go_live(root, before, at="2026-11-02", done="rolled_back")


def in_home(product) -> str:
    """The version in use."""
    from linli.assist.sorting import store

    return store.live(product.home / "assist")


def in_use(page: Page, product, wanted: str) -> None:
    """The worker has changed the version."""
    for _again in range(60):
        if in_home(product) == wanted:
            return
        page.wait_for_timeout(500)
    pytest.fail(f"{in_home(product)!r} is in use, not {wanted!r}")


def change_version(crew, choice: str, why: str) -> Page:
    page = crew.staff("xi")
    page.goto("/learning/")
    page.locator("[name=version]").select_option(choice)
    page.get_by_label("为什么").fill(why)
    page.get_by_role("button", name="换版本").click()
    expect(page.get_by_text("已记下，马上换")).to_be_visible()
    sound(page)
    return page


def test_a_version_is_put_to_use_its_suggestion_tapped_and_it_goes_back(crew, product, version):
    before = in_home(product)
    in_use(change_version(crew, version, "先试一周"), product, version)
    page = crew.resident("12900002076")
    page.goto("/report/")
    page.get_by_label("说一说情况").fill("三楼楼道声控灯不亮，感应灯没反应，想请人看看。")
    page.get_by_role("button", name="提交", exact=True).last.click()
    receipt, alike = (
        page.get_by_role("heading", name="已收到"),
        page.get_by_role("button", name="都不是，提交"),
    )
    expect(receipt.or_(alike)).to_be_visible()
    if alike.is_visible():
        alike.click()
    expect(receipt).to_be_visible()
    page.get_by_role("link", name="看进度", exact=True).click()
    page.wait_for_url("**/matters/*/")
    number = page.url.rstrip("/").rpartition("/")[2]
    clerk = crew.staff("chen")
    suggested = clerk.locator("section[aria-labelledby=sorting]")
    for _again in range(30):
        clerk.goto(page.url)
        if suggested.count():
            break
        clerk.wait_for_timeout(1_000)
    expect(suggested).to_contain_text("%")
    shot(clerk, "suggested")
    first = suggested.locator("button[name=category]").first
    assert first.get_attribute("value") == "infra.light.stair"
    first.click()
    expect(clerk.get_by_text("类别已改")).to_be_visible()
    outside = {
        name: value for name, value in os.environ.items() if not name.startswith(("LINLI_", "DJANGO_"))
    }
    done = subprocess.run(
        [sys.executable, "-c", KEPT, product.home, number],
        env={**outside, "PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    used, given, confidence, chosen, category = json.loads(done.stdout.splitlines()[-1])
    assert (used, chosen, category) == (version, "infra.light.stair", "infra.light.stair")
    assert (len(given), given[0][0]) == (3, "infra.light.stair")
    assert given[0][1] == pytest.approx(confidence)
    page = change_version(crew, "", "试完了")
    in_use(page, product, before)
    page.goto("/learning/")
    for words in ("先试一周", "试完了", version):
        expect(page.get_by_text(words).first).to_be_visible()
    shot(page, "learning")
