"""The product: tables up to date, jobs on time, the calendar ahead."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from linli.site.checkup.line import BAD, OK, WARN, Line, rows, value
from linli.site.words import _

LATE, VERY_LATE = timedelta(minutes=1), timedelta(minutes=10)
# The notice for the next year comes out in late autumn.
NOTICE_MONTH = 12


def migrations() -> Iterator[Line]:
    """What the code has and the database has not."""
    executor = MigrationExecutor(connections["owner"])
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        names = _("、").join(f"{migration.app_label}.{migration.name}" for migration, _back in waiting[:5])
        yield Line(
            BAD, _("数据库结构"), _("还有 {count} 步未更新：{names}").format(count=len(waiting), names=names)
        )
    else:
        yield Line(OK, _("数据库结构"), _("已是最新"))


def jobs(now: datetime) -> Iterator[Line]:
    """How long the oldest job that could run has waited, and how many gave up."""
    oldest = value(
        "select min(coalesce(j.scheduled_at, (select max(at) from procrastinate_events e"
        " where e.job_id = j.id and e.type = 'deferred')))"
        " from procrastinate_jobs j where j.status = 'todo'"
    )
    lag = max(timedelta(), now - oldest) if oldest else timedelta()
    level = BAD if lag > VERY_LATE else WARN if lag > LATE else OK
    yield Line(level, _("后台"), _("最久的一项等了 {seconds:.0f} 秒").format(seconds=lag.total_seconds()))
    failed = value("select count(*) from procrastinate_jobs where status = 'failed'")
    if failed:
        yield Line(WARN, _("后台"), _("{count} 项多次重试后停下").format(count=failed))


def calendar(now: datetime) -> Iterator[Line]:
    """Years with an official notice; the others are provisional."""
    years = [year for (year,) in rows("select year from kernel_daynotice order by year")]
    local = now.astimezone(settings.LINLI_ZONE)
    wanted = {local.year} | ({local.year + 1} if local.month >= NOTICE_MONTH else set())
    missing = sorted(wanted - set(years))
    found = f"{years[0]}–{years[-1]}" if years else "-"
    if missing:
        names = _("、").join(map(str, missing))
        yield Line(
            WARN,
            _("节假日"),
            _("{found}；还没有 {years} 年的放假通知，按周末推算").format(found=found, years=names),
        )
    else:
        yield Line(OK, _("节假日"), found)
