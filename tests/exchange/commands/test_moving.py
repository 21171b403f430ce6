"""What exchange keeps follows its place: webhooks, what waits for them, public updates, mails."""

from datetime import timedelta

import pytest
from tests.exchange.conftest import subscribe

from linli.exchange.commands.told import keep_update, queue_deliveries
from linli.exchange.models import Delivery, MailRun, PublicUpdate, Subscription
from linli.exchange.queries.webhooks import Told, subscribers
from linli.exchange.reactions import ask_about_new_place
from linli.kernel.event import Happened
from linli.kernel.models import EventRow, Notice
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import note, open_matter
from linli.places.commands import Part, merge_communities, split_community

pytestmark = pytest.mark.django_db


def watched(cast, now) -> tuple[int, int]:
    """A webhook about 槐荫社区 with one event sent and one waiting, and a public update; gives webhook and matter."""
    pk = subscribe("https://hooks.example.org/in", now, area="huaiyin")
    opened = open_matter(
        actor=cast.actor("zhou"), now=now, kind="snapshot", text="灯不亮", area_id=cast.areas["building8"]
    )
    said = note(actor=cast.actor("li"), now=now, matter_id=opened.subject_id, text="明天来。", public=True)
    with scope(SYSTEM):
        rows = EventRow.objects.filter(subject="matter", subject_id=opened.subject_id).order_by("id")
        for row, event in zip(rows, (opened, said), strict=True):
            queue_deliveries(event, Happened(row.pk, now, "person", 1, event), [Told(pk, (), "/")])
        keep_update(said, Happened(row.pk, now, "person", 1, said), remark_id=said.remark_id, closed=False)
        Delivery.objects.filter(type="matters.opened").update(state="sent", sent_at=now)
        MailRun.objects.create(made_by=1, made_at=now, area_path=cast.path("huaiyin"))
    return pk, opened.subject_id


def kept_paths() -> dict[str, str]:
    with scope(SYSTEM):
        return {
            "webhook": Subscription.objects.get().area_path,
            "sent": Delivery.objects.get(state="sent").area_path,
            "waiting": Delivery.objects.get(state="waiting").area_path,
            "update": PublicUpdate.objects.get().area_path,
            "mail": MailRun.objects.get().area_path,
        }


def test_a_split_takes_them_along_and_somebody_is_asked(cast, now):
    pk, _matter = watched(cast, now)
    before = kept_paths()
    parts = [
        Part("990101001003", "槐北社区居民委员会", (cast.areas["grid3"],)),
        Part("990101001004", "槐南社区居民委员会", (cast.areas["grid4"],)),
    ]
    later = now + timedelta(hours=1)
    event = split_community(
        actor=cast.actor("xi"), now=later, area_id=cast.areas["huaiyin"], parts=parts, on=now.date()
    )
    north, south = event.new_ids
    after = kept_paths()
    assert after["webhook"].endswith(f"/{north}/")
    assert after["webhook"] == after["mail"] == subscribers()[0].area_path
    assert f"/{south}/" in after["waiting"]
    assert after["waiting"] == after["update"]
    assert after["sent"] == before["sent"], "what is over keeps the place of its day"
    for _twice in range(2):
        ask_about_new_place(event, Happened(1, later, "person", 1, event))
    with scope(SYSTEM):
        told = Notice.objects.get(person_id=cast.people["xi"], key__endswith=":moved")
    assert "槐北社区" in told.text
    assert told.link == f"/admin/webhooks/{pk}/"


def test_a_merger_takes_them_along(cast, now):
    watched(cast, now)
    event = merge_communities(
        actor=cast.actor("xi"), now=now, area_ids=(cast.areas["huaiyin"], cast.areas["heqiao"]), code="990101001005",
        name="槐桥社区居民委员会", on=now.date(),
    )  # fmt: skip
    after = kept_paths()
    assert after["webhook"].endswith(f"/{event.subject_id}/")
    assert after["waiting"].startswith(after["webhook"])
    ask_about_new_place(event, Happened(1, now, "person", 1, event))
    with scope(SYSTEM):
        assert Notice.objects.filter(person_id=cast.people["xi"], key__endswith=":moved").count() == 1
