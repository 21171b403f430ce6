"""Permissions about doors to other systems and the roles that hold them."""

from linli.kernel.scope import permission
from linli.people.terms import Role

SEE_WEBHOOKS = permission("exchange.see_webhooks", Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
EDIT_WEBHOOKS = permission("exchange.edit_webhooks", Role.SYSTEM_ADMIN)
TAKE_MAIL = permission("exchange.take_mail", Role.COMMUNITY_DESK, Role.STREET_DESK, Role.DISTRICT_DESK)
