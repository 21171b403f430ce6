"""Give an account to somebody who is registered without one."""

from datetime import datetime

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor

from .. import access
from ..commands import make_account as make
from ..queries import accountless
from ..rules.passwords import first_password


class LoginForm(CommandForm):
    """The name to sign in with."""

    login = forms.CharField(
        label=gettext_lazy("登录名"),
        max_length=64,
        help_text=gettext_lazy("字母、数字或者汉字，自己好记就行。"),
    )


@page("admin/people/<int:person_id>/account/", needs=access.EDIT_ACCOUNTS)
def make_account(request: Asked, *, actor: Actor, now: datetime, person_id: int) -> HttpResponse:
    """Ask for a login name, show the first password once."""
    name = accountless(actor, person_id)
    if name is None:
        raise Http404
    form = LoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = first_password()
        if form.attempt(
            make, actor=actor, now=now, person_id=person_id, password=password, must_change=True, **form.values()
        ):  # fmt: skip
            handed = {"login": form.cleaned_data["login"], "password": password, "person_id": person_id}
            return render(request, "people/first_password.html", {"name": name, **handed})
    shown = {
        "form": form,
        "heading": _("开账号"),
        "lead": name,
        "button": _("开账号"),
        "cancel": "/admin/postings/",
    }
    return render(request, "people/desk_form.html", shown)
