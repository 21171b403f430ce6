"""The only writers of people."""

from .accounts import (
    add_factor,
    change_password,
    close_account,
    end_sessions,
    give_password,
    lock_out,
    make_account,
    open_account,
    remove_factor,
    reset_factor,
    sign_in,
    sign_out,
)
from .forgetting import forget_expired
from .log import read_log, verify_seals
from .organisations import add_organisation, change_organisation
from .own import choose_home, rename_self, set_preferences
from .persons import card_staff, register_person
from .phone_codes import ask_code, try_code
from .postings import end_posting, post
from .sights import look_up_person, person_field, see_person, write_sight
from .taking_on import take_on
from .tokens import make_token, new_secret, revoke_token

__all__ = [
    "add_factor",
    "add_organisation",
    "ask_code",
    "card_staff",
    "change_organisation",
    "change_password",
    "choose_home",
    "close_account",
    "end_posting",
    "end_sessions",
    "forget_expired",
    "give_password",
    "lock_out",
    "look_up_person",
    "make_account",
    "make_token",
    "new_secret",
    "open_account",
    "person_field",
    "post",
    "read_log",
    "register_person",
    "remove_factor",
    "rename_self",
    "reset_factor",
    "revoke_token",
    "see_person",
    "set_preferences",
    "sign_in",
    "sign_out",
    "take_on",
    "try_code",
    "verify_seals",
    "write_sight",
]
