"""The addresses of the sign-in library that we let anybody reach; all its others do not exist."""

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as sessions
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import path
from django.views.decorators.cache import never_cache


class ChangePassword(account.PasswordChangeView):
    """Only for accounts with a password; whoever signs in by telephone has none to change."""

    def dispatch(self, request: HttpRequest, *args: Any, **captured: Any) -> HttpResponseBase:
        """404 instead of an offer to set one."""
        if request.user.is_authenticated and not request.user.has_usable_password():
            raise Http404
        answer: HttpResponseBase = super().dispatch(request, *args, **captured)
        return answer


urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", never_cache(account.logout), name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", never_cache(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", never_cache(ChangePassword.as_view()), name="account_change_password"),
    path("2fa/", never_cache(factor.index), name="mfa_index"),
    path("2fa/authenticate/", factor.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", never_cache(factor.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", never_cache(totp.activate_totp), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", never_cache(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", never_cache(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", never_cache(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("sessions/", never_cache(sessions.list_usersessions), name="usersessions_list"),
]  # fmt: skip
