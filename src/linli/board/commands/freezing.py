"""A month's figures written down for good, and counted again on appeal beside the first writing."""

from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, Actor, may_at, scope
from linli.kernel.text import free_text
from linli.kernel.ui.words import local
from linli.places.queries import Node, tree
from linli.places.terms import Level

from .. import access
from ..events import MonthFrozen
from ..models import Frozen
from ..queries.choices import rates_at
from ..queries.figures import figures_of
from ..rules.periods import back, month_of

MOST = 500
SETTLING_DAYS = 3
"""A month is frozen so many days after its end: by then what happened in it has been counted."""


@command
def freeze_month(*, actor: Actor, now: datetime, area_id: int, month: date) -> MonthFrozen:
    """Write a month's figures of an area down. Refuses: area_not_found (404), not_allowed (403), month_runs,
    already_frozen."""
    node = _node(actor, area_id)
    if _last_version(area_id, month):
        raise Refusal("already_frozen", _("这个月已经封存了，要改请申请重算。"))
    return _write(actor, now, node, month.replace(day=1), "")


@command
def count_again(*, actor: Actor, now: datetime, area_id: int, month: date, words: str) -> MonthFrozen:
    """Count a frozen month again on appeal: a new version beside the old one, with who and why.

    Refuses: area_not_found (404), not_allowed (403), not_frozen, text_missing.
    """
    node = _node(actor, area_id)
    said = free_text(words, most=MOST, what=_("理由"))
    if not said:
        raise Refusal("text_missing", _("请写明为什么重算。"), facts={"field": "words"})
    if not _last_version(area_id, month):
        raise Refusal("not_frozen", _("这个月还没有封存。"))
    return _write(actor, now, node, month.replace(day=1), said)


def _node(actor: Actor, area_id: int) -> Node:
    node = tree().get(area_id)
    if node is None or not any(node.path.startswith(path) for path in actor.wall()):
        raise Refusal("area_not_found", _("没有找到这个区域。"), status=404)
    if not may_at(actor, access.FREEZE, node.path):
        raise Refusal("not_allowed", _("您的岗位不能做这件事。"), status=403)
    return node


def _last_version(area_id: int, month: date) -> int:
    rows = Frozen.objects.filter(area_id=area_id, month=month.replace(day=1))
    return rows.aggregate(last=Max("version"))["last"] or 0


def _write(actor: Actor, now: datetime, node: Node, month: date, words: str) -> MonthFrozen:
    period = month_of(month)
    if period.last >= local(now).date():
        raise Refusal("month_runs", _("这个月还没过完。"))
    rates = rates_at(node.path, period.last)
    counted = figures_of(node, period, rates)
    figures: list[dict[str, Any]] = [
        {"code": one.rate.code, "label": one.rate.label, "part": one.part, "whole": one.whole, "out": one.out,
         "weight": one.rate.weight}
        for one in counted.figures
    ]  # fmt: skip
    row = Frozen.objects.create(
        area_id=node.id, area_path=node.path, month=month, version=_last_version(node.id, month) + 1,
        label=rates.label, rate_version=rates.version, figures=figures, counts=counted.counts, words=words,
        made_by=actor.person_id, made_at=now,
    )  # fmt: skip
    return MonthFrozen(
        subject_id=row.pk, area_path=node.path, area_id=node.id, month=month, version=row.version
    )


def freeze_due(now: datetime) -> int:
    """Freeze last month for every place that has none yet, some days after its end; gives how many."""
    today = local(now).date()
    if today.day <= SETTLING_DAYS:
        return 0
    month = back(today.replace(day=1), 1)
    with scope(SYSTEM):
        done = set(Frozen.objects.filter(month=month).values_list("area_id", flat=True))
        due = [
            node
            for level in (Level.COMMUNITY, Level.STREET, Level.DISTRICT)
            for node in tree().within("/", level)
            if node.id not in done
        ]
    for node in due:
        freeze_month(actor=SYSTEM, now=now, area_id=node.id, month=month)
    return len(due)
