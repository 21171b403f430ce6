"""How long what exchange keeps stays, and what forgets it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel.retention import Kept, run_forgetting

_OLD_DELIVERIES = """
delete from exchange_delivery where id in (
    select id from exchange_delivery where sent_at < %(now)s - interval '90 days' order by sent_at limit 5000)
"""
_OLD_FILE_NAMES = """
update exchange_mailrow set file_name = '', sentence = '' where id in (
    select line.id from exchange_mailrow line join exchange_mailrun run on run.id = line.run_id
    where run.made_at < %(now)s - interval '90 days' and line.file_name <> '' order by line.id limit 5000)
"""


def _forget_deliveries(now: datetime) -> int:
    return run_forgetting(_OLD_DELIVERIES, now=now)


def _forget_file_names(now: datetime) -> int:
    return run_forgetting(_OLD_FILE_NAMES, now=now)


KEPT = (
    Kept(("exchange_delivery.fault",), _("送达90天后删除"), _forget_deliveries),
    Kept(
        ("exchange_mailrow.file_name", "exchange_mailrow.sentence"), _("收件90天后清除"), _forget_file_names
    ),
)
