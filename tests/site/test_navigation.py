"""The frame: menus from the pages that exist and may be opened, homes, places, counts; nothing asked in vain."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from tests import town
from tests.matters.desk import every_stage, text_of

from linli.kernel.notice import tell
from linli.kernel.page import routes
from linli.kernel.scope import GUEST, SYSTEM, Actor, Standing, scope
from linli.people.terms import Role
from linli.site import urls
from linli.site.menu import HOMES, MENU, OBSERVER_TABS, RESIDENT_TABS, WORKER_TABS, may_open
from linli.site.navigation import context, home_of

pytestmark = pytest.mark.django_db
assert urls.urlpatterns, "the pages are known once the addresses are"


def asked(cast, name, address="/inbox/", now=town.NOW):
    request = RequestFactory().get(address)
    request.actor = cast.actor(name) if name else GUEST
    request.now = now
    request.session = {}
    return request


def labels(found):
    return [item.label for _group, items in found for item in items]


@pytest.mark.parametrize(
    ("name", "home"),
    [
        ("chen", "/today/"),
        ("qian", "/inbox/"),
        ("li", "/inbox/"),
        ("he", "/inbox/"),
        ("tang", "/inbox/"),
        ("shi", "/asks/"),
        ("ma", "/matters/new/"),
        ("lu", "/matters/new/"),
        ("gao", "/matters/new/"),
        ("zhou", "/"),
    ],
)
def test_the_home_follows_the_posting(cast, name, home):
    assert home_of(cast.actor(name)) == home


def test_every_home_is_an_address_of_its_own_and_never_the_front_door(cast):
    for name in town.PEOPLE:
        actor = cast.actor(name)
        if actor.is_staff:
            assert home_of(actor) != "/", name
    nowhere = Actor(kind="person", person_id=1, standings=(Standing(Role.GRID_PARTNER, 1, "/1/"),))
    assert home_of(nowhere) == "/me/"


def test_every_role_with_pages_has_a_home():
    assert set(HOMES) | {Role.GRID_PARTNER, Role.RESIDENT} == set(Role)


def test_entries_lead_to_pages_the_actor_may_open(cast):
    patterns = {route.pattern for route in routes.values()}
    for name in (*town.PEOPLE, None):
        found = context(asked(cast, name))
        for item in [*(item for _label, items in found["nav"]() for item in items), *found["tabs"]()]:
            if item.url.startswith("tel:"):
                continue
            pattern = item.url.split("?")[0].removeprefix("/")
            assert pattern in patterns, (name, item.url)
            assert may_open(cast.actor(name) if name else GUEST, pattern), (name, item.url)


def test_menus_differ_by_posting(cast):
    seen = {
        name: labels(context(asked(cast, name))["nav"]())
        for name in ("li", "chen", "shi", "xi", "an", "shen")
    }
    assert "收件箱" in seen["li"]
    assert "今天" not in seen["li"]
    assert "今天" in seen["chen"]
    assert "回访" not in seen["chen"]
    assert "登记诉求" not in seen["shi"]
    for admin in ("xi", "an", "shen"):
        assert "收件箱" not in seen[admin]


def test_every_entry_is_said_once():
    entries = [entry for _label, group in MENU for entry in group]
    assert len({(entry.pattern, entry.query) for entry in entries}) == len(entries)
    for tabs in (WORKER_TABS, OBSERVER_TABS, RESIDENT_TABS):
        assert len({tab.pattern for tab in tabs}) == len(tabs)


def current(found):
    return [item.label for _group, items in found for item in items if item.current]


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("/inbox/", "收件箱"),
        ("/inbox/?view=late", "收件箱"),
        ("/follow-ups/", "回访"),
        ("/matters/20261125-0001/", "收件箱"),
        ("/matters/new/", "登记诉求"),
    ],
)
def test_one_entry_is_marked(cast, address, label):
    assert current(context(asked(cast, "li", address))["nav"]()) == [label]


def test_counts_stand_beside_their_entries(cast, now):
    made = every_stage(cast, now)
    counted = {
        item.label: item.count for _group, items in context(asked(cast, "li"))["nav"]() for item in items
    }
    own = [one for name, one in made.items() if name not in ("closed", "elsewhere")]
    assert counted["收件箱"] == len(own)
    assert counted["回访"] == 1


@pytest.mark.parametrize(("login", "n"), [("li", 1), ("he", 0)])
def test_follow_ups_are_counted_where_they_lie(cast, now, login, n):
    """What a community has to ask is no number for the street."""
    every_stage(cast, now)
    found = {
        item.label: item.count for _group, items in context(asked(cast, login))["nav"]() for item in items
    }
    assert found["回访"] == n


def test_places_are_those_of_the_postings_and_right_below(cast):
    def places(name, address="/inbox/"):
        return [(item.label, item.current) for item in context(asked(cast, name, address))["places"]()]

    assert places("li") == [("云山街道 / 槐荫社区", True)]
    assert places("he") == [
        ("云山街道", True),
        ("云山街道 / 槐荫社区", False),
        ("云山街道 / 河桥社区", False),
    ]
    assert places("he", f"/inbox/?area={cast.areas['heqiao']}")[2] == ("云山街道 / 河桥社区", True)
    assert places("he", f"/inbox/?area={cast.areas['other_street']}")[0] == ("云山街道", True)
    assert places("tang")[1:] == [("云山区 / 云山街道", False), ("云山区 / 松柏街道", False)]
    assert places("xi") == []
    assert places("zhou") == []
    assert places(None) == []


def test_unread_messages_are_ones_own(cast, now):
    with scope(SYSTEM):
        for at, name in enumerate(("li", "li", "he")):
            tell(
                key=f"k{at}",
                text="一条",
                now=now,
                area_path=cast.path("huaiyin"),
                person_id=cast.people[name],
            )
    assert [context(asked(cast, name))["unread"]() for name in ("li", "he", "wu", None)] == [2, 1, 0, 0]


def test_nothing_is_asked_before_a_template_shows_it(cast):
    request = asked(cast, "li")
    with CaptureQueriesContext(connection) as queries:
        context(request)
    assert len(queries) == 0


def test_worker_tabs_and_resident_tabs(cast):
    def tabs(name):
        return [item.label for item in context(asked(cast, name))["tabs"]()]

    assert tabs("chen") == ["今天", "事件", "记一笔", "我的"]
    assert tabs("li") == []
    assert tabs("zhou")[0] == "首页"


def test_the_menu_page_holds_places_and_groups(client, cast, clock):
    page = text_of(town.sign_in(client, "he").get("/menu/").content.decode())
    for words in ("看哪个地方", "云山街道 / 河桥社区", "收件箱", "登记诉求"):
        assert words in page
    client.logout()
    assert client.get("/menu/").url.startswith("/sign-in/")


def test_staff_who_may_not_search_or_register_have_no_field_for_it(client, cast, clock):
    page = town.sign_in(client, "li").get("/menu/").content.decode()
    assert 'action="/search/"' in page
    assert 'href="/matters/new/"' in page
    page = town.sign_in(client, "an").get("/menu/").content.decode()
    assert 'action="/search/"' not in page
    assert 'href="/matters/new/"' not in page
