"""同报: somebody rings about what others have reported; the clerk joins them instead of writing it again."""

from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from linli.kernel import secret
from linli.kernel.command import command
from linli.kernel.phone import name_mark, phone_mark, phone_number
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor
from linli.kernel.text import person_name

from .. import access
from ..events import MatterSupported
from ..models import Reporter, Supporter
from ..terms import RemarkKind
from .settling import lock, remark, still_open


@command
def join_caller(
    *, actor: Actor, now: datetime, matter_id: int, phone: str = "", name: str = "", text: str = ""
) -> MatterSupported:
    """Join a caller to an open matter as another who met the same; what they say besides goes into its course.

    A telephone that is somebody's we know makes it theirs; any other is sealed and gets the answer by text.
    Refuses: matter_not_found, not_allowed, matter_closed, caller_missing (neither number nor words),
    support_own, supported_already, phone_*, name_*.
    """
    case = lock(actor, matter_id, now, access.TAKE_CALLS)
    still_open(case)
    matter = case.matter
    digits = phone_number(phone) if phone.strip() else ""
    index = secret.blind("phone", digits) if digits else None
    if index is None and not text.strip():
        raise Refusal("caller_missing", _("请留电话，或者写下他说了什么。"), facts={"field": "phone"})
    person_id = _person_of(index)
    reporter = Reporter.objects.get(pk=matter.pk)
    same_number = index is not None and bytes(reporter.phone_index or b"") == index
    if same_number or (person_id is not None and person_id == matter.reporter_person_id):
        raise Refusal("support_own", _("这一件就是他自己报的，可以记一笔。"))
    row = Supporter(
        matter=matter, person_id=person_id, at=now, uid=uuid4(), registered_by=actor.person_id,
        name_mark=name_mark(person_name(name)) if name.strip() else "",
        phone_mark=phone_mark(digits) if digits else "", phone_index=index, area_path=matter.area_path,
    )  # fmt: skip
    if digits and person_id is None:
        row.phone = secret.seal(
            digits, compartment="reporter", place="matters_supporter.phone", row=row.uid or uuid4()
        )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refusal("supported_already", _("这个电话已经加进这一件了。")) from None
    said = remark(case, actor, now, text, RemarkKind.SUPPLEMENT, public=False)
    matter.supporters += 1
    matter.save(update_fields=["supporters"])
    return MatterSupported(
        subject_id=matter_id, area_path=matter.area_path, person_id=person_id, registered=True,
        remark_id=said.pk if said else None,
    )  # fmt: skip


def _person_of(index: bytes | None) -> int | None:
    """Whose telephone it is, if it is known to be exactly one person's."""
    if index is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("select person_of_phone(%s)", (index,))
        row = cursor.fetchone()
    return row[0] if row else None
