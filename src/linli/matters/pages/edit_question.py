"""The questions of one category: listed, added, changed, asked no more."""

from datetime import datetime

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.notes import say

from .. import access
from ..commands import edit_question as edit_verb
from ..commands import retire_question as retire_verb
from ..queries import category_leaf
from ..queries.questions import questions_of_code
from ..terms import QuestionType


class QuestionForm(CommandForm):
    """What is asked, and how it is answered."""

    code = forms.CharField(
        label=gettext_lazy("编码"),
        max_length=40,
        help_text=gettext_lazy("字母、数字和下划线；和已有的一样，就是改那一个。"),
    )
    text = forms.CharField(label=gettext_lazy("问题"), max_length=60)
    datatype = forms.ChoiceField(label=gettext_lazy("回答方式"), choices=QuestionType.choices)
    choices = forms.CharField(
        label=gettext_lazy("选项"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("一行一个；要编码的，写成“编码 名称”。"),
    )  # fmt: skip
    hint = forms.CharField(label=gettext_lazy("怎么填"), max_length=120, required=False)
    required = forms.BooleanField(label=gettext_lazy("必须回答"), required=False)
    position = forms.IntegerField(label=gettext_lazy("排第几"), min_value=0, max_value=1000, initial=100)


@page("admin/categories/questions/<str:category>/", needs=access.EDIT_CATEGORIES)
def edit_questions(request: Asked, *, actor: Actor, now: datetime, category: str) -> HttpResponse:
    """All of them, and a form that adds one or changes the one of its code."""
    leaf = category_leaf(category)
    if leaf is None:
        raise Http404
    form = QuestionForm(request.POST or None)
    if form.is_valid():
        asked = form.values()
        asked["choices"] = [one.strip() for one in asked["choices"].splitlines() if one.strip()]
        if form.attempt(edit_verb, actor=actor, now=now, category=category, **asked) is not None:
            say(request, "ok", _("问题已存好。"))
            return redirect(f"/admin/categories/questions/{category}/")
    shown = {
        "form": form, "leaf": leaf, "questions": [(one, one.datatype.label) for one in questions_of_code(category)],
        "heading": _("%(category)s要问的") % {"category": leaf.name}, "button": _("存下问题"), "cancel": "/admin/categories/",
    }  # fmt: skip
    return render(request, "matters/edit_questions.html", shown, status=422 if form.errors else 200)


@page("admin/categories/questions/<str:category>/retire/", needs=access.EDIT_CATEGORIES, methods=("POST",))
def retire_question(request: Asked, *, actor: Actor, now: datetime, category: str) -> HttpResponse:
    """Ask one no more; given answers stay."""
    form = CommandForm(request.POST)
    if category_leaf(category) is None:
        raise Http404
    code = request.POST.get("code", "")
    if form.is_valid() and code:
        form.attempt(retire_verb, actor=actor, now=now, category=category, code=code)
    return redirect(f"/admin/categories/questions/{category}/")
