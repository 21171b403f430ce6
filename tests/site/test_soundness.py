"""The invariants hold over a busy town, and each is broken by the row it is about."""

import pytest
from django.db import connections
from tests import town

from linli.matters.commands import (
    ask_extension,
    ask_unit,
    follow_up,
    hand_up,
    merge,
    move_matter,
    open_matter,
    split,
)
from linli.site import soundness

EXTENSION = {"text": "配件没到。", "told": "电话里说了。"}


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
    _together(cast, now)
    return made


def _together(cast, now):
    """A merged one, a unit asked, parts, and an extension that waits for its decision."""
    zhou, he, li = (cast.actor(name) for name in ("zhou", "he", "li"))
    spot = cast.areas["building2"]
    lead, rider, whole = (
        open_matter(actor=zhou, now=now, kind="snapshot", text="路面坑洼", area_id=spot).subject_id
        for _n in range(3)
    )
    merge(actor=li, now=now, lead_id=lead, member_ids=(rider,))
    ask_unit(actor=li, now=now, matter_id=lead, unit_id=cast.organisations["works"], text="请看一下怎么修。")
    split(actor=li, now=now, matter_id=whole, titles=("路面破了", "井盖松动"))
    order = open_matter(
        actor=he, now=now, kind="hotline", text="供暖不热", area_id=spot, source="hotline", order_type="help"
    ).subject_id
    move_matter(actor=li, now=now, matter_id=order, move="sign")
    ask_extension(actor=li, now=now, matter_id=order, span="2wd", **EXTENSION)


def test_a_busy_town_is_sound(busy):
    assert list(soundness.faults()) == []
    assert soundness.chain().ok


CLOSED = "update matters_matter set closed_at = received_at, due_at = null, next_due_at = null where"

BREAKS = {
    "matters.clock_runs": "update matters_clock set ended_at = now() where ended_at is null",
    "matters.due_is_the_clocks": "update matters_matter set due_at = due_at + interval '1 hour' where due_at is not null",
    "matters.closed_rests": "update matters_matter set due_at = now() where closed_at is not null",
    "matters.begins": "delete from kernel_event where code = 'matters.opened'",
    "matters.has_reporter": "delete from matters_reporter",
    "matters.redos_counted": "update matters_matter set redos = 7",
    "matters.ups_counted": "update matters_matter set ups = 7",
    "matters.lies_in_its_area": "update matters_matter set area_path = '/9/'",
    "matters.no_chains": f"{CLOSED} id in (select lead_id from matters_matter where rides)",
    "matters.rider_rests": "alter table matters_matter drop constraint matters_rider_rests;"
    " update matters_matter set next_due_at = received_at where rides",
    "matters.gathered_counted": "update matters_matter set gathered = 7",
    "matters.open_ask_has_a_clock": f"{CLOSED} id in (select matter_id from matters_ask)",
    "matters.asked_units_read_it": "update matters_matter set asked_units = '{}'",
    "matters.one_level_of_parts": f"{CLOSED} id in (select parent_id from matters_matter)",
    "matters.waits_for_what_is_asked": "update matters_matter set waits_for = 'return'",
    "matters.stands_by_request": "update matters_clock set of = 'review'",
    "matters.requests_looked_at": "update matters_request set look_at = null",
    "matters.requests_counted": "update matters_matter set extensions = 7",
    "matters.requests_end_with_it": f"{CLOSED} id in (select matter_id from matters_request)",
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
