"""Subscriptions of other systems: made, changed, paused, resumed, ended, replayed, tested."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from linli.kernel import stamp
from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.notice import tell
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, Actor, may, may_at, scope
from linli.kernel.secret import drawn
from linli.kernel.text import line
from linli.people.queries import in_language_of
from linli.places.queries import lineage

from .. import access
from ..events import (
    DeliveriesReplayed,
    SubscriptionChanged,
    SubscriptionMade,
    SubscriptionPaused,
    SubscriptionResumed,
    TestAsked,
)
from ..models import Delivery, Subscription
from ..queries.webhooks import SUBSCRIPTIONS, calls_itself
from ..rules.addresses import target_of
from ..rules.envelope import SECRET
from ..rules.types import published, unknown
from ..terms import DeliveryState

LEAST_SECRET, LONGEST_SECRET = 24, 200
EVENT_GONE = "event_gone"
AGAIN = {"state": DeliveryState.WAITING, "tries": 0, "sent_at": None, "status": None, "fault": ""}
MOST_SUBSCRIPTIONS, MOST_REPLAYED = 100, 20_000


def new_signing_secret(form: UUID) -> str:
    """A fresh secret, 256 bits, for the form that asks for it; sent twice, it shows the one that signs."""
    return f"{SECRET}{drawn('signing', form)}"


def _locked(actor: Actor, subscription_id: int) -> Subscription:
    """A subscription the actor may change. Refuses subscription_unknown."""
    reachable = Subscription.objects.reachable(actor, access.EDIT_WEBHOOKS)
    found = reachable.select_for_update().filter(pk=subscription_id).first()
    if found is None or found.ended_at is not None or not may(actor, access.EDIT_WEBHOOKS, found):
        raise Refusal("subscription_unknown", _("没有找到这个订阅。"), status=404)
    return found


def _types(types: Sequence[str]) -> list[str]:
    wanted = sorted(set(types))
    wrong = unknown(wanted)
    if not wanted or wrong:
        raise Refusal(
            "types_unknown", _("请选要告诉对方的事件，只能从给出的里面选。"), facts={"field": "types", "unknown": wrong[:20]}
        )  # fmt: skip
    return wanted


def _signing(secret: str) -> str:
    plain = secret.strip()
    if not (LEAST_SECRET <= len(plain) <= LONGEST_SECRET) or not plain.isascii() or not plain.isprintable():
        raise Refusal(
            "secret_unfit", _("签名密钥要24到200个字符，只用字母、数字和符号。"), facts={"field": "secret"}
        )
    return plain


def _purpose(name: str) -> str:
    purpose = line(name, most=60, what=_("用途"))
    if not purpose:
        raise Refusal("name_missing", _("请写明给谁用。"), facts={"field": "name"})
    return purpose


@command
def make_subscription(
    *, actor: Actor, now: datetime, name: str, address: str, types: Sequence[str], area_id: int, secret: str
) -> SubscriptionMade:
    """Tell another system of events below an area from now on, at an https address, signed with `secret`.

    types: codes such as "matters.opened", or "matters.*". Refuses: not_allowed, area_unknown, name_missing,
    address_unsafe, types_unknown, secret_unfit, subscriptions_too_many.
    """
    area = lineage(area_id)
    if area is None:
        raise Refusal("area_unknown", _("没有这个区域，请重新选。"), facts={"field": "area_id"})
    if not may_at(actor, access.EDIT_WEBHOOKS, area.path):
        raise Refusal("not_allowed", _("事件订阅由系统管理员维护。"), status=403)
    target_of(address, loopback=calls_itself())
    if Subscription.objects.filter(ended_at=None).count() >= MOST_SUBSCRIPTIONS:
        raise Refusal("subscriptions_too_many", _("最多100个订阅，请先停用不用的。"))
    made = Subscription(
        name=_purpose(name), address=address, types=_types(types), made_by=actor.person_id, made_at=now,
        area_path=area.path,
    )  # fmt: skip
    made.secret = made.seal(_signing(secret))
    made.save()
    stamp.bump(SUBSCRIPTIONS)
    return SubscriptionMade(subject_id=made.pk, area_path=made.area_path)


@command
def change_subscription(
    *,
    actor: Actor,
    now: datetime,
    subscription_id: int,
    name: str,
    address: str,
    types: Sequence[str],
    secret: str = "",
) -> SubscriptionChanged:
    """Change purpose, address and types; and the secret, where one is given.

    Refuses: subscription_unknown, name_missing, address_unsafe, types_unknown, secret_unfit.
    """
    kept = _locked(actor, subscription_id)
    target_of(address, loopback=calls_itself())
    kept.name, kept.address, kept.types = _purpose(name), address, _types(types)
    if secret:
        kept.secret = kept.seal(_signing(secret))
    kept.save()
    stamp.bump(SUBSCRIPTIONS)
    what = Code("secret" if secret else "settings")
    return SubscriptionChanged(subject_id=kept.pk, area_path=kept.area_path, what=what)


@command
def end_subscription(*, actor: Actor, now: datetime, subscription_id: int) -> SubscriptionChanged:
    """Send nothing more, for good; what was sent stays to be seen. Refuses: subscription_unknown."""
    kept = _locked(actor, subscription_id)
    kept.ended_at = now
    kept.save(update_fields=["ended_at"])
    Delivery.objects.filter(subscription=kept, state=DeliveryState.WAITING).update(
        state=DeliveryState.DEAD, fault="ended"
    )
    stamp.bump(SUBSCRIPTIONS)
    return SubscriptionChanged(subject_id=kept.pk, area_path=kept.area_path, what=Code("ended"))


@command
def pause_subscription(
    *, actor: Actor, now: datetime, subscription_id: int, by_failing: bool = False
) -> SubscriptionPaused:
    """Send nothing until resumed; what happens meanwhile waits. by_failing: the worker gave up, and says so.

    Refuses: subscription_unknown, paused_already.
    """
    kept = _locked(actor, subscription_id)
    if kept.paused_at is not None:
        raise Refusal("paused_already", _("这个订阅已经停发了。"))
    kept.paused_at, kept.paused_by_failing = now, by_failing and actor.kind == "system"
    kept.save(update_fields=["paused_at", "paused_by_failing"])
    if kept.paused_by_failing and kept.made_by is not None:
        with scope(SYSTEM), in_language_of(kept.made_by):
            tell(
                key=f"webhook:{kept.pk}:{now:%Y%m%d%H}",
                text=str(_("订阅“%(name)s”一直送不到，已停发。修好后请恢复，没送到的会接着送。") % {"name": kept.name}),
                person_id=kept.made_by, area_path=kept.area_path, link=f"/admin/webhooks/{kept.pk}/", now=now,
            )  # fmt: skip
    return SubscriptionPaused(subject_id=kept.pk, area_path=kept.area_path, by_failing=kept.paused_by_failing)


@command
def resume_subscription(*, actor: Actor, now: datetime, subscription_id: int) -> SubscriptionResumed:
    """Send again, what was left first. Refuses: subscription_unknown, not_paused."""
    kept = _locked(actor, subscription_id)
    if kept.paused_at is None:
        raise Refusal("not_paused", _("这个订阅没有停发。"))
    kept.paused_at, kept.paused_by_failing = None, False
    kept.failing_since, kept.failures, kept.next_try_at = None, 0, None
    kept.save()
    Delivery.objects.filter(subscription=kept, state=DeliveryState.WAITING).update(tries=0, next_try_at=now)
    return SubscriptionResumed(subject_id=kept.pk, area_path=kept.area_path)


@command
def test_subscription(*, actor: Actor, now: datetime, subscription_id: int) -> TestAsked:
    """Send a test event, through the same way as all others. Refuses: subscription_unknown."""
    kept = _locked(actor, subscription_id)
    return TestAsked(subject_id=kept.pk, area_path=kept.area_path)


# Events of a time, whether they were ever sent or not; those sent already go again under the same id.
REPLAY = """
insert into exchange_delivery (subscription_id, event_id, type, subject, subject_id, area_path, made_at, state,
    tries, next_try_at, fault)
