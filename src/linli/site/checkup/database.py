"""The database: what safety and the second wall rest on."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from linli.site.checkup.line import BAD, OK, WARN, Line, rows, value
from linli.site.words import _

MUST_BE_ON = ("data_checksums", "fsync", "full_page_writes")
LIMITS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
# Clocks of matters run by the web's clock; the database's may not be far from it.
SKEW = 2.0


def server() -> Iterator[Line]:
    """Version and locale."""
    locale = value("select datcollate || '/' || datctype from pg_database where datname = current_database()")
    yield Line(
        OK, "PostgreSQL", _("，").join((value("show server_version"), value("show server_encoding"), locale))
    )


def durability() -> Iterator[Line]:
    """What was answered must survive a power cut."""
    off = [name for name in MUST_BE_ON if value(f"show {name}") != "on"]
    if value("show synchronous_commit") in {"off", "local"}:
        off.append("synchronous_commit")
    if off:
        yield Line(BAD, _("断电保护"), _("已关闭：{names}").format(names=_("、").join(off)))
    else:
        yield Line(OK, _("断电保护"), _("、").join((*MUST_BE_ON, "synchronous_commit")))


def limits() -> Iterator[Line]:
    """A hanging page must not hold up the others."""
    found = {name: value(f"show {name}") for name in LIMITS}
    level = WARN if "0" in found.values() else OK
    yield Line(level, _("时限"), _("，").join(f"{name} {limit}" for name, limit in found.items()))


def roles() -> Iterator[Line]:
    """The app role must be held back by row-level security."""
    name, strong, owns = rows(
        "select current_user, rolsuper or rolbypassrls, exists (select 1 from pg_class"
        " where relowner = pg_roles.oid and relnamespace = %s::regnamespace)"
        " from pg_roles where rolname = current_user",
        (settings.LINLI_CELL,),
    )[0]
    level = BAD if strong or owns else OK
    found = _("{name}，权限过大") if level == BAD else _("{name}，不是属主，不能绕过行级权限")
    yield Line(level, _("应用账号"), found.format(name=name))
    if value("select rolsuper from pg_roles where rolname = current_user", alias="owner"):
        yield Line(WARN, _("属主账号"), _("是超级用户；建议用普通账号"))


def walls() -> Iterator[Line]:
    """Every table that lies in an area is behind the second wall, and shows nothing without grants."""
    tables = rows(
        """
        select c.relname, c.relrowsecurity and exists (select 1 from pg_policy where polrelid = c.oid)
          from pg_class c join pg_attribute a on a.attrelid = c.oid
         where c.relnamespace = %s::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
           and a.attname = 'area_path' and not a.attisdropped
         order by 1
        """,
        (settings.LINLI_CELL,),
    )
    bare = [name for name, walled in tables if not walled]
    walled = [name for name, walled in tables if walled]
    leaking = [name for name in walled if value(f'select exists (select 1 from "{name}")')]  # noqa: S608
    if leaking:
        yield Line(BAD, _("行级权限"), _("没有授权也能看到：{names}").format(names=_("、").join(leaking)))
        return
    found = _("{count} 张表，没有授权时一行也看不到").format(count=len(walled))
    without = _("；不设的：{names}").format(names=_("、").join(bare)) if bare else ""
    yield Line(OK if walled else BAD, _("行级权限"), found + without)


def trail() -> Iterator[Line]:
    """The app role may add to the audit trail, never change it."""
    may = value("select has_table_privilege(current_user, 'kernel_event', 'update, delete, truncate')")
    yield Line(BAD if may else OK, _("审计记录"), _("应用账号可以改动") if may else _("只能追加"))


def clock(now: datetime) -> Iterator[Line]:
    """`now` and the database's clock."""
    skew = abs((value("select clock_timestamp()") - now).total_seconds())
    yield Line(BAD if skew > SKEW else OK, _("时钟"), _("与数据库相差 {skew:.1f} 秒").format(skew=skew))
