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


class StaffTakenOn(PersonEvent, frozen=True, kw_only=True):
    """Somebody new serves: registered, posted, carded and given an account in one act."""

    code: ClassVar[str] = "people.staff_taken_on"
    posting_id: int
    role: Code


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


class OrganisationEvent(Event, frozen=True, kw_only=True):
    """Anything about one organisation."""

    subject: ClassVar[str] = "organisation"


class OrganisationAdded(OrganisationEvent, frozen=True, kw_only=True):
    """An organisation or unit hangs on an area."""

    code: ClassVar[str] = "people.organisation_added"
    kind: Code


class OrganisationChanged(OrganisationEvent, frozen=True, kw_only=True):
    """Name or telephone of an organisation were edited, or its last day was set."""

    code: ClassVar[str] = "people.organisation_changed"
    until: date | None


class PersonRenamed(PersonEvent, frozen=True, kw_only=True):
    """A person said how to be called."""

    code: ClassVar[str] = "people.person_renamed"


class HomeChosen(PersonEvent, frozen=True, kw_only=True):
    """A resident said where home is."""

    code: ClassVar[str] = "people.home_chosen"
    area_id: int


class PreferencesSet(PersonEvent, frozen=True, kw_only=True):
    """Language, type size or shortcuts of an account were chosen."""

    code: ClassVar[str] = "people.preferences_set"
    language: Code
    large_type: bool
    shortcuts: bool


class PersonLookedUp(Event, frozen=True, kw_only=True):
    """Somebody searched by a whole telephone or ID number; the subject is who searched."""

    code: ClassVar[str] = "people.person_looked_up"
    subject: ClassVar[str] = "person"
    field: Code
    found: tuple[int, ...]


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


class AccountClosed(PersonEvent, frozen=True, kw_only=True):
    """An account no longer signs in; its sessions and tokens ended with it."""

    code: ClassVar[str] = "people.account_closed"


class AccountOpened(PersonEvent, frozen=True, kw_only=True):
    """A closed account signs in again."""

    code: ClassVar[str] = "people.account_opened"


class SessionsEnded(PersonEvent, frozen=True, kw_only=True):
    """All sign-ins of an account were ended."""

    code: ClassVar[str] = "people.sessions_ended"


class PasswordGiven(PersonEvent, frozen=True, kw_only=True):
    """An administrator gave a new first password, to be changed at the next sign-in."""

    code: ClassVar[str] = "people.password_given"


class PasswordChanged(PersonEvent, frozen=True, kw_only=True):
    """A person chose a new password; all other sign-ins ended."""

    code: ClassVar[str] = "people.password_changed"


class FactorAdded(PersonEvent, frozen=True, kw_only=True):
    """A person turned on the second factor."""

    code: ClassVar[str] = "people.factor_added"


class FactorRemoved(PersonEvent, frozen=True, kw_only=True):
    """A person turned off the second factor."""

    code: ClassVar[str] = "people.factor_removed"


class FactorReset(PersonEvent, frozen=True, kw_only=True):
    """An administrator took the second factor away, so that it can be set up anew."""

    code: ClassVar[str] = "people.factor_reset"
    reason: Code


class CodeAsked(Event, frozen=True, kw_only=True):
    """A telephone code was asked for, known number or not."""

    code: ClassVar[str] = "people.code_asked"
    subject: ClassVar[str] = "phone_code"


class CodeTried(Event, frozen=True, kw_only=True):
    """A telephone code was entered; `person_id` is who it signs in, `registered` a first time."""

    code: ClassVar[str] = "people.code_tried"
    subject: ClassVar[str] = "phone_code"
    outcome: Code
    person_id: int | None = None
    registered: bool = False


class SignedIn(PersonEvent, frozen=True, kw_only=True):
    """A sign-in was completed, with its second factor where one is set up."""

    code: ClassVar[str] = "people.signed_in"
    how: Code
    factor: bool


class SignedOut(PersonEvent, frozen=True, kw_only=True):
    """Somebody signed out, or was idle for too long."""

    code: ClassVar[str] = "people.signed_out"


class LockedOut(PersonEvent, frozen=True, kw_only=True):
    """Too many wrong passwords or codes: sign-in to this account waits."""

    code: ClassVar[str] = "people.locked_out"


class LogRead(PersonEvent, frozen=True, kw_only=True):
    """The log was looked at; the subject is who looked. Filters: whose acts, which code, which day."""

    code: ClassVar[str] = "people.log_read"
    part: Code
    by: int | None = None
    kind: Code | None = None
    day: date | None = None


class SealsVerified(PersonEvent, frozen=True, kw_only=True):
    """The chain of seals was recomputed; the subject is who asked. `bad_event`: the first faulty one."""

    code: ClassVar[str] = "people.seals_verified"
    ok: bool
    seals: int
    events: int
    bad_event: int | None = None
