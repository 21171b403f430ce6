"""The form behind every change: it carries the command's id, and shows a refusal beside the input kept."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from . import text
from .command import Command
from .event import Event
from .refusal import Refusal
from .ui.forms import Form

E = TypeVar("E", bound=Event)
T = TypeVar("T")


class WordsField(forms.Field):
    """Text as people write it, judged by the rules of the door (`kernel/text.py`); gives it cleaned.

    most: code points. line: one line, without marks that cannot be seen.
    """

    def __init__(self, *, most: int, line: bool = False, **more: Any):
        more.setdefault("widget", forms.TextInput() if line else forms.Textarea(attrs={"rows": 3}))
        super().__init__(**more)
        self.most, self.judge = most, text.line if line else text.free_text

    def clean(self, value: Any) -> str:
        """The text, or the refusal's sentence as the field's error."""
        try:
            words = self.judge(value or "", most=self.most, what=self.label or _("内容"))
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence, code=refusal.code) from None
        return str(super().clean(words))


class CommandForm(Form):
    """A form that asks for one command; `command_id` makes a double click and a resend harmless."""

    command_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    refusal: Refusal | None = None

    def __init__(self, *args: Any, **more: Any) -> None:
        more.setdefault("label_suffix", "")
        super().__init__(*args, **more)
        self.fields["command_id"].initial = uuid4()

    @property
    def given_id(self) -> UUID:
        """The client's id for this submission; a page without one still gets an id of its own."""
        given: UUID | None = self.cleaned_data.get("command_id")
        return given or uuid4()

    def values(self) -> dict[str, Any]:
        """The cleaned values without the id."""
        return {name: value for name, value in self.cleaned_data.items() if name != "command_id"}

    def attempt(self, verb: Command[..., E], **asked: Any) -> E | None:
        """Run the command once under this form's id; a refusal becomes an error of the form."""
        return self.tell(lambda: verb.once(self.given_id)(**asked))

    def tell(self, act: Callable[[], T]) -> T | None:
        """Run something that may refuse; a refusal becomes an error of the form, on its field if it names one."""
        try:
            return act()
        except Refusal as refusal:
            if refusal.status in (403, 404):
                raise
            self.refusal = refusal
            field = refusal.facts.get("field")
            self.add_error(field if field in self.fields else None, refusal.sentence)
            return None
