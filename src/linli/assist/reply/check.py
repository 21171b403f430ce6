"""Hints about an answer before it goes out. They never stop anybody: whoever answers knows more than these rules."""

from collections.abc import Sequence
from typing import NamedTuple

from linli.assist.reading import readable, says_something
from linli.assist.reply.marks import names_what, names_when, names_who, says_nothing
from linli.assist.reply.points import Point, points_of, wants_something_done
from linli.kernel.search import fold

EMPTY, FORMULA, WHO, WHAT, WHEN, QUESTION, PASTED = (
    "empty",
    "formula",
    "who",
    "what",
    "when",
    "question",
    "pasted",
)
CODES = (EMPTY, FORMULA, WHO, WHAT, WHEN, QUESTION, PASTED)
MANY = 3
"""The same words for so many others, and more, are pasted."""


class Check(NamedTuple):
    """What an answer lacks. hints: of CODES, in their order; open_points: what was asked and is not answered."""

    hints: tuple[str, ...]
    points: tuple[Point, ...] = ()
    same: int = 0

    @property
    def open_points(self) -> tuple[Point, ...]:
        """The questions that are still open."""
        return tuple(one for one in self.points if not one.answered)


def check(question: str, answer: str, others: Sequence[str] = ()) -> Check:
    """Hints for an answer to a question; others: answers given to other matters, of which equal ones are counted.

    An answer that is empty, or only phrases, gets that one hint. Who, what and when are asked for where something is
    to be done; a mere question is asked only whether it is answered (国务院办公厅《关于进一步优化地方政务服务便民热线的指导意见》
    asks for answers with facts; the list of hints is ours).
    """
    asked, said = readable(question), readable(answer)
    if not says_something(said):
        return Check((EMPTY,))
    same = sum(_plain(other) == _plain(said) for other in others)
    pasted = (PASTED,) if same >= MANY else ()
    if says_nothing(said):
        return Check((FORMULA, *pasted), (), same)
    points = points_of(asked, said)
    missing: list[str] = []
    if wants_something_done(asked) or not points:
        missing += [
            code
            for code, names in ((WHO, names_who), (WHAT, names_what), (WHEN, names_when))
            if not names(said)
        ]
    if any(not one.answered for one in points):
        missing.append(QUESTION)
    return Check((*missing, *pasted), tuple(points), same)


def _plain(text: str) -> str:
    """Words without marks, numbers and blanks: only a date changed is still the same text."""
    return "".join(sign for sign in fold(text) if "\u3400" <= sign <= "\u9fff")
