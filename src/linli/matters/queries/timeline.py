"""The course of a matter, newest first: drawn from its events, with the texts and photos they point to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.kernel.models import EventRow
from linli.kernel.prepared import ask, rows
from linli.kernel.scope import reaching
from linli.people.queries import Card, cards, unit_names
from linli.places.queries import earlier_paths, names

from ..kinds import kind_of
from ..models import Matter, Remark, Request
from ..rules.desks import desk_name
from ..shape import Kind
from ..terms import ConsentBy, RemarkKind, Satisfaction, Verdict, Via
from . import joint_words, request_words
from .attached import FIELDS, Kept, with_words
from .rows import source_words

CHANGES = (
    "matters.opened", "matters.imported", "matters.moved", "matters.handed_up", "matters.sent_down",
    "matters.assigned", "matters.noted", "matters.urged", "matters.withdrawn", "matters.supported",
    "matters.lapsed", "matters.followed_up", "matters.undone", "matters.placed", "matters.reporter_seen",
    "matters.request_asked", "matters.request_decided", "matters.request_withdrawn", "matters.request_overdue",
    "matters.request_ended", "matters.supervision_answered",
    "matters.concluded", "matters.urgency_set", "matters.opinion_gathered", "matters.topic_published",
    "matters.action_opened", "matters.transcribed", "matters.accused_named",
    "matters.agent_named", "matters.agency_ended", "matters.reported_back",
)  # fmt: skip


BEGINNINGS = ("matters.opened", "matters.imported")
SPOKEN = ("matters.urged", "matters.withdrawn", "matters.supported", "matters.follow_up_chosen")


@dataclass(frozen=True)
class Entry:
    """One line of the timeline. `inner` ones are for staff only."""

    event_id: int
    code: str
    at: datetime
    who: str
    unit: str
    verb: str
    text: str
    inner: bool
    photos: tuple[UUID, ...] = ()
    files: tuple[Kept, ...] = ()
    inset: str = ""
    actor_id: int | None = None


@dataclass
class _Known:
    """Everything the entries name, fetched once. told: the words are those for the reporter."""

    kind: Kind
    told: bool
    remarks: dict[int, Remark]
    staff: dict[int, Card]
    areas: dict[int, str]
    units: dict[int, str]
    photos: dict[tuple[str, int], list[UUID]]
    requests: dict[int, Request]
    files: dict[tuple[str, int], list[Kept]]
    numbers: dict[int, str]

    def desk(self, role: str, area_id: int) -> str:
        """槐荫社区前台: the name of a desk, without any person's."""
        return desk_name(role, self.areas.get(area_id, ""))

    def person(self, person_id: int | None) -> str:
        card = self.staff.get(person_id) if person_id is not None else None
        return card.name if card else ""


def timeline(matter: Matter, *, public_only: bool) -> list[Entry]:
    """The entries of a matter the caller may see; `public_only` is the reporter's subset in plain words.

    A step that the reporter is told of stays in it without the text meant for colleagues. A fixed number of
    queries whatever the length. Opens the matter's place for the reporter's reading.
    """
    with reaching(matter.area_path, *earlier_paths(matter.area_path)):
        happened = rows(EventRow, COURSE, (matter.pk, [*CHANGES, *joint_words.CHANGES]))
        known = _known(matter, happened, told=public_only)
    # What happened in the instant of the report stands above it.
    happened.sort(key=lambda row: row.code in BEGINNINGS)
    undone = {row.facts["undone_event_id"] for row in happened if row.code == "matters.undone"}
    entries = [
        _entry(row, known) for row in happened if row.pk not in undone and row.code != "matters.undone"
    ]
    return [entry for entry in entries if not (public_only and entry.inner)]


COURSE = "subject = 'matter' and subject_id = %s and code = any(%s) order by id desc limit 500"
FILES = f"""
select subject, subject_id, {", ".join(FIELDS)} from kernel_storedfile
where subject = 'matter' and subject_id = %s or subject = 'remark' and subject_id = any(%s) order by id
"""  # noqa: S608  our own columns


