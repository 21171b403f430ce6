"""The log and its seals: each look is a fact, nobody but the audit administrator looks, a change is found."""

import pytest
from django.db import connections
from tests import town

from linli.kernel import audit
from linli.kernel.models import EventRow
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.people.commands import read_log, verify_seals
from linli.people.queries import log_lines, seal_state
from linli.people.queries.actors import actor_for_person


def refused(act, **asked) -> str:
    with pytest.raises(Refusal) as found:
        act(**asked)
    return found.value.code


@pytest.mark.parametrize("who", ["xi", "an", "li", "tang", "zhou"])
def test_nobody_else_reads_or_checks(cast, now, who):
    assert refused(read_log, actor=cast.actor(who), now=now, part="events") == "not_allowed"
    assert refused(verify_seals, actor=cast.actor(who), now=now) == "not_allowed"


@pytest.mark.parametrize(
    ("more", "code"),
    [({"part": "names"}, "part_unknown"), ({"part": "events", "kind": "matters.flown"}, "code_unknown")],
)
def test_what_is_not_kept_cannot_be_asked(cast, now, more, code):
    assert refused(read_log, actor=cast.actor("shen"), now=now, **more) == code


def test_a_look_is_the_newest_line_of_what_it_shows(cast, now):
    shen = cast.actor("shen")
    look = read_log(actor=shen, now=now, part="events")
    with scope(shen):
        newest = log_lines(shen, look).rows[0]
    assert (newest.kind, newest.actor_id, newest.by) == ("people.log_read", cast.people["shen"], "申计")


def test_filters_and_pages_hold_together(cast, now):
    shen = cast.actor("shen")
    look = read_log(actor=shen, now=now, part="events", kind="people.posted")
    with scope(shen):
        first = log_lines(shen, look)
        assert {one.kind for one in first.rows} == {"people.posted"}
        with scope(SYSTEM):
            known = EventRow.objects.filter(code="people.posted").count()
        assert len(first.rows) == min(known, 50)
    look = read_log(actor=shen, now=now, part="events", by=cast.people["shen"])
    with scope(shen):
        assert {one.actor_id for one in log_lines(shen, look).rows} == {cast.people["shen"]}
    look = read_log(actor=shen, now=now, part="events", day=now.date())
    with scope(shen):
        assert all(one.at.date() == now.date() for one in log_lines(shen, look).rows)


def test_all_pages_together_are_the_whole_log(cast, now):
    shen = cast.actor("shen")
    look = read_log(actor=shen, now=now, part="events")
    seen, after = [], ""
    with scope(shen):
        while True:
            page = log_lines(shen, look, after)
            seen += [one.id for one in page.rows]
            if page.after is None:
                break
            after = page.after
        wanted = list(
            EventRow.objects.reachable(shen, "people.read_log").order_by("-id").values_list("pk", flat=True)
        )
    assert seen == wanted
    assert len(seen) > 50


def test_a_changed_row_is_found_and_said(own_database):
    """Really committed: sealed, changed behind the application's back, checked."""
    cast, now = town.cast(), town.NOW
    shen = actor_for_person(cast.people["shen"], now)
    assert audit.seal(now=now) > 50
    assert verify_seals(actor=shen, now=now).ok
    with connections["owner"].cursor() as cursor:
        cursor.execute("update kernel_event set facts = facts || '{\"role\": \"king\"}' where code = 'people.posted' and id = ("
                       "select min(id) from kernel_event where code = 'people.posted') returning id")  # fmt: skip
        changed = cursor.fetchone()[0]
    found = verify_seals(actor=shen, now=now)
    assert (found.ok, found.bad_event) == (False, changed)
    with scope(shen):
        state = seal_state(shen, read_log(actor=shen, now=now, part="seals"))
    assert state.check.bad_event == changed
    assert state.sealed > 50
