"""The audit administrator's looks at the log: each is written into the log itself."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel import audit
from linli.kernel.command import command
from linli.kernel.event import Code, registry
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, Standing

from .. import access
from ..events import LogRead, SealsVerified
from ..terms import LogPart, Role


def _standing(actor: Actor) -> Standing:
    for one in actor.standings:
        if one.role == Role.AUDIT_ADMIN and actor.holds(access.READ_LOG):
            return one
    raise Refusal("not_allowed", _("操作记录只给审计管理员看。"), status=403)


@command
def read_log(
    *,
    actor: Actor,
    now: datetime,
    part: str,
    by: int | None = None,
    kind: str | None = None,
    day: date | None = None,
) -> LogRead:
    """Write down a look at the log with its filters; the pages read only after this.

    Refuses: not_allowed, part_unknown, code_unknown.
    """
    standing = _standing(actor)
    if part not in LogPart.values:
        raise Refusal("part_unknown", _("没有这种记录。"), status=404)
    if kind is not None and kind not in registry:
        raise Refusal("code_unknown", _("没有这种操作。"), facts={"field": "kind"})
    assert actor.person_id is not None  # noqa: S101  a standing belongs to a person
    return LogRead(
        subject_id=actor.person_id,
        area_path=standing.path,
        part=Code(part),
        by=by,
        kind=Code(kind) if kind else None,
        day=day,
    )


@command
def verify_seals(*, actor: Actor, now: datetime) -> SealsVerified:
    """Recompute the chain of seals over all events and write down what came of it. Refuses: not_allowed."""
    standing = _standing(actor)
    assert actor.person_id is not None  # noqa: S101
    verdict = audit.verify()
    return SealsVerified(
        subject_id=actor.person_id,
        area_path=standing.path,
        ok=verdict.ok,
        seals=verdict.seals,
        events=verdict.events,
        bad_event=verdict.bad_event,
    )
