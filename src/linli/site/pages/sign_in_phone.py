"""Residents sign in: the number, the code sent to it, in."""

from datetime import datetime

from allauth.account.utils import perform_login
from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm
from linli.kernel.page import PUBLIC, Asked, page
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor
from linli.kernel.ui.words import clock_time
from linli.matters.commands import claim_matters
from linli.people.commands import ask_code, try_code
from linli.people.commands.phone_codes import mobile
from linli.people.events import CodeTried
from linli.people.queries import account_of, actor_for_person, sample_town
from linli.people.terms import CodeOutcome, SignInHow

from ..sign_in.limits import MINUTE, asked_too_often, tried_too_often
from ..sign_in.way_on import HOW, way_on


class NumberForm(CommandForm):
    """Which telephone."""

    phone = forms.CharField(
        label=gettext_lazy("手机号码"), max_length=30,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip

    def clean_phone(self) -> str:
        """The digits of a number that gets text messages."""
        try:
            return mobile(self.cleaned_data["phone"])
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence, code=refusal.code) from None


class CodeForm(CommandForm):
    """What the message said."""

    phone = forms.CharField(max_length=30, widget=forms.HiddenInput)
    code = forms.CharField(
        label=gettext_lazy("短信里的6位验证码"), max_length=12,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": ""}),
    )  # fmt: skip


@page("sign-in/phone/", needs=PUBLIC)
def sign_in_phone(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Ask for the number, then for the code; the answers are the same whoever the number belongs to."""
    if not actor.is_guest:
        return redirect(way_on(request))
    if request.method != "POST":
        return _show(request, NumberForm())
    if "code" in request.POST:
        return _enter(request, CodeForm(request.POST), actor, now)
    return _ask(request, NumberForm(request.POST), actor, now)


def _show(request: Asked, form: CommandForm, note: str = "") -> HttpResponse:
    values = {"form": form, "note": note, "next": way_on(request), "outbox": sample_town()}
    answer = render(request, "site/sign_in_phone.html", values)
    answer["Cache-Control"] = "no-store"
    return answer


def _ask(request: Asked, form: NumberForm, actor: Actor, now: datetime) -> HttpResponse:
    if not form.is_valid():
        return _show(request, form)
    digits = form.cleaned_data["phone"]
    code_form = CodeForm(initial={"phone": digits})
    full = asked_too_often(request, digits, now)
    if full is not None and full[0] == MINUTE:
        return _show(request, code_form, _("验证码刚发过，请看短信。没收到的话，过1分钟再要一个。"))
    if full is not None:
        form.add_error("phone", _("要的次数太多了，请在%(at)s后再要。") % {"at": clock_time(full[1])})
        return _show(request, form)
    form.attempt(ask_code, actor=actor, now=now, phone=digits)
    return _show(request, code_form, _("验证码已发出，10分钟内有效。"))


def _enter(request: Asked, form: CodeForm, actor: Actor, now: datetime) -> HttpResponse:
    if not form.is_valid():
        return _show(request, form)
    if tried_too_often(request, now) is not None:
        form.add_error("code", _("试的次数太多了，请过1小时再来。"))
        return _show(request, form)
    tried = form.tell(lambda: try_code(actor=actor, now=now, **form.values()))
    if tried is None:
        return _show(request, form)
    match tried.outcome:
        case CodeOutcome.SIGNED_IN:
            return _let_in(request, tried, now)
        case CodeOutcome.STAFF:
            raise Refusal("staff_by_password", _("您有工作岗位，请用登录名和密码登录。"))
        case CodeOutcome.CLOSED:
            raise Refusal("account_closed", _("这个账号已停用。要再用，请打电话给社区。"))
    form.add_error("code", _("验证码不对，或者已经过期。请再看看短信，或者重新要一个。"))
    return _show(request, form)


def _let_in(request: Asked, tried: CodeTried, now: datetime) -> HttpResponse:
    """What was reported with this number before becomes the person's own, then the session begins."""
    assert tried.person_id is not None  # noqa: S101  this outcome names somebody
    resident = actor_for_person(tried.person_id, now)
    claim_matters(actor=resident, now=now)
    request.session[HOW] = SignInHow.PHONE
    wanted = way_on(request)
    if tried.registered and wanted == "/":
        wanted = "/me/"  # a name and a home may be chosen there
    answer: HttpResponse = perform_login(request, account_of(tried.person_id), redirect_url=wanted)
    return answer
