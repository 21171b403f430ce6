"""A list by its index is the list row by row: the same matters in the same order, the same counts, page after page."""

from datetime import timedelta
from importlib import import_module

import pytest
from tests.matters.desk import every_stage, ordered
from tests.matters.reports import reported

from linli.kernel.scope import SYSTEM, scope
from linli.matters.models import Matter
from linli.matters.queries import Wanted, branches, inbox, outlook, tabs
from linli.matters.rules.views import View

room = import_module("linli.matters.queries.inbox")
pytestmark = pytest.mark.django_db


@pytest.fixture
def town(cast, zhou, now, clock):
    every_stage(cast, now)
    ordered(cast, now)
    for at in range(4):
        reported(cast, zhou, now + timedelta(minutes=at), text=f"第{at}盏路灯坏了，着火了！")


def filters(cast, now):
    today = now.date()
    return [
        {"kind": "hotline"}, {"kind": "snapshot", "source": "app"}, {"source": "phone"}, {"order_type": "help"}, {"urgency": "urgent"},
        {"holder": "community_desk"}, {"unit_id": cast.organisations["works"]}, {"since": today, "until": today},
        {"since": today + timedelta(days=1)}, {"categories": branches()[0].below}, {"kind": "'; drop table matters_matter"},
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["li", "he", "tang"])
def test_by_the_index_and_by_row(cast, town, now, monkeypatch, name):
    actor, later = cast.actor(name), now + timedelta(hours=5)
    found = {}
    for by in ("index", "row"):
        if by == "row":
            monkeypatch.setattr(room, "_indexed", lambda *_of: None)
        with scope(actor):
            seen = outlook(actor)
            for view in View:
                for at, chosen in enumerate([{}, *filters(cast, now)]):
                    wanted = Wanted(seen, view, **chosen)
                    page = room.page_of(wanted, later, size=3)
                    more = room.page_of(wanted, later, size=3, after=page.after) if page.after else None
                    back = room.page_of(wanted, later, size=3, before=more.before) if more else None
                    ids = [[row.id for row in one.rows] for one in (page, more, back) if one]
                    assert back is None or ids[0] == ids[2]
                    counted = sorted(tabs(wanted, later).tallies)
                    found[by, view, at] = (ids, counted)
    for view in View:
        for at in range(len(filters(cast, now)) + 1):
            assert found["index", view, at] == found["row", view, at], (view, at)
    assert any(ids[0] for ids, _counted in found.values())


def test_what_is_kept_from_the_reader_is_neither_listed_nor_counted(cast, town, now):
    """The function looks past the wall; the list it gives is read through it."""
    li = cast.actor("li")
    with scope(li):
        seen = outlook(li)
        whole = [line.row.id for line in inbox(Wanted(seen, kind="snapshot"), now).rows]
        assert len(whole) > 3
    with scope(SYSTEM):
        Matter.objects.filter(pk=whole[0]).update(hidden_from=[f"p{li.person_id}"])
    with scope(li):
        wanted = Wanted(seen, kind="snapshot")
        assert [line.row.id for line in inbox(wanted, now).rows] == whole[1:]
        assert tabs(wanted, now).of(View.OPEN) == len(whole) - 1
        assert [row.id for row in room.page_of(wanted, now, size=2).rows] == whole[1:3]
    wu = cast.actor("wu")
    with scope(wu):
        assert inbox(Wanted(seen, kind="snapshot"), now).rows == []
        assert tabs(Wanted(seen, kind="snapshot"), now).of(View.OPEN) == 0
