"""Permissions about places and the roles that hold them (codes of people.terms.Role, which lies above)."""

from linli.kernel.scope import permission

EDIT_AREAS = permission("places.edit_areas", "system_admin")
EDIT_CALENDAR = permission("places.edit_calendar", "system_admin")
EDIT_HOURS = permission("places.edit_hours", "system_admin")
SEE_AREAS = permission(
    "places.see_areas",
    "system_admin",
    "security_admin",
    "grid_worker",
    "grid_leader",
    "community_desk",
    "street_desk",
    "district_desk",
)
