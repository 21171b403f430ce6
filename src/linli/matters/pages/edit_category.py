"""One category: added, changed, retired."""

from datetime import datetime

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.forms import ChipRadio
from linli.kernel.ui.icons import icon_names
from linli.kernel.ui.notes import say

from .. import access
from ..commands import edit_category as edit_verb
from ..commands import merge_category as merge_verb
from ..commands import retire_category as retire_verb
from ..queries import Leaf, branches, category_leaf

ICONS = {
    "lamp": gettext_lazy("灯"),
    "road": gettext_lazy("路"),
    "bin": gettext_lazy("垃圾桶"),
    "drop": gettext_lazy("水"),
    "pipe": gettext_lazy("管道"),
    "fire": gettext_lazy("火"),
    "bolt": gettext_lazy("电"),
    "noise": gettext_lazy("噪声"),
    "tree": gettext_lazy("树"),
    "car": gettext_lazy("车"),
    "building": gettext_lazy("楼"),
    "door": gettext_lazy("门"),
    "people": gettext_lazy("人"),
    "wheelchair": gettext_lazy("无障碍"),
    "shield": gettext_lazy("安全"),
    "bowl": gettext_lazy("吃饭"),
    "ticket": gettext_lazy("办证"),
    "more": gettext_lazy("其他"),
}


class CategoryForm(CommandForm):
    """What is said of a category; the code is asked once."""

    code = forms.CharField(
        label=gettext_lazy("编码"),
        max_length=40,
        help_text=gettext_lazy("字母、数字、点和下划线，定了不能改。"),
    )
    name = forms.CharField(label=gettext_lazy("名称"), max_length=20)
    parent = forms.ChoiceField(label=gettext_lazy("上级类别"), required=False)
    icon = forms.ChoiceField(
        label=gettext_lazy("图标"),
        choices=[*ICONS.items()],
        widget=ChipRadio(icons={one: one for one in ICONS}),
        initial="more",
    )
    chip = forms.BooleanField(label=gettext_lazy("居民报问题时可以选"), required=False)
    position = forms.IntegerField(
        label=gettext_lazy("排第几"), min_value=0, max_value=30_000, initial=100,
        help_text=gettext_lazy("小的在前。"),
    )  # fmt: skip

    def __init__(self, *args: object, leaf: Leaf | None = None, **more: object) -> None:
        super().__init__(*args, **more)
        above = [(one.code, one.indented) for one in branches()]
        if leaf is not None and leaf.parent and leaf.parent not in dict(above):
            above.append((leaf.parent, leaf.parent))  # retired, and still above this one
        self.fields["parent"].choices = [("", _("没有上级")), *above]  # type: ignore[attr-defined]
        if leaf is not None:
            del self.fields["code"]
            icons = self.fields["icon"]
            if leaf.icon not in ICONS and leaf.icon in icon_names():
                icons.choices = [(leaf.icon, leaf.icon), *icons.choices]  # type: ignore[attr-defined]
                icons.widget.icons = {one: one for one in (*ICONS, leaf.icon)}


@page("admin/categories/new/", needs=access.EDIT_CATEGORIES)
def add_category(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """A new one; its parent may stand in the address."""
    form = CategoryForm(request.POST or None, initial={"parent": request.GET.get("parent", "")})
    if form.is_valid():
        event = form.attempt(edit_verb, actor=actor, now=now, **form.values())
        if event is not None:
            say(request, "ok", _("已新增“%(name)s”。") % {"name": form.cleaned_data["name"]})
            return redirect("matters.list_categories")
    shown = {"form": form, "leaf": None}
    return render(request, "matters/edit_category.html", shown, status=422 if form.errors else 200)


@page("admin/categories/edit/<str:code>/", needs=access.EDIT_CATEGORIES)
def edit_category(request: Asked, *, actor: Actor, now: datetime, code: str) -> HttpResponse:
    """Change one."""
    leaf = _leaf(code)
    initial = {key: getattr(leaf, key) for key in ("name", "parent", "icon", "chip", "position")}
    form = CategoryForm(request.POST or None, leaf=leaf, initial=initial)
    if form.is_valid():
        event = form.attempt(edit_verb, actor=actor, now=now, code=code, **form.values())
        if event is not None:
            say(request, "ok", _("“%(name)s”已改好。") % {"name": form.cleaned_data["name"]})
            return redirect("matters.list_categories")
    shown = {"form": form, "leaf": leaf}
    return render(request, "matters/edit_category.html", shown, status=422 if form.errors else 200)


@page("admin/categories/edit/<str:code>/retire/", needs=access.EDIT_CATEGORIES, methods=("POST",))
def retire_category(request: Asked, *, actor: Actor, now: datetime, code: str) -> HttpResponse:
    """Take one out of use; matters keep it."""
    leaf = _leaf(code)
    form = CommandForm(request.POST)
    if form.is_valid() and form.attempt(retire_verb, actor=actor, now=now, code=code) is not None:
        said = _("“%(name)s”已停用，以前的诉求仍归它。要再用，打开它保存一次。")
        say(request, "ok", said % {"name": leaf.name})
    return redirect("matters.list_categories")


class MergeForm(CommandForm):
    """Which category takes the place of this one."""

    into = forms.ChoiceField(label=gettext_lazy("并到哪一类"))

    def __init__(self, *args: object, code: str, **more: object) -> None:
        super().__init__(*args, **more)
        others = [(one.code, one.indented) for one in branches() if one.code != code]
        self.fields["into"].choices = [("", _("请选一类")), *others]  # type: ignore[attr-defined]


@page("admin/categories/edit/<str:code>/merge/", needs=access.EDIT_CATEGORIES)
def merge_category(request: Asked, *, actor: Actor, now: datetime, code: str) -> HttpResponse:
    """Two categories into one: the old code means the other from now on, matters keep what they had."""
    leaf = _leaf(code)
    form = MergeForm(request.POST or None, code=code)
    if form.is_valid():
        event = form.attempt(merge_verb, actor=actor, now=now, code=code, into=form.cleaned_data["into"])
        if event is not None:
            said = _("“%(name)s”已并掉，以前的诉求仍归它，新来的归另一类。")
            say(request, "ok", said % {"name": leaf.name})
            return redirect("matters.list_categories")
    shown = {"form": form, "leaf": leaf}
    return render(request, "matters/merge_category.html", shown, status=422 if form.errors else 200)


def _leaf(code: str) -> Leaf:
    found = category_leaf(code)
    if found is None:
        raise Http404
    return found
