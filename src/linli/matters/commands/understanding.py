"""What is understood of a matter's words: kept once by the worker, decided by people (category, public copy)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from linli.assist.asking import ask
from linli.assist.masking.mask import mask
from linli.assist.masking.span import Span, masked
from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.jobs import task
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, Actor, may, scope
from linli.places.queries import names_standing_in

from .. import access
from ..events import MaskChanged, MatterSorted, MatterUnderstood
from ..models import Category, MaskedCopy, MaskedSpan, Matter, Suggestion
from ..queries.understood import is_checked
from ..terms import Band, MaskKind, WordsOf
from .settling import lock, not_here, still_open

PATIENCE = 20.0
"""Seconds the worker waits for the helper; a page waits far less (queries/understood.py)."""
PERSON = "person"
Stretch = tuple[str, str, int, int, str]
"""What is hidden: of which words, its kind, where it begins and ends, by which rule."""


@task("matters.understand")
def understand_job(matter_id: int, at: str) -> None:
    """Ask the helper about a new matter; without it rules alone make the public copy. Safe to be run twice."""
    with scope(SYSTEM):
        matter = Matter.objects.filter(pk=matter_id).first()
        if matter is None or MaskedCopy.objects.filter(pk=matter_id).exists():
            return
    texts = _texts(matter)
    known = names_standing_in("\n".join(texts))
    told = ask(settings.LINLI_ASSIST_DOOR, "mask", seconds=PATIENCE, texts=texts, known=known)
    said = ask(settings.LINLI_ASSIST_DOOR, "suggest", seconds=PATIENCE, title=texts[0], text=texts[1])
    spans = _named(told["spans"]) if told else hidden_by_rules(texts)
    understand(
        actor=SYSTEM,
        now=datetime.fromisoformat(at),
        matter_id=matter_id,
        spans=spans,
        whole=bool(told and told["whole"]),
        suggestion=said if said and said["choices"] else None,
    )


def _texts(matter: Matter) -> list[str]:
    return [getattr(matter, words) for words in WordsOf]


def hidden_by_rules(texts: Sequence[str]) -> list[Stretch]:
    """What rules alone hide of a matter's title, text and place."""
    known = names_standing_in("\n".join(texts))
    return _named([mask(text, known=known).spans for text in texts])


def _named(found: Sequence[Sequence[Any]]) -> list[Stretch]:
    return [(str(words), *span) for words, some in zip(WordsOf, found, strict=True) for span in some]


@command
def understand(
    *,
    actor: Actor,
    now: datetime,
    matter_id: int,
    spans: Sequence[Stretch],
    whole: bool,
    suggestion: dict[str, Any] | None = None,
) -> MatterUnderstood:
    """Keep the public copy of a matter with its record, and the suggested categories, once.

    spans: words, kind, begin, end, rule. suggestion: version, choices of label and confidence, band.
    Refuses: matter_not_found, understood_already.
    """
    matter = (
        Matter.objects.reachable(actor, access.SEE)
        .select_for_update(of=("self",))
        .filter(pk=matter_id)
        .first()
    )
    if matter is None or actor.kind != "system":
        raise not_here()
    if MaskedCopy.objects.filter(pk=matter_id).exists():
        raise Refusal("understood_already", _("这件事的公开文本已经有了。"))
    MaskedSpan.objects.bulk_create(
        MaskedSpan(
            matter=matter,
            words=words,
            kind=kind,
            begin=begin,
            end=end,
            rule=rule,
            at=now,
            area_path=matter.area_path,
        )
        for words, kind, begin, end, rule in spans
    )
    MaskedCopy.objects.create(
        matter=matter,
        whole=whole,
        made_at=now,
        area_path=matter.area_path,
        **public_form(_texts(matter), spans),
    )
    if suggestion is not None:
        given = [[one["label"], one["confidence"]] for one in suggestion["choices"]]
        Suggestion.objects.create(
            matter=matter, version=suggestion["version"], given=given, confidence=given[0][1],
            band=suggestion["band"], made_at=now, area_path=matter.area_path,
        )  # fmt: skip
    return MatterUnderstood(
        subject_id=matter_id,
        area_path=matter.area_path,
        hidden=len(spans),
        band=Code(suggestion["band"] if suggestion else Band.UNSURE),
    )


