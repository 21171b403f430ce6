"""Load the town: everything in one transaction, so that a cut leaves nothing and a second load does nothing."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from math import sqrt
from random import Random

from django.db import connection

from linli.board.commands import recount
from linli.kernel import stamp
from linli.kernel.event import Event
from linli.kernel.models import Cursor, EventRow
from linli.kernel.scope import SYSTEM as SYSTEM_ACTOR
from linli.kernel.scope import scope
from linli.people.queries import sample_town
from linli.people.terms import Role
from linli.site.words import _

from .calendar import enter_days
from .cast import MEMBERS, PASSWORD
from .categories import plant_categories
from .copies import make_public_copies
from .course import SYSTEM, Happening
from .every_kind import live_every_kind
from .history import DAYS, History, event_row
from .homes import Resident, settle_homes
from .land import settle_land
from .lists import keep_lists
from .reports import Town
from .rows import Row, ids, put
from .service import fill_offices
from .together import handle_together

HOUSEHOLDS, MATTERS = 600, 1_500
_SEED = 20
_FOUNDED = timedelta(days=400)


def load(
    *,
    now: datetime,
    households: int = HOUSEHOLDS,
    matters: int | None = None,
    steps: int | None = None,
    say: Callable[[str], None] = lambda _line: None,
) -> None:
    """Load the town into an empty database; nothing happens in one that has it.

    matters: in the history; 1,500 for 600 households, else as many more as the root of the households.
    steps: each matter takes exactly so many, for measuring.
    Deterministic apart from `now` and the secrets of follow links.
    """
    with scope(SYSTEM_ACTOR):
        _one_at_a_time()
        if sample_town():
            return
        town = _settle(households, now)
        wanted = round(MATTERS * sqrt(households / HOUSEHOLDS)) if matters is None else matters
        running = History(town, Random(_SEED + 1), now, steps).write(wanted, DAYS)  # noqa: S311
        if steps is None:
            keep_lists(town, now)
            live_every_kind(town, now)
            make_public_copies()
        _all_is_past()
        if steps is None:
            handle_together(now)
        for _done in recount(now):
            pass
        stamp.bump(stamp.SAMPLE_TOWN)
    say(
        _("{households} 户，{matters} 件事，其中在办 {running} 件").format(
            households=households, matters=wanted, running=running
        )
    )


def _settle(households: int, now: datetime) -> Town:
    """Calendar, land, people, offices, categories; everything but what happens there."""
    chance = Random(_SEED)  # noqa: S311  the same town each time
    founded = now - _FOUNDED
    enter_days(now)
    land, of_land = settle_land(households, founded.date())
    named = {member.name for member in MEMBERS}
    residents, of_people = settle_homes(land, chance, named, founded)
    service, of_offices = fill_offices(land, residents, chance, named, founded)
    categories, of_categories = plant_categories()
    put(EventRow, _rows([*of_land, *of_people, *of_offices, *of_categories], founded))
    return Town(land, service, residents, _by_building(residents), categories)


def _rows(events: Sequence[Event], at: datetime) -> list[Row]:
    fresh = ids(EventRow)
    return [event_row(next(fresh), Happening(at, SYSTEM, event)) for event in events]


def _by_building(residents: Sequence[Resident]) -> dict[int, list[Resident]]:
    found: dict[int, list[Resident]] = {}
    for one in residents:
        found.setdefault(int(one.home.path.strip("/").split("/")[4]), []).append(one)
    return found


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('linli_sample_town'))")


def _all_is_past() -> None:
    """Nobody is told today of what happened in the history: the reactions begin after it."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_current_xact_id()::text::bigint, max(id) from kernel_event")
        xid, last = cursor.fetchone()
    Cursor.objects.update_or_create(name="reactions", defaults={"era": 0, "xid": xid, "event_id": last})


def sign_ins() -> list[tuple[str, str, str]]:
    """Role, login and password of everybody in the sample town who can sign in; residents by telephone too."""
    return [
        (f"{Role(member.role).label}（{member.name}）" if member.role else f"居民（{member.name}，手机 {member.phone}）", member.login, PASSWORD)
        for member in MEMBERS
        if member.login
    ]  # fmt: skip
