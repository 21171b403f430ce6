"""观察员: the street's desk answers who asks, says where and what they may report, and enrols by telephone number."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor, may
from linli.kernel.ui import notes
from linli.kernel.ui.forms import ChipChecks, ChipRadio
from linli.people.commands import look_up_person, register_person
from linli.places.queries import tree

from .. import access
from ..commands import ask_to_observe, decide_observer
from ..models import Enrolment
from ..queries import chips
from ..queries.observers import enrolled
from ..terms import Trade


class EnrolForm(CommandForm):
    """Somebody who asks at the desk: number, name, what they do."""

    phone = WordsField(label=gettext_lazy("电话"), most=30, line=True)
    name = WordsField(label=gettext_lazy("姓名"), most=50, line=True)
    trade = forms.ChoiceField(label=gettext_lazy("做什么的"), choices=Trade.choices, widget=ChipRadio)


class DecideForm(CommandForm):
    """Yes or no, where, what, until when."""

    approved = forms.ChoiceField(
        label=gettext_lazy("怎么答复"),
        choices=[("1", gettext_lazy("通过")), ("0", gettext_lazy("不通过"))],
        widget=ChipRadio,
    )
    areas = forms.TypedMultipleChoiceField(
        label=gettext_lazy("哪些社区"), coerce=int, widget=ChipChecks, required=False,
        help_text=gettext_lazy("不选就是全街道。"),
    )  # fmt: skip
    categories = forms.TypedMultipleChoiceField(
        label=gettext_lazy("请他报什么"), coerce=int, widget=ChipChecks, required=False,
        help_text=gettext_lazy("不选就是都可以。"),
    )  # fmt: skip
    until = forms.DateField(
        label=gettext_lazy("到哪天"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    answer = WordsField(label=gettext_lazy("答复"), most=200, required=False)

    def __init__(self, *args: Any, row: Enrolment, **more: Any) -> None:
        given = {"areas": row.areas, "categories": row.categories, "until": row.until, "answer": row.answer}
        super().__init__(*args, initial={**given, "approved": "1"}, **more)
        areas, categories = self.fields["areas"], self.fields["categories"]
        assert isinstance(areas, forms.ChoiceField)  # noqa: S101  declared above
        assert isinstance(categories, forms.ChoiceField)  # noqa: S101  declared above
        areas.choices = [(one.id, one.short) for one in tree().children(row.area_id)]
        categories.choices = [(one.id, one.name) for one in chips()]


@page("observers/", needs=access.RUN_OBSERVERS)
def observers(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Who waits for an answer, and the others by community; a form for who asks at the desk."""
    form = EnrolForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _enrol(form, actor, now):
        notes.say(request, "ok", _("已登记，请在下面答复。"))
        return redirect("/observers/")
    shown = {"form": form, "rows": enrolled(actor)}
    return render(request, "matters/observers.html", shown, status=422 if form.errors else 200)


def _enrol(form: EnrolForm, actor: Actor, now: datetime) -> bool:
    said = form.cleaned_data
    street = next(one for one in actor.standings if one.role == "street_desk")
    found = form.tell(lambda: look_up_person(actor=actor, now=now, number=said["phone"]))
    if found is None:
        return False
    person = next(iter(found.found), None)
    if person is None:
        made = form.tell(
            lambda: register_person(
                actor=actor, now=now, name=said["name"], area_path=street.path, phone=said["phone"]
            )
        )
        if made is None:
            return False
        person = made.subject_id
    asked = {"area_id": street.area_id, "trade": said["trade"], "person_id": person}
    return form.attempt(ask_to_observe, actor=actor, now=now, **asked) is not None


@page("observers/<int:enrolment_id>/", needs=access.RUN_OBSERVERS)
def show_observer(request: Asked, *, actor: Actor, now: datetime, enrolment_id: int) -> HttpResponse:
    """One enrolment with its answer."""
    row = Enrolment.objects.reachable(actor, access.RUN_OBSERVERS).filter(pk=enrolment_id).first()
    if row is None or not may(actor, access.RUN_OBSERVERS, row):
        raise Http404
    form = DecideForm(request.POST if request.method == "POST" else None, row=row)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        event = form.attempt(
            decide_observer, actor=actor, now=now, enrolment_id=row.pk, approved=said["approved"] == "1",
            answer=said["answer"], areas=tuple(said["areas"]), categories=tuple(said["categories"]), until=said["until"],
        )  # fmt: skip
        if event is not None:
            notes.say(request, "ok", _("已答复，他会收到消息。"))
            return redirect("/observers/")
    line = next((one for one in enrolled(actor) if one.row.pk == row.pk), None)
    shown = {"form": form, "row": row, "line": line}
    return render(request, "matters/show_observer.html", shown, status=422 if form.errors else 200)
