"""Every page that somebody of the sample town can reach: no accessibility fault, no script error, no page too wide.

Links are followed from the first page of each role, so a link that leads nowhere is found, too. A page that no link
leads to is named in `BESIDE` with the address, or in `NO_PAGE` with the reason.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page, expect
from tests.journeys.driving import Crew, faults_of, sound

import linli.site.urls  # noqa: F401  knows every page
from linli.kernel.page import routes
from linli.site.sign_in.urls import urlpatterns as sign_in

LINKS = "[...document.querySelectorAll('a[href]')].filter(a => a.origin === location.origin).map(a => a.pathname + a.search)"


@dataclass(frozen=True)
class Walk:
    """Somebody who looks at everything within reach. beside: addresses to which forms lead, and error pages.

    views: every view of a list is looked at, not only the first.
    """

    name: str
    login: str = ""
    phone: str = ""
    width: int = 390
    first: str = "/"
    locale: str = "zh-CN"
    views: bool = False
    beside: tuple[str, ...] = ()

    def begin(self, crew: Crew) -> Page:
        """In, and at the first page."""
        if self.login:
            page = crew.staff(self.login, self.width)
        elif self.phone:
            page = crew.resident(self.phone, self.width)
        else:
            page = crew.guest(self.width, locale=self.locale)
        page.goto(self.first)
        return page


def _staff(login: str, *beside: str, width: int = 1440, views: bool = False) -> Walk:
    return Walk(login, login=login, width=width, views=views, beside=("/search/?q=灯", "/nowhere/", *beside))


GUEST = (
    "/outbox/",
    "/sign-in/",
    "/account/login/",
    "/account/inactive/",
    "/nowhere/",
    f"/f/{'x' * 10}/",
    f"/r/{'x' * 24}/",
    "/open/figures/",
)
RESIDENT = ("/inbox/", "/nowhere/", "/account/password/change/", "/account/sessions/")
WALKS = (
    Walk("guest", beside=GUEST),
    Walk("guest, elder", first="/?ui=elder", beside=GUEST),
    Walk("guest, English", locale="en", beside=GUEST),
    Walk("resident", phone="12900002076", beside=RESIDENT),
    Walk("resident, elder", phone="12900002076", first="/?ui=elder", beside=RESIDENT),
    _staff("chen", width=390, views=True),
    _staff("ma", width=390),
    _staff("fang", width=390),
    _staff("qian"),
    _staff("li", views=True),
    _staff("he"),
    _staff("tang"),
    _staff("shi"),
    _staff("gao"),
    _staff("lu"),
    _staff("xi", "/admin/areas/2/", "/admin/areas/3/", "/admin/areas/3/edit/", "/admin/areas/3/split/", "/admin/areas/3/merge/"),
    _staff("an", views=True),
    _staff("shen"),
)  # fmt: skip
PART, PICTURE, FILE = "a part of a page", "a picture", "a file"
NO_PAGE = {
    "places.choose_place": PART,
    "places.area_faults": FILE,
    "matters.answer_own": "a form's answer",
    "matters.choose_follow_up": "a form's answer",
    "matters.photo": PICTURE,
    "matters.follow_photo": PICTURE,
    "exchange.public_photo": PICTURE,
    "matters.photo_covers": "tests/matters/pages/test_photo_cover.py: no photo in the sample town",
    "matters.photo_whole": "tests/matters/pages/test_photo_cover.py: no photo in the sample town",
    "matters.register_category": PART,
    "matters.take_file": FILE,
    "matters.follow_file": FILE,
    "matters.take_export": FILE,
    "matters.take_away": FILE,
    "matters.sample_table": FILE,
    "board.take_report": FILE,
    "board.open_table": FILE,
    "board.open_document": FILE,
    "matters.show_slip": "test_slips",
    "matters.show_sheet": "test_slips",
    "matters.print_sheet": "test_slips",
    "matters.show_observer": "test_slips",
    "matters.show_panel": PART,
    "matters.report_nearby": PART,
    "matters.show_hot": "tests/matters/pages/test_hot.py: the worker groups the sample town only after some minutes",
    "matters.report_places": PART,
    "matters.register_place": PART,
    "matters.import_progress": PART,
    "matters.refused_rows": FILE,
    "matters.assign_many": "test_orders",
    "matters.show_import": "test_orders",
    "board.count_again": "tests/board/pages: nothing is frozen in the sample town",
    "board.decide_exclusion": "tests/board/pages: nothing waits to be left out in the sample town",
    "matters.act_on_request": "test_requests",
    "matters.decide": "test_requests",
    "matters.attend": "tests/matters/pages/test_attend.py: the sample town has no petition",
    "matters.name_agent": "tests/matters/pages/test_attend.py: the sample town has no petition",
    "matters.report_back": "tests/matters/pages/test_attend.py: the sample town has no petition",
    "matters.use_right": "tests/matters/pages/test_attend.py: the sample town has no petition",
    "matters.conclude": "tests/matters/pages/test_together.py",
    "matters.manage_ask": "tests/matters/pages/test_together.py",
    "matters.merge_matters": "tests/matters/pages/test_together.py",
    "matters.split_matter": "tests/matters/pages/test_together.py",
    "matters.list_exports": "tests/matters/pages/test_inbox_more.py",
    "matters.not_dispatch": "tests/matters/pages/test_not_dispatch.py",
    "matters.object_to_it": "tests/matters/pages/test_not_dispatch.py",
    "matters.review": "tests/matters/pages/test_not_dispatch.py",
    "matters.action": "tests/matters/pages: a step of a proposal",
    "matters.distil_it": "tests/matters/pages: a step of a proposal",
    "matters.finish": "tests/matters/pages: a step of a proposal",
    "matters.opinion": "tests/matters/pages: a step of a proposal",
    "matters.publish": "tests/matters/pages: a step of a proposal",
    "matters.sort": "tests/matters/pages: a step of a proposal",
    "exchange.show_webhook": "tests/exchange/pages: no other system is told in the sample town",
    "exchange.edit_webhook": "tests/exchange/pages: no other system is told in the sample town",
    "exchange.show_mail": "tests/exchange/pages: no mail was taken in",
    "people.show_person": "test_desk",
    "people.make_account": "test_admin",
    "mfa_authenticate": "test_second_factor",
    "mfa_reauthenticate": "test_second_factor",
    "mfa_deactivate_totp": "test_second_factor",
    "mfa_view_recovery_codes": "test_second_factor",
    "mfa_generate_recovery_codes": "test_second_factor",
}
"""Addresses that no walk comes to: not pages, or pages of another journey."""


@dataclass(frozen=True)
class Seen:
    """What the walks of a run have come across."""

    walks: set[str]
    pages: set[str]
    shapes: set[int]


@pytest.fixture(scope="module")
def seen() -> Seen:
    return Seen(set(), set(), set())


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.name)
def test_every_page_is_sound(crew: Crew, seen: Seen, walk: Walk) -> None:
    page = walk.begin(crew)
    faults = [fault for path, from_ in _ways(page, walk) for fault in _look(page, path, from_, seen)]
    seen.walks.add(walk.name)
    assert not faults, "\n".join(faults)


def _ways(page: Page, walk: Walk) -> Iterator[tuple[str, str]]:
    """Address after address, each page once, and where the link to it stood; the page stands there meanwhile."""
    known: set[tuple[str, ...]] = set()
    waiting = deque([("/", ""), ("/me/", ""), *((path, "") for path in walk.beside)])
    while waiting:
        path, from_ = waiting.popleft()
        key = (*key_of(path), view_of(path) if walk.views else "")
        if key not in known or (path in walk.beside and from_ == ""):
            known.add(key)
            yield path, from_
            waiting.extend((to, path) for to in page.evaluate(LINKS))


def key_of(path: str) -> tuple[str, str]:
    """The page of an address; each step of a matter is a page of its own."""
    parts = urlsplit(path)
    try:
        found = resolve(parts.path)
    except Resolver404:
        return "", parts.path
    name = str(found.url_name)
    return name, str(found.kwargs["code"]) if name == "matters.act" else ""


def view_of(path: str) -> str:
    found = re.search(r"\bview=(\w+)", urlsplit(path).query)
    return found[1] if found else ""


def _look(page: Page, path: str, from_: str, seen: Seen) -> list[str]:
    if NO_PAGE.get(key_of(path)[0]) == FILE:
        # A file is saved, not shown, so the browser stays where it is; its link must still lead somewhere.
        status = page.request.get(path).status
        return [] if status == 200 else [f"{status} {path}, linked from {from_}"]
    answer = page.goto(path)
    seen.pages.update((key_of(path)[0], key_of(page.url)[0]))
    dead = (
        [f"{answer.status} {path}, linked from {from_}"] if answer and from_ and answer.status != 200 else []
    )
    return [*dead, *faults_of(page, seen.shapes)]


def test_every_page_was_looked_at(seen: Seen) -> None:
    """A page to which no link leads is named above, with the reason.

    Some lead there on some days only: what a matter offers depends on the hour at which the town was made.
    """
    if seen.walks != {walk.name for walk in WALKS}:
        pytest.skip("only some of the walks were asked for")
    known = {route.name for route in routes.values() if "GET" in route.methods}
    known |= {str(one.name) for one in sign_in}
    assert set(NO_PAGE) <= known, f"no such page any more: {sorted(set(NO_PAGE) - known)}"
    assert not (unseen := known - seen.pages - set(NO_PAGE)), f"unseen {sorted(unseen)}"


def test_pages_of_refusal_are_sound(crew: Crew) -> None:
    """A form that was open too long, and an account locked after wrong passwords."""
    page = crew.guest(320)
    page.goto("/account/login/")
    page.context.clear_cookies()
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.locator("h1")).to_have_text("这一页放得太久了")
    sound(page)
    for _time in range(8):
        page.goto("/account/login/")
        page.get_by_label("登录名").fill("nobody")
        page.locator("input[name=password]").fill("not-the-password")
        with page.expect_navigation():
            page.locator("input[name=password]").press("Enter")
    expect(page.locator("h1")).to_have_text("试的次数太多了")
    expect(page.locator("main")).to_contain_text("请15分钟后再登录")
    sound(page)
