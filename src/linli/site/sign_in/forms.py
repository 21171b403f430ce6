"""The sign-in library's forms in our words, and the second factor's own counting."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib.auth.signals import user_login_failed
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from linli.kernel.ui.forms import Form
from linli.people.commands.accounts import LOGIN
from linli.people.rules.totp import matching_step
from linli.people.terms import SignInHow

from .adapter import locked_out
from .way_on import HOW

LONGEST = 512


def _quiet(field: forms.Field, label: object, **attrs: object) -> None:
    """A label above, nothing grey inside."""
    field.label = label  # type: ignore[assignment]
    field.help_text = ""
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update({name: str(value) for name, value in attrs.items()})


class SignInForm(Form, LoginForm):
    """Login name and password."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["login"] = forms.CharField(max_length=LOGIN, label=_("登录名"))
        _quiet(
            self.fields["login"],
            _("登录名"),
            autocomplete="username",
            autocapitalize="none",
            spellcheck="false",
        )
        _quiet(self.fields["password"], _("密码"))
        self.order_fields(["login", "password"])

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """This session begins by password, whatever was begun in this browser before."""
        request.session[HOW] = SignInHow.PASSWORD
        answer: HttpResponse = super().login(request, redirect_url)
        return answer

    def clean_login(self) -> str:
        """One account whatever way it is written."""
        return str(self.cleaned_data["login"]).strip().lower()

    def clean_password(self) -> str:
        """Longer than any sentence: refused before it is hashed."""
        password = str(self.cleaned_data["password"])
        if len(password) > LONGEST:
            raise forms.ValidationError(_("登录名或密码不对，请再看看。"), code="too_long")
        return password


class PasswordAgainForm(Form, ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _quiet(self.fields["password"], _("密码"))


class NewPasswordForm(Form, ChangePasswordForm):
    """The present password and twice the new one."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _quiet(self.fields["oldpassword"], _("现在的密码"))
        _quiet(self.fields["password1"], _("新密码"))
        self.fields["password1"].help_text = _("至少12个字符，可以用一句自己记得住的话，不要用生日和手机号。")
        _quiet(self.fields["password2"], _("再输一遍新密码"))

    def clean(self) -> dict[str, Any]:
        """Twice the same, and not the one before."""
        given: dict[str, Any] = forms.Form.clean(self) or {}
        first, again = given.get("password1"), given.get("password2")
        if first and again and first != again:
            self.add_error("password2", _("两遍不一样，请再输一遍。"))
        if first and first == given.get("oldpassword"):
            self.add_error("password1", _("新密码和现在的一样，请换一个。"))
        return given


class _FactorCode(Form):
    """A code of the app, or a recovery code; each good once, wrong ones counted with the passwords."""

    code = forms.CharField(max_length=20, label=_("验证码"))

    def __init__(self, *args: Any, **more: Any) -> None:
        self.user = more.pop("user")
        super().__init__(*args, **more)
        _quiet(
            self.fields["code"], _("验证码"), autocomplete="one-time-code", inputmode="numeric", autofocus=""
        )

    def clean_code(self) -> str:
        """Right: remembers which authenticator. Wrong: counted by account and address, then locked."""
        request, who = context.request, {"username": self.user.get_username()}
        if not AxesProxyHandler.is_allowed(request, who):
            raise ImmediateHttpResponse(locked_out(request))
        code = str(self.cleaned_data["code"])
        with transaction.atomic():
            self.authenticator = _whose_code(self.user, code, at=request.now.timestamp())
        if self.authenticator is not None:
            return code
        user_login_failed.send(sender=__name__, credentials=who, request=request)
        raise get_adapter().validation_error("incorrect_code")


def _whose_code(user: Any, code: str, *, at: float) -> Any:
    """The authenticator this code belongs to, the code used up; None when it is wrong or was used before."""
    known = Authenticator.objects.select_for_update().filter(user=user)
    for authenticator in known.exclude(type=Authenticator.Type.WEBAUTHN):
        authenticator.user = user
        if authenticator.type == Authenticator.Type.TOTP:
            if use_up(authenticator, code, at=at):
                return authenticator
        elif authenticator.wrap().validate_code(code):
            return Authenticator.objects.get(pk=authenticator.pk)
    return None


def use_up(authenticator: Any, code: str, *, at: float) -> bool:
    """Judge a code of the app; its step is kept, so that neither it nor an earlier one is good again."""
    key = get_adapter().decrypt(authenticator.data["secret"])
    step = matching_step(key, code, at=at, last=int(authenticator.data.get("last_step", -1)))
    if step is None:
        return False
    authenticator.data["last_step"] = step
    authenticator.save(update_fields=["data"])
    return True


class FactorForm(_FactorCode):
    """The second step of sign-in."""

    def save(self) -> None:
        """Note which authenticator was used."""
        post_authentication(context.request, self.authenticator)


class FactorAgainForm(_FactorCode):
    """A code once more, before something that matters."""

    def save(self) -> None:
        """Note which authenticator was used."""
        post_authentication(context.request, self.authenticator, reauthenticated=True)


class NewFactorForm(Form, ActivateTOTPForm):
    """The first code of a new authenticator."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _quiet(self.fields["code"], _("手机上显示的6位数"), autocomplete="one-time-code", inputmode="numeric")

    def clean_code(self) -> str:
        """The code of now, a step off allowed."""
        code = str(self.cleaned_data["code"])
        step = matching_step(self.secret, code, at=context.request.now.timestamp())
        if step is None:
            raise get_adapter().validation_error("incorrect_code")
        context.request.factor_step = step  # records.py marks it as used
        return code
