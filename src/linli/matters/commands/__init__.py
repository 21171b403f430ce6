"""The only writers of matters, one function per verb."""

from .asking import answer_follow_up, answer_own, follow_up, make_follow_up_link
from .categories import edit_category, import_categories, retire_category
from .claim import claim_matters
from .clocks import recompute_clocks, set_limit
from .intake import open_matter
from .lapse import sweep, sweep_all
from .order_run import resume_imports, work_through
from .orders import import_orders, receive_orders
from .sights import reporter_field, see_reporter
from .steps import assign, hand_up, move_matter, send_down, undo
from .words import choose_follow_up, note, supplement, support, urge, withdraw

__all__ = [
    "answer_follow_up",
    "answer_own",
    "assign",
    "choose_follow_up",
    "claim_matters",
    "edit_category",
    "follow_up",
    "hand_up",
    "import_categories",
    "import_orders",
    "make_follow_up_link",
    "move_matter",
    "note",
    "open_matter",
    "receive_orders",
    "recompute_clocks",
    "reporter_field",
    "resume_imports",
    "retire_category",
    "see_reporter",
    "send_down",
    "set_limit",
    "supplement",
    "support",
    "sweep",
    "sweep_all",
    "undo",
    "urge",
    "withdraw",
    "work_through",
]
