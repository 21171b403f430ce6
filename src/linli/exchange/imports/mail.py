"""`linli import mail FILE.eml… --area CODE [--kind KIND]`: mails become matters, one after another."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor
from linli.places.queries import tree
from linli.places.terms import Level

from ..commands.mail import record_mail, take_letter
from ..rules.letters import MOST_BYTES
from ..terms import MailResult


def run(
    file: Path,
    *,
    actor: Actor,
    now: datetime,
    dry_run: bool,
    say: Callable[[str], None],
    area: str = "",
    kind: str = "hotline",
) -> None:
    """Says what became of the file. Refuses: area_unknown."""
    area_id = _area(actor, area)
    content = file.read_bytes() if file.stat().st_size <= MOST_BYTES else b"\x00" * (MOST_BYTES + 1)
    row = take_letter(content, file.name, actor=actor, now=now, area_id=area_id, kind=kind, dry_run=dry_run)
    if not dry_run:
        record_mail(actor=actor, now=now, area_id=area_id, rows=[row])
    name, result, _code, sentence, _matter = row
    say(f"{name}: {MailResult(result).label} {sentence}".rstrip())


def _area(actor: Actor, code: str) -> int:
    """The area of a code, or that of the actor's first posting."""
    if not code and actor.standings:
        return actor.standings[0].area_id
    for level in (Level.STREET, Level.COMMUNITY, Level.GRID):
        for node in tree().within("/", level):
            if node.code == code:
                return node.id
    raise Refusal("area_unknown", _("请用--area给出街道、社区或网格的编码。"))
