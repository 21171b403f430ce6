"""Persons: registered with sealed fields, carded as staff, given an account."""

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from linli.kernel import secret
from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.phone import phone_mark, phone_number
from linli.kernel.pinyin import pinyin_key
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, Actor, may_at, scope
from linli.kernel.text import person_name

from .. import access
from ..events import PersonRegistered, StaffCarded
from ..models import Organisation, Person, Staff
from ..rules.id_number import id_mark, read_id_number
from ..terms import IdKind, MaskedField


@command
def register_person(
    *,
    actor: Actor,
    now: datetime,
    name: str,
    area_path: str,
    phone: str = "",
    id_number: str = "",
    how: str = "desk",
) -> PersonRegistered:
    """Register a person; telephone and ID number are sealed, with a mark to show and an index to find.

    Refuses: not_allowed, name_*, phone_*, id_*.
    """
    if not may_at(actor, access.SEE_PERSON, area_path) and not may_at(actor, access.EDIT_POSTINGS, area_path):
        raise Refusal("not_allowed", _("您的岗位不能登记这里的人员。"), status=403)
    called = person_name(name)
    person = Person(uid=uuid4(), name=called, pinyin=pinyin_key(called), area_path=area_path, made_at=now)
    if phone.strip():
        digits = phone_number(phone)
        person.phone = person.seal_field(MaskedField.PHONE, digits)
        person.phone_mark = phone_mark(digits)
        person.phone_index = secret.blind("phone", digits)
    if id_number.strip():
        found = read_id_number(id_number, today=now.astimezone(settings.LINLI_ZONE).date())
        person.id_kind = IdKind.RESIDENT_ID
        person.id_number = person.seal_field(MaskedField.ID_NUMBER, found.number)
        person.id_mark = id_mark(found.number)
        person.id_index = secret.blind("id", found.number)
    person.save()
    return PersonRegistered(subject_id=person.pk, area_path=area_path, how=Code(how))


@command
def card_staff(
    *, actor: Actor, now: datetime, person_id: int, work_phone: str = "", organisation_id: int | None = None
) -> StaffCarded:
    """Make or change the public card of somebody who serves. Refuses: not_allowed, person_unknown, phone_*."""
    person = staff_person(actor, person_id, access.EDIT_POSTINGS)
    organisation = Organisation.objects.filter(pk=organisation_id).first() if organisation_id else None
    Staff.objects.update_or_create(
        person=person,
        defaults={
            "name": person.name,
            "pinyin": person.pinyin,
            "work_phone": phone_number(work_phone, field="work_phone") if work_phone.strip() else "",
            "organisation": organisation,
        },
    )
    return StaffCarded(subject_id=person.pk, area_path=person.area_path)


def staff_person(actor: Actor, person_id: int, permission: str) -> Person:
    """A person an administrator may change; whoever lies outside the area is not there (404)."""
    with scope(SYSTEM):
        person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None or not may_at(actor, permission, person.area_path):
        raise Refusal("person_unknown", _("没有找到这个人。"), status=404)
    return person


def own_person(actor: Actor) -> Person:
    """The row of whoever asks. Refuses: not_a_person (the system, a guest)."""
    if actor.person_id is None:
        raise Refusal("not_a_person", _("这一项要本人登录后来做。"), status=403)
    with scope(SYSTEM):
        return Person.objects.select_for_update().get(pk=actor.person_id)
