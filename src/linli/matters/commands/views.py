"""Views of a list under a name, for oneself or for everybody at the desk."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may_at
from linli.kernel.text import line
from linli.places.queries import lineage

from .. import access
from ..events import ViewSaved
from ..models import SavedView
from ..rules.saved_views import MOST, kept_query

NAME = 20


@command
def save_view(
    *, actor: Actor, now: datetime, area_id: int, name: str, query: str, shared: bool = False
) -> ViewSaved:
    """Keep the filters of a list of an area under a name.

    Refuses: area_unknown, not_allowed, name_missing, nothing_filtered, too_many_views, view_exists.
    """
    spot = lineage(area_id)
    if spot is None or actor.person_id is None or not may_at(actor, access.SEE, spot.path):
        raise Refusal("area_unknown", _("没有这个区域，或者它不归您看。"), status=404)
    role = _desk(actor, spot.path) if shared else ""
    called = line(name, most=NAME, what=_("名称"))
    if not called:
        raise Refusal("name_missing", _("请给这个筛选起个名字。"), facts={"field": "name"})
    kept = kept_query(query)
    if not kept:
        raise Refusal("nothing_filtered", _("现在没有筛选条件，不用存。"), facts={"field": "name"})
    beside = SavedView.objects.filter(area_id=area_id, role=role)
    if (beside if role else beside.filter(person_id=actor.person_id)).count() >= MOST:
        raise Refusal("too_many_views", _("最多存%(most)d个，请先删掉用不着的。") % {"most": MOST})
    view = SavedView(
        person_id=actor.person_id, area_id=area_id, area_path=spot.path, role=role, name=called, query=kept,
        made_at=now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        raise Refusal("view_exists", _("已经有叫这个名字的，请换一个。"), facts={"field": "name"}) from None
    return ViewSaved(subject_id=view.pk, area_path=spot.path, shared=bool(role))


def _desk(actor: Actor, path: str) -> str:
    """The desk as which the actor shares."""
    for one in actor.standings:
        if one.path == path and one.role in {str(role) for role in access.DESKS}:
            return one.role
    raise Refusal("not_allowed", _("只能在自己的前台里共用。"), status=403)


@command
def drop_view(*, actor: Actor, now: datetime, view_id: int) -> ViewSaved:
    """Drop a view: one's own, or one shared at one's own desk. Refuses: view_unknown."""
    view = SavedView.objects.reachable(actor, access.SEE).select_for_update().filter(pk=view_id).first()
    if view is None or not _own(actor, view):
        raise Refusal("view_unknown", _("没有找到这个筛选。"), status=404)
    pk, path, shared = view.pk, view.area_path, bool(view.role)
    view.delete()
    return ViewSaved(subject_id=pk, area_path=path, shared=shared, dropped=True)


def _own(actor: Actor, view: SavedView) -> bool:
    if view.person_id == actor.person_id:
        return True
    return bool(view.role) and any(
        one.role == view.role and one.area_id == view.area_id for one in actor.standings
    )
