"""Only what we need of the sign-in library can be reached."""

import pytest
from django.urls import get_resolver

from linli.site.sign_in.urls import urlpatterns

REACHABLE = {
    "login/", "logout/", "inactive/", "reauthenticate/", "password/change/", "2fa/", "2fa/authenticate/",
    "2fa/reauthenticate/", "2fa/totp/activate/", "2fa/totp/deactivate/", "2fa/recovery-codes/",
    "2fa/recovery-codes/generate/", "sessions/",
}  # fmt: skip


def test_the_list_is_this_one():
    assert {str(one.pattern) for one in urlpatterns} == REACHABLE


@pytest.mark.parametrize(
    "path",
    [
        "signup/", "email/", "confirm-email/", "confirm-email/abc/", "password/set/", "password/reset/",
        "password/reset/done/", "password/reset/key/1-set-password/", "login/code/", "login/code/confirm/",
        "phone/verify/", "phone/change/", "3rdparty/", "social/connections/", "2fa/webauthn/", "2fa/webauthn/add/",
        "2fa/trust/", "2fa/recovery-codes/download/", "signup/passkey/", "",
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["get", "post"])
def test_everything_else_is_not_there(client, cast, path, method):
    assert getattr(client, method)(f"/account/{path}").status_code == 404


def test_no_other_application_brings_addresses():
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    ours = {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reauthenticate",
        "account_change_password",
    }
    assert {name for name in names if name.startswith(("account_", "socialaccount"))} == ours
    assert not {name for name in names if name.startswith(("admin", "socialaccount"))}
