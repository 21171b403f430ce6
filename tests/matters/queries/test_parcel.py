"""A matter in five steps: every stage and every end of every kind has its words."""

from datetime import UTC, datetime, timedelta

import pytest

from linli.matters.kinds import kinds
from linli.matters.models import Matter
from linli.matters.queries import parcel
from linli.matters.queries.parcel import dots
from linli.matters.shape import Step
from linli.matters.terms import Outcome

NOW = datetime(2026, 11, 25, 6, 20, tzinfo=UTC)
STAGES = [(kind, stage) for kind in kinds().values() for stage in kind.stages]


def made(kind: str, stage: str, **more) -> Matter:
    return Matter(
        number="20261125-0001", kind=kind, stage=stage, title="灯不亮", place="2号楼", area_path="/1/", outcome="",
        opened_at=NOW, promised_at=NOW + timedelta(days=3), **more,
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "stage"), STAGES, ids=lambda one: one.code)
def test_every_stage_has_plain_words(kind, stage):
    one = made(kind.code, stage.code)
    if stage.final:
        one.closed_at, one.outcome = NOW, Outcome.SOLVED
    seen = parcel(one, NOW)
    assert seen.badge.word
    assert "退回" not in seen.badge.word
    assert len(seen.dots) == 5
    assert seen.asked == (stage.code == kind.asking.at)
    assert (seen.promise is not None) == stage.ladder
    now = [dot.word for dot in seen.dots if dot.state == "now"]
    assert len(now) == (0 if stage.final else 1)


@pytest.mark.django_db
@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_end_has_a_sentence_and_a_way_on(outcome):
    one = made("snapshot", "closed")
    one.closed_at, one.outcome = NOW, outcome
    seen = parcel(one, NOW)
    assert seen.closed
    assert seen.ending
    assert seen.promise is None
    assert bool(seen.dots) == (outcome not in (Outcome.WITHDRAWN, Outcome.DECLINED, Outcome.NOT_DISPATCHED))


@pytest.mark.django_db
def test_a_promise_is_broken_when_its_moment_is_over():
    one = made("snapshot", "working")
    assert not parcel(one, one.promised_at).broken
    assert parcel(one, one.promised_at + timedelta(seconds=1)).broken


def test_dots_rise_with_the_step():
    for at, step in enumerate(Step):
        states = [dot.state for dot in dots(step, done=False)]
        assert states == ["done"] * at + ["now"] + [""] * (4 - at)
    assert {dot.state for dot in dots(Step.FOLLOWED, done=True)} == {"done"}
