"""Permissions about matters and the roles that hold them."""

from linli.kernel.scope import permission
from linli.people.terms import Role

DESKS = (Role.COMMUNITY_DESK, Role.STREET_DESK, Role.DISTRICT_DESK)
LADDER = (Role.GRID_WORKER, Role.GRID_LEADER, *DESKS)

SEE = permission("matters.see", *LADDER, Role.DEPARTMENT_STAFF, Role.LEADER)
ACT = permission("matters.act", *LADDER, Role.DEPARTMENT_STAFF)
SPEAK = permission("matters.speak")
"""Only the reporter: supplement, urge, withdraw."""
ATTEND = permission("matters.attend", Role.AGENT)
"""The list of an agent (信访代办); the matters on it are those of petitioners who consented, no others."""
ACCUSE = permission("matters.accuse", Role.STREET_DESK, Role.DISTRICT_DESK)
"""Naming whom a matter accuses, which hides it from them."""
REGISTER = permission(
    "matters.register", *LADDER, Role.BUILDING_HEAD, Role.STATION_KEEPER, Role.MEDIATOR, Role.AGENT
)
OBSERVE = permission("matters.observe", Role.OBSERVER)
ASSIGN = permission("matters.assign", *DESKS)
ASK = permission("matters.ask", *LADDER, Role.DEPARTMENT_STAFF)
"""Ask for an extension, a return, a pause, or that a bad rating be left out."""
DECIDE = permission("matters.decide", *DESKS)
SUPERVISE = permission("matters.supervise", *DESKS, Role.LEADER)
TAKE_CALLS = permission("matters.take_calls", *DESKS)
PRINT_SLIPS = permission("matters.print_slips", *LADDER, Role.STATION_KEEPER)
ENROL = permission("matters.enrol")
"""Only oneself: ask to be an observer, pause, leave."""
RUN_OBSERVERS = permission("matters.run_observers", Role.STREET_DESK)
EXPORT = permission("matters.export", *DESKS)
EXPORT_PHONES = permission("matters.export_phones", Role.STREET_DESK, Role.DISTRICT_DESK)
READ_EXPORTS = permission("matters.read_exports", Role.AUDIT_ADMIN)
FOLLOW_UP = permission("matters.follow_up", *DESKS)
EDIT_TEXTS = permission("matters.edit_texts", *DESKS)
EDIT_TALK_POINTS = permission("matters.edit_talk_points", *DESKS)
VISIT_FIRMS = permission("matters.visit_firms", Role.GRID_WORKER, Role.GRID_LEADER, *DESKS)
EDIT_KINDS_IN_USE = permission("matters.edit_kinds_in_use", Role.SYSTEM_ADMIN)
SEE_REPORTER = permission("matters.see_reporter", *LADDER)
UNMASK_REPORTER = permission("matters.unmask_reporter", *LADDER)
MERGE = permission("matters.merge", *DESKS)
SPLIT = permission("matters.split", *DESKS)
ASK_UNITS = permission("matters.ask_units", *LADDER, Role.DEPARTMENT_STAFF)
"""协办, 会商: for whoever has the matter in hand, or a desk above it."""
ANSWER_ASKS = permission("matters.answer_asks", Role.DEPARTMENT_STAFF)
SEE_UNITS = permission("matters.see_units", Role.STREET_DESK, Role.DISTRICT_DESK, Role.LEADER)
RUN_INCIDENTS = permission("matters.run_incidents", *LADDER, Role.DEPARTMENT_STAFF)
EDIT_PLANS = permission("matters.edit_plans", Role.STREET_DESK, Role.DISTRICT_DESK)
EDIT_MASK = permission("matters.edit_mask", *DESKS)
"""Says what the public copy of a text hides."""
SEE_ISSUES = permission("matters.see_issues", Role.STREET_DESK, Role.DISTRICT_DESK, Role.LEADER)
RUN_ISSUES = permission("matters.run_issues", Role.STREET_DESK, Role.DISTRICT_DESK)
"""Says which matters are one issue, what it is called and how it stands."""
SEE_LEARNING = permission(
    "matters.see_learning", Role.STREET_DESK, Role.DISTRICT_DESK, Role.LEADER, Role.SYSTEM_ADMIN
)
RUN_LEARNING = permission("matters.run_learning", Role.SYSTEM_ADMIN)
"""Which version of the machine suggests categories."""
IMPORT_ORDERS = permission("matters.import_orders", Role.STREET_DESK, Role.DISTRICT_DESK)
ACCEPT = permission("matters.accept", Role.STREET_DESK, Role.DISTRICT_DESK)
"""Decides what is not dispatched and why."""
SET_URGENCY = permission("matters.set_urgency", *DESKS)
GATHER = permission(
    "matters.gather_opinions", *LADDER, Role.BUILDING_HEAD, Role.STATION_KEEPER, Role.MEDIATOR
)
DECIDE_PROPOSAL = permission("matters.decide_proposal", *DESKS)
ASK_OUTSIDE_DUTY = permission("matters.ask_outside_duty", Role.STREET_DESK, Role.DEPARTMENT_STAFF)
"""Asks that a community do something outside its list."""
APPROVE_OUTSIDE_DUTY = permission(
    "matters.approve_outside_duty", Role.STREET_DESK, Role.DISTRICT_DESK, Role.LEADER
)
SEE_OUTSIDE_DUTY = permission("matters.see_outside_duty", *DESKS, Role.DEPARTMENT_STAFF, Role.LEADER)
EDIT_NO_DISPATCH_TEXTS = permission("matters.edit_no_dispatch_texts", Role.STREET_DESK, Role.DISTRICT_DESK)
EDIT_URGENT_WORDS = permission("matters.edit_urgent_words", Role.DISTRICT_DESK, Role.SYSTEM_ADMIN)
EDIT_DUTIES = permission("matters.edit_duties", Role.STREET_DESK, Role.DISTRICT_DESK, Role.SYSTEM_ADMIN)
"""Keeps the responsibility list and the lists of duties."""
EDIT_CATEGORIES = permission("matters.edit_categories", Role.SYSTEM_ADMIN)
EDIT_LIMITS = permission("matters.edit_limits", Role.SYSTEM_ADMIN)
