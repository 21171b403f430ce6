"""How long words about people are kept: every column that may hold some declares it, and what forgets them.

Personal information is kept for the shortest time its purpose needs (Personal Information Protection Law,
article 19). A package declares its columns in `commands/keeping.py`; a guard in tests/repository asks that no
column of text or bytes is missing. Events hold ids and codes only, so forgetting leaves the chain whole.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext_lazy as _

from .scope import SYSTEM, scope


class Kept(NamedTuple):
    """Columns ("matters_reporter.phone"), until when in words, and what forgets rows whose time is over.

    forget: gives how many rows it changed at `now`; None where only a person's decision or an archive ends it.
    """

    columns: tuple[str, ...]
    until: object
    forget: Callable[[datetime], int] | None = None


def run_forgetting(sql: str, **values: datetime) -> int:
    """One statement over all areas; gives how many rows it changed."""
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = 0")
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def forget(kept: Iterable[Kept], now: datetime) -> int:
    """Forget whatever is over its time; gives how many rows. Repeating adds nothing."""
    return sum(one.forget(now) for one in kept if one.forget is not None)


_OLD_NOTICES = """
delete from kernel_notice where id in (
    select id from kernel_notice where made_at < %(now)s - interval '1 year' and state not in ('waiting', 'failed')
    order by id limit 5000)
"""


def _forget_notices(now: datetime) -> int:
    return run_forgetting(_OLD_NOTICES, now=now)


KEPT = (
    Kept(
        ("kernel_notice.text", "kernel_notice.link", "kernel_notice.fault"),
        _("发出一年后删除"),
        _forget_notices,
    ),
    Kept(("kernel_notice.address", "kernel_notice.secret"), _("送达或放弃时清空")),
    Kept(("kernel_storedfile.subject", "kernel_storedfile.name"), _("随所属事项；没有用上的文件一天后删除")),
)
