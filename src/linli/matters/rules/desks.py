"""What a desk is called: the area's short name with the role's word."""

from django.utils.translation import gettext as _

from linli.people.terms import Role


def desk_name(role: str, area: str) -> str:
    """槐荫社区前台, 云山街道中心; 第3网格网格员 for roles that name a person."""
    words = {
        Role.COMMUNITY_DESK: _("%(area)s前台"),
        Role.STREET_DESK: _("%(area)s中心"),
        Role.DISTRICT_DESK: _("%(area)s中心"),
    }
    known = words.get(Role(role))
    return (known or _("%(area)s%(role)s")) % {"area": area, "role": Role(role).label}
