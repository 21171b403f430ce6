"""Accounts: made with a first password, closed and opened, freed from a lost second factor; what sign-ins leave."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, Actor, scope
from linli.kernel.text import line

from .. import access
from ..events import (
    AccountClosed,
    AccountMade,
    AccountOpened,
    FactorAdded,
    FactorRemoved,
    FactorReset,
    LockedOut,
    PasswordChanged,
    PasswordGiven,
    SessionsEnded,
    SignedIn,
    SignedOut,
)
from ..models import Account, ApiToken, Person
from ..terms import FactorReason, SignInHow
from .persons import own_person, staff_person

LOGIN = 64


def _checked(password: str, account: Account | None = None) -> str:
    try:
        validate_password(password, account)
    except ValidationError as fault:
        raise Refusal("password_too_easy", fault.messages[0], facts={"field": "password"}) from None
    return password


@command
def make_account(
    *, actor: Actor, now: datetime, person_id: int, login: str, password: str, must_change: bool = False
) -> AccountMade:
    """Let a person sign in with a login name and a first password.

    must_change: the password is known to somebody else and is changed at the first sign-in.
    Refuses: person_unknown, login_missing, login_taken, account_exists, password_too_easy.
    """
    person = staff_person(actor, person_id, access.EDIT_ACCOUNTS)
    plain = line(login, most=LOGIN, what=_("登录名")).lower()
    if not plain or plain.startswith("p-"):
        raise Refusal("login_missing", _("请填写登录名，不要以p-开头。"), facts={"field": "login"})
    if Account.objects.filter(login=plain).exists():
        raise Refusal("login_taken", _("这个登录名有人用了，请换一个。"), facts={"field": "login"})
    account = Account.objects.filter(person=person).first()
    if account is None:
        account = Account(person=person, made_at=now)
    elif account.has_usable_password():
        raise Refusal("account_exists", _("他已经有账号了。"))
    account.login, account.must_change, account.password_at = plain, must_change, now
    account.set_password(_checked(password, account))
    account.save()
    return AccountMade(subject_id=person.pk, area_path=person.area_path)


def _account(actor: Actor, person_id: int) -> tuple[Person, Account]:
    """Somebody else's account in the administrator's area: nobody administers the own one."""
    person = staff_person(actor, person_id, access.EDIT_ACCOUNTS)
    account = Account.objects.select_for_update().filter(person=person).first()
    if account is None:
        raise Refusal("account_unknown", _("他还没有账号。"), status=404)
    if actor.person_id == person_id:
        raise Refusal("own_account", _("自己的账号要请另一位安全管理员来改。"))
    return person, account


@command
def close_account(*, actor: Actor, now: datetime, person_id: int) -> AccountClosed:
    """End an account: no sign-in, all sessions and API tokens end at once. Refuses: account_unknown, own_account."""
    person, account = _account(actor, person_id)
    account.is_active = False
    account.sessions_era += 1
    account.save(update_fields=["is_active", "sessions_era"])
    ApiToken.objects.filter(person=person, revoked_at=None).update(revoked_at=now)
    return AccountClosed(subject_id=person.pk, area_path=person.area_path)


@command
def open_account(*, actor: Actor, now: datetime, person_id: int) -> AccountOpened:
    """Let a closed account sign in again. Refuses: account_unknown, own_account."""
    person, account = _account(actor, person_id)
    account.is_active = True
    account.save(update_fields=["is_active"])
    return AccountOpened(subject_id=person.pk, area_path=person.area_path)


@command
def end_sessions(*, actor: Actor, now: datetime, person_id: int) -> SessionsEnded:
    """Sign somebody out everywhere. Refuses: account_unknown, own_account."""
    person, account = _account(actor, person_id)
    account.sessions_era += 1
    account.save(update_fields=["sessions_era"])
    return SessionsEnded(subject_id=person.pk, area_path=person.area_path)


@command
def give_password(*, actor: Actor, now: datetime, person_id: int, password: str) -> PasswordGiven:
    """Give a new first password, to be changed at the next sign-in; all sessions end.

    Refuses: account_unknown, own_account, password_too_easy, account_by_phone.
    """
    person, account = _account(actor, person_id)
    if not account.has_usable_password():
        raise Refusal("account_by_phone", _("他用短信验证码登录，没有密码。"))
    account.must_change, account.password_at = True, now
    account.set_password(_checked(password, account))
    account.sessions_era += 1
    account.save()
    return PasswordGiven(subject_id=person.pk, area_path=person.area_path)


@command
def reset_factor(*, actor: Actor, now: datetime, person_id: int, reason: str) -> FactorReset:
    """Take somebody's second factor and recovery codes away; all sessions end, the next sign-in sets it up anew.

    Refuses: account_unknown, own_account, reason_missing, factor_missing.
    """
    person, account = _account(actor, person_id)
    if reason not in FactorReason.values:
        raise Refusal("reason_missing", _("请选一个原因。"), facts={"field": "reason"})
    gone, _rows = Authenticator.objects.filter(user=account).delete()
    if not gone:
        raise Refusal("factor_missing", _("他没有设过二次验证。"))
    account.sessions_era += 1
    account.save(update_fields=["sessions_era"])
    return FactorReset(subject_id=person.pk, area_path=person.area_path, reason=Code(reason))


@command
def change_password(*, actor: Actor, now: datetime) -> PasswordChanged:
    """Write down that the person chose a new password; the sign-in library has set it already."""
    person = own_person(actor)
    Account.objects.filter(person=person).update(must_change=False, password_at=now)
    return PasswordChanged(subject_id=person.pk, area_path=person.area_path)


@command
def add_factor(*, actor: Actor, now: datetime) -> FactorAdded:
    """Write down that the person turned the second factor on."""
    person = own_person(actor)
    return FactorAdded(subject_id=person.pk, area_path=person.area_path)


@command
def remove_factor(*, actor: Actor, now: datetime) -> FactorRemoved:
    """Write down that the person turned the second factor off."""
    person = own_person(actor)
    return FactorRemoved(subject_id=person.pk, area_path=person.area_path)


@command
def sign_in(*, actor: Actor, now: datetime, how: str, factor: bool) -> SignedIn:
    """Write down a completed sign-in. Refuses: how_unknown."""
    if how not in SignInHow.values:
        raise Refusal("how_unknown", _("没有这种登录方式。"))
    person = own_person(actor)
    return SignedIn(subject_id=person.pk, area_path=person.area_path, how=Code(how), factor=factor)


@command
def sign_out(*, actor: Actor, now: datetime) -> SignedOut:
    """Write down the end of a sign-in."""
    person = own_person(actor)
    return SignedOut(subject_id=person.pk, area_path=person.area_path)


@command
def lock_out(*, actor: Actor, now: datetime, login: str) -> LockedOut:
    """Write down that sign-in to an account waits after too many tries. Refuses: account_unknown."""
    account = Account.objects.filter(login=login).first()
    if account is None:
        raise Refusal("account_unknown", _("没有这个账号。"), status=404)
    with scope(SYSTEM):
        person = Person.objects.get(pk=account.person_id)
    return LockedOut(subject_id=person.pk, area_path=person.area_path)
