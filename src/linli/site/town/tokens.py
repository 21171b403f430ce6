"""A key for the API in the name of somebody in the sample town."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.people.commands import make_token, new_secret
from linli.people.models import Account
from linli.people.queries import sample_town
from linli.people.terms import Role

from .cast import MEMBERS


def token(role: str, *, now: datetime) -> str:
    """A token of the first sample sign-in with this role (`resident` for somebody without one), good for a day.

    Refuses: not_a_sample_town, role_unknown.
    """
    if not sample_town():
        raise Refusal("not_a_sample_town", _("只有示例街道能这样取令牌。正式环境请找安全管理员开通。"))
    wanted = None if role == Role.RESIDENT else role
    login = next((one.login for one in MEMBERS if one.login and one.role == wanted), None)
    if login is None:
        known = sorted({str(one.role or Role.RESIDENT) for one in MEMBERS if one.login})
        raise Refusal("role_unknown", _("没有这个岗位。可以用：%(roles)s") % {"roles": " ".join(known)})
    secret = new_secret()
    with scope(SYSTEM):
        person_id = Account.objects.values_list("person_id", flat=True).get(login=login)
    make_token(actor=SYSTEM, now=now, person_id=person_id, name="linli token", token=secret, days=1)
    return secret
