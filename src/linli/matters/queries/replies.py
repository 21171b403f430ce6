"""What an answer lacks before it goes out, as hints; nothing here stops anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.assist.reply.check import Check, check
from linli.kernel.models import StoredFile
from linli.kernel.ui.words import day_time
from linli.places.queries import grid_at, lineage, names

from ..kinds import kind_of
from ..models import Matter, Remark
from ..terms import RemarkKind, ReplyHint
from .photos import looks_as_reported

PHOTOS, BEFORE, ELSEWHERE, UNCLEAR = "photos", "photo_before", "photo_elsewhere", "photo_unclear"
SLOW_CLOCK = timedelta(minutes=10)
"""A camera's clock may be wrong by so much."""
NOTHING_SEEN = 0
"""The mark of a picture that nowhere gets lighter: a covered lens, a white wall."""
OTHERS, LOOKED_BACK = 60, timedelta(days=120)


@dataclass(frozen=True)
class Hinted:
    """A hint in words. code: of ReplyHint, or one about photos."""

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


def photo_hints(matter: Matter, fresh: Sequence[StoredFile], now: datetime) -> list[Hinted]:
    """What to look at again in photos that are put in with an answer; one query, none without photos."""
    told = []
    if looks_as_reported(matter, [one.mark for one in fresh if one.mark is not None]):
        told.append(Hinted(PHOTOS, _("办结照片与上报照片几乎相同，请核对现场。")))
    early = [one.taken_at for one in fresh if one.taken_at and one.taken_at + SLOW_CLOCK < matter.received_at]
    if early:
        words = _("照片拍于%(at)s，比上报还早，请核对是不是办结后拍的。")
        told.append(Hinted(BEFORE, words % {"at": day_time(min(early), now, get_language() or "zh")}))
    where = next((words for one in fresh if (words := _elsewhere(matter, one))), "")
    if where:
        told.append(Hinted(ELSEWHERE, where))
    if any(one.mark == NOTHING_SEEN for one in fresh):
        told.append(Hinted(UNCLEAR, _("照片里几乎什么也看不出，可以的话请重拍一张。")))
    return told


def _elsewhere(matter: Matter, photo: StoredFile) -> str:
    """Where a photo says it was taken, if that is in another community than the matter; empty where nobody can say."""
    if photo.lon is None or photo.lat is None or matter.community_id is None:
        return ""
    grid = grid_at(photo.lon, photo.lat)
    if grid is None:
        drawn = (
            matter.lon is not None and matter.lat is not None and grid_at(matter.lon, matter.lat) is not None
        )
        return _("照片拍摄的位置不在辖区里，请核对现场。") if drawn else ""
    found = lineage(grid)
    if found is None or found.community_id is None or found.community_id == matter.community_id:
        return ""
    named = names({found.community_id}).get(found.community_id, "")
    return _("照片拍摄的位置在%(place)s，不是这件事的地方，请核对现场。") % {"place": named}


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
