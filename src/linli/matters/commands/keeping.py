"""How long what is known of reporters is kept, and what forgets it."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from linli.kernel.retention import Kept, run_forgetting
from linli.kernel.scope import SYSTEM, scope

from ..models import Export
from .export_run import path_of as export_path

# Three years after a matter ended no claim from it can be brought any more (Civil Code, article 188).
_OLD_REPORTERS = """
update matters_reporter set name = null, name_mark = '', phone = null, phone_mark = '', phone_index = null, best_hours = '',
    email = null, email_mark = ''
where matter_id in (
    select reporter.matter_id from matters_reporter reporter join matters_matter matter on matter.id = reporter.matter_id
    where matter.closed_at < %(now)s - interval '3 years'
        and (reporter.name is not null or reporter.phone is not null or reporter.email is not null or reporter.best_hours <> '')
    order by reporter.matter_id limit 5000)
"""


# Who said it is of no use once the proposer was asked; what was said is a record.
_OLD_VOICES = """
update matters_opinion set said_by = '' where id in (
    select opinion.id from matters_opinion opinion join matters_matter matter on matter.id = opinion.matter_id
    where matter.closed_at < %(now)s - interval '1 year' and opinion.said_by <> '' order by opinion.id limit 5000)
"""


def _forget_voices(now: datetime) -> int:
    return run_forgetting(_OLD_VOICES, now=now)


def _forget_reporters(now: datetime) -> int:
    return run_forgetting(_OLD_REPORTERS, now=now)


_OLD_SUPPORTERS = """
update matters_supporter set name_mark = '', phone = null, phone_mark = '', phone_index = null
where id in (
    select supporter.id from matters_supporter supporter join matters_matter matter on matter.id = supporter.matter_id
    where matter.closed_at < %(now)s - interval '3 years' and (supporter.phone is not null or supporter.name_mark <> '')
    order by supporter.id limit 5000)
"""


def _forget_supporters(now: datetime) -> int:
    return run_forgetting(_OLD_SUPPORTERS, now=now)


_OLD_ENROLMENTS = """
update matters_enrolment set words = '', answer = '' where id in (
    select id from matters_enrolment where state in ('declined', 'ended') and (words <> '' or answer <> '')
        and coalesce(ended_at, decided_at, asked_at) < %(now)s - interval '1 year' order by id limit 5000)
"""


def _forget_enrolments(now: datetime) -> int:
    return run_forgetting(_OLD_ENROLMENTS, now=now)


def _forget_exports(now: datetime) -> int:
    """The bytes go after a week; who took what and why stays with the log."""
    with scope(SYSTEM):
        old = list(Export.objects.filter(state="ready", made_at__lt=now - timedelta(days=7))[:500])
        for one in old:
            export_path(one).unlink(missing_ok=True)
        return Export.objects.filter(pk__in=[one.pk for one in old]).update(state="gone")


KEPT = (
    Kept(
        tuple(
            f"matters_supporter.{column}" for column in ("name_mark", "phone", "phone_mark", "phone_index")
        ),
        _("办结三年后清除"),
        _forget_supporters,
    ),
    Kept(
        ("matters_enrolment.words", "matters_enrolment.answer"),
        _("退出或没有通过一年后清除"),
        _forget_enrolments,
    ),
    Kept(("matters_savedview.name", "matters_savedview.query"), _("到本人或前台删除")),
    Kept(
        ("matters_export.reason", "matters_export.query"),
        _("审计记录，随日志；表格一周后清理"),
        _forget_exports,
    ),
    Kept(("matters_slipsheet.purpose",), _("随登记单")),
    Kept(
        tuple(
            f"matters_reporter.{column}"
            for column in (
                "name",
                "name_mark",
                "phone",
                "phone_mark",
                "phone_index",
                "best_hours",
                "email",
                "email_mark",
            )
        ),
        _("办结三年后清除"),
        _forget_reporters,
    ),
    Kept(
        (
            "matters_matter.title",
            "matters_matter.text",
            "matters_matter.place",
            "matters_remark.text",
            "matters_closingpoint.reason",
            "matters_answer.text",
        ),
        _("办事档案，按档案规定"),
    ),
    Kept(("matters_opinion.said_by",), _("办结一年后清除"), _forget_voices),
    Kept(
        (
            "matters_opinion.text",
            "matters_topic.title",
            "matters_topic.text",
            "matters_wording.title",
            "matters_wording.text",
            "matters_resolution.reason",
            "matters_dutyrequest.what",
            "matters_dutyrequest.reason",
            "matters_dutyrequest.money",
            "matters_dutyrequest.people",
            "matters_dutyrequest.answer",
        ),
        _("议事和审批档案，按档案规定"),
    ),
    Kept(
        (
            "matters_maskedcopy.title",
            "matters_maskedcopy.text",
            "matters_maskedcopy.place",
            "matters_hotissue.title",
            "matters_hotissue.words",
        ),
        _("随事项"),
    ),
    Kept(
        ("matters_matter.follow_token", "matters_matter.follow_sealed", "matters_followuplink.digest"),
        _("随事项"),
    ),
    Kept(("matters_consultation.place", "matters_incidentstep.text"), _("随事项")),
    Kept(("matters_importrow.sentence", "matters_importrun.file_name"), _("随导入记录；原表一周后删除")),
)
