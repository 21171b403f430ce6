"""The pages of webhooks: made with a secret shown once, seen, paused, tested, replayed."""

import re
from uuid import uuid4

import pytest
from tests import town

from linli.exchange.commands.told import queue_deliveries
from linli.exchange.models import Delivery, Subscription
from linli.exchange.queries.webhooks import Told
from linli.kernel.event import Happened
from linli.kernel.models import EventRow
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import open_matter

pytestmark = pytest.mark.django_db
ASKED = {"name": "区平台", "address": "https://hooks.example.org/in", "types": ["matters.*"]}


@pytest.fixture
def xi(client, cast, clock):
    return town.sign_in(client, "xi")


def kept() -> Subscription:
    with scope(SYSTEM):
        return Subscription.objects.latest("id")


@pytest.fixture
def made(xi, cast):
    """A webhook made at the page."""
    form = {"area_id": cast.areas["district"], "command_id": str(uuid4())}
    answer = xi.post("/admin/webhooks/new/", ASKED | form)
    answer.area_id, answer.form_id = form["area_id"], form["command_id"]
    return answer


def test_the_secret_is_shown_once_and_kept_sealed(xi, made):
    secret = re.search(r"whsec_[\w-]{40,}", made.content.decode())[0]
    assert kept().open() == secret
    assert secret.encode() not in bytes(kept().secret)
    again = xi.post("/admin/webhooks/new/", ASKED | {"area_id": made.area_id, "command_id": made.form_id})
    assert secret in again.content.decode(), "a double click shows the one that signs"
    with scope(SYSTEM):
        assert Subscription.objects.count() == 1
    for path in ("/admin/webhooks/", f"/admin/webhooks/{kept().pk}/", f"/admin/webhooks/{kept().pk}/edit/"):
        page = xi.get(path)
        assert page.status_code == 200
        assert secret not in page.content.decode()


@pytest.mark.parametrize(
    "address", ["http://example.org/", "https://127.0.0.1/", "https://0x7f000001/", "https://printer.local/"]
)
def test_an_inner_address_is_refused_beside_its_field(xi, cast, address):
    asked = {"name": "区平台", "address": address, "types": ["matters.*"], "area_id": cast.areas["district"]}
    answer = xi.post("/admin/webhooks/new/", asked)
    assert answer.status_code == 422
    with scope(SYSTEM):
        assert not Subscription.objects.exists()


def test_changed_paused_resumed_tested_and_ended(xi, made):
    pk = kept().pk
    asked = {
        "name": "市平台",
        "address": "https://hooks.example.org/b",
        "types": ["matters.opened", "matters.moved"],
    }
    assert xi.post(f"/admin/webhooks/{pk}/edit/", asked).status_code == 302
    assert (kept().name, kept().types) == ("市平台", ["matters.moved", "matters.opened"])
    for act in ("pause", "resume", "test", "end"):
        assert xi.post(f"/admin/webhooks/{pk}/do/{act}/", {}).status_code == 302
    assert kept().ended_at is not None
    assert xi.post(f"/admin/webhooks/{pk}/do/explode/", {}).status_code == 404


def test_dead_letters_are_seen_and_replayed(xi, made, cast, now):
    opened = open_matter(
        actor=cast.actor("zhou"), now=now, kind="snapshot", text="灯不亮", area_id=cast.areas["grid3"]
    )
    with scope(SYSTEM):
        row = EventRow.objects.filter(code="matters.opened").latest("id")
        queue_deliveries(opened, Happened(row.pk, now, "person", 1, opened), [Told(kept().pk, (), "/")])
        Delivery.objects.update(state="dead", fault="refused", status=400, tries=10)
    page = xi.get(f"/admin/webhooks/{kept().pk}/?state=dead").content.decode()
    assert "400 refused" in page
    assert xi.post(f"/admin/webhooks/{kept().pk}/replay/", {"event_id": row.pk}).status_code == 302
    with scope(SYSTEM):
        assert Delivery.objects.get().state == "waiting"
    assert xi.post(f"/admin/webhooks/{kept().pk}/replay/", {"hours": "24"}).status_code == 302
    assert xi.post(f"/admin/webhooks/{kept().pk}/replay/", {}).status_code == 302


def test_all_that_was_given_up_goes_again_but_what_is_gone(xi, made, cast, now):
    opened = [
        open_matter(
            actor=cast.actor("zhou"), now=now, kind="snapshot", text=text, area_id=cast.areas["grid3"]
        )
        for text in ("灯不亮", "路不平")
    ]
    with scope(SYSTEM):
        rows = EventRow.objects.filter(code="matters.opened").order_by("id")
        for row, event in zip(rows, opened, strict=True):
            queue_deliveries(event, Happened(row.pk, now, "person", 1, event), [Told(kept().pk, (), "/")])
        Delivery.objects.update(state="dead", fault="too_slow", tries=10)
        Delivery.objects.filter(event_id=rows[0].pk).update(fault="event_gone")
    here = f"/admin/webhooks/{kept().pk}/"
    page = xi.get(here).content.decode()
    assert "重发放弃了的" in page
    assert "对方太久没有回答（too_slow）" in page
    assert "登记诉求（matters.opened）" in page
    told = xi.post(f"{here}replay/", {"given_up": "1"}, follow=True).content.decode()
    assert "1条会再送一次" in told
    with scope(SYSTEM):
        assert list(Delivery.objects.order_by("event_id").values_list("state", "tries")) == [
            ("dead", 10),
            ("waiting", 0),
        ]


def test_a_test_waits_while_nothing_is_sent(xi, made):
    here = f"/admin/webhooks/{kept().pk}/do/"
    xi.post(f"{here}pause/", {})
    assert "测试先留着，恢复后送出" in xi.post(f"{here}test/", {}, follow=True).content.decode()


def test_the_security_administrator_looks_and_changes_nothing(made, client, clock):
    town.sign_in(client, "an")
    assert client.get(f"/admin/webhooks/{kept().pk}/").status_code == 200
    assert client.post(f"/admin/webhooks/{kept().pk}/do/pause/").status_code == 403
