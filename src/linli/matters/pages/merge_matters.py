"""并案: which matters are the same, which of them leads; and back."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page, refused
from linli.kernel.scope import Actor
from linli.kernel.ui import notes

from .. import access
from ..commands import merge, unmerge
from ..models import Matter
from ..queries.together import likely_same
from .desk_matter import matter_at
from .joint_forms import OWN, MergeForm


@page("matters/<str:number>/merge/", needs=access.MERGE)
def merge_matters(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """GET offers those that look the same, the likeliest first; POST merges."""
    matter = matter_at(actor, number)
    same = likely_same(actor, matter, now)
    offered = [(row.number, _("%(title)s（%(number)s，%(place)s）") % row._asdict()) for row in same]
    form = MergeForm(request.POST or None, candidates=offered)
    if form.is_valid():
        event = _merge(form, actor, now, matter)
        if event is not None:
            n = {"n": event}
            notes.say(request, "ok", _("并案%(n)d件，答复时一起答复，各自的编号、期限和回访不变。") % n)
            return redirect(f"/matters/{number}/")
    shown = {
        "matter": matter,
        "form": form,
        "title": _("并案"),
        "icon": "link",
        "button": _("并案"),
        "here": f"/matters/{number}/",
    }
    return render(request, "matters/joint_form.html", shown, status=422 if form.errors else 200)


def _merge(form: MergeForm, actor: Actor, now: datetime, matter: Matter) -> int | None:
    chosen = form.chosen
    found = Matter.objects.reachable(actor, access.MERGE).filter(number__in=chosen)
    pks = tuple(sorted(found.values_list("pk", flat=True)))
    if len(pks) != len(chosen) or not pks:
        form.add_error("number", _("没有找到这个编号，请再看看。") if chosen else _("请选一件，或者写编号。"))
        return None
    lead, members = (matter.pk, pks)
    if form.cleaned_data["way"] != OWN:
        if len(pks) != 1:
            form.add_error("way", _("主件只能有一件，请只选一件。"))
            return None
        lead, members = pks[0], (matter.pk,)
    text = form.cleaned_data["text"]
    event = form.attempt(merge, actor=actor, now=now, lead_id=lead, member_ids=members, text=text)
    return len(event.members) if event is not None else None


@page("matters/<str:number>/unmerge/", needs=access.MERGE, methods=("POST",))
def unmerge_matter(request: Asked, *, actor: Actor, now: datetime, number: str) -> HttpResponse:
    """Let it go on by itself."""
    matter = matter_at(actor, number)
    form = CommandForm(request.POST)
    form.is_valid()
    event = form.attempt(unmerge, actor=actor, now=now, matter_id=matter.pk)
    if event is None:
        assert form.refusal is not None  # noqa: S101  attempt gives an event or keeps the refusal
        return refused(request, form.refusal)
    notes.say(request, "ok", _("已取消并案，环节、经办人和期限照旧，时间一直在算。"))
    return redirect(f"/matters/{number}/")
