"""Every named read about people."""

from .accounts import AccountLine, account_line, account_of, accountless, accounts, leavers, staff_named
from .actors import Bearer, actor_for_person, actor_of, bearer_of, standings_of
from .counted import Counted, counted_below
from .languages import LANGUAGES, in_language_of
from .log import LogLine, SealState, log_lines, seal_state, sight_lines
from .persons import (
    Look,
    Own,
    PersonCard,
    PersonLine,
    Served,
    TokenLine,
    looks_at,
    own_phone,
    own_record,
    own_tokens,
    person_card,
    persons_by_id,
    postings_of,
    tokens,
)
from .postings import POSTINGS, desk_people
from .residents import OwnEntry, own_entry
from .sample import sample_town
from .serving import (
    OrganisationLine,
    PostingLine,
    door_cards,
    organisation_line,
    organisations,
    posting_line,
    postings,
)
from .staff import Card, cards, people_at, who_covers
from .units import people_of_unit, unit_names, unit_path, units_over

__all__ = [
    "LANGUAGES",
    "POSTINGS",
    "AccountLine",
    "Bearer",
    "Card",
    "Counted",
    "LogLine",
    "Look",
    "OrganisationLine",
    "Own",
    "OwnEntry",
    "PersonCard",
    "PersonLine",
    "PostingLine",
    "SealState",
    "Served",
    "TokenLine",
    "account_line",
    "account_of",
    "accountless",
    "accounts",
    "actor_for_person",
    "actor_of",
    "bearer_of",
    "cards",
    "counted_below",
    "desk_people",
    "door_cards",
    "in_language_of",
    "leavers",
    "log_lines",
    "looks_at",
    "organisation_line",
    "organisations",
    "own_entry",
    "own_phone",
    "own_record",
    "own_tokens",
    "people_at",
    "people_of_unit",
    "person_card",
    "persons_by_id",
    "posting_line",
    "postings",
    "postings_of",
    "sample_town",
    "seal_state",
    "sight_lines",
    "staff_named",
    "standings_of",
    "tokens",
    "unit_names",
    "unit_path",
    "units_over",
    "who_covers",
]
