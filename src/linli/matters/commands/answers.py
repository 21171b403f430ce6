"""Answers to a category's own questions: read by the rules of their type, kept in the intake's transaction."""

from collections.abc import Mapping, Sequence

from ..models import Answer
from ..queries.questions import questions_of
from ..rules.answering import read_answer


def read_answers(category_id: int | None, given: Mapping[str, str] | None) -> list[tuple[int, str]]:
    """(question, answer) for all that was answered; None asks nothing.

    Refuses: answer_missing, answer_unreadable, answer_unknown (a question the category does not have).
    """
    if given is None:
        return []
    return read_answer(questions_of(category_id), given)


def keep_answers(said: Sequence[tuple[int, str]], *, matter_id: int, area_path: str) -> None:
    """Write the answers of a fresh matter."""
    if said:
        Answer.objects.bulk_create(
            Answer(matter_id=matter_id, question_id=question_id, text=text, area_path=area_path)
            for question_id, text in said
        )
