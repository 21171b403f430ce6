"""Hints: found by rules each night, looked at by the desk above, set aside with a reason."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, Actor, scope
from linli.kernel.text import free_text
from linli.kernel.ui.words import local
from linli.matters.queries import again_between, answered_between, asked_between, redone_between

from .. import access
from ..events import HintFound, HintLookedAt
from ..models import Hint
from ..rules.hints import AGAIN_DAYS, Found, fast, late_signed, perfect_desks, same_words
from ..rules.periods import back
from ..terms import HintRule, HintState

MOST = 300
MOST_MATTERS = 200


@command
def find_hint(
    *, actor: Actor, now: datetime, rule: str, key: str, area_path: str, matters: list[int]
) -> HintFound:
    """Keep what a rule found. Only the system asks; what was found before is refused (hint_known)."""
    if actor.kind != "system":
        raise Refusal("not_allowed", _("您的岗位不能做这件事。"), status=403)
    if Hint.objects.filter(rule=rule, key=key).exists():
        raise Refusal("hint_known", _("这条线索已经有了。"))
    row = Hint.objects.create(
        rule=HintRule(rule),
        key=key,
        area_path=area_path,
        matters=matters[:MOST_MATTERS],
        found_on=local(now).date(),
    )
    return HintFound(subject_id=row.pk, area_path=area_path, rule=Code(rule), matters=len(matters))


@command
def look_at_hint(
    *, actor: Actor, now: datetime, hint_id: int, aside: bool = False, words: str = ""
) -> HintLookedAt:
    """Say that the matters were looked at, or set the hint aside with a reason.

    Refuses: hint_not_found (404), hint_done, text_missing.
    """
    row = (
        Hint.objects.reachable(actor, access.SEE_HINTS)
        .select_for_update(of=("self",))
        .filter(pk=hint_id)
        .first()
    )
    if row is None:
        raise Refusal("hint_not_found", _("没有找到这条线索。"), status=404)
    if row.state != HintState.OPEN:
        raise Refusal("hint_done", _("这条线索已经有人看过了。"))
    said = free_text(words, most=MOST, what=_("理由"))
    if aside and not said:
        raise Refusal("text_missing", _("放到一边要写理由。"), facts={"field": "words"})
    row.state = HintState.ASIDE if aside else HintState.LOOKED
    row.words, row.looked_by, row.looked_at = said, actor.person_id, now
    row.save()
    return HintLookedAt(subject_id=row.pk, area_path=row.area_path, state=Code(row.state))


def find_hints(now: datetime) -> int:
    """Everything the rules find in the day before, and of the month before; gives how many are new."""
    today = local(now).date()
    with scope(SYSTEM):
        found = list(_of_day(today - timedelta(days=1)))
        if today.day == 1:
            found += list(_of_month(back(today, 1)))
        known = set(Hint.objects.filter(key__in=[one.key for one in found]).values_list("rule", "key"))
        new = [one for one in found if (one.rule.value, one.key) not in known]
        for one in new:
            find_hint(
                actor=SYSTEM, now=now, rule=one.rule.value, key=one.key, area_path=one.area_path,
                matters=list(one.matters),
            )  # fmt: skip
    return len(new)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), settings.LINLI_ZONE)


def _of_day(day: date) -> Iterator[Found]:
    first, last = _start(day), _start(day + timedelta(days=1))
    answers = answered_between(first, last)
    yield from fast(answers)
    yield from same_words(answers, day.isoformat())
    yield from late_signed(answers)
    for one in redone_between(first, last):
        yield Found(HintRule.REOPENED, f"{one.matter_id} {day}", one.area_path, (one.matter_id,))
    for again in again_between(first, last, AGAIN_DAYS):
        key = f"{again.before_id} {again.after_id}"
        yield Found(HintRule.AGAIN, key, again.area_path, (again.before_id, again.after_id))


def _of_month(month: date) -> Iterator[Found]:
    asks = asked_between(_start(month), _start(back(month, -1)))
    yield from perfect_desks(asks, f"{month:%Y-%m}")