def _known(matter: Matter, happened: Iterable[EventRow], *, told: bool) -> _Known:
    remarks = {one.pk: one for one in rows(Remark, "matter_id = %s", (matter.pk,))}
    people, areas, units, matters = set[int](), set[int](), set[int](), set[int]()
    for row in happened:
        people.update(one for one in _people(row) if one)
        areas.update(one for one in map(row.facts.get, ("holder_area_id", "area_id", "desk_area_id")) if one)
        units.update(one for one in map(row.facts.get, ("unit_id", "holder_unit_id")) if one)
        units.update(joint_words.units(row.facts))
        matters.update(joint_words.others(row.facts))
    asked = {row.facts["request_id"] for row in happened if row.code == "matters.request_asked"}
    requests = Request.objects.filter(matter=matter).in_bulk(asked) if asked else {}
    units.update(one.to_unit_id for one in requests.values() if one.to_unit_id)
    areas.update(one.to_area_id for one in requests.values() if one.to_area_id)
    photos: dict[tuple[str, int], list[UUID]] = {}
    papers: dict[tuple[str, int], list[Kept]] = {}
    for subject, subject_id, *columns in ask(FILES, (matter.pk, list(remarks))):
        file, whose = Kept(*columns), (subject, subject_id or 0)
        if file.purpose == "photo":
            photos.setdefault(whose, []).append(file.uid)
        else:
            papers.setdefault(whose, []).append(with_words(file, happened, remarks, told=told))
    return _Known(
        kind_of(matter.kind),
        told,
        remarks,
        cards(people),
        names(areas),
        unit_names(units),
        photos,
        requests,
        papers,
        dict(Matter.objects.filter(pk__in=matters).values_list("pk", "number")) if matters else {},
    )


def _people(row: EventRow) -> tuple[int | None, ...]:
    facts = row.facts
    return row.actor_id, *(facts.get(key) for key in ("person_id", "holder_person_id", "agent_person_id"))


def _entry(row: EventRow, known: _Known) -> Entry:
    verb, text, inner = WORDS[row.code](row.facts, known)
    said = row.facts.get("told_id") if known.told else None
    remark = known.remarks.get(said or row.facts.get("remark_id") or 0)
    if known.told and remark is not None and not remark.public:
        remark = None  # the step itself is told, the words were for colleagues
    hung = ("remark", remark.pk) if remark else ("", 0)
    if row.code == "matters.opened":
        hung = ("matter", row.subject_id)
    card = known.staff.get(row.actor_id) if row.actor_id and not _by_reporter(row) else None
    return Entry(
        event_id=row.pk,
        code=row.code,
        at=row.at,
        who=card.name if card else "",
        unit=card.organisation if card else "",
        verb=verb,
        text=remark.text if remark else text,
        inner=inner or bool(remark and not remark.public),
        photos=tuple(known.photos.get(hung, ())),
        files=tuple(known.files.get(hung, ())),
        inset=text if remark and text else "",
        actor_id=row.actor_id,
    )


def _by_reporter(row: EventRow) -> bool:
    """True for what reporters and those who joined said: they stay unnamed, also when they serve somewhere."""
    facts = row.facts
    if row.code == "matters.opened":
        return bool(row.actor_id == facts.get("reporter_person_id"))
    return bool(
        row.code in SPOKEN
        or facts.get("move") == "object"
        or facts.get("kind") == RemarkKind.SUPPLEMENT
        or facts.get("by_reporter", False)
    )


Facts = dict[str, Any]
Worded = tuple[str, str, bool]


def _opened(facts: Facts, known: _Known) -> Worded:
    if facts.get("outcome"):
        return _("当场答复"), "", False
    source = source_words(facts["kind"], facts["source"])
    name = known.person(facts["holder_person_id"])
    desk = known.desk(facts["holder_role"], facts["holder_area_id"])
    if known.told:
        held = f"{known.areas.get(facts['holder_area_id'], '')}{name}" if name else desk
        return _("已收到"), _("交给%(name)s。") % {"name": held}, False
    return str(_("已收到")), _("来源：%(source)s，交给%(desk)s。") % {"source": source, "desk": desk}, False


def _moved(facts: Facts, known: _Known) -> Worded:
    move = known.kind.move(facts["before"]["stage"], facts["move"])
    if move is None:
        return facts["move"], "", True
    return str(move.told if known.told else move.done), "", not move.told


def _handed_up(facts: Facts, known: _Known) -> Worded:
    desk = known.desk(facts["holder_role"], facts["holder_area_id"])
    if known.told:
        verb = _("到时间没办完，请上一级来办") if facts["auto"] else _("请上一级来办")
    else:
        verb = _("超时自动上报") if facts["auto"] else pgettext("done", "上报")
    return verb, _("交给%(desk)s。") % {"desk": desk}, False


def _sent_down(facts: Facts, known: _Known) -> Worded:
    desk = known.desk(facts["holder_role"], facts["holder_area_id"])
    if known.told:
        verb = _("上一级有结果了") if facts["fed_back"] else _("请下一级来办")
    else:
        verb = _("反馈结果") if facts["fed_back"] else _("交办")
    return verb, _("交给%(desk)s。") % {"desk": desk}, False


def _assigned(facts: Facts, known: _Known) -> Worded:
    name = known.person(facts["person_id"]) or known.units.get(facts["unit_id"] or 0, "")
    return (
        _("已派单") if known.told else pgettext("done", "派单"),
        _("交给%(name)s。") % {"name": name},
        False,
    )


