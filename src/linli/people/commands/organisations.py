"""Organisations and their units, hung on every level of the tree."""

from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.phone import phone_number
from linli.kernel.pinyin import pinyin_key
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may_at
from linli.kernel.text import line
from linli.places.queries import Lineage, lineage

from .. import access
from ..events import OrganisationAdded, OrganisationChanged
from ..models import Organisation
from ..terms import OrganisationKind


def place_to_edit(actor: Actor, area_id: int) -> Lineage:
    """An area in force where the actor keeps postings. Refuses: area_unknown, not_allowed."""
    spot = lineage(area_id)
    if spot is None:
        raise Refusal("area_unknown", _("没有这个区域，或者它已经停用。"), status=404)
    if not may_at(actor, access.EDIT_POSTINGS, spot.path):
        raise Refusal("not_allowed", _("单位和任职由安全管理员维护。"), status=403)
    return spot


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
    """Hang an organisation (or a unit of one) on an area.

    Refuses: not_allowed, area_unknown, name_missing, parent_unknown, phone_*.
    """
    spot = place_to_edit(actor, area_id)
    called = line(name, most=60, what=_("名称"))
    if not called or kind not in OrganisationKind.values:
        raise Refusal("name_missing", _("请填写单位名称和类型。"), facts={"field": "name"})
    if parent_id is not None and not Organisation.objects.filter(pk=parent_id, until=None).exists():
        raise Refusal("parent_unknown", _("没有这个上级单位。"), facts={"field": "parent_id"})
    known_as = line(short, most=20, what=_("简称")) or called
    kept = Organisation.objects.create(
        area_id=area_id, area_path=spot.path, parent_id=parent_id, kind=kind, name=called, short=known_as,
        pinyin=pinyin_key(known_as), phone=phone_number(phone) if phone.strip() else "",
        since=now.astimezone(settings.LINLI_ZONE).date(),
    )  # fmt: skip
    return OrganisationAdded(subject_id=kept.pk, area_path=spot.path, kind=Code(kind))


@command
def change_organisation(
    *,
    actor: Actor,
    now: datetime,
    organisation_id: int,
    name: str,
    short: str = "",
    phone: str = "",
    until: date | None = None,
) -> OrganisationChanged:
    """Change name and telephone, or set the last day (postings in it end by their own dates).

    Refuses: organisation_unknown, name_missing, days_reversed, phone_*.
    """
    kept = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if kept is None or not may_at(actor, access.EDIT_POSTINGS, kept.area_path):
        raise Refusal("organisation_unknown", _("没有找到这个单位。"), status=404)
    called = line(name, most=60, what=_("名称"))
    if not called:
        raise Refusal("name_missing", _("请填写单位名称和类型。"), facts={"field": "name"})
    if until is not None and until < kept.since:
        raise Refusal("days_reversed", _("截止日不能早于起始日。"), facts={"field": "until"})
    kept.name, kept.short = called, line(short, most=20, what=_("简称")) or called
    kept.pinyin = pinyin_key(kept.short)
    kept.phone = phone_number(phone) if phone.strip() else ""
    kept.until = until
    kept.save()
    return OrganisationChanged(subject_id=kept.pk, area_path=kept.area_path, until=until)
