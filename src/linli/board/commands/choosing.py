"""How an area counts its rates: a preset from a day on, its weights as the place sets them."""

from collections.abc import Mapping
from datetime import date, datetime

import msgspec
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from linli.kernel import stamp
from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may_at
from linli.kernel.text import line
from linli.kernel.ui.words import local
from linli.places.queries import tree

from .. import access
from ..events import RatesChosen
from ..models import RateChoice
from ..queries.choices import RATES
from ..rules.measures import presets
from .projecting import register_measures


@command
def choose_rates(
    *,
    actor: Actor,
    now: datetime,
    area_id: int,
    preset: str,
    since: date,
    weights: Mapping[str, int] | None = None,
    source: str = "",
) -> RatesChosen:
    """Count an area's rates by a preset from a day on; what was counted before stays as it was.

    weights: per cent by rate, where the place sets its own; together 100 or 0. source: the place's own document.
    Refuses: area_not_found (404), not_allowed (403), preset_unknown, since_past, weights_wrong.
    """
    node = tree().get(area_id)
    if node is None or not any(node.path.startswith(path) for path in actor.wall()):
        raise Refusal("area_not_found", _("没有找到这个区域。"), status=404)
    if not may_at(actor, access.CHOOSE_RATES, node.path):
        raise Refusal("not_allowed", _("您的岗位不能做这件事。"), status=403)
    chosen = presets().get(preset)
    if chosen is None:
        raise Refusal("preset_unknown", _("没有这种口径。"), facts={"field": "preset"})
    if since < local(now).date():
        raise Refusal(
            "since_past", _("只能从今天或者以后生效，过去的月份不改口径。"), facts={"field": "since"}
        )
    rates = [
        msgspec.structs.replace(rate, weight=(weights or {}).get(rate.code, rate.weight))
        for rate in chosen.rates
    ]
    if sum(rate.weight for rate in rates) not in (0, 100) or any(rate.weight < 0 for rate in rates):
        raise Refusal("weights_wrong", _("权重加起来要是100，或者都不填。"), facts={"field": "weights"})
    last = RateChoice.objects.filter(area_id=area_id).aggregate(last=Max("version"))["last"] or 0
    row = RateChoice.objects.create(
        area_id=area_id, area_path=node.path, since=since, version=last + 1, preset=preset, label=chosen.label,
        source=line(source, most=200, what=_("依据")) or chosen.source, rates=msgspec.to_builtins(rates),
        made_by=actor.person_id, made_at=now,
    )  # fmt: skip
    register_measures()
    stamp.bump(RATES)
    return RatesChosen(
        subject_id=row.pk, area_path=node.path, preset=Code(preset), version=row.version, since=since
    )
