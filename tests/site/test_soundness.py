"""The invariants hold over a busy town, and each is broken by the row it is about."""

import pytest
from django.db import connections
from tests import town

from linli.matters.commands import follow_up, hand_up, move_matter, open_matter
from linli.site import soundness


@pytest.fixture
def busy(own_database, now):
    cast = town.cast()
    zhou, chen, li = (cast.actor(name) for name in ("zhou", "chen", "li"))
    made = [
        open_matter(
            actor=zhou, now=now, kind="snapshot", text="灯不亮", area_id=cast.areas["building2"]
        ).subject_id
        for _n in range(3)
    ]
    hand_up(actor=chen, now=now, matter_id=made[0], text="要协调")
    move_matter(actor=chen, now=now, matter_id=made[1], move="fix", text="修好了")
    follow_up(actor=li, now=now, matter_id=made[1], via="phone", reached=True, verdict="unsolved")
    move_matter(actor=chen, now=now, matter_id=made[2], move="fix", text="修好了")
    follow_up(actor=li, now=now, matter_id=made[2], via="phone", reached=True, verdict="solved")
    return made


def test_a_busy_town_is_sound(busy):
    assert list(soundness.faults()) == []
    assert soundness.chain().ok


BREAKS = {
    "matters.clock_runs": "update matters_clock set ended_at = now() where ended_at is null",
    "matters.due_is_the_clocks": "update matters_matter set due_at = due_at + interval '1 hour' where due_at is not null",
    "matters.closed_rests": "update matters_matter set due_at = now() where closed_at is not null",
    "matters.begins": "delete from kernel_event where code = 'matters.opened'",
    "matters.has_reporter": "delete from matters_reporter",
    "matters.redos_counted": "update matters_matter set redos = 7",
    "matters.ups_counted": "update matters_matter set ups = 7",
    "matters.lies_in_its_area": "update matters_matter set area_path = '/9/'",
    "matters.supporters_counted": "update matters_matter set supporters = 7",
    "matters.remarks_lie_with_it": "update matters_remark set area_path = '/9/'",
    "places.path_of_parent": "update places_area set path = '/77/' where level = 7",
    "places.parent_in_force": "update places_area set until = since where level = 5",
    "people.posting_at_its_area": "update people_posting set area_path = '/9/'",
    "people.posted_have_cards": "delete from people_staff",
    "people.phone_with_mark_and_index": "update people_person set phone_index = null",
}


def test_every_invariant_has_a_row_that_breaks_it():
    assert {one.name for one in soundness.ALL} == set(BREAKS)


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_row_is_found(name, busy):
    with connections["owner"].cursor() as cursor:
        cursor.execute(BREAKS[name])
        assert cursor.rowcount
    found = {one.invariant.name: one for one in soundness.faults()}
    assert name in found
    assert found[name].first > 0
