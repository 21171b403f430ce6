"""Our adapters for the sign-in library: words, addresses, no open doors, secrets sealed."""

from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.kernel import secret, tally
from linli.kernel.page import Asked

from .address import client_address
from .way_on import is_own

NO_ROW = UUID(int=0)
ACCOUNT_TRIES, ACCOUNT_WINDOW = 60, timedelta(hours=1)
"""Wrong passwords for one account from anywhere: a net for guesses that come from a thousand addresses."""


class Adapter(DefaultAccountAdapter):
    """Accounts are made by administrators and by telephone sign-in, never by an open form."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("这个账号已停用。"),
        "enter_current_password": _("现在的密码不对，请再看看。"),
        "incorrect_code": _("验证码不对，请看看手机上最新的6位数。"),
        "incorrect_password": _("密码不对，请再看看。"),
        "invalid_login": _("登录名或密码不对，请再看看。"),
        "too_many_login_attempts": _("试的次数太多了，请过一会儿再来。"),
        "rate_limited": _("试的次数太多了，请过一会儿再来。"),
        "username_password_mismatch": _("登录名或密码不对，请再看看。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The same address every other counter uses."""
        return client_address(request)

    def is_safe_url(self, url: str | None) -> bool:
        """Only a path of this site: not another host of ours, not //elsewhere, not /\\elsewhere."""
        return is_own(url)

    def is_ajax(self, request: HttpRequest) -> bool:
        """There is no second way to sign in that answers in JSON."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Before a password is looked at: is this account being guessed at from everywhere?"""
        now = cast("Asked", request).now
        if tally.spent("password", _login(credentials), most=ACCOUNT_TRIES, within=ACCOUNT_WINDOW, now=now):
            raise ImmediateHttpResponse(locked_out(request))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count it, known account or not."""
        now = cast("Asked", request).now
        tally.take("password", _login(credentials), most=ACCOUNT_TRIES, within=ACCOUNT_WINDOW, now=now)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """A new password ends all sessions, this one too."""
        return reverse("account_login")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Back to the public home."""
        return "/"


def _login(credentials: dict[str, Any]) -> str:
    return str(credentials.get("username", "")).strip().lower()


class FactorAdapter(DefaultMFAAdapter):
    """The keys of authenticator apps and the seeds of recovery codes lie sealed in the table."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("验证码不对，请看看手机上最新的6位数。"),
        "cannot_delete_authenticator": _("二次验证不能关掉。"),
        "cannot_generate_recovery_codes": _("先设好二次验证，才有备用码。"),
    }

    def encrypt(self, text: str) -> str:
        """Sealed under a key of its own; bound to the table, not to a row, since the row is not told."""
        return secret.seal(text, compartment="factor", place="mfa_authenticator.data", row=NO_ROW).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """What `encrypt` sealed."""
        sealed = bytes.fromhex(encrypted_text)
        return secret.unseal(sealed, compartment="factor", place="mfa_authenticator.data", row=NO_ROW)

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """What the app shows: the login name."""
        return str(user.get_username())


def locked_out(request: HttpRequest, *more: object) -> HttpResponse:
    """The page after too many wrong passwords or codes; the same for accounts that do not exist."""
    wait = settings.AXES_COOLOFF_TIME // timedelta(minutes=1)
    return render(request, "account/locked.html", {"minutes": wait}, status=429)


def login_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str | None:
    """The name that failures are counted under: one for all ways to write it, at most as long as the column."""
    given = (credentials or {}).get("username") or request.POST.get("login")
    return str(given).replace("\x00", "").strip().lower()[:255] if given else None
