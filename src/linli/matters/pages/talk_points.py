"""说事点: where and when somebody listens; added, changed, closed by desks."""

from datetime import datetime

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor, may_at
from linli.kernel.ui.notes import say
from linli.places.queries import tree
from linli.places.terms import Level

from .. import access
from ..commands import close_talk_point as close_verb
from ..commands import edit_talk_point as edit_verb
from ..queries import talk_points
from .in_sight import choose


class PointForm(CommandForm):
    """Which area, what it is called, where, when."""

    area_id = forms.TypedChoiceField(label=gettext_lazy("哪个社区"), coerce=int)
    name = WordsField(label=gettext_lazy("名称"), most=30, line=True)
    place = WordsField(label=gettext_lazy("地点"), most=80, line=True)
    times = WordsField(
        label=gettext_lazy("开放时间"), most=80, line=True, help_text=gettext_lazy("比如每周三下午3点到5点。")
    )

    def __init__(self, *args: object, areas: list[tuple[int, str]], **more: object) -> None:
        super().__init__(*args, **more)
        self.fields["area_id"].choices = areas  # type: ignore[attr-defined]


@page("talk-points/", needs=access.EDIT_TALK_POINTS)
def list_talk_points(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The points of the area, and the form for a new one."""
    seen = choose(request)
    here = [
        node
        for node in tree().within(seen.path, Level.COMMUNITY)
        if may_at(actor, access.EDIT_TALK_POINTS, node.path)
    ]
    form = PointForm(request.POST or None, areas=[(node.id, node.short) for node in here])
    if form.is_valid():
        event = form.attempt(edit_verb, actor=actor, now=now, **form.values())
        if event is not None:
            say(request, "ok", _("已开设“%(name)s”。") % {"name": form.cleaned_data["name"]})
            return redirect("/talk-points/")
    shown = {"points": talk_points(seen.path, ended=True), "form": form, "seen": seen}
    return render(request, "matters/talk_points.html", shown, status=422 if form.errors else 200)


@page("talk-points/<int:point_id>/", needs=access.EDIT_TALK_POINTS)
def edit_talk_point(request: Asked, *, actor: Actor, now: datetime, point_id: int) -> HttpResponse:
    """One point: name, place, times; one that was closed opens again with them."""
    paths = [one.path for one in actor.grants if one.permission == access.EDIT_TALK_POINTS]
    known = (one for path in paths for one in talk_points(path, ended=True))
    point = next((one for one in known if one.id == point_id), None)
    if point is None:
        raise Http404
    first = {"area_id": point.area_id, "name": point.name, "place": point.place, "times": point.times}
    form = PointForm(request.POST or None, areas=[(point.area_id, point.area)], initial=first)
    if form.is_valid():
        event = form.attempt(edit_verb, actor=actor, now=now, point_id=point_id, **form.values())
        if event is not None:
            say(request, "ok", _("“%(name)s”改好了。") % {"name": form.cleaned_data["name"]})
            return redirect("/talk-points/")
    shown = {"point": point, "form": form}
    return render(request, "matters/edit_talk_point.html", shown, status=422 if form.errors else 200)


@page("talk-points/<int:point_id>/close/", needs=access.EDIT_TALK_POINTS, methods=("POST",))
def close_talk_point(request: Asked, *, actor: Actor, now: datetime, point_id: int) -> HttpResponse:
    """Close one; what was said there stays."""
    form = CommandForm(request.POST)
    if not form.is_valid():
        raise Http404
    if form.attempt(close_verb, actor=actor, now=now, point_id=point_id) is not None:
        say(request, "ok", _("说事点已停用，以前说的事都还在。"))
    return redirect("/talk-points/")
