"""Every named read about matters."""

from ..rules.views import View
from .accused import accused_of, nameable
from .attached import Kept, attachment
from .attending import Attended, Mandate, agents_over, attended, mandate_of, rights_of
from .by_ids import OpenNow, lines_by_ids, open_by
from .calls import Caller as Ringing
from .calls import answers_before, caller_by, categories_typed
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
from .examples import checked_examples, examples_since
from .facts import facts_of, first_stage_codes, ids_after, kind_labels, matters_of_import
from .finding import Found, matter_by_follow_up_link, matter_by_token, matter_for
from .follow_ups import ToAsk, follow_ups
from .following import AskedByLink, asked_by_link, followed, is_photo_of, opened, sees_photo
from .hints import again_between, answered_between, asked_between, redone_between
from .holding import Coming, Holder, coming, holder_of
from .inbox import Wanted, inbox, tabs
from .issue_lesson import streets_to_group
from .issues import streets_in_reach
from .kept_from import kept_from
from .kinds_in_use import kinds_in_use
from .limit_sheet import LimitLine, limit_sheet
from .limits import limit_of, promise_of
from .looked_at import OwnLook, own_looks
from .mine import joined, mine, mine_like, mine_open, own_numbers
from .nearby import Nearby, nearby
from .offers import Offer, offers
from .outlook import Outlook, below, outlook, outlooks
from .parcel import Badge, Parcel, parcel
from .provisional import any_provisional
from .public import PublicAnswer, category_names, public_answers
from .replies import move_answers, reply_hints
from .rows import Held, Line, Row, held, line_from, line_of, lines
from .saved_views import Saved, saved_views
from .search import Matches, matters_like, matters_of_phone
from .similar import Alike, alike, alike_closed
from .talking import DepartmentLine, FirmLine, departments, firm_choices, firms, talk_points
from .timeline import Entry, timeline
from .timers import Timer, timers
from .today import Today, today
from .understood import Hint, category_choices, explained, hint_for, public_copy, public_words, suggestion_of

__all__ = [
    "Alike",
    "AskedByLink",
    "Attended",
    "Badge",
    "Branch",
    "Caller",
    "Candidates",
    "Chip",
    "Coming",
    "Counts",
    "DepartmentLine",
    "Entry",
    "FirmLine",
    "Found",
    "Held",
    "Hint",
    "Holder",
    "Kept",
    "Leaf",
    "LimitLine",
    "Line",
    "Mandate",
    "Matches",
    "Nearby",
    "Offer",
    "OpenNow",
    "Outlook",
    "OwnLook",
    "Parcel",
    "PublicAnswer",
    "Ringing",
    "Row",
    "Saved",
    "Timer",
    "ToAsk",
    "Today",
    "View",
    "Wanted",
    "accused_of",
    "again_between",
    "agents_over",
    "alike",
    "alike_closed",
    "answered_between",
    "answers_before",
    "any_provisional",
    "around",
    "asked_between",
    "asked_by_link",
    "assignable",
    "attachment",
    "attempts_made",
    "attended",
    "below",
    "branches",
    "caller_by",
    "caller_of",
    "candidates",
    "categories_typed",
    "category_choices",
    "category_leaf",
    "category_leaves",
    "category_names",
    "checked_examples",
    "chips",
    "coming",
    "counts",
    "day_end",
    "departments",
    "examples_since",
    "explained",
    "facts_of",
    "firm_choices",
    "firms",
    "first_stage_codes",
    "follow_ups",
    "followed",
    "held",
    "hint_for",
    "holder_of",
    "ids_after",
    "inbox",
    "is_photo_of",
    "joined",
    "kept_from",
    "kind_labels",
    "kinds_in_use",
    "last_event_ids",
    "limit_of",
    "limit_sheet",
    "line_from",
    "line_of",
    "lines",
    "lines_by_ids",
    "mandate_of",
    "matter_by_follow_up_link",
    "matter_by_token",
    "matter_for",
    "matters_like",
    "matters_of_import",
    "matters_of_phone",
    "mine",
    "mine_like",
    "mine_open",
    "move_answers",
    "nameable",
    "nearby",
    "offers",
    "open_below",
    "open_by",
    "opened",
    "outlook",
    "outlooks",
    "own_looks",
    "own_numbers",
    "parcel",
    "promise_of",
    "public_answers",
    "public_copy",
    "public_words",
    "redone_between",
    "reply_hints",
    "rights_of",
    "same_place",
    "saved_views",
    "sees_photo",
    "step_to_undo",
    "streets_in_reach",
    "streets_to_group",
    "suggestion_of",
    "tabs",
    "talk_points",
    "timeline",
    "timers",
    "today",
    "was_handed_up",
]
