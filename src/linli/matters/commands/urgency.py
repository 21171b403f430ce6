"""How urgent a matter is, set by a person; and the districts' own words that must never be missed."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel import stamp
from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may_at
from linli.kernel.text import line
from linli.places.queries import lineage

from .. import access
from ..events import UrgencySet, UrgentWordSet
from ..models import UrgentWord
from ..queries.limits import promise_of
from ..queries.standing import china_day, limits_day
from ..queries.urgent_words import URGENT_WORDS
from ..rules.urgency import LONGEST, plain_word
from ..terms import RemarkKind, Urgency, WordFamily
from .clock_stops import rewind
from .settling import lock, remark, still_open


@command
def set_urgency(*, actor: Actor, now: datetime, matter_id: int, urgency: str, text: str) -> UrgencySet:
    """Say how urgent a matter is, higher or lower than its words; the reason stays in its course.

    Where the area's limits differ by level, the running stage and the promise to the reporter take those of the new
    level: an urgent one counts from when the resident spoke, any other from its stage's beginning. Refuses:
    matter_not_found, not_allowed, matter_closed, urgency_unknown, urgency_same, words_missing.
    """
    case = lock(actor, matter_id, now, access.SET_URGENCY)
    still_open(case)
    if urgency not in Urgency.values:
        raise Refusal("urgency_unknown", _("没有这个紧急程度。"), facts={"field": "urgency"})
    before = case.matter.urgency
    if urgency == before:
        raise Refusal("urgency_same", _("现在就是这个紧急程度。"), facts={"field": "urgency"})
    said = remark(case, actor, now, text, RemarkKind.REASON, public=False)
    if said is None:
        raise Refusal("words_missing", _("请写明为什么改紧急程度。"), facts={"field": "text"})
    matter = case.matter
    matter.urgency = urgency
    if matter.answered_at is None:
        promise = promise_of(case.kind, matter.area_path, limits_day(matter), urgency, matter.order_type)
        promised = case.work.due(matter.opened_at, promise)
        matter.promised_at, matter.promised_provisional = promised.at, promised.provisional
    rewind(case, before, now)
    matter.save()
    return UrgencySet(
        subject_id=matter_id,
        area_path=case.matter.area_path,
        before=Code(before),
        after=Code(urgency),
        remark_id=said.pk,
        due_at=matter.due_at,
    )


@command
def add_urgent_word(
    *,
    actor: Actor,
    now: datetime,
    area_id: int,
    word: str,
    family: str,
    since: date,
    until: date | None = None,
    source: str = "",
) -> UrgentWordSet:
    """Add a district's own urgent word from a day to a day (the last one counts); the fixed core stays as it is.

    Refuses: not_allowed, word_missing, family_unknown, days_reversed, word_exists.
    """
    area = lineage(area_id)
    if area is None or not may_at(actor, access.EDIT_URGENT_WORDS, area.path):
        raise Refusal("not_allowed", _("这个地方的紧急词不归您维护。"), status=403)
    clean = line(word, most=LONGEST, what=_("词"))
    if len(plain_word(clean)) < 2:
        raise Refusal("word_missing", _("请写至少两个字。"), facts={"field": "word"})
    if family not in WordFamily.values:
        raise Refusal("family_unknown", _("请选是什么险情。"), facts={"field": "family"})
    if until is not None and until < since:
        raise Refusal("days_reversed", _("截止日期不能早于生效日期。"), facts={"field": "until"})
    row, new = UrgentWord.objects.get_or_create(
        area_id=area_id, word=clean, since=since,
        defaults={
            "area_path": area.path, "family": family, "until": until, "made_at": now,
            "source": line(source, most=200, what=_("依据")),
        },
    )  # fmt: skip
    if not new:
        raise Refusal("word_exists", _("这个词已经有了。"), facts={"field": "word"})
    stamp.bump(URGENT_WORDS)
    return UrgentWordSet(subject_id=row.pk, area_path=area.path, what=Code("added"))


@command
def end_urgent_word(*, actor: Actor, now: datetime, word_id: int) -> UrgentWordSet:
    """End a district's own word with yesterday; words of the core cannot be ended.

    Refuses: word_unknown (404), not_allowed (403).
    """
    row = UrgentWord.objects.select_for_update().filter(pk=word_id).first()
    if row is None:
        raise Refusal("word_unknown", _("没有这个词。"), status=404)
    if not may_at(actor, access.EDIT_URGENT_WORDS, row.area_path):
        raise Refusal("not_allowed", _("这个地方的紧急词不归您维护。"), status=403)
    today = china_day(now)
    if row.since >= today:
        row.delete()
    else:
        row.until = date.fromordinal(today.toordinal() - 1)
        row.save(update_fields=["until"])
    stamp.bump(URGENT_WORDS)
    return UrgentWordSet(subject_id=word_id, area_path=row.area_path, what=Code("ended"))
