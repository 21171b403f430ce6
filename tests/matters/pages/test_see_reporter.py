"""看全号: a reason first, written down before the value is shown, once, twenty times a day at most."""

from uuid import uuid4

import pytest
from tests import town
from tests.matters.desk import PHONE, ordered
from tests.matters.reports import reported

from linli.kernel.models import EventRow
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import assign
from linli.people.models import Sight

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(cast, now, clock):
    return ordered(cast, now)


def ask(client, name, one, field="phone", **values):
    town.sign_in(client, name)
    asked = {"command_id": str(uuid4()), "reason": "contact", "words": "约上门时间", **values}
    return client.post(f"/matters/{one.number}/reporter/{field}/", asked)


def sights():
    with scope(SYSTEM):
        return list(Sight.objects.order_by("id"))


def test_the_value_is_shown_after_it_was_written_down_who_saw_it(client, cast, order):
    town.sign_in(client, "li")
    assert PHONE not in client.get(f"/matters/{order.number}/reporter/phone/").content.decode()
    answer = ask(client, "li", order)
    assert PHONE in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    (sight,) = sights()
    assert (sight.by_person_id, sight.matter_id, sight.field) == (cast.people["li"], order.pk, "phone")
    assert (sight.reason, sight.words) == ("contact", "约上门时间")
    assert PHONE not in client.get(f"/matters/{order.number}/reporter/phone/").content.decode()
    page = client.get(f"/matters/{order.number}/").content.decode()
    assert PHONE not in page
    assert "查看反映人信息" in page


def test_the_name_too(client, order):
    assert "郑女士" in ask(client, "sun", order, "name").content.decode()


@pytest.mark.parametrize("values", [{"reason": ""}, {"reason": "curious"}, {"words": ""}, {"words": " a "}])
def test_without_a_reason_nothing_is_shown(client, order, values):
    answer = ask(client, "li", order, **values)
    assert answer.status_code == 422
    assert PHONE not in answer.content.decode()
    assert sights() == []


def test_the_same_form_sent_twice_is_one_look(client, order):
    form = {"command_id": str(uuid4())}
    assert PHONE in ask(client, "li", order, **form).content.decode()
    assert PHONE in ask(client, "li", order, **form).content.decode()
    assert len(sights()) == 1


def test_twenty_a_day(client, order):
    for _look in range(20):
        assert ask(client, "li", order).status_code == 200
    answer = ask(client, "li", order)
    assert answer.status_code == 422
    assert "今天已经看过20次" in answer.content.decode()
    assert PHONE not in answer.content.decode()


def test_nothing_was_left(client, cast, zhou, now, clock):
    one = reported(cast, zhou, now)
    answer = ask(client, "chen", one)
    assert answer.status_code == 422
    assert "反映人没有留这一项。" in answer.content.decode()


def test_who_may_not(client, cast, now, order):
    assign(actor=cast.actor("he"), now=now, matter_id=order.pk, unit_id=cast.organisations["works"])
    for name, status in (("wu", 404), ("chen", 404), ("shi", 403), ("zhou", 403), ("xi", 403)):
        assert ask(client, name, order).status_code == status, name
    assert ask(client, "li", order, "id_number").status_code == 404
    client.logout()
    assert client.get(f"/matters/{order.number}/reporter/phone/").url.startswith("/sign-in/")
    assert sights() == []


def test_the_event_holds_neither_value_nor_words(client, order):
    ask(client, "li", order)
    with scope(SYSTEM):
        facts = EventRow.objects.get(code="matters.reporter_seen").facts
    assert set(facts) == {"sight_id", "field", "reason"}
