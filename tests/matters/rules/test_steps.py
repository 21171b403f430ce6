"""Where a matter goes next: table by table, without a database."""

import pytest

from linli.kernel.refusal import Refusal
from linli.kernel.scope import Standing
from linli.matters.kinds import kinds
from linli.matters.rules.steps import (
    Desk,
    State,
    assigned,
    handed_down,
    handed_up,
    moved,
    opening,
    outranks,
    stands_at,
    words_needed,
)

SNAPSHOT, HOTLINE = kinds()["snapshot"], kinds()["hotline"]
GRID, COMMUNITY, STREET, DISTRICT = (
    Desk(7, "/1/2/3/7/"),
    Desk(3, "/1/2/3/"),
    Desk(2, "/1/2/"),
    Desk(1, "/1/"),
)
ALL = (GRID, COMMUNITY, STREET, DISTRICT)
PLACE = "/1/2/3/7/88/"


@pytest.mark.parametrize(
    ("kind", "desks", "role", "area"),
    [
        (SNAPSHOT, ALL, "grid_worker", 7),
        (SNAPSHOT, (None, COMMUNITY, STREET, DISTRICT), "community_desk", 3),
        (SNAPSHOT, (None, None, None, DISTRICT), "district_desk", 1),
        (HOTLINE, ALL, "community_desk", 3),
        (HOTLINE, (GRID, None, STREET, DISTRICT), "street_desk", 2),
    ],
)
def test_a_matter_opens_on_the_entering_rung_or_the_next_known_one(kind, desks, role, area):
    state = opening(kind, desks)
    assert (state.stage, state.holder_role, state.holder_area_id) == (kind.first.code, role, area)


def test_a_place_without_any_area_is_refused():
    with pytest.raises(Refusal, match="place_outside"):
        opening(SNAPSHOT, (None, None, None, None))


def test_the_follow_up_goes_to_its_desk_and_a_redo_back_to_the_rung_that_worked():
    state = opening(SNAPSHOT, ALL)
    fixed, move = moved(SNAPSHOT, state, "fix", ALL)
    assert (fixed.stage, fixed.holder_role, fixed.rung) == ("fixed", "community_desk", 0)
    assert move.answers
    redo, _ = moved(SNAPSHOT, fixed, "redo", ALL)
    assert (redo.stage, redo.holder_role, redo.holder_area_id) == ("redoing", "grid_worker", 7)
    closed, move = moved(SNAPSHOT, fixed, "confirm", ALL)
    assert (closed.stage, move.outcome) == ("closed", "solved")


def test_a_move_that_is_not_there_says_to_look_again():
    with pytest.raises(Refusal, match="move_unknown"):
        moved(SNAPSHOT, opening(SNAPSHOT, ALL), "confirm", ALL)


def test_up_and_down_skip_rungs_nobody_serves_on():
    desks = (GRID, None, STREET, DISTRICT)
    up = handed_up(SNAPSHOT, opening(SNAPSHOT, desks), desks)
    assert (up.holder_role, up.rung, up.stage) == ("street_desk", 2, "new")
    assert handed_down(SNAPSHOT, up, desks).holder_role == "grid_worker"


@pytest.mark.parametrize(
    ("way", "state", "desks", "code"),
    [
        (handed_up, State("new", 3, "district_desk", 1), ALL, "ladder_ends"),
        (handed_down, State("new", 0, "grid_worker", 7), ALL, "ladder_starts"),
        (
            handed_down,
            State("new", 1, "community_desk", 3),
            (None, COMMUNITY, STREET, DISTRICT),
            "ladder_starts",
        ),
        (handed_up, State("fixed", 0, "community_desk", 3), ALL, "not_on_ladder"),
        (handed_down, State("fixed", 0, "community_desk", 3), ALL, "not_on_ladder"),
        (handed_up, State("closed", 0, "community_desk", 3), ALL, "not_on_ladder"),
    ],
)
def test_ends_of_the_ladder(way, state, desks, code):
    with pytest.raises(Refusal, match=code):
        way(SNAPSHOT, state, desks)


def test_naming_somebody_clears_at_the_next_rung():
    state = assigned(opening(SNAPSHOT, ALL), person_id=5, unit_id=None)
    assert state.holder_person_id == 5
    assert handed_up(SNAPSHOT, state, ALL).holder_person_id is None


@pytest.mark.parametrize(
    ("person", "unit", "code"), [(None, None, "assign_to_nobody"), (1, 2, "assign_to_nobody")]
)
def test_one_person_or_one_unit(person, unit, code):
    with pytest.raises(Refusal, match=code):
        assigned(opening(SNAPSHOT, ALL), person_id=person, unit_id=unit)


def test_assigning_to_the_same_changes_nothing():
    state = assigned(opening(SNAPSHOT, ALL), person_id=5, unit_id=None)
    with pytest.raises(Refusal, match="assign_same"):
        assigned(state, person_id=5, unit_id=None)


HELD_BY_GRID = opening(SNAPSHOT, ALL)
HELD_BY_UNIT = assigned(State("working", 1, "community_desk", 3), person_id=None, unit_id=9)


@pytest.mark.parametrize(
    ("state", "standing", "stands", "above"),
    [
        (HELD_BY_GRID, Standing("grid_worker", 7, "/1/2/3/7/"), True, True),
        (HELD_BY_GRID, Standing("grid_leader", 7, "/1/2/3/7/"), True, True),
        (HELD_BY_GRID, Standing("grid_worker", 8, "/1/2/3/8/"), False, False),
        (HELD_BY_GRID, Standing("building_head", 88, "/1/2/3/7/88/"), False, False),
        (HELD_BY_GRID, Standing("community_desk", 3, "/1/2/3/"), False, True),
        (HELD_BY_GRID, Standing("community_desk", 4, "/1/2/4/"), False, False),
        (HELD_BY_GRID, Standing("district_desk", 1, "/1/"), False, True),
        (HELD_BY_UNIT, Standing("department_staff", 2, "/1/2/", 9), True, False),
        (HELD_BY_UNIT, Standing("department_staff", 2, "/1/2/", 10), False, False),
        (HELD_BY_UNIT, Standing("community_desk", 3, "/1/2/3/"), True, True),
        (HELD_BY_UNIT, Standing("grid_worker", 7, "/1/2/3/7/"), False, False),
        (HELD_BY_UNIT, Standing("street_desk", 2, "/1/2/"), False, True),
    ],
)
def test_who_stands_where_the_matter_is_and_who_stands_above(state, standing, stands, above):
    assert stands_at(SNAPSHOT, state, PLACE, [standing]) is stands
    assert outranks(SNAPSHOT, state, PLACE, [standing]) is above


def test_a_path_that_only_begins_alike_is_elsewhere():
    assert not stands_at(SNAPSHOT, HELD_BY_GRID, "/1/2/30/7/", [Standing("grid_worker", 3, "/1/2/3/")])


def test_moves_that_end_something_ask_for_words():
    fix = SNAPSHOT.move("new", "fix")
    accept = SNAPSHOT.move("new", "accept")
    with pytest.raises(Refusal, match="words_missing"):
        words_needed(fix, "")
    words_needed(fix, "修好了")
    words_needed(accept, "")
