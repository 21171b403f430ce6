"""Open an API token for somebody; the secret is shown in this one answer."""

from datetime import datetime

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor, holders
from linli.kernel.ui.codes import permission_said
from linli.places.queries import tree

from .. import access
from ..commands import make_token as make
from ..commands import new_secret
from ..queries import staff_named
from .choices import Grouped, IdField, areas

DAYS = [("30", gettext_lazy("30天")), ("90", gettext_lazy("90天")), ("365", gettext_lazy("1年"))]


class TokenForm(CommandForm):
    """For whom, what for, how long, what it may."""

    person_id = IdField(label=gettext_lazy("以谁的名义"))
    name = forms.CharField(label=gettext_lazy("做什么用"), max_length=60)
    area_id = IdField(
        label=gettext_lazy("只在这个地方"), required=False,
        help_text=gettext_lazy("不选，就是本人管到哪里令牌就到哪里。"),
    )  # fmt: skip
    days = forms.TypedChoiceField(label=gettext_lazy("有效期"), choices=DAYS, coerce=int, initial="90")
    permissions = forms.MultipleChoiceField(
        label=gettext_lazy("只许做这些"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("一个都不选，就是本人能做的都能做。看全号、管账号这些，令牌都不行。"),
    )  # fmt: skip

    def __init__(self, people: list[tuple[int, str, str]], where: Grouped, *args: object) -> None:
        super().__init__(*args)
        self.fields["area_id"].choices = [("", gettext_lazy("本人管到的地方")), *where[1:]]  # type: ignore[attr-defined]
        self.fields["person_id"].choices = [(str(pk), f"{name}　{mark}") for pk, name, mark in people]  # type: ignore[attr-defined]
        self.fields["permissions"].choices = [  # type: ignore[attr-defined]
            (one, permission_said(one)) for one in sorted(set(holders) - access.NEVER_BY_TOKEN)
        ]


@page("admin/tokens/new/", needs=access.EDIT_ACCOUNTS)
def make_token(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """First the name, then the rest, then the secret."""
    name = request.GET.get("name", "").strip()
    people = staff_named(actor, name)
    form = TokenForm(people, areas(actor, access.EDIT_ACCOUNTS), request.POST or None)
    if request.method == "POST" and form.is_valid():
        token, asked = new_secret(form.given_id), form.values()
        asked["permissions"] = tuple(asked["permissions"])
        asked["area_path"] = _below(actor, asked.pop("area_id"))
        if form.attempt(make, actor=actor, now=now, token=token, **asked):
            return render(request, "people/token_made.html", {"token": token, "purpose": asked["name"]})
    return render(request, "people/make_token.html", {"form": form, "name": name, "people": people})


def _below(actor: Actor, area_id: int | None) -> str:
    """The path of the area that was chosen, else of all the security administrator looks after."""
    node = tree().get(area_id) if area_id is not None else None
    if node is not None:
        return node.path
    return min((one.path for one in actor.grants if one.permission == access.EDIT_ACCOUNTS), key=len)
