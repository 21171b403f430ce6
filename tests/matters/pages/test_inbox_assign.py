"""派单 for several: one command each, mixed results told apart, undone together."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import town
from tests.matters.desk import every_stage, ordered, text_of
from tests.matters.reports import answered, matter, reported

from linli.kernel.models import EventRow
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import assign, follow_up, note

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(cast, now, clock):
    return every_stage(cast, now)


def give(client, name, ones, **values):
    keys = [str(one.pk) for one in ones]
    return town.sign_in(client, name).post(
        "/inbox/assign/", {"keys": keys, "command_id": str(uuid4()), **values}
    )


def assigned_events():
    with scope(SYSTEM):
        return list(EventRow.objects.filter(code="matters.assigned").order_by("id"))


def test_first_one_chooses_whom(client, cast, made):
    answer = give(client, "li", [made["late"], made["unsigned"]])
    page = answer.content.decode()
    assert answer.status_code == 200
    for words in (
        "派2件",
        "陈思远（第3网格网格员）",
        "孙志强（第4网格网格员）",
        "市政所",
        made["late"].title,
    ):
        assert words in page
    assert assigned_events() == []
    assert "请选择派给谁。" in give(client, "li", [made["late"]], to="").content.decode()


def test_mixed_results_say_how_many_which_and_why(client, cast, made):
    chosen = [made[name] for name in ("late", "today", "unsigned", "up")]
    answer = give(client, "li", chosen, to=f"p{cast.people['chen']}")
    text = text_of(answer.content.decode())
    # "late" and "today" are Chen's already, the order lies in another grid, "up" lies with the street
    assert "一件也没派给陈思远" in text
    assert text.count("已经在他手里了。") == 2
    assert "他不在这个地方任职，请另选一个人。" in text
    assert "这件事在上一级手里，请由上一级派单。" in text
    answer = give(client, "li", chosen, to=f"u{cast.organisations['works']}", text="请一起看。")
    text = text_of(answer.content.decode())
    assert "已把3件派给市政所" in text
    assert "1件没派成，还在原来的人手里" in text
    assert len(assigned_events()) == 3
    assert {matter(made[name].pk).holder_unit_id for name in ("late", "today", "unsigned")} == {
        cast.organisations["works"]
    }
    assert matter(made["up"].pk).holder_unit_id is None


def test_what_was_given_out_is_taken_back_together(client, cast, li, now, made):
    answer = give(
        client, "li", [made["late"], made["today"], made["unsigned"]], to=f"u{cast.organisations['works']}"
    )
    steps = answer.context["undo"]
    assert len(steps) == 3
    note(actor=li, now=now, matter_id=made["today"].pk, text="已打电话。")
    done = client.post(
        "/inbox/assign/undo/", {"steps": steps, "command_id": str(uuid4()), "back": "/inbox/?view=late"}
    )
    assert done.url == "/inbox/?view=late"
    page = client.get(done.url).content.decode()
    assert "已撤销2件。" in page
    assert "另有1件已经有人接着办了，没有撤销。" in page
    assert matter(made["late"].pk).holder_unit_id is None
    assert matter(made["late"].pk).holder_person_id == cast.people["chen"]
    assert matter(made["today"].pk).holder_unit_id == cast.organisations["works"]


def test_a_double_click_gives_out_once(client, cast, made):
    form = {"to": f"u{cast.organisations['works']}", "command_id": str(uuid4())}
    for _click in range(2):
        assert "已把2件派给市政所" in text_of(
            give(client, "li", [made["late"], made["today"]], **form).content.decode()
        )
    assert len(assigned_events()) == 2


def test_only_what_lies_in_reach_and_is_picked(client, cast, made):
    assert give(client, "li", []).url == "/inbox/"
    assert "请先在左边勾选要派的诉求。" in client.get("/inbox/").content.decode()
    assert (
        give(client, "wu", [made["late"], made["today"]], to=f"u{cast.organisations['works']}").url
        == "/inbox/"
    )
    answer = give(client, "li", [made["late"], made["elsewhere"]], to=f"u{cast.organisations['works']}")
    assert "已把1件派给市政所" in text_of(answer.content.decode())
    assert matter(made["elsewhere"].pk).holder_unit_id is None
    for keys in (["x"], ["-1"], ["9" * 30], ["1 or 1=1"]):
        assert town.sign_in(client, "li").post("/inbox/assign/", {"keys": keys}).status_code == 302


@pytest.mark.parametrize(("name", "status"), [("chen", 403), ("shi", 403), ("zhou", 403), ("xi", 403)])
def test_who_may_not_give_out(client, made, name, status):
    assert give(client, name, [made["late"]]).status_code == status
    assert town.sign_in(client, name).post("/inbox/assign/undo/").status_code == status


def test_a_closed_one_among_them(client, cast, zhou, li, now, clock):
    open_one, closed = reported(cast, zhou, now), answered(cast, reported(cast, zhou, now), now)
    follow_up(actor=li, now=now, matter_id=closed.pk, via="phone", reached=True, verdict="solved")
    text = text_of(
        give(client, "li", [open_one, closed], to=f"u{cast.organisations['works']}").content.decode()
    )
    assert "已把1件派给市政所" in text
    assert "这件事已经办结，不能再改。" in text


def test_made_up_steps_undo_nothing(client, cast, he, now, made):
    assign(actor=he, now=now, matter_id=made["late"].pk, unit_id=cast.organisations["works"])
    (event,) = assigned_events()
    town.sign_in(client, "li")
    for steps in (
        ["x:y"],
        [f"{made['late'].pk}:{event.pk}"],
        ["1:2:3"],
        [f"{made['elsewhere'].pk}:{event.pk}"],
    ):
        assert client.post("/inbox/assign/undo/", {"steps": steps}).status_code in (302, 404)
    assert matter(made["late"].pk).holder_unit_id == cast.organisations["works"]


@pytest.fixture
def he(cast):
    return cast.actor("he")


def test_the_choice_costs_the_same_for_few_and_many(client, cast, zhou, now, clock):
    ones = [reported(cast, zhou, now - timedelta(minutes=at), text=f"{at}处。") for at in range(5)]
    ordered(cast, now)
    give(client, "li", ones[:1])
    asked = []
    for chosen in (ones[:1], ones):
        town.sign_in(client, "li")
        with CaptureQueriesContext(connection) as queries:
            client.post("/inbox/assign/", {"keys": [str(one.pk) for one in chosen]})
        asked.append(len(queries))
    assert asked[0] == asked[1]
