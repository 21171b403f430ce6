"""剔除: asked with a reason, decided by the level above and nobody else; what was granted leaves the rates."""

import pytest
from tests.board.figured import keep_all, solved

from linli.board.commands import ask_exclusion, decide_exclusion
from linli.board.queries import figures_of, rates_at
from linli.board.rules.periods import so_far
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.matters.models import Matter
from linli.places.queries import tree

pytestmark = pytest.mark.django_db


def number(pk: int) -> str:
    with scope(SYSTEM):
        return Matter.objects.values_list("number", flat=True).get(pk=pk)


def solved_rate(cast, now):
    keep_all()
    with scope(SYSTEM):
        node = tree()[cast.areas["street"]]
        return figures_of(node, so_far(now.date()), rates_at(node.path, now.date())).figure("solved")


def test_what_was_granted_leaves_the_rate_and_is_counted_beside_it(cast, now):
    solved(cast, now, 11)
    bad = solved(cast, now, 1, verdict="unsolved")[0]
    assert (solved_rate(cast, now).part, solved_rate(cast, now).whole) == (11, 12)
    asked = ask_exclusion(
        actor=cast.actor("li"), now=now, number=number(bad), reason="not_ours", words="归供热公司。"
    )
    assert solved_rate(cast, now).whole == 12, "asked is not granted"
    decide_exclusion(actor=cast.actor("he"), now=now, exclusion_id=asked.subject_id, granted=True)
    after = solved_rate(cast, now)
    assert (after.part, after.whole, after.out["granted"]) == (11, 11, 1)


def test_nobody_decides_the_own_request_nor_one_of_the_same_level(cast, now):
    pk = solved(cast, now, 1)[0]
    asked = ask_exclusion(actor=cast.actor("he"), now=now, number=number(pk), reason="force", words="暴雨。")
    for name in ("he", "guo"):
        with pytest.raises(Refusal, match="not_above"):
            decide_exclusion(actor=cast.actor(name), now=now, exclusion_id=asked.subject_id, granted=True)
    decide_exclusion(actor=cast.actor("tang"), now=now, exclusion_id=asked.subject_id, granted=True)
    with pytest.raises(Refusal, match="already_decided"):
        decide_exclusion(
            actor=cast.actor("tang"), now=now, exclusion_id=asked.subject_id, granted=False, words="x"
        )


def test_the_top_asks_nobody(cast, now):
    pk = solved(cast, now, 1)[0]
    with pytest.raises(Refusal, match="nobody_above"):
        ask_exclusion(actor=cast.actor("tang"), now=now, number=number(pk), reason="force", words="暴雨。")


def test_another_streets_desk_finds_nothing(cast, now):
    pk = solved(cast, now, 1)[0]
    with pytest.raises(Refusal, match="matter_not_found"):
        ask_exclusion(actor=cast.actor("song"), now=now, number=number(pk), reason="force", words="暴雨。")


def test_a_no_needs_a_reason_and_may_be_asked_again(cast, now):
    pk = solved(cast, now, 1)[0]
    li, he = cast.actor("li"), cast.actor("he")
    asked = ask_exclusion(actor=li, now=now, number=number(pk), reason="force", words="暴雨。")
    with pytest.raises(Refusal, match="text_missing"):
        decide_exclusion(actor=he, now=now, exclusion_id=asked.subject_id, granted=False)
    with pytest.raises(Refusal, match="already_asked"):
        ask_exclusion(actor=li, now=now, number=number(pk), reason="force", words="又下雨。")
    decide_exclusion(actor=he, now=now, exclusion_id=asked.subject_id, granted=False, words="当天没下雨。")
    ask_exclusion(actor=li, now=now, number=number(pk), reason="wrong", words="登记错了。")
