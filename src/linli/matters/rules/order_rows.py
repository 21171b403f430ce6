"""One row of somebody's export as an order with its history, or a refusal with the reason. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from django.utils.translation import gettext as _

from linli.kernel.refusal import Refusal
from linli.kernel.text import storable

from ..terms import OrderField, Outcome, Verdict
from . import order_words
from .order_moments import day_in, moment
from .order_words import Phase

TITLE, PLACE, NUMBER, NAME = 40, 80, 60, 50
TEXT = 20_000
"""Longer than at our own doors: what another system took in is history."""

Cells = Mapping[OrderField, str]

_MARKS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c]")
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NOBODY = frozenset({"匿名", "匿名用户", "无", "不详", "未知", "-", "—", "/"})


@dataclass(frozen=True)
class Order:
    """What a row says. opened_how: where the moment of reporting came from (column, number, closed, import).

    key: the order's number in the other system, or a digest of what it says without any person.
    category: the path of names as written, first level first. inner: facts that have no place of their own here.
    """

    key: str
    order_type: str
    category: tuple[str, ...]
    title: str
    text: str
    place: str
    street: str
    community: str
    name: str
    phone: str
    phase: Phase
    opened_at: datetime
    opened_how: str
    answered_at: datetime | None
    closed_at: datetime | None
    answer: str
    verdict: str
    satisfaction: str
    inner: str

    @property
    def outcome(self) -> str:
        """How it ended; empty while it is open."""
        if self.closed_at is None:
            return ""
        return Outcome.SOLVED.value if self.verdict == Verdict.SOLVED else Outcome.ANSWERED.value


def read_order(cells: Cells, *, now: datetime, base_1904: bool = False) -> Order:
    """Read a row.

    Refuses: text_missing, text_unreadable, text_too_long, moment_unreadable, moment_in_future,
    moments_crossed, closed_without_moment, state_contradicts.
    """
    said = {field: _clean(field, value) for field, value in cells.items()}
    text, title = _words(said)
    number = said.get(OrderField.NUMBER, "").replace("\n", " ")[:NUMBER]
    course = _course(said, number, now, base_1904)
    phase = course.phase
    answer = _answer(said) if course.answered_at else ""
    place = _line(" ".join(filter(None, (said.get(OrderField.COMMUNITY), said.get(OrderField.SPOT)))))[:PLACE]
    name = _line(said.get(OrderField.NAME, ""))[:NAME]
    verdict = order_words.verdict(said.get(OrderField.SOLVED, "")) if phase is Phase.CLOSED else ""
    return Order(
        key=number or _digest(title, text, said.get(OrderField.OPENED, ""), place),
        order_type=order_words.order_type(said.get(OrderField.TYPE, "")),
        category=_path(said.get(OrderField.CATEGORY, "")),
        title=title,
        text=text,
        place=place,
        street=_line(said.get(OrderField.STREET, "")),
        community=_line(said.get(OrderField.COMMUNITY, "")),
        name="" if name in _NOBODY else name,
        phone=said.get(OrderField.PHONE, "")[:40],
        phase=phase,
        opened_at=course.opened_at,
        opened_how=course.opened_how,
        answered_at=course.answered_at,
        closed_at=course.closed_at,
        answer=answer,
        verdict=verdict,
        satisfaction=order_words.satisfaction(said.get(OrderField.SATISFIED, "")) if verdict else "",
        inner=_inner(said, answer, verdict, course.opened_how),
    )


# ---------- texts ----------


def _clean(field: OrderField, value: str) -> str:
    """Line ends alike, controls of word processors dropped; what cannot be kept is refused."""
    if not storable(value):
        raise Refusal("text_unreadable", _("“%(what)s”里有认不出的字符。") % {"what": field.label})
    text = _CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(text) > TEXT:
        raise Refusal(
            "text_too_long",
            _("“%(what)s”最多%(most)d个字，现在是%(now)d个。")
            % {"what": field.label, "most": TEXT, "now": len(text)},
        )
    return text


def _line(text: str) -> str:
    return " ".join(_MARKS.sub("", text).split())


def _words(said: Cells) -> tuple[str, str]:
    """Text and title; a title too long for a row stands whole at the head of the text."""
    text, title = said.get(OrderField.TEXT, ""), _line(said.get(OrderField.TITLE, ""))
    if not _line(text) and not title:
        raise Refusal("text_missing", _("没有写内容，也没有写标题。"))
    if len(title) > TITLE:
        text = f"{title}\n{text}".strip()
    return text or title, _cut(title or _first_sentence(text), TITLE)


def _first_sentence(text: str) -> str:
    return _line(re.split(r"[。！？；!?;\n]", text.strip(), maxsplit=1)[0]) or _line(text)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


_STEPS = ("->", "→", ">", "＞", "\\", "/")


def _path(text: str) -> tuple[str, ...]:
    """环境保护->噪声->广场舞 as its names."""
    step = next((one for one in _STEPS if one in text), "->")
    return tuple(filter(None, map(_line, text.split(step))))


def _digest(*texts: str) -> str:
    return f"sha-{sha256(chr(31).join(texts).encode()).hexdigest()[:32]}"


_INNER = (
    OrderField.ANSWER, OrderField.TAGS, OrderField.FIRM, OrderField.NATURE, OrderField.CHANNEL, OrderField.DISTRICT,
    OrderField.STREET, OrderField.CATEGORY, OrderField.RESULT, OrderField.SOLVED, OrderField.SATISFIED,
)  # fmt: skip


def _inner(said: Cells, answer: str, verdict: str, how: str) -> str:
    """What the row says besides, for colleagues, one line each."""
    told = {answer} | (
        {said.get(OrderField.SOLVED, ""), said.get(OrderField.SATISFIED, "")} if verdict else set()
    )
    found = [
        f"{field.label}：{said[field]}" for field in _INNER if said.get(field) and said[field] not in told
    ]
    without = {
        "number": _("原表没有反映时间，按编号里的日期记。"),
        "closed": _("原表没有反映时间，按办结时间记。"),
        "import": _("原表没有反映时间，按导入时间记。"),
    }
    return "\n".join(filter(None, (*found, without.get(how, ""))))


# ---------- the course ----------


class Course(NamedTuple):
    """Phase and moments, in this order and none of them ahead of us."""

    phase: Phase
    opened_at: datetime
    opened_how: str
    answered_at: datetime | None
    closed_at: datetime | None


def _course(said: Cells, number: str, now: datetime, base_1904: bool) -> Course:
    """The course of an order as far as its row tells it."""
    opened, answered, closed = (
        _moment(said, field, now, base_1904)
        for field in (OrderField.OPENED, OrderField.ANSWERED, OrderField.CLOSED)
    )
    phase = _phase(said, answered is not None, closed is not None)
    opened_at, how = _opened(opened, number, closed or answered, now)
    if phase not in (Phase.ANSWERED, Phase.CLOSED):
        return Course(phase, opened_at, how, None, None)
    answered_at = _after(opened_at, answered) if answered else None
    if phase is Phase.ANSWERED:
        return Course(phase if answered_at else Phase.WORKING, opened_at, how, answered_at, None)
    closed_at = _after(answered_at or opened_at, closed) if closed else answered_at
    if closed_at is None:
        raise Refusal("closed_without_moment", _("写着已办结，却没有办结时间，也没有答复时间。"))
    was_asked = order_words.verdict(said.get(OrderField.SOLVED, ""))
    if answered_at is None and (_answer(said) or was_asked):
        answered_at = closed_at
    return Course(phase, opened_at, how, answered_at, closed_at)


def _phase(said: Cells, answered: bool, closed: bool) -> Phase:
    """By the word for the state, else by what is filled in. Refuses state_contradicts."""
    phase = order_words.phase(said.get(OrderField.STATE, ""))
    if phase is None:
        return Phase.CLOSED if closed or answered else Phase.WORKING
    if phase is not Phase.CLOSED and closed:
        raise Refusal("state_contradicts", _("有办结时间，状态却写着还没办结。"))
    return phase


def _answer(said: Cells) -> str:
    """What the reporter was told; where only a result was written down, that."""
    return said.get(OrderField.ANSWER, "") or said.get(OrderField.RESULT, "")


def _moment(said: Cells, field: OrderField, now: datetime, base_1904: bool) -> tuple[datetime, bool] | None:
    try:
        found = moment(said.get(field, ""), base_1904=base_1904)
    except Refusal as refusal:
        words = {"what": field.label, "sentence": refusal.sentence}
        raise Refusal(refusal.code, _("“%(what)s”：%(sentence)s") % words) from None
    if found is not None and found[0] > now:
        raise Refusal("moment_in_future", _("“%(what)s”还没到，请检查日期。") % {"what": field.label})
    return found


def _opened(
    found: tuple[datetime, bool] | None, number: str, ended: tuple[datetime, bool] | None, now: datetime
) -> tuple[datetime, str]:
    """When it was reported: by its column, else the day in its number, else as late as can be."""
    if found is not None:
        return found[0], "column"
    latest = ended[0] if ended else now
    day = day_in(number)
    if day is not None and day <= latest:
        return day, "number"
    return latest, "closed" if ended else "import"


def _after(before: datetime, found: tuple[datetime, bool]) -> datetime:
    """A later moment; one without an hour may be the same day. Refuses moments_crossed."""
    at, has_hour = found
    if at >= before:
        return at
    if not has_hour and at.date() == before.date():
        return before
    raise Refusal("moments_crossed", _("时间先后不对：办结或答复比反映还早。"))
