"""Who may ask for what, who decides, where a return goes: table by table, without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from linli.kernel.refusal import Refusal
from linli.kernel.scope import Standing
from linli.matters.kinds import kind_of
from linli.matters.rules.requests import (
    Record,
    approver,
    askable,
    is_final,
    is_late,
    length,
    may_decide,
    may_supervise,
    returned,
)
from linli.matters.rules.steps import Desk, State
from linli.matters.terms import RequestKind as Kind

NOW = datetime(2026, 11, 25, 14, 20, tzinfo=UTC)
HOTLINE, SNAPSHOT = kind_of("hotline"), kind_of("snapshot")
GRID, COMMUNITY, STREET, DISTRICT = range(4)
DESKS = [Desk(4, "/1/2/3/4/"), Desk(3, "/1/2/3/"), Desk(2, "/1/2/"), Desk(1, "/1/")]
PLACE = "/1/2/3/4/"
UNIT = 77


def at(stage, rung=COMMUNITY, unit=None, kind=HOTLINE):
    return State(stage, rung, kind.ladder[rung].role, DESKS[rung].area_id, holder_unit_id=unit)


@pytest.mark.parametrize(
    ("stage", "what", "record", "code"),
    [
        ("working", Kind.EXTENSION, Record(), ""),
        ("unsigned", Kind.EXTENSION, Record(), "request_unknown"),
        ("answered", Kind.RETURN, Record(), "request_unknown"),
        ("closed", Kind.SUPERVISION, Record(), "request_unknown"),
        ("closed", Kind.APPEAL, Record(), ""),
        ("closed", Kind.APPEAL, Record(appeals=1), "quota_used"),
        ("working", Kind.EXTENSION, Record(in_run=1), "quota_used"),
        ("working", Kind.PAUSE, Record(in_run=1), ""),
        ("working", Kind.PAUSE, Record(in_run=2), "quota_used"),
        ("working", Kind.RETURN, Record(returns=2), ""),
        ("working", Kind.RETURN, Record(returns=3), "return_final"),
        ("unsigned", Kind.RETURN, Record(return_final=True), "return_final"),
        ("working", Kind.RETURN, Record(waits_for="extension"), "request_waits"),
        ("working", Kind.EXTENSION, Record(waits_for="paused"), "paused"),
        ("working", Kind.SUPERVISION, Record(waits_for="extension"), ""),
        ("working", Kind.SUPERVISION, Record(supervised=True), "supervised_already"),
    ],
)
def test_what_may_be_asked_when(stage, what, record, code):
    if not code:
        assert askable(HOTLINE, at(stage), what, record).what is what
        return
    with pytest.raises(Refusal) as refused:
        askable(HOTLINE, at(stage), what, record)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("kind", "late", "code"),
    [(HOTLINE, False, ""), (HOTLINE, True, "extension_too_late"), (SNAPSHOT, True, "")],
)
def test_only_some_kinds_take_a_late_extension_and_mark_it(kind, late, code):
    allowed = kind.allowed(Kind.EXTENSION, "working")
    record = Record(due_at=NOW - timedelta(minutes=1) if late else NOW)
    if code:
        with pytest.raises(Refusal, match=code):
            is_late(allowed, record, NOW)
    else:
        assert is_late(allowed, record, NOW) is late


@pytest.mark.parametrize(
    ("span", "code"),
    [
        ("1wd", ""),
        ("10wd", ""),
        ("11wd", "span_too_long"),
        ("5d", "span_too_long"),
        ("viel", "span_unreadable"),
    ],
)
def test_an_extension_is_at_most_ten_working_days(span, code):
    allowed = HOTLINE.allowed(Kind.EXTENSION, "working")
    if code:
        with pytest.raises(Refusal, match=code):
            length(allowed, span)
    else:
        assert length(allowed, span).code == span


@pytest.mark.parametrize(
    ("state", "what", "final", "known", "rung"),
    [
        (at("working", GRID), Kind.EXTENSION, False, "1111", COMMUNITY),
        (at("working", COMMUNITY), Kind.EXTENSION, False, "1111", STREET),
        (
            at("working", COMMUNITY, UNIT),
            Kind.EXTENSION,
            False,
            "1111",
            COMMUNITY,
        ),  # the desk that gave it away
        (at("working", GRID), Kind.EXTENSION, False, "1011", STREET),  # nobody serves in the community
        (at("working", COMMUNITY), Kind.RETURN, True, "1111", DISTRICT),
        (at("working", COMMUNITY), Kind.RETURN, True, "1110", STREET),  # the highest there is
        (at("working", DISTRICT), Kind.RETURN, False, "1111", None),
        (at("working", DISTRICT, UNIT), Kind.RETURN, True, "1111", DISTRICT),
        (at("closed", GRID), Kind.APPEAL, False, "1111", DISTRICT),
    ],
)
def test_who_decides(state, what, final, known, rung):
    desks = [desk if there == "1" else None for desk, there in zip(DESKS, known, strict=True)]
    allowed = HOTLINE.allowed(what, state.stage if what is not Kind.APPEAL else "")
    if rung is None:
        with pytest.raises(Refusal, match="nobody_above"):
            approver(HOTLINE, state, desks, allowed, final=final)
    else:
        assert approver(HOTLINE, state, desks, allowed, final=final) == rung


@pytest.mark.parametrize(("returns", "final"), [(0, False), (1, False), (2, True)])
def test_the_third_return_is_final(returns, final):
    assert is_final(HOTLINE.allowed(Kind.RETURN, "working"), Record(returns=returns)) is final


@pytest.mark.parametrize(
    ("role", "area", "person", "code"),
    [
        ("street_desk", DESKS[STREET], 5, ""),
        ("district_desk", DESKS[DISTRICT], 5, ""),
        ("community_desk", DESKS[COMMUNITY], 5, "not_yours_to_decide"),
        ("street_desk", Desk(9, "/1/9/"), 5, "not_yours_to_decide"),
        ("street_desk", DESKS[STREET], 8, "own_request"),
    ],
)
def test_nobody_decides_below_beside_or_the_own(role, area, person, code):
    standings = [Standing(role, area.area_id, area.path)]
    asked = (HOTLINE, at("working"), PLACE, standings, "street_desk", person, 8)
    if code:
        with pytest.raises(Refusal, match=code):
            may_decide(*asked)
    else:
        may_decide(*asked)


@pytest.mark.parametrize(
    ("towards", "expected"),
    [
        ({"unit_id": UNIT}, ("unsigned", STREET, 2, UNIT)),
        ({"to_rung": DISTRICT}, ("unsigned", DISTRICT, 1, None)),
        ({}, ("unsigned", STREET, 2, None)),
    ],
)
def test_a_return_begins_anew_where_it_should_go_or_at_the_desk_that_dispatches(towards, expected):
    state = replace(at("working"), holder_person_id=5)
    after = returned(HOTLINE, state, DESKS, STREET, **towards)
    assert (after.stage, after.rung, after.holder_area_id, after.holder_unit_id) == expected
    assert after.holder_person_id is None


@pytest.mark.parametrize(
    ("role", "area", "fits"),
    [
        ("leader", DESKS[DISTRICT], True),
        ("leader", Desk(9, "/1/9/"), False),
        ("street_desk", DESKS[STREET], True),
        ("community_desk", DESKS[COMMUNITY], False),
        ("grid_worker", DESKS[GRID], False),
    ],
)
def test_supervision_comes_from_above(role, area, fits):
    standings = [Standing(role, area.area_id, area.path)]
    if fits:
        assert may_supervise(HOTLINE, at("working"), PLACE, standings) is standings[0]
    else:
        with pytest.raises(Refusal, match="not_above"):
            may_supervise(HOTLINE, at("working"), PLACE, standings)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"at": ("nowhere",)}, "no stage on the ladder"),
        ({"at": ()}, "names stages where it must not"),
        ({"quota": 0}, "may never be asked"),
        ({"most": None}, "no longest length"),
    ],
)
def test_a_faulty_declaration_of_a_request_is_named(change, fault):
    first, *others = HOTLINE.requests
    broken = replace(HOTLINE, requests=(replace(first, **change), *others))
    assert any(fault in one for one in broken.faults())
