"""What a link opens without signing in: a matter to follow, a question to answer once, a photo."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from linli.kernel import secret
from linli.kernel.scope import SYSTEM, Actor, reaching, scope

from ..models import FollowUpLink, Matter
from .finding import Found, found_of, matter_by_follow_up_link, matter_by_token


def followed(token: str) -> Found | None:
    """The matter whose follow link carries this token; the link is the reporter's."""
    place = matter_by_token(token)
    if place is None:
        return None
    matter = _at(*place)
    return Found(matter, as_staff=False, own=False) if matter is not None else None


def _at(matter_id: int, path: str) -> Matter | None:
    """None where the wall keeps the matter from whoever asks, also by a link that came into wrong hands."""
    with reaching(path):
        return Matter.objects.select_related("category").filter(pk=matter_id).first()


def opened(matter_id: int, path: str) -> Matter:
    """The matter an event just told of, for whoever made it happen, be it that they may not see it again."""
    with scope(SYSTEM):
        return Matter.objects.select_related("category").get(pk=matter_id)


@dataclass(frozen=True)
class AskedByLink:
    """A question after the result: about which matter, and whether it can be answered (again)."""

    matter: Matter
    answered: bool
    over: bool


def asked_by_link(token: str, now: datetime) -> AskedByLink | None:
    """What a one-time link asks; opening it changes nothing, since messengers open links ahead."""
    place = matter_by_follow_up_link(token)
    if place is None:
        return None
    matter = _at(*place)
    if matter is None:
        return None
    with reaching(place[1]):
        link = FollowUpLink.objects.get(digest=secret.token_digest(token))
    over = link.expires_at < now or matter.closed_at is not None or link.round != matter.redos + 1
    return AskedByLink(matter, link.used_at is not None, over)


def sees_photo(actor: Actor, uid: UUID) -> bool:
    """Whether somebody may see a photo of a matter: who sees the matter sees it; inner ones are for staff."""
    with connection.cursor() as cursor:
        cursor.execute("select matter, area_path, shown from matter_of_photo(%s)", (uid,))
        row = cursor.fetchone()
    if row is None:
        return False
    with reaching(row[1]):
        matter = Matter.objects.filter(pk=row[0]).first()
    found = found_of(actor, matter) if matter is not None else None
    return found is not None and (found.as_staff or bool(row[2]))


def is_photo_of(uid: UUID, matter: Matter) -> bool:
    """Whether a photo is shown to the reporter of this matter."""
    with connection.cursor() as cursor:
        cursor.execute("select matter, shown from matter_of_photo(%s)", (uid,))
        row = cursor.fetchone()
    return row is not None and row[0] == matter.pk and bool(row[1])
