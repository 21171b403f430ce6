"""Standard answers an area keeps: a change makes a new version, the old one stays as it was used."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may_at
from linli.kernel.text import free_text, line
from linli.places.queries import lineage

from .. import access
from ..events import AnswerTextKept
from ..kinds import kinds
from ..models import AnswerText, Category

TITLE, TEXT = 40, 2000


@command
def keep_text(
    *,
    actor: Actor,
    now: datetime,
    area_id: int,
    title: str,
    text: str,
    kind: str = "",
    stage: str = "",
    category: str = "",
    replaces_id: int | None = None,
) -> AnswerTextKept:
    """Keep a text for the answers of an area, for one kind or all, one of its stages or all, one category or all.

    replaces_id: the version it takes the place of, which is retired. Refuses: not_allowed, title_missing,
    text_missing, kind_unknown, stage_unknown, category_unknown, answer_text_unknown.
    """
    area = lineage(area_id)
    if area is None or not may_at(actor, access.EDIT_TEXTS, area.path):
        raise Refusal("not_allowed", _("这里的常用语不归您维护。"), status=403)
    called, words = line(title, most=TITLE, what=_("名称")), free_text(text, most=TEXT, what=_("内容"))
    if not called:
        raise Refusal("title_missing", _("请填写名称。"), facts={"field": "title"})
    if not words:
        raise Refusal("text_missing", _("请写内容。"), facts={"field": "text"})
    if kind and kind not in kinds():
        raise Refusal("kind_unknown", _("没有这种事项。"), facts={"field": "kind"})
    if stage and (kind not in kinds() or stage not in {one.code for one in kinds()[kind].stages}):
        raise Refusal("stage_unknown", _("没有这个环节。"), facts={"field": "kind"})
    about = Category.objects.filter(code=category).first() if category else None
    if category and about is None:
        raise Refusal("category_unknown", _("没有这个类别，请重新选。"), facts={"field": "category"})
    before = _retired(actor, replaces_id, now) if replaces_id is not None else None
    row = AnswerText.objects.create(
        area_id=area_id, area_path=area.path, kind=kind, stage=stage, category=about, title=called,
        text=words, version=before.version + 1 if before else 1, replaces=before, made_at=now, made_by=actor.person_id,
    )  # fmt: skip
    return AnswerTextKept(subject_id=row.pk, area_path=area.path, what=Code("replaced" if before else "kept"))


def _retired(actor: Actor, text_id: int, now: datetime) -> AnswerText:
    found = AnswerText.objects.reachable(actor, access.EDIT_TEXTS).select_for_update()
    row = found.filter(pk=text_id, retired_at=None).first()
    if row is None:
        raise Refusal("answer_text_unknown", _("没有这条常用语，或者已经换过了。"), status=404)
    row.retired_at = now
    row.save(update_fields=["retired_at"])
    return row


@command
def retire_text(*, actor: Actor, now: datetime, text_id: int) -> AnswerTextKept:
    """Take a text out of use; answers written with it stay. Refuses: answer_text_unknown."""
    row = _retired(actor, text_id, now)
    return AnswerTextKept(subject_id=row.pk, area_path=row.area_path, what=Code("retired"))
