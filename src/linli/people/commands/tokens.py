"""API tokens: each acts for one person, within named permissions, below one area, for a year at most."""

from datetime import datetime, timedelta
from secrets import token_urlsafe
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from linli.kernel import secret
from linli.kernel.command import command
from linli.kernel.notice import tell
from linli.kernel.refusal import Refusal
from linli.kernel.scope import PATH, SYSTEM, Actor, holders, may_at, scope
from linli.kernel.text import line

from .. import access
from ..events import TokenMade, TokenRevoked
from ..models import ApiToken, Person
from ..queries import in_language_of, standings_of
from .persons import staff_person

LONGEST = 365


def new_secret(form: UUID | None = None) -> str:
    """A fresh token, 256 bits; whoever makes it shows it once, the database keeps its digest only.

    form: the id of the form that asks for it; sent twice, it shows the token that works.
    """
    return f"linli_{secret.drawn('token', form) if form else token_urlsafe(32)}"


@command
def make_token(
    *,
    actor: Actor,
    now: datetime,
    person_id: int,
    name: str,
    token: str,
    days: int = 90,
    permissions: tuple[str, ...] = (),
    area_path: str = "/",
) -> TokenMade:
    """Let programs act for a person with `token` (see `new_secret`).

    permissions: empty means all the person has; neither way anything of access.NEVER_BY_TOKEN.
    area_path: below which place; a place where the person has no posting is refused, since nothing could be done there.
    Refuses: person_unknown, name_missing, days_too_many, permission_unknown, area_unknown, area_not_theirs,
    token_too_short.
    """
    person = staff_person(actor, person_id, access.EDIT_ACCOUNTS)
    purpose = line(name, most=60, what=_("用途"))
    if not purpose:
        raise Refusal("name_missing", _("请写明这个令牌做什么用。"), facts={"field": "name"})
    if not 1 <= days <= LONGEST:
        raise Refusal("days_too_many", _("有效期是1到365天。"), facts={"field": "days"})
    unknown = set(permissions) - set(holders) | set(permissions) & access.NEVER_BY_TOKEN
    if unknown:
        raise Refusal(
            "permission_unknown", _("令牌不能有这些权限。"), facts={"field": "permissions", "unknown": sorted(unknown)}
        )  # fmt: skip
    if not PATH.fullmatch(area_path):
        raise Refusal("area_unknown", _("没有这个区域。"), facts={"field": "area_path"})
    served = standings_of(person.pk, now.astimezone(settings.LINLI_ZONE).date())[1]
    if served and not any(_meet(one.path, area_path) for one in served):
        raise Refusal(
            "area_not_theirs",
            _("本人在这个地方没有岗位，令牌在那里什么也做不了。"),
            facts={"field": "area_id"},
        )
    if len(token) < 32:
        raise Refusal("token_too_short", _("令牌太短，请用系统生成的。"))
    kept = ApiToken.objects.create(
        person=person, name=purpose, digest=secret.token_digest(token), permissions=sorted(permissions),
        area_path=area_path, made_at=now, expires_at=now + timedelta(days=days),
    )  # fmt: skip
    with scope(SYSTEM), in_language_of(person.pk):
        tell(
            key=f"token:{kept.pk}",
            text=str(_("有一个接口令牌以您的名义开通了：%(name)s。不是您要的，请找安全管理员。") % {"name": purpose}),
            person_id=person.pk, area_path=person.area_path, link="/me/", now=now,
        )  # fmt: skip
    return TokenMade(subject_id=person.pk, area_path=person.area_path, token_id=kept.pk)


def _meet(one: str, other: str) -> bool:
    """True where one of the places lies in the other."""
    return one.startswith(other) or other.startswith(one)


@command
def revoke_token(*, actor: Actor, now: datetime, token_id: int) -> TokenRevoked:
    """End a token at once: an administrator's, or the person's own. Refuses: token_unknown."""
    kept = ApiToken.objects.select_for_update().filter(pk=token_id).first()
    with scope(SYSTEM):
        person = Person.objects.filter(pk=kept.person_id).first() if kept else None
    if kept is None or person is None or not (
        person.pk == actor.person_id or may_at(actor, access.EDIT_ACCOUNTS, person.area_path)
    ):  # fmt: skip
        raise Refusal("token_unknown", _("没有找到这个令牌。"), status=404)
    if kept.revoked_at is None:
        kept.revoked_at = now
        kept.save(update_fields=["revoked_at"])
    return TokenRevoked(subject_id=person.pk, area_path=person.area_path, token_id=kept.pk)
