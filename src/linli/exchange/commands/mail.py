"""Mails that were handed in become matters, or words in one: by the same commands as every other door."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel import files
from linli.kernel.command import command
from linli.kernel.email import email_address, email_mark
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may_at, reaching, scope
from linli.matters.commands import note, open_matter
from linli.matters.queries import matter_for
from linli.places.queries import lineage

from .. import access
from ..events import MailTaken
from ..models import MailRow, MailRun
from ..rules.letters import Letter, read_letter
from ..terms import MailResult

SPACE = UUID("5a0c5f0e-9f7b-4d0e-8a54-1c2e7d3f9b21")
TEXT, MOST_FILES = 1900, 50
Row = tuple[str, str, str, str, int | None]
"""File name, result, code, sentence, matter."""


def take_letter(
    content: bytes,
    file_name: str,
    *,
    actor: Actor,
    now: datetime,
    area_id: int,
    kind: str,
    dry_run: bool = False,
) -> Row:
    """One mail: a new matter, words in a matter whose number its subject names, or why not. Safe to repeat.

    The Message-ID makes the command's id: the same mail handed in again, by whomever, has no second effect.
    """
    name = file_name.rpartition("/")[2][-120:]
    try:
        letter = read_letter(content)
        key = uuid5(SPACE, letter.key)
        if open_matter.answered(key):
            return name, MailResult.DUPLICATE, "", "", None
        if dry_run:
            return name, MailResult.OPENED, "", "", None
        return _taken(letter, key, name, actor, now, area_id, kind)
    except Refusal as refusal:
        if refusal.code == "command_reused":
            return name, MailResult.DUPLICATE, "", "", None
        return name, MailResult.REFUSED, refusal.code, refusal.sentence, None


def _taken(letter: Letter, key: UUID, name: str, actor: Actor, now: datetime, area_id: int, kind: str) -> Row:
    photos = _photos(letter, actor, now)
    with scope(actor):
        known = matter_for(actor, letter.number) if letter.number and actor.kind != "system" else None
    if known is not None and known.as_staff and known.matter.closed_at is None:
        text = (
            _("邮件补充，来自%(from)s：") % {"from": _from(letter)} + "\n" + (letter.text or letter.subject)
        )
        note.once(key)(actor=actor, now=now, matter_id=known.matter.pk, text=text[:TEXT], photos=photos)
        return name, MailResult.ADDED, "", "", known.matter.pk
    text = letter.text or letter.subject
    event = open_matter.once(key)(
        actor=actor, now=now, kind=kind, source="mail", text=_with_left_out(text[:TEXT], letter), title=letter.subject[:40],
        area_id=area_id, name=letter.name, email=_address(letter), anonymous=not (letter.name or letter.address),
        follow_via="phone", photos=photos, answers=None,
    )  # fmt: skip
    rest = "\n".join(one for one in (text[TEXT:], letter.tail) if one)
    if rest and actor.kind != "system":
        kept = _("邮件的其余部分和引文：") + "\n" + rest
        note.once(uuid5(key, "rest"))(actor=actor, now=now, matter_id=event.subject_id, text=kept[:TEXT])
    return name, MailResult.OPENED, "", "", event.subject_id


def _photos(letter: Letter, actor: Actor, now: datetime) -> tuple[UUID, ...]:
    """At most three that can be read; the others are named among what was left out."""
    found: list[UUID] = []
    for one in letter.photos:
        if len(found) >= files.MOST_PHOTOS:
            letter.left_out.append(_("照片"))
            continue
        try:
            found.append(files.store_photo(one, actor=actor, now=now))
        except Refusal:
            letter.left_out.append(_("打不开的照片"))
    return tuple(found)


def _address(letter: Letter) -> str:
    """The sender's address, or nothing where it is none."""
    try:
        return email_address(letter.address) if letter.address else ""
    except Refusal:
        return ""


def _from(letter: Letter) -> str:
    address = _address(letter)
    return email_mark(address) if address else _("没留地址")


def _with_left_out(text: str, letter: Letter) -> str:
    if not letter.left_out:
        return text
    names = str(gettext_lazy("、")).join(letter.left_out[:5])
    return f"{text}\n{_('（没收进的附件：%(names)s）') % {'names': names}}"[: TEXT + 90]


@command
def record_mail(*, actor: Actor, now: datetime, area_id: int, rows: Sequence[Row]) -> MailTaken:
    """Write down what became of mails that were handed in together. Refuses: area_unknown, not_allowed, mail_missing."""
    area = lineage(area_id)
    if area is None:
        raise Refusal("area_unknown", gettext_lazy("没有这个区域，请重新选。"), facts={"field": "area"})
    if not may_at(actor, access.TAKE_MAIL, area.path):
        raise Refusal("not_allowed", gettext_lazy("您不能往这个区域收邮件。"), status=403)
    if not 0 < len(rows) <= MOST_FILES:
        raise Refusal("mail_missing", gettext_lazy("请选1到50封邮件。"), facts={"field": "mails"})
    with reaching(area.path):
        run = MailRun.objects.create(area_path=area.path, made_by=actor.person_id, made_at=now)
        MailRow.objects.bulk_create(
            MailRow(
                run=run, row=at, file_name=name, result=result, code=code, sentence=sentence, matter_id=matter_id,
                area_path=area.path,
            )
            for at, (name, result, code, sentence, matter_id) in enumerate(rows, 1)
        )  # fmt: skip
    counts = {str(one): sum(row[1] == one for row in rows) for one in MailResult}
    return MailTaken(subject_id=run.pk, area_path=run.area_path, **counts)
