"""已收到: three facts, the number and the way to follow."""

import pytest
from tests import town
from tests.matters.reports import reported

from linli.kernel.scope import GUEST

pytestmark = pytest.mark.django_db


def test_it_says_what_happens_next_who_and_by_when(client, cast, clock):
    one = reported(cast, GUEST, clock.at)
    page = client.get(f"/f/{one.follow_secret()}/received/").content.decode()
    for told in (
        "20261125-0001", "<b>明天8:50</b>前，网格员陈思远来看", "<b>11月30日（周一）18:00</b>前答复您", "12900000101",
        f"http://testserver/f/{one.follow_secret()}/", '<svg class="qr" role="img"', f'href="/f/{one.follow_secret()}/slip/"',
    ):  # fmt: skip
        assert told in page
    assert "我的事”" not in page


def test_a_residents_own_is_in_the_list(client, cast, clock, zhou):
    one = reported(cast, zhou, clock.at)
    page = town.sign_in(client, "zhou").get(f"/f/{one.follow_secret()}/received/").content.decode()
    assert "已存到“我的事”" in page
    assert f'href="/matters/{one.number}/"' in page
    stranger = town.sign_in(client, "feng").get(f"/f/{one.follow_secret()}/received/").content.decode()
    assert "已存到" not in stranger


def test_where_no_grid_is_known_the_desk_has_it(client, cast, clock):
    one = reported(cast, GUEST, clock.at, area_id=cast.areas["huaiyin"])
    assert "槐荫社区前台来看" in client.get(f"/f/{one.follow_secret()}/received/").content.decode()
