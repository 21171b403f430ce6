"""Tables of people."""

from .account import Account, ApiToken, PhoneCode
from .organisation import Organisation, Posting, Staff
from .person import Household, Person, Residence, Sight

__all__ = [
    "Account",
    "ApiToken",
    "Household",
    "Organisation",
    "Person",
    "PhoneCode",
    "Posting",
    "Residence",
    "Sight",
    "Staff",
]
