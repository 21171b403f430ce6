"""The questions of a category: added, changed, retired, never deleted, since answers point to them."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel import stamp
from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor
from linli.kernel.text import code_digits, line

from .. import access
from ..events import QuestionEdited
from ..models import Category, Question
from ..queries.questions import QUESTIONS
from ..queries.standing import china_day
from ..terms import QuestionType

LISTS = (QuestionType.ONE, QuestionType.MANY)
MOST_CHOICES, MOST_QUESTIONS = 60, 30


def _category(actor: Actor, code: str) -> Category:
    if not actor.holds(access.EDIT_CATEGORIES):
        raise Refusal("not_allowed", _("类别由系统管理员维护。"), status=403)
    found = Category.objects.filter(code=code, retired_on=None).select_for_update().first()
    if found is None:
        raise Refusal("category_unknown", _("没有这个类别，请重新选。"), status=404)
    return found


@command
def edit_question(
    *,
    actor: Actor,
    now: datetime,
    category: str,
    code: str,
    datatype: str,
    text: str,
    hint: str = "",
    choices: Sequence[str] = (),
    required: bool = False,
    position: int = 100,
) -> QuestionEdited:
    """Add a question to a category, or change the one with this code; a retired one is asked again.

    choices: of a list, each "key name" or only a name, which then is its own key; their order stays.
    Refuses: not_allowed, category_unknown, code_unreadable, datatype_unknown, text_missing, choices_missing,
    choices_too_many, questions_too_many, position_unreadable.
    """
    kept_category = _category(actor, category)
    plain = code_digits(code).lower()
    if not plain.replace("_", "").isalnum() or not plain.isascii() or len(plain) > 40:
        raise Refusal("code_unreadable", _("编码只能用字母、数字和下划线。"), facts={"field": "code"})
    if datatype not in QuestionType.values:
        raise Refusal("datatype_unknown", _("没有这种回答方式。"), facts={"field": "datatype"})
    asked = line(text, most=60, what=_("问题"))
    if not asked:
        raise Refusal("text_missing", _("请写出问题。"), facts={"field": "text"})
    if not 0 <= position <= 1000:
        raise Refusal("position_unreadable", _("顺序是0到1000的数。"), facts={"field": "position"})
    others = Question.objects.filter(category=kept_category, retired_on=None).exclude(code=plain)
    if others.count() >= MOST_QUESTIONS:
        raise Refusal("questions_too_many", _("一个类别最多30个问题，多了没有人愿意填。"))
    kept, new = Question.objects.update_or_create(
        category=kept_category,
        code=plain,
        defaults={
            "datatype": datatype,
            "text": asked,
            "hint": line(hint, most=120, what=_("怎么填")),
            "values": _values(choices) if datatype in LISTS else [],
            "required": required,
            "position": position,
            "retired_on": None,
        },
    )
    stamp.bump(QUESTIONS)
    return QuestionEdited(
        subject_id=kept_category.pk,
        area_path="/",
        question_id=kept.pk,
        what=Code("added" if new else "changed"),
    )


def _values(choices: Sequence[str]) -> list[dict[str, str]]:
    found = {}
    for one in choices:
        words = line(one, most=60, what=_("选项"))
        if not words:
            continue
        key, _blank, name = words.partition(" ")
        if "," in key:
            raise Refusal("choices_missing", _("选项的编码里不能有逗号。"), facts={"field": "choices"})
        found[key] = name.strip() or key
    if not found:
        raise Refusal("choices_missing", _("请写出可以选的，一行一个。"), facts={"field": "choices"})
    if len(found) > MOST_CHOICES:
        raise Refusal("choices_too_many", _("选项最多60个。"), facts={"field": "choices"})
    return [{"key": key, "name": name} for key, name in found.items()]


@command
def retire_question(*, actor: Actor, now: datetime, category: str, code: str) -> QuestionEdited:
    """Ask a question no more; given answers stay. Refuses: not_allowed, category_unknown, question_unknown."""
    kept_category = _category(actor, category)
    kept = Question.objects.filter(category=kept_category, code=code).first()
    if kept is None:
        raise Refusal("question_unknown", _("没有这个问题。"), status=404)
    kept.retired_on = china_day(now)
    kept.save(update_fields=["retired_on"])
    stamp.bump(QUESTIONS)
    return QuestionEdited(
        subject_id=kept_category.pk, area_path="/", question_id=kept.pk, what=Code("retired")
    )
