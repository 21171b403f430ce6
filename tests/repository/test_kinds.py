"""Every present and future kind is sound, and every end is reached by walking all its moves and lapses."""

import pytest

from linli.kernel.refusal import Refusal
from linli.kernel.scope import holders
from linli.matters import access  # noqa: F401  knows every permission
from linli.matters.kinds import kinds
from linli.matters.rules.steps import Desk, handed_down, handed_up, moved, opening
from linli.matters.terms import LapseDo
from linli.people.terms import Role

ALL = list(kinds().values())
FULL = [Desk(area, f"/{area}/") for area in (4, 3, 2, 1)]


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.code)
def test_kind_is_sound(kind):
    assert kind.faults() == []
    assert str(kind.label)
    assert all(str(stage.label) for stage in kind.stages)
    assert all(len(str(move.label)) <= 12 for stage in kind.stages for move in stage.moves), (
        "12 characters a button"
    )


def walk(kind, desks):
    """All states that can be reached by moves, the ladder and lapses, and from which state to which."""
    start = opening(kind, desks)
    seen, ahead, onward = set(), [start], {}
    while ahead:
        state = ahead.pop()
        if state in seen:
            continue
        seen.add(state)
        assert state.holder_role in set(Role), "never ownerless"
        assert state.holder_area_id
        steps = set()
        stage = kind.stage(state.stage)
        for move in stage.ways:
            steps.add(moved(kind, state, move.code, desks)[0])
        for way in (handed_up, handed_down):
            try:
                steps.add(way(kind, state, desks))
            except Refusal:
                continue
        onward[state] = steps
        ahead.extend(steps)
    return seen, onward


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.code)
@pytest.mark.parametrize("known", [4, 3, 2, 1], ids=["grid", "community", "street", "district"])
def test_every_stage_is_reached_and_every_state_leads_to_an_end(kind, known):
    desks = [FULL[4 - rung.level] if rung.level <= known else None for rung in kind.ladder]
    seen, onward = walk(kind, desks)
    assert {state.stage for state in seen} == {stage.code for stage in kind.stages if not stage.retired}
    ends = {state for state in seen if kind.stage(state.stage).final}
    leads = set(ends)
    while True:
        more = {state for state, steps in onward.items() if steps & leads} - leads
        if not more:
            break
        leads |= more
    assert leads == seen


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.code)
def test_a_move_with_a_command_of_its_own_names_a_permission(kind):
    known = set(holders)
    for stage in kind.stages:
        for move in stage.ways:
            assert bool(move.form) == bool(move.needs), move.code
            assert not move.needs or move.needs in known, move.code


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.code)
def test_a_limit_that_runs_out_always_tells_somebody(kind):
    for stage in kind.stages:
        if stage.final or stage.retired:
            continue
        assert stage.lapses[0].do in LapseDo
        assert stage.lapses[0].after is None, "somebody hears at once"


def test_a_faulty_declaration_is_named():
    from dataclasses import replace

    kind = kinds()["snapshot"]
    lost = replace(kind, stages=kind.stages[:-1])
    assert any("leads nowhere" in fault for fault in lost.faults())
    endless = replace(kind, stages=(*kind.stages[:1], replace(kind.stages[1], within=None), *kind.stages[2:]))
    assert any("has no limit" in fault for fault in endless.faults())
    silent = replace(kind, stages=(replace(kind.stages[0], lapses=()), *kind.stages[1:]))
    assert any("nothing happens" in fault for fault in silent.faults())
    twice = replace(kind.stages[0], moves=(replace(kind.stages[0].moves[0], code="feed_back"),))
    named = replace(kind, stages=(twice, *kind.stages[1:]))
    assert any("a step that every kind has" in fault for fault in named.faults())
