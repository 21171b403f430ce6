"""Persons, households, residences, and who opened what of them."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.kernel import secret
from linli.kernel.scope import InArea, Scoped

from ..terms import IdKind, MaskedField, SightReason

COMPARTMENT = "identity"


class Person(InArea):
    """Somebody. Telephone and ID number are sealed; names are kept for those who act.

    `area_path` is the home's path for a resident, the place of work for staff.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.TextField(verbose_name=_("姓名"))
    pinyin = models.TextField()
    phone = models.BinaryField(null=True)
    phone_mark = models.TextField(blank=True)  # 138****5521, what everybody in reach may see
    phone_index = models.BinaryField(null=True)
    id_kind = models.TextField(choices=IdKind.choices, default=IdKind.NONE)
    id_number = models.BinaryField(null=True)
    id_mark = models.TextField(blank=True)
    id_index = models.BinaryField(null=True)
    made_at = models.DateTimeField()

    objects = Scoped.as_manager()
    owner_field = "id"
    owner_may = frozenset({"people.see_person"})

    class Meta:
        verbose_name = _("人员")
        indexes = [
            models.Index(
                fields=["phone_index"], name="people_person_phone", condition=Q(phone_index__isnull=False)
            ),
            models.Index(fields=["id_index"], name="people_person_id", condition=Q(id_index__isnull=False)),
            models.Index(fields=["area_path"], name="people_person_path", opclasses=["text_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"

    def seal_field(self, field: MaskedField, text: str) -> bytes:
        """The sealed form of one of this person's fields."""
        return secret.seal(text, compartment=COMPARTMENT, place=f"people_person.{field.value}", row=self.uid)

    def open_field(self, field: MaskedField) -> str:
        """The plain value, or "" where none is kept. Call it only beside a `Sight` row."""
        sealed = {MaskedField.PHONE: self.phone, MaskedField.ID_NUMBER: self.id_number}[field]
        if sealed is None:
            return ""
        return secret.unseal(
            bytes(sealed), compartment=COMPARTMENT, place=f"people_person.{field.value}", row=self.uid
        )


class Household(InArea):
    """A household in a home."""

    home = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("住户")
        indexes = [
            models.Index(fields=["home"], name="people_household_home"),
            models.Index(fields=["area_path"], name="people_household_path", opclasses=["text_pattern_ops"]),
        ]


class Residence(InArea):
    """A person lives in a household from a day to a day; registered means 户籍 in the same place."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    household = models.ForeignKey(Household, on_delete=models.PROTECT)
    registered = models.BooleanField(default=True, verbose_name=_("户籍在此"))
    since = models.DateField()
    until = models.DateField(null=True)

    objects = Scoped.as_manager()
    owner_field = "person_id"
    owner_may = frozenset({"people.see_person"})

    class Meta:
        verbose_name = _("居住")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="people_residence_days"
            ),
            models.UniqueConstraint(
                fields=["person", "household"], condition=Q(until__isnull=True), name="people_residence_once"
            ),
        ]


class Sight(InArea):
    """One opening of a masked field: written before the value is shown, and the person can see it."""

    person_id = models.BigIntegerField(null=True)  # whose field, where the person is registered
    matter_id = models.BigIntegerField(null=True)  # or the matter whose reporter it was
    field = models.TextField(choices=MaskedField.choices)
    reason = models.TextField(choices=SightReason.choices)
    words = models.TextField(verbose_name=_("原因说明"))
    by_person_id = models.BigIntegerField()
    by_name = models.TextField()
    by_role = models.TextField()
    at = models.DateTimeField()

    objects = Scoped.as_manager()
    owner_field = "person_id"
    owner_may = frozenset({"people.see_sights"})

    class Meta:
        verbose_name = _("查看记录")
        indexes = [
            models.Index(fields=["person_id", "-id"], name="people_sight_person"),
            models.Index(fields=["by_person_id", "-id"], name="people_sight_by"),
        ]
