"""收邮件: a desk hands in .eml files; what became of each stands row by row."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from linli.kernel.forms import CommandForm
from linli.kernel.page import Asked, page
from linli.kernel.scope import Actor
from linli.kernel.ui import words
from linli.kernel.ui.parts import Cell, Column, Table
from linli.places.queries import tree

from .. import access
from ..commands.mail import MOST_FILES, record_mail, take_letter
from ..events import MailTaken
from ..queries.mail import mail_rows, mail_runs
from ..rules.letters import MOST_BYTES
from ..terms import MailResult

BADGES = {
    MailResult.OPENED: ("ok", "done"),
    MailResult.ADDED: ("ok", "plus"),
    MailResult.DUPLICATE: ("line", "check"),
    MailResult.REFUSED: ("late", "warn"),
}
KINDS = [("hotline", gettext_lazy("工单，由前台签收")), ("snapshot", gettext_lazy("随手拍，由网格核实"))]


class _Many(forms.FileInput):
    """A field for several files at once."""

    allow_multiple_selected = True


class _Files(forms.FileField):
    """All files of the field."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each by itself."""
        one = super().clean
        return (
            [one(each, initial) for each in data] if isinstance(data, list) and data else [one(data, initial)]
        )


class MailForm(CommandForm):
    """Mails, and whose they are."""

    mails = _Files(
        label=gettext_lazy("邮件"),
        help_text=gettext_lazy("邮箱里“另存为”的.eml文件，一次最多50封，每封50MB以内。"),
        widget=_Many(attrs={"accept": ".eml,message/rfc822", "multiple": True}),
    )
    area = forms.TypedChoiceField(label=gettext_lazy("收到哪里"), coerce=int)
    kind = forms.ChoiceField(label=gettext_lazy("当作什么"), choices=KINDS)

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        known = [tree().get(one.area_id) for one in actor.standings]
        self.fields["area"].choices = [(node.id, node.short) for node in known if node is not None]  # type: ignore[attr-defined]


@page("mail/", needs=access.TAKE_MAIL)
def take_mail(request: Asked, *, actor: Actor, now: datetime) -> HttpResponse:
    """Hand in; the last ones below."""
    form = MailForm(request.POST or None, request.FILES or None, actor=actor)
    if form.is_valid():
        event = form.tell(lambda: _take(form, actor, now))
        if event is not None:
            return redirect(f"/mail/{event.subject_id}/")
    lang = get_language() or "zh"
    table = Table(
        _("最近收的邮件"), [Column(_("时间"))],
        [(Cell(words.full_time(run.made_at, lang, now=now), f"/mail/{run.pk}/"),) for run in mail_runs(actor)],
    )  # fmt: skip
    shown = {"form": form, "table": table}
    return render(request, "exchange/take_mail.html", shown, status=422 if form.errors else 200)


def _take(form: MailForm, actor: Actor, now: datetime) -> MailTaken:
    area_id, kind = form.cleaned_data["area"], form.cleaned_data["kind"]
    rows = []
    for upload in form.cleaned_data["mails"][:MOST_FILES]:
        content = upload.read(MOST_BYTES + 1)
        rows.append(take_letter(content, str(upload.name), actor=actor, now=now, area_id=area_id, kind=kind))
    return record_mail.once(form.given_id)(actor=actor, now=now, area_id=area_id, rows=rows)


@page("mail/<int:mail_id>/", needs=access.TAKE_MAIL, methods=("GET",))
def show_mail(request: Asked, *, actor: Actor, now: datetime, mail_id: int) -> HttpResponse:
    """Row by row."""
    rows = mail_rows(actor, mail_id)
    if rows is None:
        raise Http404
    table = Table(
        _("这次收的邮件"),
        [Column(_("文件")), Column(_("结果")), Column(_("事项")), Column(_("为什么"))],
        [
            (
                row.file_name,
                _badge(row.result),
                Cell(number, f"/matters/{number}/") if number else "",
                row.sentence,
            )
            for row, number in rows
        ],
    )
    return render(request, "exchange/show_mail.html", {"table": table})


def _badge(result: str) -> Cell:
    kind, icon = BADGES[MailResult(result)]
    return Cell(str(MailResult(result).label), kind=kind, icon=icon)
