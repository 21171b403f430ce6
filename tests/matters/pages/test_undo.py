"""撤销: one's own last step, while nobody has acted on it."""

from uuid import uuid4

import pytest
from tests import town
from tests.matters.desk import ordered, text_of
from tests.matters.reports import matter

from linli.matters.commands import move_matter, note

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(cast, now, clock):
    return ordered(cast, now)


def sign(client, order):
    """The desk signs, and the address of the button that takes it back."""
    town.sign_in(client, "li")
    client.post(f"/matters/{order.number}/act/sign/", {"command_id": str(uuid4())})
    entries = client.get(f"/matters/{order.number}/").context["entries"]
    return next(entry.undo_url for entry in entries if entry.undo_url)


def test_the_clock_runs_on_as_if_nothing_had_happened(client, order):
    due = order.due_at
    address = sign(client, order)
    assert matter(order.pk).due_at != due
    answer = client.post(address, {"command_id": str(uuid4())})
    assert answer.url == f"/matters/{order.number}/"
    back = matter(order.pk)
    assert (back.stage, back.due_at) == ("unsigned", due)
    page = text_of(client.get(answer.url).content.decode())
    assert "已撤销。现在在社区前台（槐荫社区）手里" in page
    assert "撤销这一步" not in page


def test_the_undo_of_a_list_leads_back_to_it(client, order):
    town.sign_in(client, "li")
    client.post(
        f"/matters/{order.number}/act/sign/", {"command_id": str(uuid4()), "back": "/inbox/?view=fresh"}
    )
    page = client.get("/inbox/").content.decode()
    address = page.split('class="undo"')[1].split('action="')[1].split('"')[0].replace("&amp;", "&")
    assert client.post(address, {"command_id": str(uuid4())}).url == "/inbox/?view=fresh"
    assert matter(order.pk).stage == "unsigned"


def test_too_late_once_somebody_acted(client, cast, now, order):
    address = sign(client, order)
    note(actor=cast.actor("sun"), now=now, matter_id=order.pk, text="已上门。")
    answer = client.post(address, {"command_id": str(uuid4())})
    assert answer.status_code == 422
    assert "后面已经有人接着办了，不能再撤销。" in answer.content.decode()
    assert matter(order.pk).stage == "working"
    assert not any(entry.undo_url for entry in client.get(f"/matters/{order.number}/").context["entries"])


def test_somebody_elses_step_is_not_theirs(client, order):
    address = sign(client, order)
    for name, status in (("sun", 422), ("wu", 404), ("zhou", 403)):
        assert town.sign_in(client, name).post(address).status_code == status, name
    assert matter(order.pk).stage == "working"


def test_an_answer_is_not_taken_back(client, cast, li, now, order):
    for code in ("sign", "answer"):
        move_matter(actor=li, now=now, matter_id=order.pk, move=code, text="已劝过。")
    town.sign_in(client, "li")
    assert not any(entry.undo_url for entry in client.get(f"/matters/{order.number}/").context["entries"])


def test_reading_does_not_undo(client, order):
    address = sign(client, order)
    assert client.get(address).status_code == 405
    assert matter(order.pk).stage == "working"
