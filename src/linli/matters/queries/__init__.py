"""Every named read about matters."""

from .categories import Branch, Chip, branches, chips
from .category_tree import Leaf, category_leaf, category_leaves
from .counts import Counts, counts, day_end, open_below
from .desk import (
    Caller,
    Candidates,
    around,
    assignable,
    attempts_made,
    caller_of,
    candidates,
    last_event_ids,
    same_place,
    step_to_undo,
    was_handed_up,
)
from .finding import Found, matter_by_follow_up_link, matter_by_token, matter_for
from .following import AskedByLink, asked_by_link, followed, is_photo_of, opened, sees_photo
from .holding import Coming, Holder, coming, holder_of
from .inbox import Wanted, inbox, tabs
from .limit_sheet import LimitLine, limit_sheet
from .limits import limit_of, promise_of
from .looked_at import OwnLook, own_looks
from .mine import joined, mine, mine_like, mine_open, own_numbers
from .nearby import Nearby, nearby
from .offers import Offer, offers
from .outlook import Outlook, below, outlook, outlooks
from .parcel import Badge, Parcel, parcel
from .provisional import any_provisional
from .rows import Held, Line, Row, held, line_from, line_of, lines
from .search import Matches, matters_like, matters_of_phone
from .timeline import Entry, timeline
from .today import Today, today

__all__ = [
    "AskedByLink",
    "Badge",
    "Branch",
    "Caller",
    "Candidates",
    "Chip",
    "Coming",
    "Counts",
    "Entry",
    "Found",
    "Held",
    "Holder",
    "Leaf",
    "LimitLine",
    "Line",
    "Matches",
    "Nearby",
    "Offer",
    "Outlook",
    "OwnLook",
    "Parcel",
    "Row",
    "Today",
    "Wanted",
    "any_provisional",
    "around",
    "asked_by_link",
    "assignable",
    "attempts_made",
    "below",
    "branches",
    "caller_of",
    "candidates",
    "category_leaf",
    "category_leaves",
    "chips",
    "coming",
    "counts",
    "day_end",
    "followed",
    "held",
    "holder_of",
    "inbox",
    "is_photo_of",
    "joined",
    "last_event_ids",
    "limit_of",
    "limit_sheet",
    "line_from",
    "line_of",
    "lines",
    "matter_by_follow_up_link",
    "matter_by_token",
    "matter_for",
    "matters_like",
    "matters_of_phone",
    "mine",
    "mine_like",
    "mine_open",
    "nearby",
    "offers",
    "open_below",
    "opened",
    "outlook",
    "outlooks",
    "own_looks",
    "own_numbers",
    "parcel",
    "promise_of",
    "same_place",
    "sees_photo",
    "step_to_undo",
    "tabs",
    "timeline",
    "today",
    "was_handed_up",
]
