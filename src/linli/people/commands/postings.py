"""Postings and organisations: who serves where, as what, from when to when."""

from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from linli.kernel import stamp
from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.phone import phone_number
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, Actor, may_at, scope
from linli.kernel.text import line
from linli.places.queries import lineage

from .. import access
from ..events import OrganisationAdded, Posted, PostingEnded
from ..models import Organisation, Person, Posting, Staff
from ..queries.postings import POSTINGS
from ..terms import OrganisationKind, Role
from .persons import pinyin_key


@command
def add_organisation(
    *,
    actor: Actor,
    now: datetime,
    area_id: int,
    kind: str,
    name: str,
    short: str = "",
    parent_id: int | None = None,
    phone: str = "",
) -> OrganisationAdded:
    """Hang an organisation (or a unit of one) on an area. Refuses: not_allowed, area_unknown, name_missing."""
    spot = lineage(area_id)
    if spot is None:
        raise Refusal("area_unknown", _("没有这个区域，或者它已经停用。"), status=404)
    if not may_at(actor, access.EDIT_POSTINGS, spot.path):
        raise Refusal("not_allowed", _("单位和任职由安全管理员维护。"), status=403)
    called = line(name, most=60, what=_("名称"))
    if not called or kind not in OrganisationKind.values:
        raise Refusal("name_missing", _("请填写单位名称和类型。"), facts={"field": "name"})
    kept = Organisation.objects.create(
        area_id=area_id, area_path=spot.path, parent_id=parent_id, kind=kind, name=called, short=short or called,
        pinyin=pinyin_key(short or called), phone=phone_number(phone) if phone.strip() else "",
        since=now.astimezone(settings.LINLI_ZONE).date(),
    )  # fmt: skip
    return OrganisationAdded(subject_id=kept.pk, area_path=spot.path, kind=Code(kind))


@command
def post(
    *,
    actor: Actor,
    now: datetime,
    person_id: int,
    role: str,
    area_id: int,
    organisation_id: int | None = None,
    from_on: date | None = None,
    to_on: date | None = None,
) -> Posted:
    """Post a person to an area in a role. The person gets a public card if there is none.

    Refuses: not_allowed, area_unknown, person_unknown, role_unknown, days_reversed, organisation_missing
    (department staff belong to one), posting_exists (the same role at the same place in overlapping days).
    """
    spot = lineage(area_id)
    if spot is None:
        raise Refusal("area_unknown", _("没有这个区域，或者它已经停用。"), status=404)
    if not may_at(actor, access.EDIT_POSTINGS, spot.path):
        raise Refusal("not_allowed", _("单位和任职由安全管理员维护。"), status=403)
    if role not in Role.values or role == Role.RESIDENT:
        raise Refusal("role_unknown", _("没有这个岗位。"), facts={"field": "role"})
    start = from_on or now.astimezone(settings.LINLI_ZONE).date()
    if to_on is not None and to_on < start:
        raise Refusal("days_reversed", _("截止日不能早于起始日。"), facts={"field": "to_on"})
    if role == Role.DEPARTMENT_STAFF and organisation_id is None:
        raise Refusal("organisation_missing", _("部门人员要选所在单位。"), facts={"field": "organisation_id"})
    with scope(SYSTEM):
        person = Person.objects.select_for_update().filter(pk=person_id).first()
        if person is None:
            raise Refusal("person_unknown", _("没有找到这个人。"), status=404)
        same = Posting.objects.filter(person=person, role=role, area_id=area_id)
        for other in same:
            if (
                other.organisation_id == organisation_id
                and (other.to_on is None or other.to_on >= start)
                and (to_on is None or other.from_on <= to_on)
            ):
                raise Refusal("posting_exists", _("他在这里已经有这个岗位了。"))
        posting = Posting.objects.create(
            person=person, role=role, area_id=area_id, area_path=spot.path, organisation_id=organisation_id,
            from_on=start, to_on=to_on,
        )  # fmt: skip
        Staff.objects.get_or_create(
            person=person,
            defaults={"name": person.name, "pinyin": person.pinyin, "organisation_id": organisation_id},
        )
    stamp.bump(POSTINGS)
    return Posted(
        subject_id=person_id,
        area_path=spot.path,
        posting_id=posting.pk,
        role=Code(role),
        from_on=start,
        to_on=to_on,
    )


@command
def end_posting(*, actor: Actor, now: datetime, posting_id: int, to_on: date) -> PostingEnded:
    """Set a posting's last day. Refuses: not_allowed, posting_unknown, days_reversed."""
    with scope(SYSTEM):
        posting = Posting.objects.select_for_update().filter(pk=posting_id).first()
        if posting is None or not may_at(actor, access.EDIT_POSTINGS, posting.area_path):
            raise Refusal("posting_unknown", _("没有找到这条任职。"), status=404)
        if to_on < posting.from_on:
            raise Refusal("days_reversed", _("截止日不能早于起始日。"), facts={"field": "to_on"})
        posting.to_on = to_on
        posting.save(update_fields=["to_on"])
    stamp.bump(POSTINGS)
    return PostingEnded(
        subject_id=posting.person_id, area_path=posting.area_path, posting_id=posting.pk, to_on=to_on
    )
