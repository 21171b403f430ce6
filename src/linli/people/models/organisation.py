"""Organisations on every level, staff cards, postings."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.kernel.scope import InArea, Scoped

from ..terms import OrganisationKind, Role


class Organisation(models.Model):
    """An office, branch, department, firm, or a unit of one (by parent), hung on an area."""

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    area_path = models.TextField()
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="units")
    kind = models.TextField(choices=OrganisationKind.choices)
    name = models.TextField(verbose_name=_("名称"))
    short = models.TextField(verbose_name=_("简称"))
    pinyin = models.TextField()
    phone = models.TextField(blank=True, verbose_name=_("对外电话"))
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        verbose_name = _("单位")
        indexes = [
            models.Index(
                fields=["area_path"], name="people_organisation_path", opclasses=["text_pattern_ops"]
            ),
        ]

    def __str__(self) -> str:
        return self.short


class Staff(models.Model):
    """The public card of somebody who serves: the law wants the grid worker's name and telephone posted.

    Holds nothing private, so it stands outside the wall and timelines can name who acted.
    """

    person = models.OneToOneField("people.Person", on_delete=models.PROTECT, primary_key=True)
    name = models.TextField(verbose_name=_("姓名"))
    pinyin = models.TextField()
    work_phone = models.TextField(blank=True, verbose_name=_("工作电话"))
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("工作人员")

    def __str__(self) -> str:
        return self.name


class Posting(InArea):
    """Somebody serves an area in a role, from a day to a day (the last day counts)."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="postings")
    role = models.TextField(choices=Role.choices, verbose_name=_("岗位"))
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT)
    from_on = models.DateField(verbose_name=_("起始日"))
    to_on = models.DateField(null=True, verbose_name=_("截止日"))

    objects = Scoped.as_manager()
    owner_field = "person_id"
    owner_may = frozenset({"people.see_postings"})

    class Meta:
        verbose_name = _("任职")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="people_posting_days"
            ),
            models.UniqueConstraint(
                fields=["person", "role", "area", "organisation"],
                condition=Q(to_on__isnull=True),
                nulls_distinct=False,
                name="people_posting_once",
            ),
            models.CheckConstraint(
                condition=~Q(role="department_staff") | Q(organisation__isnull=False),
                name="people_posting_department",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "role", "id"], name="people_posting_area"),
            models.Index(fields=["person"], name="people_posting_person"),
        ]
