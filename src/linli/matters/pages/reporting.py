"""What the pages for reporting share: the form with its photos, the place, the sending."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from linli.kernel import browser, files
from linli.kernel.attachments import ENDINGS, store_file
from linli.kernel.files import MOST_BYTES, MOST_FILES, MOST_PHOTOS
from linli.kernel.forms import CommandForm, WordsField
from linli.kernel.models import StoredFile
from linli.kernel.page import Asked
from linli.kernel.refusal import Refusal
from linli.kernel.scope import GUEST, Actor
from linli.kernel.ui.forms import ChipRadio, FilesField, FilesInput, PhotoInput, PhotosField
from linli.people.queries import own_entry
from linli.places.queries import Choosing, row_id

from ..commands import open_matter
from ..events import MatterOpened
from ..queries import chips
from .attached import told_length

TEXT = 2000
F = TypeVar("F", bound="PhotoForm")


class PhotoForm(CommandForm):
    """Photos, recordings and documents that are kept as soon as they arrive, so that an error further down loses none.

    uids: all that belong to this sending, also those an earlier, answered sending of it has used up; kept:
    those that still wait, to be shown again.
    """

    photos = PhotosField(label=_("拍照片"), help_text=_("最多3张，不拍也能报。请避开人脸和车牌。"))
    papers = FilesField(
        label=_("录音或文件"), most=MOST_FILES, offered=ENDINGS,
        help_text=_("最多3个，选填。录音最长1小时；文件可以是PDF、Word、Excel、纯文本。"),
    )  # fmt: skip
    uids: tuple[UUID, ...] = ()
    kept: Sequence[StoredFile] = ()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._photo_input.upload = "/photos/"

    def keep_photos(self, posted: QueryDict, *, actor: Actor, claim: str, now: datetime) -> None:
        """Store what came with this sending beside what came before it; a bad photo is an error of its field."""
        owner = photo_owner(actor)
        dropped = set(posted.getlist("drop"))
        uids = [uid for uid in map(uuid_in, posted.getlist("kept")) if uid and str(uid) not in dropped]
        form_id = uuid_in(posted.get("command_id", ""))
        for upload in self.files.getlist("photos")[:MOST_PHOTOS]:
            stored = self.tell_photo(upload.read(MOST_BYTES + 1), owner, claim, now, form_id)
            uids += [stored] if stored else []
        for upload in self.files.getlist("papers")[:MOST_FILES] if "papers" in self.fields else ():
            uids += self._tell_paper(upload, owner, claim, now, form_id)
        self.uids = tuple(dict.fromkeys(uids))[: MOST_PHOTOS + MOST_FILES]
        self.kept = files.waiting(self.uids, actor=owner, claim=claim)
        photos = [file for file in self.kept if file.purpose == "photo"]
        self._photo_input.kept = [(str(file.uid), f"/photos/{file.uid}/?s") for file in photos]
        if "papers" in self.fields:
            widget = self.fields["papers"].widget
            assert isinstance(widget, FilesInput)  # noqa: S101  declared above
            widget.kept = [
                (str(file.uid), file.name, told_length(file)) for file in self.kept if file.purpose != "photo"
            ]

    def _tell_paper(
        self, upload: "UploadedFile[Any]", owner: Actor, claim: str, now: datetime, form_id: UUID | None
    ) -> list[UUID]:
        """Store one recording or document, or say on the field why not."""
        try:
            stored = store_file(upload, upload.name or "", actor=owner, now=now, claim=claim, form_id=form_id)
        except Refusal as refusal:
            if self.is_bound:
                self.add_error("papers", refusal.sentence)
            return []
        return [stored]

    @property
    def _photo_input(self) -> PhotoInput:
        widget = self.fields["photos"].widget
        assert isinstance(widget, PhotoInput)  # noqa: S101  declared above
        return widget

    def tell_photo(
        self, content: bytes, owner: Actor, claim: str, now: datetime, form_id: UUID | None
    ) -> UUID | None:
        """Store one photo, or say on the field why not."""
        try:
            return files.store_photo(content, actor=owner, now=now, claim=claim, form_id=form_id)
        except Refusal as refusal:
            if self.is_bound:
                self.add_error("photos", refusal.sentence)
            return None


class ReportForm(PhotoForm):
    """随手拍: what, where, in words; and whom to tell."""

    category = forms.ChoiceField(label=_("是什么问题"), widget=ChipRadio, required=False)
    text = WordsField(label=_("说一说情况"), most=TEXT)
    area_id = forms.IntegerField(label=_("在哪里"), widget=forms.HiddenInput, required=False)
    name = WordsField(label=_("怎么称呼您"), most=50, line=True, required=False)
    phone = WordsField(label=_("电话"), most=30, line=True, required=False)
    anonymous = forms.BooleanField(label=_("不留姓名（只能用查询链接看进度）"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        known = chips()
        category, words = self.fields["category"], self.fields["text"]
        assert isinstance(category, forms.ChoiceField)  # noqa: S101  declared above
        category.choices = [(chip.code, chip.name) for chip in known]
        category.widget = ChipRadio(choices=category.choices, icons={chip.code: chip.icon for chip in known})
        words.error_messages["required"] = _("请说一说是什么情况，几个字也行。")
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["phone"].widget.attrs |= {"type": "tel", "inputmode": "tel", "autocomplete": "tel"}

    def send(
        self, *, where: Choosing, actor: Actor, now: datetime, claim: str, source: str
    ) -> MatterOpened | None:
        """Report. Whoever leaves no name is nobody to the record either."""
        said = self.cleaned_data
        return self.attempt(
            open_matter,
            actor=GUEST if said["anonymous"] else actor,
            now=now,
            kind="snapshot",
            source=source,
            text=said["text"],
            area_id=where.area_id,
            lon=where.lon,
            lat=where.lat,
            place=where.title,
            category=said["category"],
            name=said["name"],
            phone=said["phone"],
            anonymous=said["anonymous"],
            photos=self.uids,
            photo_claim=claim if self.uids else "",
        )


def filled(kind: type[F], request: HttpRequest) -> F:
    """The form filled in and judged; or only filled in: from the address, or while a place is looked up."""
    if request.method == "POST" and "look" not in request.POST:
        return kind(request.POST, request.FILES)
    given = (request.POST if request.method == "POST" else request.GET).dict()
    form = kind(initial={name: given[name] for name in kind.base_fields if name in given})
    form.files = request.FILES
    return form


def photo_owner(actor: Actor) -> Actor:
    """Whose a waiting photo is: staff sign for theirs, a resident's is bound to the browser only."""
    return actor if actor.is_staff else GUEST


def usual_place(request: Asked) -> int | None:
    """Where this person usually reports: what the address says, what the browser looks at, the own home."""
    asked = row_id(request.GET.get("area", "")) or browser.remembered_area(request)
    if asked is not None or request.actor.person_id is None or request.actor.is_staff:
        return asked
    entry = own_entry(request.actor.person_id)
    return entry.home_id if entry else None


def uuid_in(text: str) -> UUID | None:
    """A random name; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


def is_htmx(request: HttpRequest) -> bool:
    """True when a piece of a page is asked for."""
    return request.headers.get("HX-Request") == "true"
