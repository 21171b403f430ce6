"""Permissions about people and the roles that hold them."""

from linli.kernel.scope import narrow_roles, permission

from .terms import Role

narrow_roles.add(Role.DEPARTMENT_STAFF)

DESKS = (Role.COMMUNITY_DESK, Role.STREET_DESK, Role.DISTRICT_DESK)
GRID = (Role.GRID_WORKER, Role.GRID_LEADER)

SEE_PERSON = permission("people.see_person", *GRID, *DESKS)
UNMASK = permission("people.unmask", *GRID, *DESKS)
SEE_SIGHTS = permission("people.see_sights", Role.AUDIT_ADMIN)
READ_LOG = permission("people.read_log", Role.AUDIT_ADMIN)
SEE_POSTINGS = permission("people.see_postings", Role.SECURITY_ADMIN, *DESKS)
EDIT_POSTINGS = permission("people.edit_postings", Role.SECURITY_ADMIN)
EDIT_ACCOUNTS = permission("people.edit_accounts", Role.SECURITY_ADMIN)
READ_NOTICE = permission("kernel.read_notice")
SEE_NOTICES = permission("kernel.see_notices", Role.SYSTEM_ADMIN)
SEE_FILE = permission("kernel.see_file", *GRID, *DESKS, Role.DEPARTMENT_STAFF)

NEVER_BY_TOKEN = frozenset(
    {
        UNMASK, SEE_SIGHTS, READ_LOG, SEE_POSTINGS, EDIT_POSTINGS, EDIT_ACCOUNTS, SEE_NOTICES, "matters.unmask_reporter",
        "places.edit_areas", "places.edit_calendar", "places.edit_hours", "matters.edit_categories",
        "matters.edit_limits",
    }
)  # fmt: skip
"""What no API token may do, whoever it acts for: a token has no second factor and asks no reason."""
