"""What happens to people: ids and codes only."""

from datetime import date
from typing import ClassVar

from linli.kernel.event import Code, Event


class PersonEvent(Event, frozen=True, kw_only=True):
    """Anything about one person."""

    subject: ClassVar[str] = "person"


class PersonRegistered(PersonEvent, frozen=True, kw_only=True):
    """A person is known now."""

    code: ClassVar[str] = "people.person_registered"
    how: Code


class PersonSeen(PersonEvent, frozen=True, kw_only=True):
    """A masked field was opened; written before it was shown."""

    code: ClassVar[str] = "people.person_seen"
    sight_id: int
    field: Code
    reason: Code


class StaffCarded(PersonEvent, frozen=True, kw_only=True):
    """A person's public card was made or changed."""

    code: ClassVar[str] = "people.staff_carded"


class Posted(PersonEvent, frozen=True, kw_only=True):
    """A person serves an area in a role from a day on."""

    code: ClassVar[str] = "people.posted"
    posting_id: int
    role: Code
    from_on: date
    to_on: date | None


class PostingEnded(PersonEvent, frozen=True, kw_only=True):
    """A posting's last day was set."""

    code: ClassVar[str] = "people.posting_ended"
    posting_id: int
    to_on: date


class OrganisationAdded(Event, frozen=True, kw_only=True):
    """An organisation or unit hangs on an area."""

    code: ClassVar[str] = "people.organisation_added"
    subject: ClassVar[str] = "organisation"
    kind: Code


class AccountMade(PersonEvent, frozen=True, kw_only=True):
    """A person can sign in."""

    code: ClassVar[str] = "people.account_made"


class TokenMade(PersonEvent, frozen=True, kw_only=True):
    """An API token acts for a person."""

    code: ClassVar[str] = "people.token_made"
    token_id: int


class TokenRevoked(PersonEvent, frozen=True, kw_only=True):
    """An API token no longer works."""

    code: ClassVar[str] = "people.token_revoked"
    token_id: int
