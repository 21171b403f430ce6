"""One matter as its reporter follows it, like a parcel; also for those who joined it or hold its link."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.kernel.page import Asked
from linli.kernel.scope import Actor, reaching
from linli.kernel.ui.parts import Photo, TimelineEntry

from ..kinds import kind_of
from ..models import Matter
from ..queries import Entry, Found, holder_of, mandate_of, parcel, rights_of, timeline
from ..queries.no_dispatch import was_objected
from ..queries.photos import covered_versions, why_none
from ..terms import Outcome
from .answer_own import AnswerForm
from .attached import attachment_part
from .choose_follow_up import ChooseForm, ways


@dataclass(frozen=True)
class Seen:
    """How somebody looks at a matter: as its reporter signed in (own), by its link, or having joined it."""

    matter: Matter
    own: bool
    by_link: bool
    photos: str
    as_agent: bool = False

    @property
    def reported(self) -> bool:
        """True when what the reporter wrote is shown: not to those who only joined."""
        return self.own or self.by_link


def answer(request: Asked, *, actor: Actor, now: datetime, found: Found) -> HttpResponse:
    """The page at the matter's one address, for a resident."""
    as_agent = found.own and found.matter.reporter_person_id != actor.person_id
    seen = Seen(found.matter, own=found.own, by_link=False, photos="/photos", as_agent=as_agent)
    return shown(request, seen, now)


def shown(request: Asked, seen: Seen, now: datetime) -> HttpResponse:
    """The same page for a reporter, for a link, for somebody who joined."""
    matter = seen.matter
    told = parcel(matter, now)
    context = {
        "parcel": told,
        "matter": matter,
        "seen": seen,
        "holder": None if told.closed else holder_of(matter, now),
        "entries": entries(
            lines := timeline(matter, public_only=True), seen.photos, _shown_photos(matter, lines)
        ),
        "objected": matter.outcome == Outcome.NOT_DISPATCHED and was_objected(matter),
        "answer_form": AnswerForm() if seen.own and told.asked and not seen.as_agent else None,
        "mandate": mandate_of(matter) if seen.own else None,
        "agents": kind_of(matter.kind).agents and seen.own and not seen.as_agent and not told.closed,
        "rights": rights_of(matter) if seen.own else [],
        "via_form": ChooseForm(ways(matter), matter.follow_via) if seen.own and not told.closed else None,
    }
    return render(request, "matters/show_mine.html", context)


def _shown_photos(matter: Matter, lines: Sequence[Entry]) -> Collection[UUID]:
    """Those of the course's photos that have a covered copy; no query where there is no photo."""
    uids = [uid for line in lines for uid in line.photos]
    if not uids:
        return ()
    with reaching(matter.area_path):
        return covered_versions(uids)


def unseen_words() -> str:
    """Why a photo is not shown yet."""
    if why_none():
        return _("照片只给办理的人看，没有公开副本。")
    return _("照片正在遮挡人脸和车牌，好了就显示。")


def entries(lines: Sequence[Entry], photos: str, shown: Collection[UUID]) -> list[TimelineEntry]:
    """The course as the shared part draws it; staff are named, their units too, nobody else. shown: covered photos."""
    return [
        TimelineEntry(
            at=line.at,
            verb=line.verb,
            text=line.text,
            who=line.who,
            unit=line.unit,
            now=at == 0,
            photos=[_photo(uid, n, photos) for n, uid in enumerate(line.photos, 1) if uid in shown],
            unseen=unseen_words() if any(uid not in shown for uid in line.photos) else "",
            files=[attachment_part(file, photos.replace("/photos", "/files")) for file in line.files],
            inset=line.inset,
        )
        for at, line in enumerate(lines)
    ]


def _photo(uid: UUID, n: int, photos: str) -> Photo:
    address = f"{photos}/{uid}/"
    return Photo(f"{address}?s", _("第%(n)d张照片") % {"n": n}, address)
