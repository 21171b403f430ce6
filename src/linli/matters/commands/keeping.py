"""How long what is known of reporters is kept, and what forgets it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel.retention import Kept, run_forgetting

# Three years after a matter ended no claim from it can be brought any more (Civil Code, article 188).
_OLD_REPORTERS = """
update matters_reporter set name = null, name_mark = '', phone = null, phone_mark = '', phone_index = null, best_hours = ''
where matter_id in (
    select reporter.matter_id from matters_reporter reporter join matters_matter matter on matter.id = reporter.matter_id
    where matter.closed_at < %(now)s - interval '3 years'
        and (reporter.name is not null or reporter.phone is not null or reporter.best_hours <> '')
    order by reporter.matter_id limit 5000)
"""


def _forget_reporters(now: datetime) -> int:
    return run_forgetting(_OLD_REPORTERS, now=now)


KEPT = (
    Kept(
        tuple(
            f"matters_reporter.{column}"
            for column in ("name", "name_mark", "phone", "phone_mark", "phone_index", "best_hours")
        ),
        _("办结三年后清除"),
        _forget_reporters,
    ),
    Kept(
        ("matters_matter.title", "matters_matter.text", "matters_matter.place", "matters_remark.text"),
        _("办事档案，按档案规定"),
    ),
    Kept(
        ("matters_matter.follow_token", "matters_matter.follow_sealed", "matters_followuplink.digest"),
        _("随事项"),
    ),
    Kept(("matters_importrow.sentence", "matters_importrun.file_name"), _("随导入记录；原表一周后删除")),
)
