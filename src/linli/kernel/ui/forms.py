"""Form controls that work without script: chips, photos; and the renderer that draws every form alike."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import ChoiceWidget
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _


class Renderer(TemplatesSetting):
    """Set as FORM_RENDERER: label, hint, control and error from `ui/field.html` for every form."""

    form_template_name = "ui/form_fields.html"
    field_template_name = "ui/field.html"


class Form(forms.Form):
    """Base of every form: its refusals speak as the rest of the product does.

    A field's own error_messages stay as they are; only the framework's sentences are replaced.
    """

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.speak()

    def speak(self) -> None:
        """Give every field our sentences; call it again after adding fields."""
        for field in self.fields.values():
            stock = _stock(type(field))
            for code, sentence in _sentences(field).items():
                if field.error_messages.get(code) is stock.get(code):
                    field.error_messages[code] = sentence


def _stock(kind: type[forms.Field]) -> dict[str, object]:
    """The framework's own sentences for a kind of field."""
    found: dict[str, object] = {}
    for base in reversed(kind.__mro__):
        found |= getattr(base, "default_error_messages", {})
    return found


def _sentences(field: forms.Field) -> dict[str, str]:
    """What a field answers, by the framework's codes."""
    ask = _("请选择%(what)s。") if isinstance(field, forms.ChoiceField) else _("请填写%(what)s。")
    return {
        "required": ask % {"what": field.label or ""},
        "invalid": _shape(field),
        "invalid_choice": _("没有这个选项，请重新选。"),
        "max_length": _("最多%(limit_value)d个字，现在是%(show_value)d个，请缩短一些。"),
        "min_length": _("最少%(limit_value)d个字，现在是%(show_value)d个。"),
        "max_value": _("不能大于%(limit_value)s。"),
        "min_value": _("不能小于%(limit_value)s。"),
        "missing": _("没有收到文件，请重新选。"),
        "empty": _("这个文件是空的，请重新选。"),
    }


def _shape(field: forms.Field) -> str:
    """How a value of this kind is written."""
    match field:
        case forms.IntegerField():
            return _("这里要填数字。")
        case forms.DateTimeField():
            return _("时间要写成2026-11-25 14:30这样。")
        case forms.DateField():
            return _("日期要写成2026-11-25这样。")
        case forms.TimeField():
            return _("时间要写成14:30这样。")
        case _:
            return _("写得不对，请再看看。")


class _Chips(ChoiceWidget):
    """Choices as chips, real inputs beneath. icons: choice value -> icon name."""

    template_name = "ui/widgets/chips.html"

    def __init__(self, *args: Any, icons: Mapping[str, str] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.icons: Mapping[str, str] = icons or {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return {**option, "icon": self.icons.get(str(value), "")}


class ChipRadio(_Chips, forms.RadioSelect):
    """One of a few."""


class ChipChecks(_Chips, forms.CheckboxSelectMultiple):
    """Any of a few."""


class PhotoInput(forms.FileInput):
    """A few file inputs of one name: the first opens the camera on a phone, the others the album.

    kept: photos that arrived with an earlier sending, each with its stored name and small address; the form
    sends the names back as `kept`, without script those to leave out as `drop`. upload: an address that takes
    one photo ahead of the form (see photo.js).
    """

    template_name = "ui/widgets/photos.html"
    allow_multiple_selected = True
    use_fieldset = True

    def __init__(self, most: int = 3, attrs: dict[str, Any] | None = None):
        super().__init__(attrs)
        self.most = most
        self.kept: Sequence[tuple[str, str]] = ()
        self.upload = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        base = context["widget"]["attrs"].get("id", f"id_{name}")
        context["kept"] = [
            {"name": name, "url": url, "number": n} for n, (name, url) in enumerate(self.kept, 1)
        ]
        context["upload"] = self.upload
        context["slots"] = [
            {"id": f"{base}_{n}", "number": n + 1, "spare": n >= self.most - len(self.kept)}
            for n in range(self.most)
        ]
        return context

    def id_for_label(self, id_: str, index: int | str | None = None) -> str:
        return f"{id_}_0" if id_ else ""

    def value_from_datadict(
        self, data: Mapping[str, Any], files: "MultiValueDict[str, UploadedFile[Any]]", name: str
    ) -> "list[UploadedFile[Any]]":
        return [file for file in files.getlist(name) if file]


class PhotosField(forms.Field):
    """Up to `most` pictures; gives a list, empty without any. What is in them is judged where they are stored."""

    widget = PhotoInput

    def __init__(self, *, most: int = 3, required: bool = False, **kwargs: Any):
        kwargs.setdefault("widget", PhotoInput(most))
        super().__init__(required=required, **kwargs)
        self.most = most

    def clean(self, value: "Sequence[UploadedFile[Any]] | None") -> "list[UploadedFile[Any]]":
        photos = list(value or ())
        if self.required and not photos:
            raise forms.ValidationError(_("请拍一张照片。"), code="required")
        if len(photos) > self.most:
            raise forms.ValidationError(_("最多%(most)d张照片。") % {"most": self.most}, code="too_many")
        return photos


class FilesInput(forms.FileInput):
    """One input for recordings and documents beside photos.

    kept: those that arrived with an earlier sending, as (stored name, name, length); the form sends the stored
    names back as `kept`, those to leave out as `drop`. offered: the `accept` of the input.
    """

    template_name = "ui/widgets/files.html"
    allow_multiple_selected = True

    def __init__(self, offered: str = "", attrs: dict[str, Any] | None = None):
        super().__init__({"multiple": True, **({"accept": offered} if offered else {}), **(attrs or {})})
        self.kept: Sequence[tuple[str, str, str]] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["kept"] = self.kept
        return context

    def value_from_datadict(
        self, data: Mapping[str, Any], files: "MultiValueDict[str, UploadedFile[Any]]", name: str
    ) -> "list[UploadedFile[Any]]":
        return [file for file in files.getlist(name) if file]


class FilesField(forms.Field):
    """Up to `most` recordings or documents; gives a list. What is in them is judged where they are stored."""

    def __init__(self, *, most: int = 3, offered: str = "", required: bool = False, **kwargs: Any):
        kwargs.setdefault("widget", FilesInput(offered))
        super().__init__(required=required, **kwargs)
        self.most = most

    def clean(self, value: "Sequence[UploadedFile[Any]] | None") -> "list[UploadedFile[Any]]":
        found = list(value or ())
        if len(found) > self.most:
            raise forms.ValidationError(
                _("最多%(most)d个录音或文件。") % {"most": self.most}, code="too_many"
            )
        return found
