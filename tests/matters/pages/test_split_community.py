"""拆分社区: what would move is shown first, then it moves."""

import pytest
from tests import town
from tests.matters.desk import text_of
from tests.matters.reports import matter, reported

from linli.places.models import Area, Succession

pytestmark = pytest.mark.django_db


@pytest.fixture
def xi(client, clock):
    return town.sign_in(client, "xi")


def address(cast, area="huaiyin"):
    return f"/admin/areas/{cast.areas[area]}/split/"


def asked(cast, **more):
    return {
        "on": "2026-11-25", "name1": "槐北社区居民委员会", "code1": "990101001003", "name2": "槐南社区居民委员会",
        "code2": "990101001004", f"grid{cast.areas['grid3']}": "1", f"grid{cast.areas['grid4']}": "2", **more,
    }  # fmt: skip


def test_looking_shows_what_moves_and_who_must_be_posted_anew(xi, cast, now):
    reported(cast, cast.actor("zhou"), now)
    text = text_of(xi.post(address(cast), {**asked(cast), "step": "look"}).content.decode())
    assert "槐北社区居民委员会 1 1 1" in text
    assert "李晓梅（社区前台）" in text
    assert "高敏（调解员）" in text
    assert not Succession.objects.exists()


def test_then_it_is_split(xi, cast, now):
    one = reported(cast, cast.actor("zhou"), now)
    answer = xi.post(address(cast), {**asked(cast), "step": "split"}, follow=True)
    page = text_of(answer.content.decode())
    assert "槐荫社区已拆成2个社区，6处区域连同在办诉求都归过去了。" in page
    assert "今天起停用，改为：" in page or "2026年11月25日起停用，改为：" in page or "11月25日起停用" in page
    assert "槐北社区居民委员会" in page
    assert "下面的人还任职在这里，请安全管理员改派。" in page
    new = Area.objects.get(code="990101001003")
    assert matter(one.pk).community_id == new.pk
    shown = text_of(xi.get(f"/admin/areas/{new.pk}/").content.decode())
    assert "拆分自 槐荫社区居民委员会" in shown
    assert "陈思远 网格员" in shown


def test_codes_are_proposed_and_three_parts_are_possible(xi, cast):
    page = xi.get(f"{address(cast)}?parts=3").content.decode()
    assert 'value="990101001003"' in page
    assert "第3个社区的全称" in page
    assert xi.get(f"{address(cast)}?parts=99").status_code == 200
    assert xi.get(f"{address(cast)}?parts=x").status_code == 200


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name1": ""}, "请填写第1个社区的全称。"),
        ({"on": "2026-11-26"}, "那天还没到"),
        ({"code1": "990101002003"}, "前9位要和街道"),
        ({"code2": "990101001003"}, "代码不能一样"),
        ({"on": "x"}, "日期要写成"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_moves(xi, cast, change, sentence):
    answer = xi.post(address(cast), {**asked(cast, **change), "step": "split"})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Succession.objects.exists()


def test_a_grid_nobody_gave_away_is_asked_for(xi, cast):
    without = asked(cast)
    del without[f"grid{cast.areas['grid4']}"]
    answer = xi.post(address(cast), {**without, "step": "split"})
    assert answer.status_code == 422
    assert "请选择第4网格。" in answer.content.decode()


def test_only_communities_with_two_grids_and_only_for_the_system_administrator(client, cast, clock):
    xi = town.sign_in(client, "xi")
    assert "网格不到两个" in xi.get(address(cast, "heqiao")).content.decode()
    assert xi.get(address(cast, "street")).status_code == 404
    assert xi.get("/admin/areas/999999/split/").status_code == 404
    for name in ("li", "he", "an"):
        assert town.sign_in(client, name).get(address(cast)).status_code == 403
