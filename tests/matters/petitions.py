"""Petitions for tests: one taken down at the desk, one by an agent with the signed paper."""

from datetime import datetime
from uuid import UUID

from tests.kernel.test_files import photo
from tests.matters.reports import matter
from tests.town import Cast

from linli.kernel import files
from linli.matters.commands import open_matter
from linli.matters.models import Matter

TITLE = "拆迁补偿款未发"
TEXT = "反映拆迁补偿款两年没有发，经手人推来推去。"


def petition(cast: Cast, now: datetime, by: str = "he", **more) -> Matter:
    """Taken down for a resident of the street."""
    asked = {
        "kind": "petition", "source": "desk", "title": TITLE, "text": TEXT, "name": "周女士",
        "phone": "12900002076", "area_id": cast.areas["grid3"], **more,
    }  # fmt: skip
    return matter(open_matter(actor=cast.actor(by), now=now, **asked).subject_id)


def paper(cast: Cast, now: datetime, by: str = "bai") -> tuple[UUID, ...]:
    """The signed consent, photographed."""
    return (files.store_photo(photo((64, 48)), actor=cast.actor(by), now=now),)


def attended(cast: Cast, now: datetime, **more) -> Matter:
    """Opened by the agent, with the paper."""
    return petition(cast, now, by="bai", source="visit", consent_photos=paper(cast, now), **more)