def public_form(texts: Sequence[str], spans: Sequence[Stretch]) -> dict[str, str]:
    """Title, text and place as everybody may read them."""
    return {
        str(words): masked(
            text, [Span(kind, begin, end, rule) for of, kind, begin, end, rule in spans if of == words]
        )
        for words, text in zip(WordsOf, texts, strict=True)
    }


@command
def sort_matter(*, actor: Actor, now: datetime, matter_id: int, category: str) -> MatterSorted:
    """Say what a matter is about (定类别), or that what stands there is right: a person's decision, kept beside what had
    been suggested. Only a category that somebody decided or confirmed is ever learned from.

    Refuses: matter_not_found, not_allowed, matter_closed, category_unknown, category_same.
    """
    case = lock(actor, matter_id, now)
    if not may(actor, access.ACT, case.matter):
        raise Refusal("not_allowed", _("您的岗位不能做这件事。"), status=403)
    still_open(case)
    chosen = Category.objects.filter(code=category, retired_on=None).first()
    if chosen is None:
        raise Refusal("category_unknown", _("没有这个类别，请重新选。"), facts={"field": "category"})
    before = case.matter.category_id
    kept = Suggestion.objects.filter(matter_id=matter_id).first()
    if before == chosen.pk and is_checked(matter_id):
        raise Refusal("category_same", _("已经是这个类别了。"), facts={"field": "category"})
    case.matter.category = chosen
    case.matter.save(update_fields=["category"])
    if kept is not None:
        kept.chosen, kept.chosen_by, kept.chosen_at = category, actor.person_id, now
        kept.save(update_fields=["chosen", "chosen_by", "chosen_at"])
    return MatterSorted(
        subject_id=matter_id,
        area_path=case.matter.area_path,
        category_id=chosen.pk,
        before_id=before,
        as_suggested=bool(kept and kept.given and kept.given[0][0] == category),
    )


@command
def change_mask(
    *, actor: Actor, now: datetime, matter_id: int, words: str, begin: int, end: int, hide: bool
) -> MaskChanged:
    """Hide characters of a matter's words from the public copy, or show what was hidden there.

    Showing undoes every record that lies in the stretch; each keeps who decided it.
    Refuses: matter_not_found, not_allowed, copy_missing, stretch_outside, mask_same.
    """
    case = lock(actor, matter_id, now)
    matter = case.matter
    if not may(actor, access.EDIT_MASK, matter):
        raise Refusal("not_allowed", _("您的岗位不能做这件事。"), status=403)
    copy = MaskedCopy.objects.select_for_update().filter(pk=matter_id).first()
    if copy is None:
        raise Refusal("copy_missing", _("公开文本还没有做好，请过一会儿再改。"))
    if words not in WordsOf.values or not 0 <= begin < end <= len(getattr(matter, words)):
        raise Refusal("stretch_outside", _("选的字不在原文里，请重新选。"), facts={"field": "stretch"})
    changed = (_hidden if hide else _shown)(actor, matter, words, begin, end, now)
    if not changed:
        raise Refusal("mask_same", _("这里没有要改的。"), facts={"field": "stretch"})
    kept = MaskedSpan.objects.filter(matter_id=matter_id, undone_by=None)
    made = public_form(_texts(matter), list(kept.values_list("words", "kind", "begin", "end", "rule")))
    copy.title, copy.text, copy.place, copy.made_at = made["title"], made["text"], made["place"], now
    copy.save()
    return MaskChanged(
        subject_id=matter_id, area_path=matter.area_path, words=Code(words), spans=changed, hidden=hide
    )


def _hidden(actor: Actor, matter: Matter, words: str, begin: int, end: int, now: datetime) -> int:
    fresh = {"kind": MaskKind.OTHER, "rule": PERSON, "at": now, "by_person_id": actor.person_id}
    span, new = MaskedSpan.objects.get_or_create(
        matter=matter, words=words, begin=begin, end=end, defaults={**fresh, "area_path": matter.area_path}
    )
    if not new and span.undone_by is None:
        return 0
    if not new:
        span.undone_by = span.undone_at = None
        span.save(update_fields=["undone_by", "undone_at"])
    return 1


def _shown(actor: Actor, matter: Matter, words: str, begin: int, end: int, now: datetime) -> int:
    inside = MaskedSpan.objects.filter(
        matter=matter, words=words, begin__gte=begin, end__lte=end, undone_by=None
    )
    return inside.update(undone_by=actor.person_id, undone_at=now)
