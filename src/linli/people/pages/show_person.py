"""A person's card: name, masked numbers, postings; a whole number only after a reason, once, on this page."""

from datetime import datetime

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui.forms import ChipRadio
from linli.places.queries import tree

from .. import access
from ..commands import person_field, see_person
from ..queries import PersonCard, person_card
from ..terms import MaskedField, SightReason


class ReasonForm(CommandForm):
    """Which number, why, in a few words."""

    field = forms.ChoiceField(label=gettext_lazy("看哪一项"), widget=ChipRadio)
    reason = forms.ChoiceField(
        label=gettext_lazy("为什么要看"), choices=SightReason.choices, widget=ChipRadio
    )
    words = WordsField(label=gettext_lazy("写一句原因"), most=200, line=True)

    def __init__(self, card: PersonCard, *args: object) -> None:
        super().__init__(*args)
        kept = {MaskedField.PHONE: card.phone_mark, MaskedField.ID_NUMBER: card.id_mark}
        choices = [(str(one), one.label) for one, mark in kept.items() if mark]
        self.fields["field"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["field"].initial = choices[0][0]


@page("people/<int:person_id>/", needs=access.SEE_PERSON)
def show_person(request: Asked, *, actor: Actor, now: datetime, person_id: int) -> HttpResponse:
    """Show the card; on a reason, show the number in this answer only."""
    card = person_card(actor, person_id)
    if card is None:
        raise Http404
    form = ReasonForm(card, request.POST or None)
    opened: tuple[str, str] | None = None
    if request.method == "POST" and form.is_valid():
        event = form.attempt(see_person, actor=actor, now=now, person_id=person_id, **form.values())
        if event is not None:
            opened = (str(MaskedField(event.field).label), person_field(event))
    pairs = [
        (_("电话"), card.phone_mark),
        (_("身份证号"), card.id_mark),
        (_("所在"), tree().title(card.area_path)),
    ]
    shown = {
        "card": card,
        "pairs": [(label, value) for label, value in pairs if value],
        "serves": [(one, tree().title(one.area_path)) for one in card.serves],
        "form": form,
        "may_open": card.may_unmask and bool(card.phone_mark or card.id_mark),
        "opened": opened,
    }
    return render(request, "people/show_person.html", shown)
