"""What the caller is told when an order is not dispatched: one answer for each of the six reasons.

Source: 北京市接诉即办工作条例 art. 11 (which cases, and that each is answered). The words are ours; an area sets its own.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from ..terms import NotDispatched

SHIPPED: Mapping[NotDispatched, object] = {
    NotDispatched.EMERGENCY: _(
        "有人身危险或者正在发生险情，请马上打紧急电话：火警和救援119，报警110，急救120，燃气抢修打燃气公司电话。我们派人到现场没有他们快。"
    ),
    NotDispatched.OTHER_CHANNEL: _(
        "这件事已经进入或者应当通过诉讼、仲裁、纪检监察、行政复议、信访等途径解决，我们不能另外处理。请向受理机关查询，需要法律帮助可以打12348。"
    ),
    NotDispatched.SAME_MATTER: _(
        "这件事您以前反映过，正在办理或者已经答复，目前没有新的情况。原来那件的进展您可以继续查；有了新情况请随时告诉我们。"
    ),
    NotDispatched.SECRETS: _(
        "这件事涉及国家秘密、商业秘密或者他人隐私，不能通过热线转办。请直接向有权处理的机关当面反映。"
    ),
    NotDispatched.BEYOND_DUTY: _(
        "这件事不属于政府的职责范围，需要当事人自己协商，或者向有关企业、单位提出。需要调解可以找社区的调解员。"
    ),
    NotDispatched.AGAINST_LAW: _("这项要求不符合法律法规或者社会公德，我们不能办理，请您理解。"),
}


class TextRow(NamedTuple):
    """An area's own answer from a day on."""

    id: int
    since: date
    text: str


class Answer(NamedTuple):
    """The answer in force and the row it came from (None: the shipped one)."""

    text: object
    row_id: int | None


def answer_in_force(
    reason: NotDispatched, rows: Mapping[tuple[int, str], list[TextRow]], areas: list[int], on: date
) -> Answer:
    """The newest answer of the nearest area that was in force on a day. areas: the place's own first, then upwards."""
    for area in areas:
        valid = [row for row in rows.get((area, reason), ()) if row.since <= on]
        if valid:
            newest = max(valid, key=lambda row: (row.since, row.id))
            return Answer(newest.text, newest.id)
    return Answer(SHIPPED[reason], None)
