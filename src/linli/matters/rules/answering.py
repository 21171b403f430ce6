"""How the answer to a typed question is read (Open311 GeoReport v2, attributes of a service definition)."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusal import Refusal
from linli.kernel.text import free_text, line

from ..terms import QuestionType

LINE, TEXT, MOST_ANSWERS = 200, 2000, 40


@dataclass(frozen=True)
class Asked:
    """A question in force. values: (key, name) of the choices of a list."""

    id: int
    code: str
    datatype: QuestionType
    text: str
    hint: str
    values: tuple[tuple[str, str], ...]
    required: bool
    position: int


def read_answer(questions: Sequence[Asked], given: Mapping[str, str]) -> list[tuple[int, str]]:
    """(question, answer) in the order of the questions; unanswered ones that may be are left out.

    Refuses: answer_missing, answer_unreadable, answer_unknown.
    """
    unknown = set(given) - {one.code for one in questions}
    if unknown:
        raise Refusal(
            "answer_unknown", _("这个类别没有这个问题。"), facts={"field": "answers", "unknown": sorted(unknown)[:MOST_ANSWERS]}
        )  # fmt: skip
    return list(_read(questions, given))


def _read(questions: Sequence[Asked], given: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    for one in questions:
        word = given.get(one.code, "").strip()
        if word:
            yield one.id, _as(one, word)
        elif one.required:
            raise Refusal(
                "answer_missing", _("请回答：%(question)s") % {"question": one.text}, facts={"field": "answers", "code": one.code}
            )  # fmt: skip


def _as(one: Asked, word: str) -> str:
    if one.datatype in (QuestionType.ONE, QuestionType.MANY):
        return _chosen(one, word)
    if one.datatype == QuestionType.TEXT:
        return free_text(word, most=TEXT, what=one.text)
    text = line(word, most=LINE, what=one.text)
    if one.datatype == QuestionType.NUMBER and not _is_number(text):
        raise _unreadable(one, _("要填数字"))
    if one.datatype == QuestionType.DATETIME and not _is_moment(text):
        raise _unreadable(one, _("要填日期和时间，如2026-11-25T14:20:00+08:00"))
    return text


def _chosen(one: Asked, word: str) -> str:
    keys = [key.strip() for key in word.split(",")] if one.datatype == QuestionType.MANY else [word]
    if not set(keys) <= {key for key, _name in one.values}:
        raise _unreadable(one, _("只能从给出的里面选"))
    return ",".join(dict.fromkeys(keys))


def _is_number(text: str) -> bool:
    try:
        return text.isascii() and math.isfinite(float(text))
    except ValueError:
        return False


def _is_moment(text: str) -> bool:
    try:
        return text.isascii() and datetime.fromisoformat(text).year > 0
    except ValueError:
        return False


def _unreadable(one: Asked, why: object) -> Refusal:
    return Refusal(
        "answer_unreadable", _("%(question)s：%(why)s。") % {"question": one.text, "why": why},
        facts={"field": "answers", "code": one.code},
    )  # fmt: skip


def shown(one: Asked, text: str) -> str:
    """An answer as people read it: names of the choices instead of their keys."""
    if one.datatype not in (QuestionType.ONE, QuestionType.MANY):
        return text
    names = dict(one.values)
    return str(_("、")).join(names.get(key, key) for key in text.split(","))
