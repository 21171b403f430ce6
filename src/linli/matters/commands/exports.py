"""Taking a list away as a table: a reason first, a job that makes it, a record of each taking away."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may_at
from linli.kernel.text import line
from linli.places.queries import lineage

from .. import access
from ..events import ExportAsked, ExportFetched, ExportMade
from ..models import Export
from ..rules.saved_views import kept_query
from ..terms import ExportForm, ExportState

REASON = 100
LEAST_REASON = 4


@command
def ask_export(
    *,
    actor: Actor,
    now: datetime,
    area_id: int,
    query: str,
    form: str,
    reason: str,
    phones: bool = False,
) -> ExportAsked:
    """Ask for the list of an area under some filters as a table; the reason stays beside it.

    phones: whole telephone numbers too, for who holds that permission there; each asking counts as opening them.
    Refuses: area_unknown, not_allowed, phones_not_allowed, form_unknown, reason_missing.
    """
    spot = lineage(area_id)
    if spot is None or actor.person_id is None:
        raise Refusal("area_unknown", _("没有这个区域，或者它不归您看。"), status=404)
    if not may_at(actor, access.EXPORT, spot.path):
        raise Refusal("not_allowed", _("您的岗位不能导出这里的清单。"), status=403)
    if phones and not may_at(actor, access.EXPORT_PHONES, spot.path):
        raise Refusal("phones_not_allowed", _("您的岗位不能导出电话号码。"), facts={"field": "phones"})
    if form not in ExportForm.values:
        raise Refusal("form_unknown", _("请选一种表格。"), facts={"field": "form"})
    why = line(reason, most=REASON, what=_("用途"))
    if len(why) < LEAST_REASON:
        raise Refusal("reason_missing", _("请写清导出做什么用，会留下记录。"), facts={"field": "reason"})
    export = Export.objects.create(
        person_id=actor.person_id, area_id=area_id, area_path=spot.path, query=kept_query(query), form=form,
        phones=phones, reason=why, asked_at=now,
    )  # fmt: skip
    return ExportAsked(subject_id=export.pk, area_path=spot.path, form=Code(form), phones=phones)


@command
def export_made(*, actor: Actor, now: datetime, export_id: int, rows: int, cut: bool) -> ExportMade:
    """The table is on disk. Refuses: export_unknown, export_made_already."""
    export = Export.objects.select_for_update().filter(pk=export_id).first()
    if export is None or actor.kind != "system":
        raise Refusal("export_unknown", _("没有找到这次导出。"), status=404)
    if export.state != ExportState.WAITING:
        raise Refusal("export_made_already", _("已经做好了。"))
    export.state, export.rows, export.cut, export.made_at = ExportState.READY, rows, cut, now
    export.save(update_fields=["state", "rows", "cut", "made_at"])
    return ExportMade(subject_id=export.pk, area_path=export.area_path, rows=rows, cut=cut)


@command
def fetch_export(*, actor: Actor, now: datetime, export_id: int) -> ExportFetched:
    """Its asker takes the table away; nobody else may. Refuses: export_unknown, export_gone."""
    export = Export.objects.select_for_update().filter(pk=export_id, person_id=actor.person_id or 0).first()
    if export is None or not may_at(actor, access.EXPORT, export.area_path):
        raise Refusal("export_unknown", _("没有找到这次导出。"), status=404)
    if export.state != ExportState.READY:
        raise Refusal("export_gone", _("这份表格已经清理了，要用请重新导出。"), status=410)
    export.fetched += 1
    export.save(update_fields=["fetched"])
    return ExportFetched(subject_id=export.pk, area_path=export.area_path)
