"""Hints: found once by plain rules, said of work and desks, looked at by the desk above."""

from datetime import timedelta

import pytest
from tests.board.figured import solved
from tests.matters.reports import reported

from linli.board.commands import find_hints, look_at_hint
from linli.board.models import Hint
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import follow_up, move_matter

pytestmark = pytest.mark.django_db


def found() -> dict[str, list[Hint]]:
    with scope(SYSTEM):
        rules: dict[str, list[Hint]] = {}
        for one in Hint.objects.order_by("pk"):
            rules.setdefault(one.rule, []).append(one)
        return rules


def answered(cast, at, after, text):
    pk = reported(cast, cast.actor("zhou"), at).pk
    move_matter(actor=cast.actor("chen"), now=at + after, matter_id=pk, move="fix", text=text)
    return pk


def test_each_rule_finds_its_work_once(cast, now):
    fast = answered(cast, now, timedelta(minutes=2), "马上换了灯泡。")
    same = [answered(cast, now + timedelta(minutes=n), timedelta(hours=1), "已 处理。") for n in range(5)]
    late = answered(cast, now - timedelta(days=1), timedelta(days=1), "换了，拖了一天。")
    redone = solved(cast, now, 1, verdict="unsolved")[0]
    content = answered(cast, now - timedelta(hours=2), timedelta(hours=1), "换了新灯。")
    follow_up(actor=cast.actor("li"), now=now, matter_id=content, via="phone", reached=True, verdict="solved",
              satisfaction="very_good")  # fmt: skip
    again = reported(cast, cast.actor("zhou"), now + timedelta(hours=3)).pk
    tomorrow = now + timedelta(days=1)
    assert find_hints(tomorrow) > 0
    rules = found()
    assert fast in [one.matters[0] for one in rules["fast"]]
    assert sorted(same) in [sorted(one.matters) for one in rules["same_words"]]
    assert [late] in [one.matters for one in rules["late_signed"]]
    assert [one.matters for one in rules["reopened"]] == [[redone]]
    assert [content, again] in [one.matters for one in rules["again"]]
    assert find_hints(tomorrow) == 0


def test_a_desk_of_perfect_follow_ups_is_named_as_a_desk(cast, now):
    solved(cast, now, 21, grade="very_good")
    find_hints(now.replace(month=12, day=1))
    (hint,) = found()["all_perfect"]
    assert hint.area_path == cast.path("huaiyin")
    assert str(cast.people["li"]) not in hint.key.split()
    assert len(hint.matters) == 21


def test_nineteen_are_too_few(cast, now):
    solved(cast, now, 19, grade="very_good")
    find_hints(now.replace(month=12, day=1))
    assert "all_perfect" not in found()


def test_setting_aside_needs_a_reason_and_happens_once(cast, now):
    answered(cast, now, timedelta(minutes=2), "马上换了灯泡。")
    find_hints(now + timedelta(days=1))
    hint = found()["fast"][0]
    he = cast.actor("he")
    with pytest.raises(Refusal, match="text_missing"):
        look_at_hint(actor=he, now=now, hint_id=hint.pk, aside=True)
    look_at_hint(actor=he, now=now, hint_id=hint.pk, aside=True, words="网格员就在旁边。")
    with pytest.raises(Refusal, match="hint_done"):
        look_at_hint(actor=he, now=now, hint_id=hint.pk)
    with pytest.raises(Refusal, match="hint_not_found"):
        look_at_hint(actor=cast.actor("song"), now=now, hint_id=hint.pk)
