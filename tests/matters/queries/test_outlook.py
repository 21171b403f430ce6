"""From where somebody looks: own areas first, anything in reach when asked, nothing else."""

import pytest

from linli.kernel.scope import GUEST, scope
from linli.matters.queries import below, outlook, outlooks

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "area", "unit"),
    [
        ("chen", "grid3", False),
        ("li", "huaiyin", False),
        ("he", "street", False),
        ("tang", "district", False),
        ("shi", "street", True),
    ],
)
def test_the_first_posting(cast, name, area, unit):
    actor = cast.actor(name)
    with scope(actor):
        seen = outlook(actor)
        assert seen.area_id == cast.areas[area]
        assert (seen.unit_id is not None) == unit
        assert outlooks(actor) == [seen]


@pytest.mark.parametrize("name", ["zhou", "xi", "fang", "ma", "police"])
def test_who_sees_no_matters_has_none(cast, name):
    actor = cast.actor(name)
    with scope(actor):
        assert outlook(actor) is None
        assert outlooks(actor) == []


def test_what_may_be_asked_for(cast):
    he, li, shi = (cast.actor(name) for name in ("he", "li", "shi"))
    with scope(he):
        assert outlook(he, cast.areas["grid3"]).path == cast.path("grid3")
        assert outlook(he, cast.areas["district"]) is None
        assert outlook(he, cast.areas["building2"]) is None
        assert [node.short for node in below(outlook(he))] == ["槐荫社区", "河桥社区"]
    with scope(li):
        assert outlook(li, cast.areas["heqiao"]) is None
        assert outlook(li, 10**15) is None
    with scope(shi):
        assert outlook(shi, cast.areas["huaiyin"]).unit_id == cast.organisations["works"]
    with scope(GUEST):
        assert outlook(GUEST, cast.areas["huaiyin"]) is None
