"""What journeys share: people signed in once, pages that are watched for faults, and when a page is sound."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright

from linli.site.town.cast import PASSWORD

# A page may take long while the machine is busy with something else; a journey never fails for that.
PATIENCE = 30_000
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
AXE = Axe()
WIDER = "document.documentElement.scrollWidth - window.innerWidth"


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
            base_url=self.url, viewport={"width": width, "height": 900}, locale="zh-CN", **more
        )
        context.set_default_timeout(PATIENCE)
        self.opened.append(context)
        return self.watched(context.new_page())

    def staff(self, login: str, width: int = 1440, **more: Any) -> Page:
        """The first page of somebody with a login."""
        return self.signed_in(login, width, lambda page: by_password(page, login), **more)

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
    found = AXE.run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    assert page.evaluate(WIDER) <= 0, f"{page.url} is wider than the screen"
