"""Counts past the wall: only for areas in scope, only as many as are worth counting."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.matters.reports import reported

from linli.kernel.scope import GUEST, scope
from linli.matters.commands import merge
from linli.matters.queries import counts, open_by, outlook
from linli.matters.queries import counts as counted_once
from linli.matters.queries.counts import day_end
from linli.matters.rules.views import View
from linli.places.terms import Level

pytestmark = pytest.mark.django_db


def raw(area, level, now, most=20_000):
    with connection.cursor() as cursor:
        cursor.execute(
            "select * from matter_counts(%s, %s, %s, %s, %s)", (level, area, now, day_end(now), most)
        )
        return cursor.fetchall()


def test_the_owners_function_asks_the_scope_itself(cast, zhou, li, now):
    reported(cast, zhou, now)
    areas = [
        ("huaiyin", "community", 1),
        ("grid3", "grid", 1),
        ("street", "street", 0),
        ("heqiao", "community", 0),
    ]
    with scope(li):
        for area, level, rows in areas:
            assert len(raw(cast.areas[area], level, now)) == rows, area
    for actor in (zhou, GUEST):
        with scope(actor):
            assert raw(cast.areas["huaiyin"], "community", now) == []


def test_no_more_are_counted_than_asked_what_runs_out_first_among_them(cast, zhou, li, now):
    for hours in range(4):
        reported(cast, zhou, now - timedelta(days=hours), text=f"{hours}处。")
    with scope(li):
        (row,) = raw(cast.areas["huaiyin"], "community", now, most=2)
    assert row[2:4] == (2, 2)


def test_the_parts_of_an_area_add_up_to_the_whole(cast, zhou, li, now):
    """A matter that rides on another counts nowhere: not in the area, not in the row of a part of it."""
    he = cast.actor("he")
    lead, rider = (reported(cast, zhou, now, text=text) for text in ("灯不亮。", "楼道没灯。"))
    merge(actor=li, now=now, lead_id=lead.pk, member_ids=(rider.pk,))
    with scope(he):
        seen = outlook(he, cast.areas["street"])
        whole = counted_once(seen, now).of(View.OPEN)
        parts = open_by(seen, Level.COMMUNITY, now)
    assert whole == sum(one.n for one in parts.values()) == 1


def test_one_page_asks_once(cast, zhou, li, now, django_assert_num_queries):
    reported(cast, zhou, now)
    with scope(li):
        seen = outlook(li)
        counts(seen, now)
        with django_assert_num_queries(0):
            assert counted_once(seen, now).of(View.OPEN) == 1
        with django_assert_num_queries(1):
            counts(seen, now + timedelta(minutes=1))
