"""The course of a matter, newest first: drawn from its events, with the texts and photos they point to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.kernel.models import EventRow, StoredFile
from linli.kernel.scope import reaching
from linli.people.queries import Card, cards, unit_names
from linli.places.queries import earlier_paths, names

from ..kinds import kind_of
from ..models import Matter, Remark
from ..rules.desks import desk_name
from ..shape import Kind
from ..terms import RemarkKind, Satisfaction, Source, Verdict, Via

CHANGES = (
    "matters.opened", "matters.imported", "matters.moved", "matters.handed_up", "matters.sent_down",
    "matters.assigned", "matters.noted", "matters.urged", "matters.withdrawn", "matters.supported",
    "matters.lapsed", "matters.followed_up", "matters.undone", "matters.placed", "matters.reporter_seen",
    "matters.concluded",
)  # fmt: skip


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
        rows = list(
            EventRow.objects.filter(subject="matter", subject_id=matter.pk, code__in=CHANGES).order_by("-id")[
                :500
            ]
        )
        known = _known(matter, rows, told=public_only)
    undone = {row.facts["undone_event_id"] for row in rows if row.code == "matters.undone"}
    entries = [_entry(row, known) for row in rows if row.pk not in undone and row.code != "matters.undone"]
    return [entry for entry in entries if not (public_only and entry.inner)]


def _known(matter: Matter, rows: Iterable[EventRow], *, told: bool) -> _Known:
    remarks = {one.pk: one for one in Remark.objects.filter(matter=matter)}
    people, areas, units = set[int](), set[int](), set[int]()
    for row in rows:
        people.update(one for one in _people(row) if one)
        areas.update(one for one in (row.facts.get("holder_area_id"), row.facts.get("area_id")) if one)
        units.update(one for one in (row.facts.get("unit_id"),) if one)
    photos: dict[tuple[str, int], list[UUID]] = {}
    files = StoredFile.objects.filter(subject="matter", subject_id=matter.pk) | StoredFile.objects.filter(
        subject="remark", subject_id__in=list(remarks)
    )
    for uid, subject, subject_id in files.order_by("id").values_list("uid", "subject", "subject_id"):
        photos.setdefault((subject, subject_id or 0), []).append(uid)
    return _Known(
        kind_of(matter.kind),
        told,
        remarks,
        cards(people),
        names(areas),
        unit_names(units),
        photos,
    )


def _people(row: EventRow) -> tuple[int | None, ...]:
    return row.actor_id, row.facts.get("person_id"), row.facts.get("holder_person_id")


def _entry(row: EventRow, known: _Known) -> Entry:
    verb, text, inner = WORDS[row.code](row.facts, known)
    remark = known.remarks.get(row.facts.get("remark_id") or 0)
    if known.told and remark is not None and not remark.public:
        remark = None  # the step itself is told, the words were for colleagues
    photos = known.photos.get(("remark", remark.pk), []) if remark else []
    if row.code == "matters.opened":
        photos = known.photos.get(("matter", row.subject_id), [])
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
        photos=tuple(photos),
        inset=text if remark and text else "",
        actor_id=row.actor_id,
    )


def _by_reporter(row: EventRow) -> bool:
    """True for what reporters and those who joined said: they stay unnamed, also when they serve somewhere."""
    facts = row.facts
    if row.code == "matters.opened":
        return bool(row.actor_id == facts.get("reporter_person_id"))
    return bool(
        row.code in SPOKEN or facts.get("kind") == RemarkKind.SUPPLEMENT or facts.get("by_reporter", False)
    )


Facts = dict[str, Any]
Worded = tuple[str, str, bool]


def _opened(facts: Facts, known: _Known) -> Worded:
    source = str(Source(facts["source"]).label)
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


def _seen(facts: Facts, _known: _Known) -> Worded:
    return _("查看反映人信息"), "", True


def _said(
    verb: Callable[[], str], *, told: Callable[[], str] | None = None, inner: bool = False
) -> Callable[[Facts, _Known], Worded]:
    """One verb for all, or one for colleagues and one for the reporter."""
    return lambda _facts, known: ((told or verb)() if known.told else verb(), "", inner)


WORDS: dict[str, Callable[[Facts, _Known], Worded]] = {
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
}
