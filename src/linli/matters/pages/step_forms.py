"""The forms of the steps: words with photos, whom to give it to, what the reporter said."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.ui.forms import ChipRadio, PhotosField
from linli.people.queries import Card
from linli.people.terms import SightReason

from ..queries import Candidates
from ..queries.responsibility import Whose
from ..shape import Asking, Move, Point, Words
from ..terms import Satisfaction, Verdict, Via
from .reporting import PhotoForm

MOST = 2000
TO_PERSON, TO_UNIT = "p", "u"
UNREACHED = "unreached"

LADDER_WORDS = {
    "hand_up": (
        _("为什么要上报，已经做了什么"),
        _("上一级会看到，居民看不到。"),
        _("请写明为什么要上报，已经做了什么。"),
    ),
    "send_down": (
        _("要下一级做什么"),
        _("下一级会看到，居民看不到。"),
        _("请写明要下一级做什么。"),
    ),
    "feed_back": (_("办理结果"), _("下一级会看到，由他们答复居民。"), _("请写明办理结果。")),
}
"""For each step of the ladder: label, hint, and what is said when nothing was written."""


class WordsForm(CommandForm):
    """A step up or down the ladder, with its reason."""

    text = WordsField(label=_("说明"), most=MOST, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, code: str, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["text"]
        field.label, field.help_text, field.error_messages["required"] = LADDER_WORDS[code]


class MoveForm(PhotoForm):
    """A move of the kind's table: words where it asks for them, photos where somebody has some."""

    text = WordsField(label=_("说明"), most=MOST, widget=forms.Textarea(attrs={"rows": 4}))
    photos = PhotosField(label=_("照片"), help_text=_("最多3张。请避开人脸和车牌。"))
    field_order = ("text", "photos", "papers")

    def __init__(
        self, *args: Any, move: Move, points: tuple[Point, ...] = (), asks_open: bool = False, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.points = points
        if asks_open:
            self.fields["without_asks"] = WordsField(
                label=_("还有单位没答复，为什么不等"), most=200, line=True, required=False
            )
        for point in points:
            label = _("%(text)s（%(more)s）") % {"text": point.label, "more": _("可以没有")}
            shown = point.label if point.must else label
            self.fields[f"point_{point.code}"] = forms.BooleanField(label=str(shown), required=False)
        if points:
            self.fields["why"] = WordsField(label=_("没做到的，为什么"), most=200, line=True, required=False)
        field = self.fields["text"]
        field.required = move.words is Words.REQUIRED
        field.label = _("答复居民") if move.answers else _("说明")
        if move.answers:
            field.error_messages["required"] = _("请写几句：办了什么，结果怎样。")
        if move.public:
            field.help_text = _("居民会看到。写清办了什么、结果怎样。")
        if move.words is Words.NONE:
            del self.fields["text"], self.fields["photos"], self.fields["papers"]

    def clean(self) -> dict[str, Any]:
        """A point that must be met and is not is explained."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        missing = [one for one in self.points if one.must and not said.get(f"point_{one.code}")]
        if missing and not said.get("why"):
            self.add_error("why", _("有没做到的，请写一句为什么。"))
        return said

    @property
    def checked(self) -> dict[str, Any]:
        """The checklist as the command takes it: for each point nothing where it is met, else why not."""
        said = self.cleaned_data
        why = said.get("why") or str(_("没有说明"))
        points = {one.code: "" if said.get(f"point_{one.code}") else why for one in self.points}
        asked: dict[str, Any] = {"points": points} if points else {}
        if "without_asks" in self.fields:
            asked["without_asks"] = said.get("without_asks", "")
        return asked


class NoteForm(PhotoForm):
    """记一笔: into the course of the matter, inside or for the reporter to see."""

    text = WordsField(
        label=_("记一笔"),
        most=MOST,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": _("写进办理经过")}),
        required=False,
    )
    public = forms.BooleanField(label=_("居民能看到"), required=False)
    photos = PhotosField(label=_("照片"), help_text=_("最多3张。请避开人脸和车牌。"))


def _serves(card: Card, area: str) -> str:
    """陈思远（第3网格网格员）."""
    role = _("%(area)s%(role)s") % {"area": area, "role": card.role_label} if area else card.role_label
    return str(_("%(text)s（%(more)s）") % {"text": card.name, "more": role})


class AssignForm(CommandForm):
    """派单: to a person who serves over the place, or to a unit."""

    to = forms.ChoiceField(label=_("派给谁"))
    text = WordsField(label=_("交代几句"), most=MOST, required=False)

    def __init__(
        self,
        *args: Any,
        candidates: Candidates,
        areas: dict[int, str],
        listed: Whose | None = None,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        people = [
            (f"{TO_PERSON}{card.person_id}", _serves(card, areas.get(card.area_id, "")))
            for card in candidates.people
        ]
        units = [(f"{TO_UNIT}{pk}", name) for pk, name in candidates.units.items()]
        groups = [(_("人员"), people), (_("单位"), units)]
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)  # noqa: S101  declared above
        if listed is not None and listed.organisation_id in candidates.units:
            to.initial = f"{TO_UNIT}{listed.organisation_id}"
            to.help_text = _("按责任清单应由%(name)s办，因为%(reason)s。") % {
                "name": listed.name, "reason": listed.reason,
            }  # fmt: skip
        to.choices = [("", _("请选择")), *((label, found) for label, found in groups if found)]

    @property
    def chosen(self) -> str:
        """The name of who was chosen, as it stands in the list."""
        groups = self.fields["to"].choices  # type: ignore[attr-defined]
        known = dict(one for _label, group in groups if isinstance(group, list) for one in group)
        return str(known.get(self.cleaned_data["to"], ""))

    def whom(self) -> dict[str, int | None]:
        """Person or unit, as the command takes them."""
        chosen: str = self.cleaned_data["to"]
        kind, pk = chosen[0], int(chosen[1:])
        return {
            "person_id": pk if kind == TO_PERSON else None,
            "unit_id": pk if kind == TO_UNIT else None,
        }


class FollowUpForm(CommandForm):
    """回访: by which way, what came of it, what the reporter says."""

    via = forms.ChoiceField(label=_("怎么回访的"), widget=ChipRadio)
    result = forms.ChoiceField(
        label=_("结果怎样"), widget=ChipRadio, choices=[*Verdict.choices, (UNREACHED, _("没联系上"))]
    )
    satisfaction = forms.ChoiceField(
        label=_("满意不满意"), widget=ChipRadio, choices=Satisfaction.choices, required=False
    )
    text = WordsField(label=_("居民怎么说"), most=MOST, required=False)

    def __init__(self, *args: Any, asking: Asking, **more: Any) -> None:
        super().__init__(*args, **more)
        via = self.fields["via"]
        assert isinstance(via, forms.ChoiceField)  # noqa: S101  declared above
        via.choices = [(one.value, one.label) for one in asking.via if one is not Via.LINK]

    @property
    def asked(self) -> dict[str, Any]:
        """The values as the command takes them."""
        said = self.values()
        result = said.pop("result")
        reached = result != UNREACHED
        return {**said, "reached": reached, "verdict": result if reached else ""}


class ReasonForm(CommandForm):
    """Why a masked field is opened: a reason from the list and a few words."""

    reason = forms.ChoiceField(label=_("为什么要看"), choices=SightReason.choices, widget=ChipRadio)
    words = WordsField(
        label=_("写一句原因"),
        most=200,
        line=True,
        help_text=_("会记下是谁、什么时候、为什么看，本人能查到。"),
    )
