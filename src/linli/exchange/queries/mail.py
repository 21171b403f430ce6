"""Mails that were handed in, for the desk that did so."""

from linli.kernel.scope import Actor
from linli.matters.queries.published import reachable_numbers

from .. import access
from ..models import MailRow, MailRun


def mail_runs(actor: Actor, most: int = 20) -> list[MailRun]:
    """The last ones below the actor's areas, newest first."""
    return list(MailRun.objects.reachable(actor, access.TAKE_MAIL).order_by("-id")[:most])


def mail_rows(actor: Actor, run_id: int) -> list[tuple[MailRow, str]] | None:
    """What became of each file, with the number of its matter; None where there is no such run in reach."""
    if not MailRun.objects.reachable(actor, access.TAKE_MAIL).filter(pk=run_id).exists():
        return None
    rows = list(MailRow.objects.filter(run_id=run_id).order_by("row"))
    known = reachable_numbers(actor, [row.matter_id for row in rows if row.matter_id is not None])
    return [(row, known.get(row.matter_id or 0, ("", ""))[0]) for row in rows]
