"""Postings: who serves where, as what, from when to when."""

from datetime import date, datetime

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.kernel import stamp
from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, Actor, may_at, scope

from .. import access
from ..events import Posted, PostingEnded
from ..models import Organisation, Person, Posting, Staff
from ..queries.postings import POSTINGS
from ..terms import ADMIN_ROLES, Role
from .organisations import place_to_edit


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
    (department staff belong to one), organisation_unknown, posting_exists (the same role at the same place in
    overlapping days), own_posting, admin_roles_apart.
    """
    spot = place_to_edit(actor, area_id)
    if role not in Role.values or role == Role.RESIDENT:
        raise Refusal("role_unknown", _("没有这个岗位。"), facts={"field": "role"})
    if actor.person_id is not None and actor.person_id == person_id:
        raise Refusal("own_posting", _("自己的岗位要请另一位安全管理员来定。"))
    start = from_on or now.astimezone(settings.LINLI_ZONE).date()
    if to_on is not None and to_on < start:
        raise Refusal("days_reversed", _("截止日不能早于起始日。"), facts={"field": "to_on"})
    if role == Role.DEPARTMENT_STAFF and organisation_id is None:
        raise Refusal("organisation_missing", _("部门人员要选所在单位。"), facts={"field": "organisation_id"})
    with scope(SYSTEM):
        person = Person.objects.select_for_update().filter(pk=person_id).first()
        if person is None:
            raise Refusal("person_unknown", _("没有找到这个人。"), status=404)
        _fits(person, role, area_id, organisation_id, start, to_on)
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


def _fits(
    person: Person, role: str, area_id: int, organisation_id: int | None, start: date, to_on: date | None
) -> None:
    """Beside the postings the person has in those days: not the same twice, and one administrator's role only."""
    if (
        organisation_id is not None
        and not Organisation.objects.filter(pk=organisation_id, until=None).exists()
    ):
        raise Refusal(
            "organisation_unknown", _("没有这个单位，或者它已经停用。"), facts={"field": "organisation_id"}
        )
    beside = Posting.objects.filter(Q(to_on=None) | Q(to_on__gte=start), person=person)
    if to_on is not None:
        beside = beside.filter(from_on__lte=to_on)
    unit = Q(organisation=organisation_id) if organisation_id is not None else Q(organisation=None)
    if beside.filter(unit, role=role, area_id=area_id).exists():
        raise Refusal("posting_exists", _("他在这里已经有这个岗位了。"))
    if role in ADMIN_ROLES and beside.filter(role__in=ADMIN_ROLES - {role}).exists():
        raise Refusal(
            "admin_roles_apart", _("系统、安全、审计三种管理员要由不同的人担任。"), facts={"field": "role"}
        )


@command
def end_posting(*, actor: Actor, now: datetime, posting_id: int, to_on: date) -> PostingEnded:
    """Set a posting's last day. Refuses: posting_unknown, days_reversed, own_posting."""
    with scope(SYSTEM):
        posting = Posting.objects.select_for_update().filter(pk=posting_id).first()
        if posting is None or not may_at(actor, access.EDIT_POSTINGS, posting.area_path):
            raise Refusal("posting_unknown", _("没有找到这条任职。"), status=404)
        if actor.person_id is not None and actor.person_id == posting.person_id:
            raise Refusal("own_posting", _("自己的岗位要请另一位安全管理员来定。"))
        if to_on < posting.from_on:
            raise Refusal("days_reversed", _("截止日不能早于起始日。"), facts={"field": "to_on"})
        posting.to_on = to_on
        posting.save(update_fields=["to_on"])
    stamp.bump(POSTINGS)
    return PostingEnded(
        subject_id=posting.person_id, area_path=posting.area_path, posting_id=posting.pk, to_on=to_on
    )
