"""What an answer lacks before it goes out, as hints; nothing here stops anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils.translation import gettext as _

from linli.assist.reply.check import Check, check

from ..kinds import kind_of
from ..models import Matter, Remark
from ..terms import RemarkKind, ReplyHint
from .photos import looks_as_reported

PHOTOS = "photos"
OTHERS, LOOKED_BACK = 60, timedelta(days=120)


@dataclass(frozen=True)
class Hinted:
    """A hint in words. code: of ReplyHint, or PHOTOS."""

    code: str
    words: str


ANSWERED = """
select id from matters_matter
where street_id = %s and received_at >= %s and answered_at is not null and id <> %s
order by received_at desc, id desc limit %s
"""


def answers_elsewhere(matter: Matter, now: datetime) -> list[str]:
    """The newest public answers to other matters of the street that the reader may see; two queries."""
    with connection.cursor() as cursor:
        cursor.execute(ANSWERED, (matter.street_id, now - LOOKED_BACK, matter.pk, OTHERS))
        ids = [row[0] for row in cursor.fetchall()]
    rows = Remark.objects.filter(matter_id__in=ids, kind=RemarkKind.ANSWER, public=True)
    return list(rows.values_list("text", flat=True)) if ids else []


def reply_hints(matter: Matter, answer: str, now: datetime) -> list[Hinted]:
    """What the answer to a matter lacks: whether it speaks to what was asked, who, what, when, pasted for many."""
    question = matter.text if matter.title[:8] in matter.text else f"{matter.title}\n{matter.text}"
    return _in_words(check(question, answer, answers_elsewhere(matter, now)))


def photo_hints(matter: Matter, marks: Sequence[int]) -> list[Hinted]:
    """What to look at again in photos that are put in with an answer; marks: how they look. One query, none without."""
    return (
        [Hinted(PHOTOS, _("办结照片与上报照片几乎相同，请核对现场。"))]
        if looks_as_reported(matter, marks)
        else []
    )


def move_answers(matter: Matter, code: str) -> bool:
    """True where a move of the matter's kind gives the reporter an answer, whatever stage it has reached meanwhile."""
    return any(
        move.code == code and move.answers for stage in kind_of(matter.kind).stages for move in stage.moves
    )


def _in_words(found: Check) -> list[Hinted]:
    words = {
        ReplyHint.EMPTY: _("还没有写答复。"),
        ReplyHint.FORMULA: _("只有套话，没有说办了什么、结果怎样。"),
        ReplyHint.WHO: _("没有说是谁办的、谁来办。"),
        ReplyHint.WHAT: _("没有说具体办了什么。"),
        ReplyHint.WHEN: _("没有说什么时候办的、什么时候办好。"),
        ReplyHint.PASTED: _("同样的话最近已经答复过%(n)d件，请看看合不合这一件。") % {"n": found.same},
    }
    told = [Hinted(code, words[ReplyHint(code)]) for code in found.hints if code != ReplyHint.QUESTION]
    asked = [
        Hinted(str(ReplyHint.QUESTION), _("问的“%(point)s”好像没有答。") % {"point": one.text})
        for one in found.open_points
    ]
    return [*asked, *told] if ReplyHint.QUESTION in found.hints else told
