"""Each limit of a kind is counted by itself, from the clocks of matters in reach."""

from datetime import timedelta

import pytest
from tests.matters.desk import ordered

from linli.kernel.scope import scope
from linli.matters.commands import move_matter, sweep_all
from linli.matters.queries import timers

pytestmark = pytest.mark.django_db


def test_one_line_a_limit(cast, now):
    he, li = cast.actor("he"), cast.actor("li")
    in_time, late, running = (ordered(cast, now, title=f"第{n}件") for n in range(3))
    move_matter(actor=li, now=now + timedelta(minutes=30), matter_id=in_time.pk, move="sign")
    sweep_all(now=now + timedelta(days=2))
    move_matter(actor=li, now=now + timedelta(days=2), matter_id=late.pk, move="sign")
    assert running
    with scope(he):
        found = timers(he, "hotline", cast.path("street"), now - timedelta(days=1), now + timedelta(days=9))
        assert [tuple(one)[1:] for one in found] == [(1, 2, 0), (0, 0, 2)]
        assert timers(he, "nothing", "/", now, now) == []
    song = cast.actor("song")
    with scope(song):
        assert (
            timers(song, "hotline", cast.path("street"), now - timedelta(days=1), now + timedelta(days=9))
            == []
        )
