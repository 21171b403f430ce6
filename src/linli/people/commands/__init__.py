"""The only writers of people."""

from .persons import card_staff, make_account, register_person
from .postings import add_organisation, end_posting, post

__all__ = ["add_organisation", "card_staff", "end_posting", "make_account", "post", "register_person"]
