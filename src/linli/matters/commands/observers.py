"""Observers ask, are answered by the street, pause, go on, leave; it is a right to report as one and no other."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may, may_at, reaching
from linli.kernel.text import free_text
from linli.places.queries import Lineage, lineage, tree
from linli.places.terms import Level

from .. import access
from ..events import ObserverAsked, ObserverDecided, ObserverLeft, ObserverPaused
from ..models import Category, Enrolment
from ..terms import EnrolState, Trade

WORDS = 200


@command
def ask_to_observe(
    *,
    actor: Actor,
    now: datetime,
    area_id: int,
    trade: str,
    words: str = "",
    areas: tuple[int, ...] = (),
    person_id: int | None = None,
) -> ObserverAsked:
    """Ask a street to be an observer, or (person_id, by the street's desk) ask on somebody's behalf.

    areas: communities one comes to, none for all. Refuses: sign_in_first, not_allowed, area_unknown,
    trade_unknown, asked_already, and what the text check says.
    """
    whom = person_id if person_id is not None else actor.person_id
    if whom is None:
        raise Refusal("sign_in_first", _("先登录，我们才知道怎么答复您。"))
    spot = _street(area_id)
    if whom != actor.person_id and not may_at(actor, access.RUN_OBSERVERS, spot.path):
        raise Refusal("not_allowed", _("观察员由街道中心登记。"), status=403)
    if trade not in Trade.values:
        raise Refusal("trade_unknown", _("请选一下是做什么的。"), facts={"field": "trade"})
    enrolment = Enrolment(
        person_id=whom, area_id=area_id, area_path=spot.path, trade=trade, asked_at=now,
        words=free_text(words, most=WORDS, what=_("想说的话")), areas=_inside(areas, spot),
    )  # fmt: skip
    try:
        with reaching(spot.path), transaction.atomic():
            enrolment.save()
    except IntegrityError:
        raise Refusal("asked_already", _("已经在这个街道登记过了，不用再登记。")) from None
    return ObserverAsked(
        subject_id=enrolment.pk, area_path=spot.path, person_id=whom, area_id=area_id, trade=Code(trade)
    )


def _street(area_id: int) -> Lineage:
    spot = lineage(area_id)
    if spot is None or spot.level != Level.STREET:
        raise Refusal("area_unknown", _("请选一个街道。"), facts={"field": "area"})
    return spot


def _inside(areas: Sequence[int], spot: Lineage) -> list[int]:
    """Communities of the street; anything else is refused."""
    known = {node.id for node in tree().children(spot.area_id)}
    if not known.issuperset(areas):
        raise Refusal("area_unknown", _("请选这个街道的社区。"), facts={"field": "areas"})
    return sorted(set(areas))


@command
def decide_observer(
    *,
    actor: Actor,
    now: datetime,
    enrolment_id: int,
    approved: bool,
    answer: str = "",
    areas: tuple[int, ...] = (),
    categories: tuple[int, ...] = (),
    until: date | None = None,
) -> ObserverDecided:
    """Answer somebody who asked; the street may do so again later to change areas, categories or the end.

    areas, categories: none for all. A no needs words. Refuses: enrolment_unknown, not_allowed, enrolment_over,
    words_missing, until_past, area_unknown, category_unknown.
    """
    enrolment = _in_reach(actor, enrolment_id)
    if enrolment.state in (EnrolState.ENDED, EnrolState.DECLINED):
        raise Refusal("enrolment_over", _("这份登记已经结束，请他重新申请。"))
    said = free_text(answer, most=WORDS, what=_("答复"))
    if not approved and not said:
        raise Refusal("words_missing", _("请写明为什么没有通过，他会看到。"), facts={"field": "answer"})
    if until is not None and until < now.astimezone(settings.LINLI_ZONE).date():
        raise Refusal("until_past", _("截止日已经过了，请重新选。"), facts={"field": "until"})
    spot = _street(enrolment.area_id)
    if set(categories) - set(Category.objects.filter(retired_on=None).values_list("id", flat=True)):
        raise Refusal("category_unknown", _("没有这个类别，请重新选。"), facts={"field": "categories"})
    paused = enrolment.state == EnrolState.PAUSED
    enrolment.state = (
        (EnrolState.PAUSED if paused else EnrolState.ACTIVE) if approved else EnrolState.DECLINED
    )
    enrolment.answer, enrolment.until = said, until
    enrolment.areas, enrolment.categories = _inside(areas, spot), sorted(set(categories))
    enrolment.decided_at, enrolment.decided_by = now, actor.person_id
    enrolment.save()
    return ObserverDecided(
        subject_id=enrolment.pk, area_path=spot.path, person_id=enrolment.person_id, approved=approved,
        area_id=enrolment.area_id, until=until,
    )  # fmt: skip


@command
def pause_observing(*, actor: Actor, now: datetime, enrolment_id: int, paused: bool) -> ObserverPaused:
    """Stop for a while, or go on: one's own affair, at any time. Refuses: enrolment_unknown, enrolment_over."""
    enrolment = _own(actor, enrolment_id)
    if enrolment.state not in (EnrolState.ACTIVE, EnrolState.PAUSED):
        raise Refusal("enrolment_over", _("现在不能暂停或恢复。"))
    enrolment.state = EnrolState.PAUSED if paused else EnrolState.ACTIVE
    enrolment.save(update_fields=["state"])
    return ObserverPaused(
        subject_id=enrolment.pk, area_path=enrolment.area_path, person_id=enrolment.person_id, paused=paused
    )


@command
def leave_observing(*, actor: Actor, now: datetime, enrolment_id: int) -> ObserverLeft:
    """Leave, or (by the street's desk) end somebody's enrolment. Refuses: enrolment_unknown, enrolment_over."""
    own = Enrolment.objects.filter(pk=enrolment_id, person_id=actor.person_id or 0).exists()
    enrolment = _own(actor, enrolment_id) if own else _in_reach(actor, enrolment_id)
    if enrolment.state in (EnrolState.ENDED, EnrolState.DECLINED):
        raise Refusal("enrolment_over", _("已经退出了。"))
    enrolment.state, enrolment.ended_at = EnrolState.ENDED, now
    enrolment.save(update_fields=["state", "ended_at"])
    return ObserverLeft(subject_id=enrolment.pk, area_path=enrolment.area_path, person_id=enrolment.person_id)


def _unknown() -> Refusal:
    return Refusal("enrolment_unknown", _("没有找到这份登记。"), status=404)


def _own(actor: Actor, enrolment_id: int) -> Enrolment:
    reachable = Enrolment.objects.reachable(actor, access.ENROL)
    found = reachable.select_for_update().filter(pk=enrolment_id).first()
    if found is None:
        raise _unknown()
    return found


def _in_reach(actor: Actor, enrolment_id: int) -> Enrolment:
    reachable = Enrolment.objects.reachable(actor, access.RUN_OBSERVERS)
    found = reachable.select_for_update().filter(pk=enrolment_id).first()
    if found is None or not may(actor, access.RUN_OBSERVERS, found):
        raise _unknown()
    return found


def may_observe_here(actor: Actor, spot: Lineage, category_id: int | None, on: date) -> None:
    """Inside intake: may this observer report that there?

    Who is posted as an observer may within the posting; who is enrolled, as the street said. Refuses:
    observer_not_enrolled, observer_paused, observer_elsewhere, observer_category.
    """
    if actor.kind == "system" or may_at(actor, access.OBSERVE, spot.path):
        return
    mine = list(
        Enrolment.objects.filter(
            person_id=actor.person_id or 0, state__in=(EnrolState.ACTIVE, EnrolState.PAUSED)
        )
    )
    valid = [one for one in mine if one.until is None or one.until >= on]
    if not valid:
        raise Refusal("observer_not_enrolled", _("您现在不是观察员，可以作为居民来报。"))
    here = [
        one
        for one in valid
        if spot.path.startswith(one.area_path) and (not one.areas or spot.community_id in one.areas)
    ]
    if not here:
        raise Refusal(
            "observer_elsewhere", _("这里不在您登记的区域，可以作为居民来报。"), facts={"field": "area_id"}
        )
    active = [one for one in here if one.state == EnrolState.ACTIVE]
    if not active:
        raise Refusal("observer_paused", _("您暂停了，先恢复再报。"))
    if not any(not one.categories or category_id in one.categories for one in active):
        raise Refusal(
            "observer_category", _("这一类没有请您报，可以作为居民来报。"), facts={"field": "category"}
        )
