"""The pictures of the README, taken from a running product with its sample town.

Run `./linli up` and then `.venv/bin/python -m tools.pictures http://127.0.0.1:8000 PASSWORD`, with the
password of the sample sign-ins that it prints; writes docs/pictures/*.png.
Needs the browser that `./linli test` installs.
"""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
PHONE, DESK = (390, 844), (1440, 900)
GAP = 24


def _page(browser: Browser, base: str, size: tuple[int, int], who: str, password: str) -> Page:
    width, height = size
    page = browser.new_context(
        base_url=base, viewport={"width": width, "height": height}, locale="zh-CN"
    ).new_page()
    page.goto("/account/login/")
    page.fill("input[name=login]", who)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/account/" not in url)
    return page


def _taken(page: Page, address: str) -> Image.Image:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def _beside(pictures: list[Image.Image]) -> Image.Image:
    width = sum(one.width for one in pictures) + GAP * (len(pictures) - 1)
    whole = Image.new("RGB", (width, max(one.height for one in pictures)), "white")
    left = 0
    for one in pictures:
        whole.paste(one, (left, 0))
        left += one.width + GAP
    return whole


def _write(name: str, picture: Image.Image) -> None:
    FOLDER.mkdir(exist_ok=True)
    picture.quantize(128, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)


def main(base: str, password: str) -> int:
    """Take the four pictures."""
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        resident = _page(browser, base, PHONE, "zhou", password)
        phones = [_taken(resident, address) for address in ("/?ui=resident", "/report/", "/?ui=elder")]
        _write("resident", _beside(phones))
        worker = _page(browser, base, PHONE, "chen", password)
        first = _taken(worker, "/today/")
        worker.locator("main a[href^='/matters/']").first.click()
        worker.wait_for_load_state("networkidle")
        opened = Image.open(io.BytesIO(worker.screenshot())).convert("RGB")
        _write("today", _beside([first, opened]))
        desk = _page(browser, base, DESK, "li", password)
        _write("inbox", _taken(desk, "/inbox/"))
        address = desk.locator("aside a[href^='/matters/'], .panel a[href^='/matters/']").first.get_attribute(
            "href"
        )
        _write("matter", _taken(desk, address or "/inbox/"))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
