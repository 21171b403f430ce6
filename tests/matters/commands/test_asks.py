"""协办, 会商, 拆分, 突发: units asked for their part, one public answer, parts before the whole."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.matters.commands.test_merging import report, row, sound

from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, may, scope
from linli.matters import access
from linli.matters.commands import (
    add_plan_step,
    add_plan_unit,
    answer_ask,
    ask_unit,
    call_consultation,
    conclude_consultation,
    extend_ask,
    log_incident,
    merge,
    move_matter,
    open_matter,
    remind_unit,
    split,
    sweep_asks,
    tick_step,
    withdraw,
    withdraw_ask,
)
from linli.matters.models import Ask, Incident, IncidentEntry, IncidentStep, Matter, Remark
from linli.matters.queries import matter_for, timeline

pytestmark = pytest.mark.django_db
FIXED = "路面补好了，井盖也换了。"


@pytest.fixture
def asked(cast, li, now):
    """A matter about which two units were asked, and its two asks."""
    pk = report(cast, now)
    asks = [
        ask_unit(
            actor=li, now=now, matter_id=pk, unit_id=cast.organisations[unit], text="请看一下，答复怎么处理。"
        ).ask_id
        for unit in ("works", "patrol")
    ]
    return pk, asks


def ask(pk: int) -> Ask:
    with scope(SYSTEM):
        return Ask.objects.get(pk=pk)


def test_an_asked_unit_reads_the_matter_while_and_after_it_was_asked(cast, li, now, asked):
    pk, (first, _second) = asked
    number = row(pk).number
    xu, shi = cast.actor("xu"), cast.actor("shi")
    for actor in (xu, shi):
        with scope(actor):
            found = matter_for(actor, number)
        assert found is not None
        assert found.as_staff
        assert not may(actor, access.SEE_REPORTER, found.matter)
        assert not may(actor, access.ACT, found.matter)
    with scope(cast.actor("song")):
        assert matter_for(cast.actor("song"), number) is None
    withdraw_ask(actor=li, now=now, ask_id=first)
    with scope(shi):
        assert matter_for(shi, number) is not None
    unasked = row(report(cast, now)).number
    with scope(shi):
        assert matter_for(shi, unasked) is None


def test_the_one_answer_waits_for_the_units(cast, li, chen, now, asked):
    pk, (first, second) = asked
    answer_ask(actor=cast.actor("shi"), now=now, ask_id=first, text="路面今天补。")
    with pytest.raises(Refusal, match="asks_open"):
        move_matter(actor=chen, now=now, matter_id=pk, move="fix", text=FIXED)
    answer_ask(actor=cast.actor("xu"), now=now, ask_id=second, text="没有占道的，不归我们。", declined=True)
    assert [ask(one).state for one in (first, second)] == ["answered", "declined"]
    move_matter(actor=chen, now=now, matter_id=pk, move="fix", text=FIXED)
    with scope(SYSTEM):
        told = timeline(Matter.objects.get(pk=pk), public_only=True)
        assert [one.text for one in told if one.text == FIXED] == [FIXED]
        assert not any("路面今天补" in one.text or "占道" in one.text for one in told)
        assert any("路面今天补" in one.text for one in timeline(Matter.objects.get(pk=pk), public_only=False))
    sound()


def test_only_the_unit_that_was_asked_answers(cast, now, asked):
    _pk, (first, _second) = asked
    for name in ("xu", "li", "chen", "song"):
        with pytest.raises(Refusal, match="ask_not_found"):
            answer_ask(actor=cast.actor(name), now=now, ask_id=first, text="好。")
    with pytest.raises(Refusal, match="words_missing"):
        answer_ask(actor=cast.actor("shi"), now=now, ask_id=first, text=" ")
    answer_ask(actor=cast.actor("shi"), now=now, ask_id=first, text="好。")
    with pytest.raises(Refusal, match="ask_over"):
        answer_ask(actor=cast.actor("shi"), now=now, ask_id=first, text="好。")


def test_an_ask_has_a_clock_of_its_own(cast, li, now, asked):
    _pk, (first, second) = asked
    due = ask(first).due_at
    assert due.astimezone(now.tzinfo).isoformat() == "2026-11-27T18:00:00+08:00", "two working days"
    remind_unit(actor=li, now=now, ask_id=first)
    with pytest.raises(Refusal, match="reminded_already"):
        remind_unit(actor=li, now=now + timedelta(minutes=30), ask_id=first)
    with pytest.raises(Refusal, match="ask_shorter"):
        extend_ask(actor=li, now=now, ask_id=first, span="1wd")
    extend_ask(actor=li, now=now, ask_id=first, span="5wd", text="要等配件。")
    assert sweep_asks(now=due) == 1
    assert (ask(first).late, ask(second).late) == (False, True)
    assert sweep_asks(now=due) == 0, "said once"
    sound()


REFUSED = {
    "holder": ("not_in_your_hands", lambda cast, now, pk: ask_unit(
        actor=cast.actor("wu"), now=now, matter_id=pk, unit_id=cast.organisations["works"], text="看一下")),
    "twice": ("ask_open", lambda cast, now, pk: ask_unit(
        actor=cast.actor("li"), now=now, matter_id=pk, unit_id=cast.organisations["works"], text="看一下")),
    "mute": ("words_missing", lambda cast, now, pk: ask_unit(
        actor=cast.actor("li"), now=now, matter_id=pk, unit_id=cast.organisations["police"], text=" ")),
    "span": ("span_unreadable", lambda cast, now, pk: ask_unit(
        actor=cast.actor("li"), now=now, matter_id=pk, unit_id=cast.organisations["police"], text="看", span="1y")),
    "merged": ("merge_asks", lambda cast, now, pk: merge(
        actor=cast.actor("li"), now=now, lead_id=report(cast, now), member_ids=(pk,))),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_some_asks_are_refused(name, cast, now, asked):
    code, act = REFUSED[name]
    with pytest.raises(Refusal, match=code if name != "holder" else "matter_not_found"):
        act(cast, now, asked[0])


def test_a_consultation_asks_all_at_once_and_ends_with_one_conclusion(cast, li, now):
    pk = report(cast, now)
    units = (cast.organisations["works"], cast.organisations["patrol"])
    with pytest.raises(Refusal, match="units_missing"):
        call_consultation(
            actor=li,
            now=now,
            matter_id=pk,
            unit_ids=units[:1],
            at=now + timedelta(days=1),
            place="二楼",
            text="谁来修",
        )
    at = now + timedelta(days=1)
    meeting = call_consultation(
        actor=li, now=now, matter_id=pk, unit_ids=units, at=at, place="社区二楼会议室", text="谁来修"
    )
    with scope(SYSTEM):
        assert {one.due_at for one in Ask.objects.filter(matter_id=pk)} == {at}
    with pytest.raises(Refusal, match="words_missing"):
        conclude_consultation(actor=li, now=at, consultation_id=meeting.consultation_id, text="  ")
    conclude_consultation(
        actor=li, now=at, consultation_id=meeting.consultation_id, text="市政所修路面，执法队管占道。"
    )
    with pytest.raises(Refusal, match="concluded_already"):
        conclude_consultation(actor=li, now=at, consultation_id=meeting.consultation_id, text="再写")
    sound()


def test_what_is_still_asked_ends_when_the_reporter_takes_it_back(cast, zhou, now, asked):
    pk, asks = asked
    withdraw(actor=zhou, now=now, matter_id=pk)
    assert {ask(one).state for one in asks} == {"withdrawn"}
    sound()


def test_parts_come_before_the_whole(cast, li, chen, now):
    pk = report(cast, now, phone="12900002076")
    parts = split(actor=li, now=now, matter_id=pk, titles=("路面破了", "井盖松动")).parts
    whole = row(pk)
    for part in map(row, parts):
        assert (part.parent_id, part.text, part.area_path, part.promised_at, part.opened_at) == (
            pk, whole.text, whole.area_path, whole.promised_at, whole.opened_at,
        )  # fmt: skip
        assert part.due_at is not None
        assert part.reporter_person_id is None
    with pytest.raises(Refusal, match="parts_open"):
        move_matter(actor=chen, now=now, matter_id=pk, move="fix", text=FIXED)
    with pytest.raises(Refusal, match="split_part"):
        split(actor=li, now=now, matter_id=parts[0], titles=("一", "二"))
    for part in parts:
        move_matter(actor=chen, now=now, matter_id=part, move="fix", text="修好了。")
    assert {row(part).outcome for part in parts} == {"answered"}
    move_matter(actor=chen, now=now, matter_id=pk, move="fix", text=FIXED)
    assert row(pk).stage == "fixed"
    with scope(SYSTEM):
        assert Remark.objects.filter(matter_id=pk, public=True, kind="answer").count() == 1
    sound()


def test_a_whole_taken_back_takes_its_open_parts_along(cast, li, zhou, chen, now):
    pk = report(cast, now)
    done, left = split(actor=li, now=now, matter_id=pk, titles=("路面破了", "井盖松动")).parts
    move_matter(actor=chen, now=now, matter_id=done, move="fix", text="修好了。")
    withdraw(actor=zhou, now=now, matter_id=pk)
    assert (row(done).outcome, row(left).outcome) == ("answered", "withdrawn")
    sound()


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["split", "fix", "whole", "ask", "reply"]), st.integers(0, 3)), max_size=9
    )
)
def test_no_order_of_steps_answers_the_whole_before_its_parts(steps, cast, now):
    li, chen, shi = (cast.actor(name) for name in ("li", "chen", "shi"))
    pk, parts, asks = report(cast, now), [], []
    for what, n in steps:
        try:
            if what == "split":
                parts += split(actor=li, now=now, matter_id=pk, titles=("路面", "井盖")).parts
            elif what == "fix" and parts:
                move_matter(actor=chen, now=now, matter_id=parts[n % len(parts)], move="fix", text="修好了。")
            elif what == "ask":
                target = ([pk, *parts])[n % (1 + len(parts))]
                asks.append(
                    ask_unit(
                        actor=li, now=now, matter_id=target, unit_id=cast.organisations["works"], text="请看"
                    ).ask_id
                )
            elif what == "reply" and asks:
                answer_ask(actor=shi, now=now, ask_id=asks[n % len(asks)], text="看了。")
            elif what == "whole":
                move_matter(actor=chen, now=now, matter_id=pk, move="fix", text=FIXED)
        except Refusal:
            pass
        answered = row(pk).answered_at is not None
        assert not answered or all(row(part).closed_at is not None for part in parts)
        with scope(SYSTEM):
            assert not answered or not Ask.objects.filter(matter_id=pk, ended_at=None).exists()
        sound()


def test_an_emergency_asks_the_declared_units_at_once(cast, chen, now):
    he = cast.actor("he")
    street = cast.areas["street"]
    for unit in ("works", "patrol"):
        add_plan_unit(actor=he, now=now, area_id=street, type="gas", unit_id=cast.organisations[unit])
    for text in ("关阀门、断电", "疏散楼内住户"):
        add_plan_step(actor=he, now=now, area_id=street, type="gas", text=text)
    pk = open_matter(actor=chen, now=now, kind="incident", incident="gas", text="2号楼闻到燃气味。",
                     area_id=cast.areas["building2"], source="visit").subject_id  # fmt: skip
    with scope(SYSTEM):
        assert Ask.objects.filter(matter_id=pk, due_at=now + timedelta(hours=1)).count() == 2
        steps = list(IncidentStep.objects.filter(matter_id=pk).order_by("position"))
    assert [one.text for one in steps] == ["关阀门、断电", "疏散楼内住户"]
    xu = cast.actor("xu")
    tick_step(actor=xu, now=now, step_id=steps[0].pk)
    with pytest.raises(Refusal, match="ticked_already"):
        tick_step(actor=chen, now=now, step_id=steps[0].pk)
    first = log_incident(actor=chen, now=now, matter_id=pk, text="阀门已关。").entry_id
    log_incident(
        actor=chen,
        now=now,
        matter_id=pk,
        text="14:10关的阀门。",
        minute=now - timedelta(minutes=10),
        corrects_id=first,
    )
    with pytest.raises(Refusal, match="minute_ahead"):
        log_incident(actor=chen, now=now, matter_id=pk, text="将来", minute=now + timedelta(hours=1))
    with scope(SYSTEM):
        assert IncidentEntry.objects.filter(matter_id=pk).count() == 2, "a correction is one more line"
    with pytest.raises(Refusal, match="words_missing"):
        move_matter(actor=he, now=now, matter_id=pk, move="stand_down")
    move_matter(actor=he, now=now, matter_id=pk, move="stand_down", text="检测三次，浓度为零。")
    with scope(SYSTEM):
        ended = Incident.objects.get(pk=pk)
        assert (ended.ended_at, ended.reason.text) == (now, "检测三次，浓度为零。")
    with pytest.raises(Refusal, match="asks_reason"):
        move_matter(actor=he, now=now, matter_id=pk, move="report", text="处置完毕。")
    move_matter(
        actor=he, now=now, matter_id=pk, move="report", text="处置完毕。", without_asks="已在现场当面答复。"
    )
    assert row(pk).stage == "reported"
    sound()
