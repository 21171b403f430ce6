"""The audit administrator's pages: read only, filtered, each look in the log, nothing personal on them."""

import pytest
from django.test import Client
from tests import town

import linli.matters.events
import linli.people.events
import linli.places.events  # noqa: F401  knows every event
from linli.kernel import audit
from linli.kernel.event import registry
from linli.kernel.models import EventRow
from linli.kernel.scope import SYSTEM, scope
from linli.people.commands import see_person
from linli.site.event_words import EVENTS, SUBJECTS

PAGES = ("/admin/log/", "/admin/log/sights/", "/admin/log/seals/")


@pytest.fixture
def desk(client, cast, clock):
    return town.sign_in(client, "shen")


def html(answer) -> str:
    return answer.content.decode()


def test_every_event_has_a_word_and_no_word_is_left_over():
    assert set(EVENTS) == set(registry)
    assert {event.subject for event in registry.values()} <= set(SUBJECTS)


@pytest.mark.parametrize("page", PAGES)
def test_each_look_is_in_the_log(desk, cast, page):
    assert desk.get(page).status_code == 200
    with scope(SYSTEM):
        row = EventRow.objects.latest("id")
    assert (row.code, row.actor_id) == ("people.log_read", cast.people["shen"])


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["xi", "an", "li", "tang", "zhou"])
def test_nobody_else_looks(cast, clock, page, who):
    other = town.sign_in(Client(), who)
    assert other.get(page).status_code == 403


def test_the_log_names_staff_and_counts_residents(desk, cast, clock):
    see_person(
        actor=cast.actor("li"),
        now=clock.at,
        person_id=cast.people["zhou"],
        field="phone",
        reason="contact",
        words="约时间",
    )
    page = html(desk.get("/admin/log/", {"kind": "people.person_seen"}))
    assert "看人员全号" in page
    assert "李晓梅" in page
    assert "周女士" not in page
    assert "约时间" not in page, "words stand in the sight, not in the log"
    page = html(desk.get("/admin/log/", {"by": cast.people["li"]}))
    assert "看人员全号" in page
    assert "登记人员" not in page.split("<tbody>")[1]
    assert "没有这样的记录" in html(desk.get("/admin/log/", {"day": "2026-11-24"}))


def test_sights_show_the_reason_and_never_the_value(desk, cast, clock):
    see_person(
        actor=cast.actor("li"),
        now=clock.at,
        person_id=cast.people["zhou"],
        field="phone",
        reason="contact",
        words="约时间",
    )
    page = html(desk.get("/admin/log/sights/"))
    assert "李晓梅（社区前台）" in page
    assert "要联系本人：约时间" in page
    assert "12900002076" not in page
    assert "2076" not in page.split("<tbody>")[1]


@pytest.mark.parametrize(
    "hostile",
    [
        {"by": "x"},
        {"by": "99999999999999999999"},
        {"day": "yesterday"},
        {"kind": "matters.flown"},
        {"after": "x"},
        {"by": "-1"},
    ],
)
def test_a_strange_filter_is_answered_calmly(desk, hostile):
    for page in PAGES[:2]:
        assert desk.get(page, hostile).status_code in (200, 400)


@pytest.mark.parametrize("page", PAGES[:2])
def test_there_is_nothing_to_write(desk, page):
    assert desk.post(page, {}).status_code == 405


def test_the_seals_are_checked_on_a_button(desk, cast, clock):
    audit.seal(now=clock.at)
    assert "还没核对过" in html(desk.get("/admin/log/seals/"))
    assert desk.post("/admin/log/seals/", {}).status_code == 302
    page = html(desk.get("/admin/log/seals/"))
    assert "对得上" in page
    with scope(SYSTEM):
        assert EventRow.objects.filter(code="people.seals_verified", facts__ok=True).count() == 1
