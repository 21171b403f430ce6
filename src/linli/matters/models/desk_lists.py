"""What a desk keeps of its lists: views under a name, tables taken away."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.scope import InArea, Scoped

from ..terms import ExportForm, ExportState


class SavedView(InArea):
    """The filters of a list under a name: one's own, or shared by everybody of a role at an area."""

    person_id = models.BigIntegerField()
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    role = models.TextField(blank=True)  # the desk that shares it; empty: only its maker
    name = models.TextField(verbose_name=_("名称"))
    query = models.TextField()
    made_at = models.DateTimeField()

    objects = Scoped.as_manager()
    owner_field = "person_id"
    owner_may = frozenset({"matters.see"})

    class Meta:
        verbose_name = _("常用筛选")
        indexes = [models.Index(fields=["area", "role"], name="matters_savedview_area")]
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "area", "role", "name"], name="matters_savedview_once"
            )
        ]


class Export(InArea):
    """A list taken away as a table: by whom, when and why; the bytes go after a week, this stays."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4)
    person_id = models.BigIntegerField()
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    query = models.TextField()
    form = models.TextField(choices=ExportForm.choices)
    phones = models.BooleanField(default=False)
    reason = models.TextField(verbose_name=_("用途"))
    state = models.TextField(choices=ExportState.choices, default=ExportState.WAITING)
    rows = models.IntegerField(null=True)
    cut = models.BooleanField(default=False)  # there were more than may be taken away at once
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    fetched = models.SmallIntegerField(default=0)

    objects = Scoped.as_manager()
    owner_field = "person_id"
    owner_may = frozenset({"matters.export"})

    class Meta:
        verbose_name = _("导出")
        indexes = [models.Index(fields=["person_id", "-id"], name="matters_export_person")]
