"""Neighbours joined: the parent comes back, holes and parts stay what they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.places.rules.shapes import box, box_ring, corners, tiling

from linli.places.rules.crossing import first_contact
from linli.places.rules.geometry import area_m2
from linli.places.rules.overlap import excess
from linli.places.rules.union import joined, without_holes

seeds = st.integers(0, 10_000)


@given(seed=seeds)
def test_all_children_joined_are_the_parent(seed):
    parent, children = tiling(seed)
    whole = joined(children.values())
    assert len(whole) == 1
    assert len(whole[0]) == 1
    assert set(corners(whole)) == set(corners(parent))
    assert area_m2(whole) == pytest.approx(area_m2(parent), rel=1e-12)
    assert first_contact(whole[0]) is None


@given(seed=seeds)
def test_an_enclave_left_out_is_a_hole(seed):
    _, children = tiling(seed)
    enclave = children.pop("enclave")
    rest = joined(children.values())
    assert len(rest) == 1
    assert len(rest[0]) == 2
    assert set(rest[0][1]) == set(enclave[0][0])
    assert area_m2(without_holes(rest)) == pytest.approx(area_m2(rest) + area_m2(enclave), rel=1e-9)


@given(seed=seeds, data=st.data())
def test_any_choice_of_children_keeps_their_area(seed, data):
    _, children = tiling(seed, side=3)
    chosen = data.draw(st.sets(st.sampled_from(sorted(children)), min_size=1))
    whole = joined(children[key] for key in chosen)
    assert area_m2(whole) == pytest.approx(sum(area_m2(children[key]) for key in chosen), rel=1e-9)
    for key in chosen:
        assert not excess(children[key], whole).beyond(0.01)


def test_shapes_that_meet_in_one_corner_stay_two_parts():
    two = joined([box(0, 0, 1, 1), box(1, 1, 2, 2)])
    assert len(two) == 2
    assert {frozenset(polygon[0]) for polygon in two} == {
        frozenset(box_ring(0, 0, 1, 1)),
        frozenset(box_ring(1, 1, 2, 2)),
    }


def test_a_ring_of_eight_around_nothing():
    eight = [box(x, y, x + 1, y + 1) for x in range(3) for y in range(3) if (x, y) != (1, 1)]
    ring = joined(eight)
    assert len(ring) == 1
    assert set(ring[0][1]) == set(box_ring(1, 1, 2, 2))
    filled = joined([*eight, box(1, 1, 2, 2)])
    assert len(filled[0]) == 1


def test_an_island_in_the_hole_is_a_part_of_its_own():
    around = ((box_ring(0, 0, 9, 9), box_ring(1, 1, 8, 8)),)
    island = ((box_ring(2, 2, 7, 7), box_ring(3, 3, 4, 4)),)
    both = joined([around, island])
    assert sorted(len(polygon) for polygon in both) == [2, 2]
    assert area_m2(both) == pytest.approx(area_m2(around) + area_m2(island))


def test_nothing_joined_is_nothing():
    assert joined([]) == ()
