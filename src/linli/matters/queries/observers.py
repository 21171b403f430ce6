"""Observers: one's own enrolments, those of a street by community, and what came of one's reports. Nothing is counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from linli.kernel.models import StoredFile
from linli.kernel.scope import Actor, reaching
from linli.people.queries import names_of
from linli.places.queries import tree

from .. import access
from ..models import Enrolment, Matter, PhotoCopy, Remark
from ..terms import EnrolState, Outcome, PhotoState, RemarkKind, Source


def own_enrolments(actor: Actor) -> list[Enrolment]:
    """One's own, newest first; one query."""
    if actor.person_id is None:
        return []
    return list(Enrolment.objects.filter(person_id=actor.person_id).order_by("-id")[:10])


@dataclass(frozen=True)
class Remit:
    """What a street asked somebody to report. where: places in words; categories: ids, empty for everything."""

    where: str
    categories: tuple[int, ...] = ()


def remit(actor: Actor, on: date) -> Remit | None:
    """What somebody may report as an observer now; None for who is none; one query at most."""
    if actor.holds(access.OBSERVE):
        posted = {
            one.path: tree().title(one.path) for one in actor.grants if one.permission == access.OBSERVE
        }
        return Remit(" ".join(posted.values()))
    now_on = [
        one
        for one in own_enrolments(actor)
        if one.state == EnrolState.ACTIVE and (one.until is None or one.until >= on)
    ]
    if not now_on:
        return None
    every = any(not one.categories for one in now_on)
    asked = () if every else tuple(sorted({pk for one in now_on for pk in one.categories}))
    return Remit(" ".join(dict.fromkeys(map(_where, now_on))), asked)


@dataclass(frozen=True)
class Enrolled:
    """A line of the desk's list."""

    row: Enrolment
    name: str
    where: str


def enrolled(actor: Actor) -> list[Enrolled]:
    """Those of the street: who waits first, then by community; two queries."""
    found = Enrolment.objects.reachable(actor, access.RUN_OBSERVERS).exclude(
        state__in=(EnrolState.ENDED, EnrolState.DECLINED)
    )
    rows = list(found.order_by("id")[:500])
    names = names_of([one.person_id for one in rows])
    lines = [Enrolled(one, names.get(one.person_id, ""), _where(one)) for one in rows]
    return sorted(lines, key=lambda one: (one.row.state != EnrolState.ASKED, one.where, one.name))


def _where(enrolment: Enrolment) -> str:
    known = [tree().get(one) for one in (enrolment.areas or [enrolment.area_id])]
    return " ".join(node.short for node in known if node is not None)


@dataclass(frozen=True)
class Changed:
    """A report of one's own that was answered: before and after, in words and photos; met: others who met the same."""

    matter: Matter
    before: Sequence[UUID]
    after: Sequence[UUID]
    answer: str
    met: int

    @property
    def mended(self) -> bool:
        """False where the answer says that it is somebody else's, or cannot be done."""
        return self.matter.outcome not in (Outcome.DECLINED, Outcome.NOT_DISPATCHED, Outcome.HANDED_ON)


def changed_by(actor: Actor, most: int = 20) -> list[Changed]:
    """What came of one's reports as an observer, newest first; three queries."""
    if actor.person_id is None:
        return []
    found = Matter.objects.filter(
        reporter_person_id=actor.person_id, source=Source.OBSERVER, answered_at__isnull=False
    )
    matters = list(found.order_by("-answered_at").defer("search")[:most])
    with reaching(*{one.area_path for one in matters}):
        said = Remark.objects.filter(matter__in=matters, kind=RemarkKind.ANSWER, public=True).order_by("id")
        answers = {one.matter_id: one for one in said}
        photos = _photos([one.pk for one in matters], [one.pk for one in answers.values()])
    return [
        Changed(
            one,
            photos.get(("matter", one.pk), []),
            photos.get(("remark", answers[one.pk].pk), []) if one.pk in answers else [],
            answers[one.pk].text if one.pk in answers else "",
            one.supporters,
        )
        for one in matters
    ]


def _photos(matters: list[int], remarks: list[int]) -> dict[tuple[str, int], list[UUID]]:
    rows = StoredFile.objects.filter(purpose="photo", subject="matter", subject_id__in=matters) | (
        StoredFile.objects.filter(purpose="photo", subject="remark", subject_id__in=remarks, public=True)
    )
    rows = rows.filter(pk__in=PhotoCopy.objects.filter(state=PhotoState.READY).values("file_id"))
    found: dict[tuple[str, int], list[UUID]] = {}
    for subject, pk, uid in rows.order_by("id").values_list("subject", "subject_id", "uid"):
        found.setdefault((subject, pk or 0), []).append(uid)
    return found
