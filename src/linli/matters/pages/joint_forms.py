"""Forms of handling together: merging, parts, asks of units, consultations."""

import re
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.spans import Span
from linli.kernel.ui.forms import ChipChecks, ChipRadio, PhotosField

from ..rules.asks import SPANS
from .reporting import PhotoForm

MOST = 2000
OWN, OTHER = "own", "other"


class MergeForm(CommandForm):
    """并案: which ones, and which of them is the lead."""

    numbers = forms.MultipleChoiceField(label=_("像是同一件事的"), widget=ChipChecks, required=False)
    number = WordsField(label=_("或者写编号"), most=40, line=True, required=False)
    way = forms.ChoiceField(
        label=_("哪一件做主件"),
        widget=ChipRadio,
        choices=[(OWN, _("本件做主件，选中的并进来")), (OTHER, _("选中的那件做主件，本件并过去"))],
        initial=OWN,
    )
    text = WordsField(label=_("说明"), most=MOST, required=False, help_text=_("同事看得到，居民看不到。"))

    def __init__(self, *args: Any, candidates: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["numbers"].choices = candidates  # type: ignore[attr-defined]
        if not candidates:
            del self.fields["numbers"]

    @property
    def chosen(self) -> list[str]:
        """The numbers chosen or written."""
        written = re.findall(r"[\w-]+", str(self.cleaned_data.get("number") or ""))
        return list(dict.fromkeys([*self.cleaned_data.get("numbers", []), *written]))


class SplitForm(CommandForm):
    """拆分: a line for each part."""

    titles = WordsField(
        label=_("拆成哪几件"),
        most=500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("每行写一件，如：路面破损。原话、地点和照片都会带过去。"),
    )

    @property
    def lines(self) -> tuple[str, ...]:
        """One title a line."""
        return tuple(one.strip() for one in str(self.cleaned_data["titles"]).splitlines() if one.strip())


class AskForm(CommandForm):
    """协办: whom, what, by when."""

    unit_id = forms.TypedChoiceField(label=_("请哪个单位"), coerce=int)
    text = WordsField(
        label=_("请他们办什么、答复什么"), most=MOST, help_text=_("对方会看到，居民看不到。看不到居民电话。")
    )
    span = forms.ChoiceField(label=_("多久答复"), widget=ChipRadio, initial="2wd")

    def __init__(self, *args: Any, units: dict[int, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit_id"].choices = [("", _("请选择")), *units.items()]  # type: ignore[attr-defined]
        self.fields["span"].choices = spans()  # type: ignore[attr-defined]


def spans() -> list[tuple[str, str]]:
    """The limits of an ask in words."""
    return [(code, Span.parse(code).label(get_language() or "")) for code in SPANS]


class ExtendForm(CommandForm):
    """More time for a unit."""

    span = forms.ChoiceField(label=_("从现在起再给多久"), widget=ChipRadio)
    text = WordsField(label=_("原因"), most=MOST, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["span"].choices = spans()  # type: ignore[attr-defined]


class WithdrawForm(CommandForm):
    """The part is no longer needed."""

    text = WordsField(label=_("原因"), most=MOST, required=False)


class AnswerForm(PhotoForm):
    """A unit's part, or why it is not theirs."""

    declined = forms.ChoiceField(
        label=_("归不归你们"),
        widget=ChipRadio,
        choices=[("", _("归我们，答复如下")), ("1", _("不归本单位"))],
        required=False,
        initial="",
    )
    text = WordsField(
        label=_("办了什么，结果怎样"),
        most=MOST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("经办人会看到，写进统一答复；居民不直接看到。"),
    )
    photos = PhotosField(label=_("照片"), help_text=_("最多3张。请避开人脸和车牌。"))
    field_order = ("declined", "text", "photos")


class ConsultForm(CommandForm):
    """会商: which units, when and where, about what."""

    unit_ids = forms.TypedMultipleChoiceField(label=_("请哪些单位"), widget=ChipChecks, coerce=int)
    at = forms.DateTimeField(
        label=_("什么时候"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    place = WordsField(label=_("在哪里"), most=80, line=True)
    text = WordsField(label=_("商量什么，各单位准备什么"), most=MOST)

    def __init__(self, *args: Any, units: dict[int, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit_ids"].choices = list(units.items())  # type: ignore[attr-defined]


class ConcludeForm(CommandForm):
    """会商结论."""

    text = WordsField(
        label=_("会商结论"),
        most=MOST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("写清谁办什么、什么时候办好。写好后不能再改。"),
    )
