"""Permissions about matters and the roles that hold them."""

from linli.kernel.scope import permission
from linli.people.terms import Role

DESKS = (Role.COMMUNITY_DESK, Role.STREET_DESK, Role.DISTRICT_DESK)
LADDER = (Role.GRID_WORKER, Role.GRID_LEADER, *DESKS)

SEE = permission("matters.see", *LADDER, Role.DEPARTMENT_STAFF)
ACT = permission("matters.act", *LADDER, Role.DEPARTMENT_STAFF)
SPEAK = permission("matters.speak")
"""Only the reporter: supplement, urge, withdraw."""
REGISTER = permission("matters.register", *LADDER, Role.BUILDING_HEAD, Role.STATION_KEEPER, Role.MEDIATOR)
OBSERVE = permission("matters.observe", Role.OBSERVER)
ASSIGN = permission("matters.assign", *DESKS)
FOLLOW_UP = permission("matters.follow_up", *DESKS)
SEE_REPORTER = permission("matters.see_reporter", *LADDER)
UNMASK_REPORTER = permission("matters.unmask_reporter", *LADDER)
IMPORT_ORDERS = permission("matters.import_orders", Role.STREET_DESK, Role.DISTRICT_DESK)
EDIT_CATEGORIES = permission("matters.edit_categories", Role.SYSTEM_ADMIN)
EDIT_LIMITS = permission("matters.edit_limits", Role.SYSTEM_ADMIN)