select %(subscription)s, event.id, event.code, event.subject, event.subject_id, event.area_path, %(now)s, 'waiting',
    0, %(now)s, ''
from kernel_event event
left join matters_matter matter on event.subject = 'matter' and matter.id = event.subject_id
where event.at >= %(since)s and event.at < %(until)s and event.code = any(%(codes)s) and event.area_path ^@ %(path)s
    and event.door <> 'history' and (event.subject <> 'matter' or (matter.id is not null and matter.hidden_from is null))
order by event.id limit %(most)s
on conflict (subscription_id, event_id) do update
    set state = 'waiting', tries = 0, next_try_at = excluded.next_try_at, sent_at = null, status = null, fault = ''
"""


@command
def replay_deliveries(
    *,
    actor: Actor,
    now: datetime,
    subscription_id: int,
    event_id: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    given_up: bool = False,
) -> DeliveriesReplayed:
    """Send again: one event, all of a time, or all that was given up, under the same ids and in their order.

    Refuses: subscription_unknown, delivery_unknown, replay_what (neither an event, a time nor what was given up).
    """
    kept = _locked(actor, subscription_id)
    if event_id is not None:
        again = Delivery.objects.filter(subscription=kept, event_id=event_id).update(**AGAIN, next_try_at=now)
        if not again:
            raise Refusal("delivery_unknown", _("没有找到这一条。"), status=404)
    elif given_up:
        dead = Delivery.objects.filter(subscription=kept, state=DeliveryState.DEAD).exclude(fault=EVENT_GONE)
        first = dead.order_by("event_id").values("pk")[:MOST_REPLAYED]
        again = Delivery.objects.filter(pk__in=first).update(**AGAIN, next_try_at=now)
    elif since is not None and (until or now) > since:
        with connection.cursor() as cursor:
            cursor.execute(
                REPLAY,
                {
                    "subscription": kept.pk, "now": now, "since": since, "until": until or now, "path": kept.area_path,
                    "codes": [code for code in published() if code in kept.types or f"{code.partition('.')[0]}.*" in kept.types],
                    "most": MOST_REPLAYED,
                },
            )  # fmt: skip
            again = int(cursor.rowcount)
    else:
        raise Refusal("replay_what", _("请说明从什么时候起重发。"), facts={"field": "since"})
    return DeliveriesReplayed(subject_id=kept.pk, area_path=kept.area_path, deliveries=again)
