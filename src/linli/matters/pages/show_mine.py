"""One matter as its reporter follows it, like a parcel; also for those who joined it or hold its link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.kernel.page import Asked
from linli.kernel.scope import Actor
from linli.kernel.ui.parts import Photo, TimelineEntry

from ..models import Matter
from ..queries import Entry, Found, holder_of, parcel, timeline
from .answer_own import AnswerForm
from .choose_follow_up import ChooseForm, ways


@dataclass(frozen=True)
class Seen:
    """How somebody looks at a matter: as its reporter signed in (own), by its link, or having joined it."""

    matter: Matter
    own: bool
    by_link: bool
    photos: str

    @property
    def reported(self) -> bool:
        """True when what the reporter wrote is shown: not to those who only joined."""
        return self.own or self.by_link


def answer(request: Asked, *, actor: Actor, now: datetime, found: Found) -> HttpResponse:
    """The page at the matter's one address, for a resident."""
    return shown(request, Seen(found.matter, own=found.own, by_link=False, photos="/photos"), now)


def shown(request: Asked, seen: Seen, now: datetime) -> HttpResponse:
    """The same page for a reporter, for a link, for somebody who joined."""
    matter = seen.matter
    told = parcel(matter, now)
    context = {
        "parcel": told,
        "matter": matter,
        "seen": seen,
        "holder": None if told.closed else holder_of(matter, now),
        "entries": entries(timeline(matter, public_only=True), seen.photos),
        "answer_form": AnswerForm() if seen.own and told.asked else None,
        "via_form": ChooseForm(ways(matter), matter.follow_via) if seen.own and not told.closed else None,
    }
    return render(request, "matters/show_mine.html", context)


def entries(lines: Sequence[Entry], photos: str) -> list[TimelineEntry]:
    """The course as the shared part draws it; staff are named, their units too, nobody else."""
    return [
        TimelineEntry(
            at=line.at,
            verb=line.verb,
            text=line.text,
            who=line.who,
            unit=line.unit,
            now=at == 0,
            photos=[_photo(uid, n, photos) for n, uid in enumerate(line.photos, 1)],
            inset=line.inset,
        )
        for at, line in enumerate(lines)
    ]


def _photo(uid: UUID, n: int, photos: str) -> Photo:
    address = f"{photos}/{uid}/"
    return Photo(f"{address}?s", _("第%(n)d张照片") % {"n": n}, address)
