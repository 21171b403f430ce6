"""Permissions about figures and the roles that hold them."""

from linli.kernel.scope import permission
from linli.people.terms import Role

DESKS = (Role.COMMUNITY_DESK, Role.STREET_DESK, Role.DISTRICT_DESK)

SEE = permission("board.see", *DESKS, Role.LEADER)
ASK_OUT = permission("board.ask_out", *DESKS)
"""Asks that a matter be left out of the rates."""
DECIDE_OUT = permission("board.decide_out", Role.STREET_DESK, Role.DISTRICT_DESK)
"""Decides what the level below asked."""
SEE_HINTS = permission("board.see_hints", Role.STREET_DESK, Role.DISTRICT_DESK, Role.LEADER)
CHOOSE_RATES = permission("board.choose_rates", Role.DISTRICT_DESK, Role.SYSTEM_ADMIN)
FREEZE = permission("board.freeze", Role.DISTRICT_DESK)
"""Counts a frozen month again on appeal."""
REPORT = permission("board.report", *DESKS, Role.LEADER)
