"""登记诉求: a clerk or grid worker takes it down for somebody else, on one screen, by keyboard alone."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid5

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.forms import WordsField
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor, may_at, shut_out
from linli.kernel.ui import notes
from linli.kernel.ui.forms import ChipRadio
from linli.kernel.ui.parts import MatterRow
from linli.people.terms import Role
from linli.places.queries import Choosing, Chosen, choosing, row_id, tree
from linli.places.terms import Level

from .. import access
from ..commands import assign, open_matter
from ..events import MatterOpened
from ..kinds import kinds
from ..queries import (
    around,
    branches,
    coming,
    firm_choices,
    kinds_in_use,
    line_of,
    matter_for,
    matters_of_phone,
    opened,
    talk_points,
)
from ..queries.standing import china_day
from ..terms import OrderType, Source, Via
from .desk_matter import told
from .in_sight import seen_from
from .looks import matter_row
from .name_accused import accused_choices, whom
from .register_unit import unit_choice
from .reporting import PhotoForm, uuid_in

WAYS = (
    ("snapshot", Source.DESK),
    ("hotline", Source.HOTLINE),
    ("snapshot", Source.VISIT),
    ("snapshot", Source.TALK_POINT),
    ("talk", Source.TALK_POINT),
    ("talk", Source.VISIT),
    ("petition", Source.DESK),
    ("petition", Source.VISIT),
    ("petition", Source.TRANSFERRED),
    ("city_part", Source.VISIT),
    ("city_event", Source.VISIT),
)
"""How something reaches a desk: the kind it becomes, and the source that is kept."""
PLAIN = ("snapshot", "hotline")
"""Kinds that are called by the source alone: 前台登记, 12345转来."""


class RegisterForm(PhotoForm):
    """Who, by which way, what; the place is chosen beside it."""

    phone = WordsField(label=gettext_lazy("电话"), most=30, line=True, required=False)
    name = WordsField(label=gettext_lazy("怎么称呼"), most=50, line=True, required=False)
    way = forms.ChoiceField(label=gettext_lazy("从哪里来"), widget=ChipRadio)
    order_type = forms.ChoiceField(
        label=gettext_lazy("诉求类型"), widget=ChipRadio, choices=OrderType.choices, required=False
    )
    text = WordsField(label=gettext_lazy("居民怎么说"), most=2000, widget=forms.Textarea(attrs={"rows": 3}))
    title = WordsField(
        label=gettext_lazy("标题"), most=40, line=True, required=False,
        help_text=gettext_lazy("不填就取第一句。"),
    )  # fmt: skip
    category = forms.ChoiceField(label=gettext_lazy("类别"), required=False)
    place = WordsField(
        label=gettext_lazy("具体位置"), most=80, line=True, required=False,
        help_text=gettext_lazy("比如2单元门口。"),
    )  # fmt: skip
    opened_at = forms.DateTimeField(
        label=gettext_lazy("居民什么时候说的"), required=False,
        help_text=gettext_lazy("不填就是现在。总用时从这时算起。"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    accused = forms.ChoiceField(
        label=gettext_lazy("反映的是工作人员或单位"), required=False,
        help_text=gettext_lazy("选了，本人和所在岗位从一开始就看不到这件事。"),
    )  # fmt: skip
    firm = forms.ChoiceField(label=gettext_lazy("在哪家企业、站点"), required=False)
    talk_point = forms.ChoiceField(label=gettext_lazy("在哪个说事点"), required=False)
    slip = WordsField(
        label=gettext_lazy("登记单单号"), most=20, line=True, required=False,
        help_text=gettext_lazy("照纸质登记单补录时填，12位。"),
    )  # fmt: skip
    follow_via = forms.ChoiceField(label=gettext_lazy("怎么回访"), choices=Via.choices, required=False)
    best_hours = WordsField(label=gettext_lazy("方便的时间"), most=40, line=True, required=False)

    def __init__(self, *args: Any, actor: Actor, now: datetime, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["phone"].widget.attrs |= {"type": "tel", "inputmode": "tel", "autocomplete": "off"}
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        way, category = self.fields["way"], self.fields["category"]
        assert isinstance(way, forms.ChoiceField)  # noqa: S101  declared above
        assert isinstance(category, forms.ChoiceField)  # noqa: S101  declared above
        way.choices = ways_of(actor, now)
        category.choices = [("", _("说不清")), *((one.code, one.indented) for one in branches())]
        self.fields["photos"].help_text = _("最多3张，选填。请避开人脸和车牌。")
        self.is_agent = {one.role for one in actor.standings} == {str(Role.AGENT)}
        if self.is_agent:
            self.fields["photos"].label = _("本人签字的委托书")
            self.fields["photos"].help_text = _("拍清签名和日期，最多3张。")
        path = actor.standings[0].path if actor.standings else "/"
        self._choices("accused", accused_choices(path, now))
        self._choices(
            "firm", [("", _("不是")), *((str(pk), name) for pk, name in firm_choices(path).items())]
        )
        points = [
            (str(one.id), _("%(text)s（%(more)s）") % {"text": one.name, "more": one.area})
            for one in talk_points(path)
        ]
        self._choices("talk_point", [("", _("不是")), *points])

    def _choices(self, name: str, choices: list[Any]) -> None:
        """Where there is nothing to choose, nothing is asked."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = choices
        if len(choices) < 2:
            del self.fields[name]

    @property
    def besides(self) -> dict[str, Any]:
        """What only some kinds have: whom it accuses, the consent, where it was collected."""
        said = self.cleaned_data
        named = whom(said.get("accused") or "")
        is_paper = self.is_agent and said["way"].startswith("petition:")
        return {
            "accused_people": named["people"],
            "accused_units": named["units"],
            "consent_photos": self.uids if is_paper else (),
            "photos": () if is_paper else self.uids,
            "firm_id": int(said["firm"]) if said.get("firm") else None,
            "talk_point_id": int(said["talk_point"]) if said.get("talk_point") else None,
        }

    def send(self, where: Choosing, actor: Actor, now: datetime) -> MatterOpened | None:
        """Register it; who left neither name nor telephone is nobody, not the clerk."""
        said = self.cleaned_data
        kind, _colon, source = said["way"].partition(":")
        exact = where.spot is not None and where.spot.level >= Level.BUILDING
        place = f"{where.title}{said['place']}" if exact else said["place"] or where.title
        return self.attempt(
            open_matter, actor=actor, now=now, kind=kind, source=Source.PAPER if said["slip"] and Source.PAPER in kinds()[kind].sources else source, text=said["text"],
            title=said["title"], area_id=where.area_id, lon=where.lon, lat=where.lat, place=place,
            category=said["category"], order_type=said["order_type"], name=said["name"],
            phone=said["phone"], anonymous=not said["name"] and not said["phone"],
            follow_via=said["follow_via"] or Via.PHONE, best_hours=said["best_hours"],
            opened_at=said["opened_at"], slip=said["slip"], **self.besides,
        )  # fmt: skip


