"""The questions of a category in force, and what was answered to them in a matter."""

from collections import defaultdict
from typing import NamedTuple

from linli.kernel.prepared import rows
from linli.kernel.stamp import Kept

from ..models import Answer, Category, Matter, Question
from ..rules.answering import Asked, shown
from ..terms import QuestionType

QUESTIONS = "questions"


def _asked(row: Question) -> Asked:
    values = tuple((str(one["key"]), str(one["name"])) for one in row.values)
    return Asked(
        row.pk, row.code, QuestionType(row.datatype), row.text, row.hint, values, row.required, row.position
    )


def _make() -> dict[int, tuple[Asked, ...]]:
    found: dict[int, list[Asked]] = defaultdict(list)
    for row in Question.objects.filter(retired_on=None).order_by("position", "id"):
        found[row.category_id].append(_asked(row))
    return {category_id: tuple(rows) for category_id, rows in found.items()}


_kept = Kept(_make, QUESTIONS)


def questions_of(category_id: int | None) -> tuple[Asked, ...]:
    """The questions of one category in their order; no query until an edit."""
    return _kept.get().get(category_id, ()) if category_id is not None else ()


def questions_of_code(code: str) -> tuple[Asked, ...]:
    """The questions of the category with this code."""
    return questions_of(Category.objects.filter(code=code).values_list("id", flat=True).first())


class Answered(NamedTuple):
    """One question and its answer, as people read them."""

    code: str
    question: str
    answer: str


def answers_of(matter: Matter) -> list[Answered]:
    """What the reporter answered, in the order of the questions; two queries, one where there is nothing."""
    given = {row.question_id: row.text for row in rows(Answer, "matter_id = %s", (matter.pk,))}
    if not given:
        return []
    asked = Question.objects.filter(pk__in=given).order_by("position", "pk")
    return [Answered(one.code, one.text, shown(_asked(one), given[one.pk])) for one in asked]
