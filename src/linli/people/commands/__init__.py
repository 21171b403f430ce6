"""The only writers of people."""

from .persons import card_staff, make_account, register_person
from .postings import add_organisation, end_posting, post
from .sights import write_sight

__all__ = [
    "add_organisation",
    "card_staff",
    "end_posting",
    "make_account",
    "post",
    "register_person",
    "write_sight",
]
