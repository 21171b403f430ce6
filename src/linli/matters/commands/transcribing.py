"""听写: what is said in a recording, written down by hand beside it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.models import StoredFile
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor

from .. import access
from ..events import MatterTranscribed
from ..models import Remark
from ..terms import RemarkKind
from .settling import lock, remark


@command
def transcribe(*, actor: Actor, now: datetime, matter_id: int, file: UUID, text: str) -> MatterTranscribed:
    """Write down what is said in a recording of a matter; whoever sees the recording sees the words.

    A later one stands beside the earlier, and the newest is shown with the recording. Refuses:
    matter_not_found, not_allowed, file_unknown, words_missing.
    """
    case = lock(actor, matter_id, now, access.ACT)
    row = StoredFile.objects.filter(uid=file, purpose="voice").first()
    if row is None or not _belongs(row, matter_id):
        raise Refusal("file_unknown", _("没有找到这段录音。"), status=404)
    said = remark(case, actor, now, text, RemarkKind.TRANSCRIPT, public=row.public)
    if said is None:
        raise Refusal("words_missing", _("请写下录音里说了什么。"), facts={"field": "text"})
    return MatterTranscribed(
        subject_id=matter_id, area_path=case.matter.area_path, file_id=row.pk, remark_id=said.pk
    )


def _belongs(row: StoredFile, matter_id: int) -> bool:
    if row.subject == "matter":
        return row.subject_id == matter_id
    return (
        row.subject == "remark"
        and Remark.objects.filter(pk=row.subject_id or 0, matter_id=matter_id).exists()
    )
