"""The forms of requests: what is asked for, what is decided, and the words that go with it."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.spans import Span, Unit
from linli.kernel.ui.forms import ChipRadio

from ..models import FollowUp
from ..shape import Allowed

MOST = 2000
UNIT, DESK, ELSEWHERE = "u", "r", "elsewhere"
GRANT, REFUSE = "yes", "no"

LENGTHS = {
    Unit.WORK_DAYS: _("延长几个工作日"),
    Unit.DAYS: _("延长几天"),
    Unit.WORK_HOURS: _("延长几个工作小时"),
    Unit.HOURS: _("延长几小时"),
}


def _words(label: object, hint: object = "", *, required: bool = True) -> WordsField:
    return WordsField(
        label=label, help_text=hint, most=MOST, required=required, widget=forms.Textarea(attrs={"rows": 3})
    )


class ExtensionForm(CommandForm):
    """How much longer, why, and what the caller was told."""

    span = forms.IntegerField(min_value=1)
    text = _words(_("为什么要延期"), _("审批人会看到，居民看不到。"))
    told = _words(_("怎样告诉了来电人"), _("来电人能看到。先打电话说明，再写在这里。"))

    def __init__(self, *args: Any, allowed: Allowed, **more: Any) -> None:
        super().__init__(*args, **more)
        most = allowed.most
        assert most is not None  # noqa: S101  declared for every extension
        field = self.fields["span"]
        field.label = LENGTHS[most.unit]
        field.help_text = gettext("最多%(longest)s。") % {"longest": most.label(get_language() or "")}
        field.max_value = int(most.n)  # type: ignore[attr-defined]
        field.widget.attrs.update(max=int(most.n), inputmode="numeric")
        self.unit = most.unit.value

    @property
    def asked(self) -> dict[str, Any]:
        """What the command takes."""
        said = self.cleaned_data
        return {"span": f"{said['span']}{self.unit}", "text": said["text"], "told": said["told"]}


class ReturnForm(CommandForm):
    """To whom it should go, and why."""

    to = forms.ChoiceField(label=_("应当由谁办"))
    text = _words(_("为什么不归您这里办"), _("写明依据；审批人会看到，居民看不到。"))

    def __init__(
        self, *args: Any, units: Mapping[int, str], desks: Iterable[tuple[int, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", gettext("请选")),
            *((f"{UNIT}{key}", name) for key, name in units.items()),
            *((f"{DESK}{rung}", name) for rung, name in desks),
            (ELSEWHERE, gettext("都不是，写在下面")),
        ]

    @property
    def asked(self) -> dict[str, Any]:
        """What the command takes."""
        to, text = self.cleaned_data["to"], self.cleaned_data["text"]
        if to == ELSEWHERE:
            return {"elsewhere": True, "text": text}
        return {"unit_id" if to[0] == UNIT else "rung": int(to[1:]), "text": text}


class PauseForm(CommandForm):
    """Until when it rests, and what it waits for."""

    review_on = forms.DateField(
        label=_("复核日期"),
        help_text=_("到这一天下班自动结束挂起，也可以提前结束。请选工作日。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    text = _words(_("为什么现在办不了，等什么"), _("审批人会看到，居民看不到。"))

    @property
    def asked(self) -> dict[str, Any]:
        """What the command takes."""
        return {"review_on": self.cleaned_data["review_on"], "text": self.cleaned_data["text"]}


class SuperviseForm(CommandForm):
    """What is wanted of the holder."""

    text = _words(_("督办什么，要怎样的答复"), _("经办人会看到，居民看不到。"))

    @property
    def asked(self) -> dict[str, Any]:
        """What the command takes."""
        return {"text": self.cleaned_data["text"]}


class AppealForm(CommandForm):
    """Which rating, and why it should not count."""

    follow_up = forms.ChoiceField(label=_("哪次回访"), widget=ChipRadio)
    text = _words(_("为什么不应计入，有什么依据"), _("回访记录不会改，同意后不计入三率。"))

    def __init__(self, *args: Any, ratings: Iterable[FollowUp], **more: Any) -> None:
        super().__init__(*args, **more)
        choices = []
        for one in ratings:
            words = [str(one.get_verdict_display()), str(one.get_satisfaction_display() or "")]
            day = (one.at + timedelta(hours=8)).strftime("%m-%d")
            choices.append((str(one.pk), " ".join((day, *filter(None, words)))))
        self.fields["follow_up"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["follow_up"].initial = choices[0][0]

    @property
    def asked(self) -> dict[str, Any]:
        """What the command takes."""
        said = self.cleaned_data
        return {"follow_up_id": int(said["follow_up"]), "text": said["text"]}


class DecideForm(CommandForm):
    """Yes or no, with the reason; for a return also to whom instead."""

    granted = forms.ChoiceField(
        label=_("审批意见"), choices=[(GRANT, _("同意")), (REFUSE, _("不同意"))], widget=ChipRadio
    )
    unit = forms.ChoiceField(label=_("改交给谁"), required=False)
    span = forms.IntegerField(min_value=1, required=False)
    text = _words(_("说明"), _("不同意时要写原因。"), required=False)

    def __init__(
        self, *args: Any, units: Mapping[int, str] | None = None, asked_for: Span | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.asked_for = asked_for
        if asked_for is None:
            del self.fields["span"]
        else:
            field = self.fields["span"]
            field.label, field.initial = LENGTHS[asked_for.unit], int(asked_for.n)
            field.help_text = gettext("可以少给，不能多给。")
            field.max_value = int(asked_for.n)  # type: ignore[attr-defined]
            field.widget.attrs.update(max=int(asked_for.n), inputmode="numeric")
        if units is None:
            del self.fields["unit"]
        else:
            named = [(str(key), name) for key, name in units.items()]
            self.fields["unit"].choices = [("", gettext("按申请的办")), *named]  # type: ignore[attr-defined]

    @property
    def asked(self) -> dict[str, Any]:
        """What the command takes."""
        said, unit = self.cleaned_data, self.cleaned_data.get("unit")
        granted = said["granted"] == GRANT
        to: dict[str, Any] = {"unit_id": int(unit)} if unit and granted else {}
        if granted and self.asked_for is not None and said.get("span"):
            to["span"] = f"{said['span']}{self.asked_for.unit.value}"
        return {"granted": granted, "text": said["text"], **to}


class EndForm(CommandForm):
    """An optional word to an end."""

    text = _words(_("说明"), required=False)

    @property
    def asked(self) -> dict[str, Any]:
        """What the command takes."""
        return {"text": self.cleaned_data["text"]}


class AnswerForm(CommandForm):
    """The answer to a supervision."""

    text = _words(_("办到哪一步，什么时候办好"), _("督办人会看到，居民看不到。"))

    @property
    def asked(self) -> dict[str, Any]:
        """What the command takes."""
        return {"text": self.cleaned_data["text"]}


class WithdrawForm(CommandForm):
    """Nothing to write."""

    @property
    def asked(self) -> dict[str, Any]:
        """What the command takes."""
        return {}
