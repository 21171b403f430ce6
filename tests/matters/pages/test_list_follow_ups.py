"""回访: the worklist of a desk, one tap for the result, nothing counted twice in a half-day."""

from datetime import timedelta

import pytest
from tests import town
from tests.matters.desk import every_stage, ordered
from tests.matters.reports import answered, matter, met, reported

from linli.kernel.scope import scope
from linli.matters.commands import follow_up, move_matter, open_matter
from linli.matters.queries import follow_ups

pytestmark = pytest.mark.django_db


def page(client, who: str) -> str:
    return town.sign_in(client, who).get("/follow-ups/").content.decode()


def test_each_desk_has_what_it_asks_itself(cast, client):
    now = town.moment() - timedelta(hours=1)
    made = every_stage(cast, now)
    text = page(client, "li")
    assert made["fixed"].number in text
    assert not [name for name, one in made.items() if name != "fixed" and one.number in text]
    assert "没有要回访的" in page(client, "wu")


def test_one_tap_closes_or_reopens(cast, client):
    now = town.moment()
    one = answered(cast, reported(cast, cast.actor("zhou"), now), now)
    town.sign_in(client, "li")
    posted = {"via": "phone", "result": "unsolved", "command_id": "1b671a64-40d5-491e-99b0-da01ff1f3341"}
    answer = client.post(f"/follow-ups/{one.number}/", posted, follow=True)
    assert "已自动重办" in answer.content.decode()
    assert (matter(one.pk).stage, matter(one.pk).redos) == ("redoing", 1)
    client.post(f"/follow-ups/{one.number}/", posted)
    assert matter(one.pk).redos == 1, "a double tap is one"


def test_tries_and_the_next_hour_stand_on_the_card(cast, now):
    one = answered(cast, reported(cast, cast.actor("zhou"), now, best_hours="晚上"), now)
    li = cast.actor("li")
    for minutes in (0, 5):
        at = now + timedelta(minutes=minutes)
        follow_up(actor=li, now=at, matter_id=one.pk, via="phone", reached=False)
    with scope(li):
        found = follow_ups(li, now).rows[0]
    assert (found.tries, found.most, len(found.attempts)) == (1, 3, 2)
    assert found.next_at == now.replace(hour=0, minute=0) + timedelta(days=1), "the afternoon is used up"


def test_whoever_answered_an_order_is_told_that_somebody_else_asks(cast, now):
    he = cast.actor("he")
    order = ordered(cast, now, area_id=cast.areas["street"])
    for move in ("sign", "answer"):
        move_matter(actor=he, now=now, matter_id=order.pk, move=move, text="已劝阻。")
    for name, why in (("he", "handler"), ("guo", "")):
        actor = cast.actor(name)
        with scope(actor):
            assert [one.not_by_you for one in follow_ups(actor, now).rows] == [why]


def test_who_answered_a_talk_asks_for_themselves(cast, now):
    """谁答复谁回访: another desk of the same standing is refused while they serve there."""
    he, guo = cast.actor("he"), cast.actor("guo")
    said = open_matter(
        actor=he, now=now, kind="talk", source="talk_point", text="想要一个充电棚。", area_id=cast.areas["street"],
        name="周女士", phone="12900002076",
    ).subject_id  # fmt: skip
    move_matter(actor=he, now=now, matter_id=said, move="answer", text="下月建。", points=met("talk"))
    with scope(guo):
        assert [one.not_by_you for one in follow_ups(guo, now).rows] == ["other"]
    with pytest.raises(Exception, match="谁办的谁回访"):
        follow_up(actor=guo, now=now, matter_id=said, via="phone", reached=True, verdict="solved")
    follow_up(actor=he, now=now, matter_id=said, via="phone", reached=True, verdict="partly")
    assert (matter(said).outcome, matter(said).redos) == ("answered", 0), (
        "partly solved ends it, as the kind says"
    )


def test_the_list_costs_the_same_whatever_its_length(cast, now, django_assert_max_num_queries):
    li = cast.actor("li")
    for _ in range(4):
        answered(cast, reported(cast, cast.actor("zhou"), now), now)
    with scope(li), django_assert_max_num_queries(8):
        assert len(follow_ups(li, now).rows) == 4