def _noted(facts: Facts, known: _Known) -> Worded:
    own = pgettext("done", "补充情况") if known.told else _("居民补充")
    labels = {RemarkKind.PROGRESS: _("进展"), RemarkKind.SUPPLEMENT: own}
    return labels.get(RemarkKind(facts["kind"]), _("备注")), "", not facts["public"]


def _lapsed(facts: Facts, known: _Known) -> Worded:
    stage = str(known.kind.stage(facts["stage"]).label)
    return _("超时提醒"), _("“%(stage)s”到期未办，已提醒上一级。") % {"stage": stage}, True


def _followed_up(facts: Facts, _known: _Known) -> Worded:
    via = str(Via(facts["via"]).label)
    if not facts["reached"]:
        return _("回访没联系上"), via, True
    words = [via, str(Verdict(facts["verdict"]).label)]
    if facts["satisfaction"]:
        words.append(str(Satisfaction(facts["satisfaction"]).label))
    return _("回访"), _("，").join(words) + _("。"), False


def _agent_named(facts: Facts, known: _Known) -> Worded:
    by = str(ConsentBy(facts["by"]).label)
    facts_ = {"agent": known.person(facts["agent_person_id"]), "by": by}
    return _("委托代办"), _("由%(agent)s代办，%(by)s。") % facts_, False


def _agency_ended(facts: Facts, known: _Known) -> Worded:
    return _("结束代办"), known.person(facts["agent_person_id"]), False


def _seen(facts: Facts, _known: _Known) -> Worded:
    return _("接电话时看过") if facts["field"] == "matter" else _("查看反映人信息"), "", True


def _action_opened(facts: Facts, _known: _Known) -> Worded:
    return _("分出落实事项"), _("编号%(number)s。") % {"number": facts["number"]}, False


def _request_asked(facts: Facts, known: _Known) -> Worded:
    told = known.remarks.get(facts["told_id"] or 0)
    request = known.requests.get(facts["request_id"])
    return request_words.asked(facts, request, known.desk, known.units, told, plain=known.told)


def _request_decided(facts: Facts, known: _Known) -> Worded:
    request = known.requests.get(facts["request_id"])
    return request_words.decided(facts, request, known.desk, known.units, plain=known.told)


def _said(
    verb: Callable[[], str], *, told: Callable[[], str] | None = None, inner: bool = False
) -> Callable[[Facts, _Known], Worded]:
    """One verb for all, or one for colleagues and one for the reporter."""
    return lambda _facts, known: ((told or verb)() if known.told else verb(), "", inner)


WORDS: dict[str, Callable[[Facts, _Known], Worded]] = {
    **joint_words.WORDS,
    "matters.opened": _opened,
    "matters.imported": _said(lambda: _("原系统收到"), told=lambda: _("已收到")),
    "matters.concluded": _said(lambda: _("原系统办结"), told=lambda: _("已办结")),
    "matters.moved": _moved,
    "matters.handed_up": _handed_up,
    "matters.sent_down": _sent_down,
    "matters.assigned": _assigned,
    "matters.noted": _noted,
    "matters.urged": _said(lambda: _("居民催办"), told=lambda: _("催了一次")),
    "matters.withdrawn": _said(lambda: _("本人撤回"), told=lambda: _("撤回了")),
    "matters.supported": _said(lambda: _("又有居民遇到同样的问题")),
    "matters.lapsed": _lapsed,
    "matters.followed_up": _followed_up,
    "matters.placed": _said(lambda: _("更正地点"), inner=True),
    "matters.reporter_seen": _seen,
    "matters.request_asked": _request_asked,
    "matters.request_decided": _request_decided,
    "matters.request_withdrawn": lambda facts, _known: request_words.withdrawn(facts),
    "matters.request_overdue": lambda facts, known: request_words.overdue(facts, known.desk),
    "matters.request_ended": lambda facts, known: request_words.ended(facts, plain=known.told),
    "matters.supervision_answered": _said(lambda: _("回复督办"), inner=True),
    "matters.urgency_set": _said(lambda: _("定紧急程度"), inner=True),
    "matters.opinion_gathered": _said(lambda: _("收到一条意见")),
    "matters.topic_published": _said(lambda: _("公开议题，征集意见")),
    "matters.action_opened": _action_opened,
    "matters.transcribed": _said(lambda: _("录音听写")),
    "matters.accused_named": _said(lambda: _("标明被反映人"), inner=True),
    "matters.agent_named": _agent_named,
    "matters.agency_ended": _agency_ended,
    "matters.reported_back": _said(lambda: _("告知本人"), told=lambda: _("代办员告诉您了")),
}
