"""What journeys share: people signed in once, pages that are watched for faults, and when a page is sound."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    expect,
    sync_playwright,
)

from linli.site.town.cast import PASSWORD

# A page may take long while the machine is busy with something else; a journey never fails for that.
PATIENCE = 30_000
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WIDTHS = (320, 1024)
WIDER = "document.documentElement.scrollWidth - window.innerWidth"
AXE = Axe().axe_script
FAULTS = """axe.run(document, {resultTypes: ["violations"]}).then(found => found.violations.flatMap(
    one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 200)} ${node.failureSummary}`)))"""
# What rules look at of a page, without its words and numbers: each way from the root to an element once, all headings.
SHAPE = """(() => {
    const found = new Set(), named = e => [e.tagName, e.className, e.getAttribute("role"), e.type].join();
    const walk = (e, above) => {
        const names = [...e.attributes].map(a => a.value ? a.name : "no " + a.name).sort();
        const way = above + ">" + named(e);
        found.add([way, names, e.childElementCount ? "" : e.textContent.trim() !== ""].join());
        for (const one of e.children) walk(one, way);
    };
    walk(document.body, "");
    const heads = [...document.querySelectorAll("h1,h2,h3,h4")].map(e => e.tagName);
    return [...found, ...heads].join("\\n");
})()"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=os.environ.get("LINLI_CHROMIUM", "/usr/bin/chromium"), args=FLAGS
        )
        yield browser
        browser.close()


@dataclass
class Crew:
    """Opens pages as anybody. Script errors, blocked resources and broken answers are kept in `faults`.

    keys: what the browser holds of those who signed in before, so that each signs in once in a run.
    """

    browser: Browser
    url: str
    keys: dict[str, Any]
    faults: list[str] = field(default_factory=list)
    opened: list[BrowserContext] = field(default_factory=list)

    def guest(self, width: int = 390, **more: Any) -> Page:
        """A page of somebody who has not signed in."""
        context = self.browser.new_context(
            base_url=self.url, viewport={"width": width, "height": 900}, **{"locale": "zh-CN", **more}
        )
        context.set_default_timeout(PATIENCE)
        self.opened.append(context)
        return self.watched(context.new_page())

    def staff(self, login: str, width: int = 1440, **more: Any) -> Page:
        """The first page of somebody with a login."""
        return self.signed_in(login, width, lambda page: by_password(page, login), **more)

    def resident(self, phone: str, width: int = 390, **more: Any) -> Page:
        """The first page of a resident who signs in by telephone."""
        return self.signed_in(phone, width, lambda page: by_code(page, phone), **more)

    def signed_in(self, who: str, width: int, way: Callable[[Page], None], **more: Any) -> Page:
        """A page of somebody; who comes the first time goes the way in first."""
        if who not in self.keys:
            page = self.guest(width)
            way(page)
            self.keys[who] = page.context.storage_state()
            page.context.close()
        page = self.guest(width, storage_state=self.keys[who], **more)
        page.goto("/")
        return page

    def watched(self, page: Page) -> Page:
        """The page, with an eye on it."""
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", self._told)
        page.on("response", self._answered)
        return page

    def close(self) -> None:
        for context in self.opened:
            context.close()

    def _told(self, message: ConsoleMessage) -> None:
        # An answer such as 422 is told as an error, too; those that matter are seen below.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"{message.page and message.page.url}: {message.text}")

    def _answered(self, answer: Response) -> None:
        missing = answer.status == 404 and answer.request.resource_type != "document"
        if answer.status >= 500 or missing:
            self.faults.append(f"{answer.status} {answer.request.method} {answer.url}")


def by_password(page: Page, login: str) -> None:
    """In by login and password."""
    page.goto("/account/login/")
    page.get_by_label("登录名").fill(login)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/account/" not in url)


def path_of(page: Page) -> str:
    """Where a page stands, with its query."""
    parts = urlsplit(page.url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def sound(page: Page) -> None:
    """No accessibility fault, nothing wider than the screen."""
    faults = faults_of(page, set())
    assert not faults, "\n".join(faults)


def faults_of(page: Page, shapes: set[int]) -> list[str]:
    """Accessibility faults of a page, unless one of the same shape was looked at; and the widths it is too wide for."""
    if page.locator("#panel[hx-trigger=revealed]:visible").count():
        expect(page.locator("#panel h2").first).to_be_visible()
    faults = []
    shape = hash(page.evaluate(SHAPE))
    if shape not in shapes:
        shapes.add(shape)
        page.evaluate(AXE)
        faults = page.evaluate(FAULTS)
    own = page.viewport_size
    assert own
    for width in (own["width"], *WIDTHS, own["width"]):
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate(WIDER) > 0:
            faults.append(f"wider than {width}")
    return [f"{path_of(page)}: {fault}" for fault in faults]


def by_code(page: Page, phone: str) -> None:
    """In by the code sent to a telephone, read where the sample town shows its messages."""
    page.goto("/sign-in/phone/")
    page.get_by_label("手机号码").fill(phone)
    page.get_by_role("button", name="发验证码").click()
    box = page.get_by_label("短信里的6位验证码")
    box.wait_for()
    messages = page.context.new_page()
    messages.goto("/outbox/")
    said = messages.locator("main").inner_text().partition(phone)[2]
    messages.close()
    found = re.search(r"验证码([0-9]{6})", said)
    assert found, said
    box.fill(found[1])
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def shown_photos(page: Page, number: int = 1, seconds: int = 120) -> None:
    """Wait for the pictures of the course: each is public when faces and plates on it are covered."""
    pictures = page.locator(".timeline img")
    until = monotonic() + seconds
    while pictures.count() < number and monotonic() < until:
        page.wait_for_timeout(1_000)
        page.reload()
    expect(pictures).to_have_count(number)
    page.wait_for_function(
        "() => [...document.querySelectorAll('.timeline img')].every(one => one.complete && one.naturalWidth > 0)"
    )


def choose_building(page: Page, name: str, community: str = "槐荫社区") -> None:
    """The place of a resident's report; says so when the page knows who will come."""
    page.locator("#id_area_id").select_option(label=community)
    page.locator("#id_building").select_option(label=name)
    expect(page.locator("#coming")).to_contain_text("前到现场看")


def photo(folder: Path, name: str, colour: str) -> str:
    """A picture as a telephone makes it; gives its path."""
    path = folder / f"{name}.jpg"
    Image.new("RGB", (1600, 1200), colour).save(path, "JPEG")
    return str(path)


def take_step(page: Page, number: str, label: str, text: str, picture: str = "") -> None:
    """A step of the panel 下一步 with its words; gives back a page that says what was done."""
    page.goto(f"/matters/{number}/")
    page.get_by_role("link", name=label).click()
    box = page.locator("#next #id_text")
    box.fill(text)
    if picture:
        page.locator("#next input[name=photos]").last.set_input_files(picture)
        expect(page.locator("#next input[name=kept]")).to_have_count(1)
    page.locator("#next button.main").click()
    expect(page.locator("#notes")).to_contain_text("。")


def follow_up(page: Page, number: str, verdict: str, *chips: str) -> None:
    """回访 by the desk: the way, what came of it, and more."""
    page.goto(f"/matters/{number}/")
    page.get_by_role("link", name="记回访结果").click()
    for word in (verdict, *chips):
        page.locator("#next").get_by_label(word, exact=True).check()
    page.locator("#next button.main").click()
    expect(page.locator("#notes")).to_contain_text("。")
