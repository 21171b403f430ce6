"""Opening masked fields, and searching by a whole number: the row that says who, when and why comes first."""

from datetime import datetime

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from linli.kernel import secret
from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.phone import phone_number
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, Actor, may, scope
from linli.kernel.text import code_digits, free_text

from .. import access
from ..events import PersonLookedUp, PersonSeen
from ..models import Person, Sight
from ..rules.id_number import read_id_number
from ..terms import MaskedField, SightReason

A_DAY = 20
FIELDS = (MaskedField.PHONE, MaskedField.ID_NUMBER)


def write_sight(
    *,
    actor: Actor,
    now: datetime,
    area_path: str,
    field: MaskedField,
    reason: str,
    words: str,
    person_id: int | None = None,
    matter_id: int | None = None,
) -> int:
    """Write one sight, inside a command; gives its id. Matters opened while their reporter rings are not counted.

    Refuses: reason_missing (a reason from the list and a few typed words), sights_used_up (20 a day in China).
    """
    if reason not in SightReason.values:
        raise Refusal("reason_missing", _("请选一个查看的原因。"), facts={"field": "reason"})
    why = free_text(words, most=200, what=_("原因"))
    if len(why) < 2 or actor.person_id is None:
        raise Refusal("reason_missing", _("请写一句为什么要看，会留下记录。"), facts={"field": "words"})
    with scope(SYSTEM):
        if field is not MaskedField.MATTER and _seen_today(actor.person_id, now) >= A_DAY:
            raise Refusal("sights_used_up", _("今天已经看过%(n)d次，要再看请找安全管理员。") % {"n": A_DAY})
        return Sight.objects.create(
            person_id=person_id,
            matter_id=matter_id,
            field=field,
            reason=reason,
            words=why,
            by_person_id=actor.person_id,
            by_name=actor.name,
            by_role=actor.standings[0].role if actor.standings else "",
            at=now,
            area_path=area_path,
        ).pk


def _seen_today(person_id: int, now: datetime) -> int:
    """Sights of this China day, wherever they lie; two at once wait for each other, so none slips past."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('sight'), hashtext(%s::text))", (person_id,))
    today = now.astimezone(settings.LINLI_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    counted = Sight.objects.filter(by_person_id=person_id, at__gte=today).exclude(field=MaskedField.MATTER)
    return counted.count()


@command
def see_person(
    *, actor: Actor, now: datetime, person_id: int, field: str, reason: str, words: str
) -> PersonSeen:
    """Write down who opens a person's telephone or ID number, and why; `person_field` then gives the value.

    Refuses: person_unknown, not_allowed, field_unknown, nothing_kept, reason_missing, sights_used_up.
    """
    person = Person.objects.filter(pk=person_id).first()
    if person is None or not may(actor, access.SEE_PERSON, person):
        raise Refusal("person_unknown", _("没有找到这个人。"), status=404)
    if not may(actor, access.UNMASK, person):
        raise Refusal("not_allowed", _("您的岗位不能看全号。"), status=403)
    if field not in FIELDS:
        raise Refusal("field_unknown", _("没有这一项。"), facts={"field": "field"})
    if getattr(person, field) is None:
        raise Refusal("nothing_kept", _("没有登记这一项。"))
    sight_id = write_sight(
        actor=actor, now=now, area_path=person.area_path, field=MaskedField(field), reason=reason, words=words,
        person_id=person.pk,
    )  # fmt: skip
    return PersonSeen(
        subject_id=person.pk,
        area_path=person.area_path,
        sight_id=sight_id,
        field=Code(field),
        reason=Code(reason),
    )


def person_field(event: PersonSeen) -> str:
    """The value that the event allows to show; without the event there is no way to it."""
    return Person.objects.get(pk=event.subject_id).open_field(MaskedField(event.field))


@command
def look_up_person(*, actor: Actor, now: datetime, number: str) -> PersonLookedUp:
    """Find persons in reach by a whole telephone or ID number, never by part of one; each search is a fact.

    Refuses: not_allowed, number_missing, phone_*, id_*.
    """
    standing = next((one for one in actor.standings), None)
    if actor.person_id is None or standing is None or not actor.holds(access.SEE_PERSON):
        raise Refusal("not_allowed", _("您的岗位不能查人员。"), status=403)
    field, index = _index_of(number, now)
    found = Person.objects.reachable(actor, access.SEE_PERSON).filter(**{f"{field}_index": index})
    return PersonLookedUp(
        subject_id=actor.person_id,
        area_path=standing.path,
        field=Code("phone" if field == "phone" else "id_number"),
        found=tuple(found.order_by("id").values_list("pk", flat=True)[:20]),
    )


def _index_of(number: str, now: datetime) -> tuple[str, bytes]:
    """Which index to ask: 15 or 18 characters are an ID number, everything else a telephone."""
    plain = code_digits(number)
    if not plain:
        raise Refusal("number_missing", _("请输入完整的电话号码或身份证号。"), facts={"field": "number"})
    if len(plain) in (15, 18):
        read = read_id_number(number, today=now.astimezone(settings.LINLI_ZONE).date())
        return "id", secret.blind("id", read.number)
    return "phone", secret.blind("phone", phone_number(number, field="number"))