@page("matters/new/", needs=access.REGISTER)
def register(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The form; once it is in, the matter's own page, or here again for who may not see it."""
    posted = request.POST if request.method == "POST" else None
    where = _place(request, actor, posted or request.GET)
    if posted is not None and (before := registered_before(posted)) is not None:
        return redirect(say_before(request, actor, before) or "/matters/new/")
    form = _form(request, actor, posted, now)
    if posted is not None:
        form.keep_photos(posted, actor=actor, claim="", now=now)
        if form.is_bound and form.is_valid() and (event := form.send(where, actor, now)) is not None:
            _dispatch(request, form, actor, event, where, now)
            return _done(request, actor, event, now)
    shown = {
        "form": form,
        "base": "ui/worker.html" if _by_phone(actor) else "ui/staff.html",
        **_hints(actor, where, posted or request.GET, now),
    }
    return render(
        request, "matters/register.html", shown, status=422 if form.is_bound and form.errors else 200
    )


@page("matters/new/place/", needs=access.REGISTER, methods=("GET",))
def register_place(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """The place anew after each choice, with what was reported there."""
    where = _place(request, actor, request.GET)
    return render(request, "matters/_register_place.html", _hints(actor, where, request.GET, now))


@page("matters/new/caller/", needs=access.REGISTER, methods=("POST",))
def register_caller(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """What was reported from a whole number before; the number never stands in an address."""
    shown = {"earlier": _earlier(actor, request.POST.get("phone", ""), now)}
    return render(request, "matters/_register_caller.html", shown)


def ways_of(actor: Actor, now: datetime) -> list[tuple[str, str]]:
    """The ways whose kinds the actor's postings may open and the area of the first one has in use."""
    roles = {standing.role for standing in actor.standings}
    path = actor.standings[0].path if actor.standings else "/"
    used = {kind.code for kind in kinds_in_use(path, china_day(now))}
    return [
        (f"{kind}:{source.value}", _way(kind, source))
        for kind, source in WAYS
        if kind in used and roles & {str(role) for role in kinds()[kind].opened_by}
    ]


def _way(kind: str, source: Source) -> str:
    """前台登记, 信访代办·走访带回."""
    return str(source.label) if kind in PLAIN else f"{kinds()[kind].label}·{source.label}"


def _by_phone(actor: Actor) -> bool:
    return bool(actor.standings) and actor.standings[0].role in (Role.GRID_WORKER, Role.BUILDING_HEAD)


def _form(request: Asked, actor: Actor, posted: QueryDict | None, now: datetime) -> RegisterForm:
    """Judged when it is sent; only filled while the place is being looked up."""
    ways = ways_of(actor, now)
    first = f"snapshot:{Source.VISIT.value}" if _by_phone(actor) else next(iter(ways), ("", ""))[0]
    usual = {"way": first, "follow_via": Via.PHONE}
    if posted is None:
        asked = request.GET.get("way", "")
        if asked in dict(ways):
            usual["way"] = asked
        return RegisterForm(actor=actor, now=now, initial=usual)
    if "look" in posted:
        filled = {name: value for name, value in posted.items() if name in RegisterForm.base_fields}
        form = RegisterForm(actor=actor, now=now, initial={**usual, **filled})
        form.files = request.FILES
        return form
    return RegisterForm(posted, request.FILES, actor=actor, now=now)


def registered_before(posted: QueryDict) -> tuple[int, str] | None:
    """What this very form had its effect on: a double click, or the same sent again after going back."""
    command_id = uuid_in(posted.get("command_id", ""))
    return open_matter.answered_with(command_id) if command_id is not None else None


def say_before(request: Asked, actor: Actor, before: tuple[int, str]) -> str:
    """Say that it is in already; the address of the matter where the actor may see it."""
    matter = opened(*before)
    if matter_for(actor, matter.number) is None:
        notes.say(request, "info", _("这一件刚才已经登记好了，没有再登记一次。"))
        return ""
    said = _("这一件刚才已经登记好了，编号%(number)s，没有再登记一次。") % {"number": matter.number}
    notes.say(request, "info", said)
    return f"/matters/{matter.number}/"


def _place(request: Asked, actor: Actor, chosen: QueryDict) -> Choosing:
    """The place as the lists say, the lists cut to where the actor may register."""
    seen = seen_from(request)
    usual = seen.area_id if seen is not None else next((one.area_id for one in actor.standings), None)
    where = choosing(Chosen.read(chosen), otherwise=usual)
    streets = [
        group._replace(choices=[one for one in group.choices if _reaches(actor, one.id)])
        for group in where.streets
    ]
    return replace(where, streets=[group for group in streets if group.choices])


def _reaches(actor: Actor, community_id: int) -> bool:
    """True where a posting lies in the community or over it."""
    node = tree().get(community_id)
    if node is None:
        return False
    return may_at(actor, access.REGISTER, node.path) or any(
        one.path.startswith(node.path) for one in actor.standings
    )


def _hints(actor: Actor, where: Choosing, chosen: QueryDict, now: datetime) -> dict[str, Any]:
    """What a clerk sees before typing: the caller's earlier matters, what is open at the place, who will come."""
    kind = kinds().get(chosen.get("way", "").partition(":")[0], kinds()["snapshot"])
    return {
        "where": where,
        "by_phone": _by_phone(actor),
        "earlier": _earlier(actor, chosen.get("phone", ""), now),
        "there": [matter_row(line) for line in around(actor, where.spot, now)] if where.spot else [],
        "coming": coming(kind, where.spot.path, now) if where.spot else None,
        "choice": unit_choice(actor, kind, where.spot, chosen, now),
    }


def _earlier(actor: Actor, phone: str, now: datetime) -> list[MatterRow]:
    """The caller's matters by the whole number; nothing while it is being typed."""
    return [matter_row(line) for line in matters_of_phone(actor, phone, now)] if phone.strip() else []


def _dispatch(
    request: Asked, form: RegisterForm, actor: Actor, event: MatterOpened, where: Choosing, now: datetime
) -> None:
    """Give it to the unit that was chosen, as a step of its own; where that is refused the order stays with the desk."""
    kind = kinds()[event.kind]
    choice = unit_choice(actor, kind, where.spot, request.POST, now)
    unit = row_id(choice.chosen) if choice is not None else None
    if unit is None or event.outcome:
        return
    give = assign.once(uuid5(form.given_id, "unit"))
    if form.tell(lambda: give(actor=actor, now=now, matter_id=event.subject_id, unit_id=unit)) is None:
        assert form.refusal is not None  # noqa: S101  tell gives an event or keeps the refusal
        notes.say(request, "soon", form.refusal.sentence)


def _done(request: Asked, actor: Actor, event: MatterOpened, now: datetime) -> HttpResponse:
    """Say number, holder and limit; then the matter itself where the actor may see it."""
    matter = opened(event.subject_id, event.area_path)
    if shut_out(actor, matter):  # it accuses somebody the clerk serves with
        notes.say(request, "ok", _("已登记，编号%(number)s") % {"number": matter.number})
        return redirect("/matters/new/")
    said = told(
        matter.title, _("已登记，编号%(number)s") % {"number": matter.number}, line_of(matter, now), now
    )
    notes.say(request, "ok", said)
    found = matter_for(actor, matter.number)
    return redirect(f"/matters/{matter.number}/" if found is not None else "/matters/new/")
