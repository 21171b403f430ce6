"""谁管这栋楼: public, nearest first, only roles the law wants posted, only work telephones."""

import pytest
from tests import town

from linli.kernel.scope import SYSTEM
from linli.people.commands import card_staff, end_posting, post


def html(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("spot", ["building2", "unit2", "home502"])
def test_a_guest_sees_everybody_who_covers_the_door(client, cast, clock, spot):
    page = html(client.get(f"/doors/{cast.areas[spot]}/"))
    order = ["马春生", "陈思远", "钱守义", "丁警官", "李晓梅", "高敏", "陆安", "何文涛"]
    at = [page.index(name) for name in order]
    assert at == sorted(at), "building, grid, community, street"
    assert 'href="tel:12900000101"' in page
    assert "云山派出所" in page


def test_administrators_and_district_desks_are_not_posted(client, cast, clock):
    page = html(client.get(f"/doors/{cast.areas['building2']}/"))
    for name in ("席工", "安卫", "申计", "唐建国", "石磊", "方骑手", "周女士", "孙志强", "宋远"):
        assert name not in page


def test_a_private_number_is_not_shown_where_no_work_number_is(client, cast, clock):
    card_staff(actor=SYSTEM, now=clock.at, person_id=cast.people["chen"], work_phone="")
    page = html(client.get(f"/doors/{cast.areas['building2']}/"))
    assert "陈思远" in page
    assert "12900000101" not in page
    assert "129****0101" not in page


def test_who_has_left_is_gone_and_who_came_is_there(client, cast, clock):
    from linli.kernel.scope import scope
    from linli.people.models import Posting

    with scope(SYSTEM):
        gone = Posting.objects.get(person=cast.people["ma"])
    end_posting(actor=SYSTEM, now=clock.at, posting_id=gone.pk, to_on=clock.at.date())
    post(
        actor=SYSTEM,
        now=clock.at,
        person_id=cast.people["gao"],
        role="building_head",
        area_id=cast.areas["building2"],
        from_on=clock.at.date(),
    )
    address = f"/doors/{cast.areas['building2']}/"
    assert "马春生" in html(client.get(address)), "the last day counts"
    clock.move(days=1)
    page = html(client.get(address))
    assert "马春生" not in page
    assert page.index("高敏") < page.index("陈思远")


@pytest.mark.parametrize("spot", ["huaiyin", "street", "district", None])
def test_only_doors_have_a_page(client, cast, clock, spot):
    area = cast.areas[spot] if spot else 999_999
    assert client.get(f"/doors/{area}/").status_code == 404
    assert client.get(f"/doors/{area}/print/").status_code == 404


def test_choosing_leads_to_the_door(client, cast, clock):
    assert client.get("/doors/").status_code == 200
    step = client.get("/doors/", {"community": cast.areas["huaiyin"]})
    assert "槐荫里2号楼" in html(step)
    done = client.get("/doors/", {"community": cast.areas["huaiyin"], "building": cast.areas["building2"]})
    assert done.headers["Location"] == f"/doors/{cast.areas['building2']}/"


def test_a_resident_comes_to_the_own_door_at_once_and_may_change(client, cast, clock):
    town.sign_in(client, "zhou")
    assert client.get("/doors/").headers["Location"].startswith("/doors/")
    assert client.get("/doors/?change=1").status_code == 200


def test_the_sheet_for_the_hallway(client, cast, clock):
    page = html(client.get(f"/doors/{cast.areas['building2']}/print/"))
    assert "<table>" in page
    assert "12900000101" in page
    assert f"http://testserver/doors/{cast.areas['building2']}/" in page
    assert "11月25日（周三）的名单" in page


def test_the_same_number_of_queries_for_one_card_and_many(client, cast, clock, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for spot in ("other_grid", "home502"):
        client.get(f"/doors/{cast.areas[spot]}/")
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/doors/{cast.areas[spot]}/")
        counts.append(len(seen))
    assert abs(counts[0] - counts[1]) <= 3, "a home costs its own row more, cards cost nothing"
