"""合并社区: which, what moves, then one."""

import pytest
from tests import town
from tests.matters.desk import text_of
from tests.matters.reports import matter, reported

from linli.places.models import Area, Succession

pytestmark = pytest.mark.django_db


@pytest.fixture
def xi(client, clock):
    return town.sign_in(client, "xi")


def address(cast, area="street"):
    return f"/admin/areas/{cast.areas[area]}/merge/"


def asked(cast, **more):
    both = [str(cast.areas["huaiyin"]), str(cast.areas["heqiao"])]
    return {
        "communities": both,
        "first": "",
        "name": "槐河社区居民委员会",
        "code": "990101001003",
        "on": "2026-11-25",
        **more,
    }


def test_looking_shows_what_moves_and_names_that_would_clash(xi, cast, now):
    from linli.kernel.scope import SYSTEM
    from linli.places.commands import change_area

    change_area(actor=SYSTEM, now=now, area_id=cast.areas["grid1"], short="第3网格")
    text = text_of(xi.post(address(cast), {**asked(cast), "step": "look"}).content.decode())
    assert "槐荫社区 2 2 1" in text
    assert "河桥社区 1 0" in text
    assert "有同名的网格（第3网格）" in text
    assert "吴海燕（社区前台）" in text
    assert not Succession.objects.exists()


def test_then_they_are_one(xi, cast, now):
    one = reported(cast, cast.actor("zhou"), now)
    answer = xi.post(address(cast), {**asked(cast), "step": "merge"}, follow=True)
    text = text_of(answer.content.decode())
    assert "2个社区已合并成槐河社区居民委员会，7处区域" in text
    new = Area.objects.get(code="990101001003")
    assert matter(one.pk).community_id == new.pk
    assert set(Area.objects.filter(parent=new, until=None).values_list("pk", flat=True)) == {
        cast.areas[name] for name in ("grid1", "grid3", "grid4")
    }


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"communities": []}, "请选择哪些社区。"),
        ({"name": ""}, "请填写合并后的全称。"),
        ({"code": "123"}, "代码是3位"),
        ({"on": "2026-11-26"}, "那天还没到"),
        ({"communities": ["999999"]}, "没有这个选项"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_moves(xi, cast, change, sentence):
    answer = xi.post(address(cast), {**asked(cast, **change), "step": "merge"})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Succession.objects.exists()


def test_one_alone_is_no_merger(xi, cast):
    answer = xi.post(
        address(cast), {**asked(cast, communities=[str(cast.areas["huaiyin"])]), "step": "merge"}
    )
    assert "请选两个或更多的社区。" in answer.content.decode()


def test_only_streets_and_only_the_system_administrator(client, cast, clock):
    xi = town.sign_in(client, "xi")
    assert xi.get(address(cast, "huaiyin")).status_code == 404
    for name in ("li", "he", "an"):
        assert town.sign_in(client, name).get(address(cast)).status_code == 403
