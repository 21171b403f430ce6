"""The tree, the grid at a position, the categories."""

import msgspec
import pytest

from linli.places.rules.crs import Crs, from_wgs84
from linli.site.api import shapes

pytestmark = pytest.mark.django_db


def test_the_tree_goes_down_to_the_grids(api):
    top = msgspec.json.decode(api.get("/areas", "chen").content, type=shapes.Areas).areas
    (district,) = top
    assert district.id == api.cast.areas["district"]
    street = next(area for area in district.below if area.id == api.cast.areas["street"])
    grids = {grid.id for community in street.below for grid in community.below}
    assert grids == {api.cast.areas[name] for name in ("grid1", "grid3", "grid4")}
    part = api.get(f"/areas?below={api.cast.areas['huaiyin']}", "chen").json()["areas"]
    assert [area["id"] for area in part] == [api.cast.areas["huaiyin"]]
    assert api.get("/areas?below=999999", "chen").json()["code"] == "area_unknown"


@pytest.mark.parametrize("crs", ["wgs84", "gcj02", "bd09"])
def test_a_position_has_its_grid(api, crs):
    lon, lat = from_wgs84(106.815, 39.605, Crs(crs))
    found = api.get(f"/places/grid?lon={lon}&lat={lat}&crs={crs}", "zhou").json()
    assert found["grid_id"] == api.cast.areas["grid4"]
    assert found["community_id"] == api.cast.areas["huaiyin"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("lon=1&lat=1", (404, "place_outside")),
        ("lon=106.8", (422, "address_wrong")),
        ("lon=nan&lat=39.6", (422, "address_wrong")),
        ("lon=inf&lat=39.6", (422, "address_wrong")),
        ("lon=1e400&lat=39.6", (422, "address_wrong")),
        ("lon=106.8&lat=139.6", (422, "address_wrong")),
        ("lon=a&lat=b", (422, "address_wrong")),
    ],
)
def test_positions_that_are_none(api, query, expected):
    answer = api.get(f"/places/grid?{query}", "zhou")
    assert (answer.status_code, answer.json()["code"]) == expected


def test_categories_come_with_their_parents(api):
    found = msgspec.json.decode(api.get("/categories", "zhou").content, type=shapes.Categories).categories
    assert "light" in {one.code for one in found}
    known = set()
    for one in found:
        assert (one.parent is None) == (one.depth == 0)
        assert one.parent is None or one.parent in known
        known.add(one.code)
