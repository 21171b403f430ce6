"""工作时间: what holds where, and new hours with the clocks that follow."""

import pytest
from tests import town
from tests.matters.desk import queries_of, text_of
from tests.matters.reports import matter, reported

from linli.places.models import Hours

pytestmark = pytest.mark.django_db
WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "9：00～12：00 13:30-17:00")


@pytest.fixture
def xi(client, clock):
    return town.sign_in(client, "xi")


def test_every_street_and_community_with_where_its_hours_come_from(xi, cast):
    xi.post(f"/admin/hours/{cast.areas['street']}/", {"since": "2026-11-25", **WEEK})
    text = text_of(xi.get("/admin/hours/").content.decode())
    assert "云山街道 周一到周五09:00-12:00 13:30-17:00 自己的" in text
    assert "槐荫社区 周一到周五09:00-12:00 13:30-17:00 沿用云山街道" in text
    assert "松柏街道 周一到周五08:30-12:00 14:00-18:00 一般时间" in text


def test_new_hours_say_how_many_limits_moved(xi, cast, now):
    one = reported(cast, cast.actor("zhou"), now)
    answer = xi.post(
        f"/admin/hours/{cast.areas['street']}/", {"since": "2026-11-25", **WEEK, "special": "2026-12-31 9:00-12:00\n2027-01-04"},
        follow=True,
    )  # fmt: skip
    assert "云山街道的工作时间已改好。重算1件在办的时钟，其中1件期限变了。" in answer.content.decode()
    assert matter(one.pk).due_at != one.due_at
    row = Hours.objects.get(area_id=cast.areas["street"])
    assert row.week[0] == "09:00-12:00 13:30-17:00"
    assert row.special == {"2026-12-31": "09:00-12:00", "2027-01-04": ""}
    page = xi.get(f"/admin/hours/{cast.areas['street']}/").content.decode()
    assert "2027-01-04 休" in page, "the form begins with what holds"


def test_what_is_typed_wrong_is_said_beside_its_field_and_kept(xi, cast):
    asked = {"since": "2026-11-25", **WEEK, "wednesday": "九点到五点"}
    answer = xi.post(f"/admin/hours/{cast.areas['street']}/", asked)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_wednesday_error"' in page
    assert "九点到五点" in page
    assert not Hours.objects.exists()
    past = xi.post(f"/admin/hours/{cast.areas['street']}/", {"since": "2026-11-24", **WEEK})
    assert "生效日期不能早于今天。" in past.content.decode()


def test_areas_out_of_reach_are_not_there(client, cast, clock):
    keeper = town.sign_in(client, "xi")
    assert keeper.get("/admin/hours/999999/").status_code == 404
    assert keeper.get(f"/admin/hours/{cast.areas['building2']}/").status_code == 404
    for name in ("li", "he", "an"):
        assert town.sign_in(client, name).get("/admin/hours/").status_code == 403


def test_the_list_asks_the_same_however_many_areas_it_has(xi, cast, now):
    few = queries_of(xi, "/admin/hours/")
    from linli.kernel.scope import SYSTEM
    from linli.places.commands import add_area

    for n in range(3, 9):
        add_area(
            actor=SYSTEM,
            now=now,
            level=3,
            code=f"99010100100{n}",
            name=f"新社区{n}",
            parent_id=cast.areas["street"],
        )
    xi.get("/admin/hours/")
    assert queries_of(xi, "/admin/hours/") == few
