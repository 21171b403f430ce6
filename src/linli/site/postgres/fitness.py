"""Whether a server will do: version, encoding, locale, and an app role that the second wall holds back."""

from typing import Any

import psycopg

from linli.kernel.refusal import Refusal
from linli.site.postgres.address import parts_of
from linli.site.postgres.binaries import NEWEST, OLDEST
from linli.site.words import _

# Chinese characters must count as letters, for search and for patterns.
_QUESTION = """
select current_setting('server_version_num')::int / 10000, current_setting('server_version'),
       pg_encoding_to_char(encoding), datctype, datlocprovider::text, '网格' ~ '^\\w+$'
  from pg_database where datname = current_database()
"""


def check_database(owner_url: str) -> None:
    """Refuses a server outside 15 to 18, an encoding other than UTF-8, a locale that knows no Chinese."""
    major, version, encoding, ctype, provider, knows_chinese = _ask(owner_url, _QUESTION)
    if not OLDEST <= major <= NEWEST:
        raise Refusal(
            "postgres_version",
            _("这台数据库是 PostgreSQL {version}，需要 15 至 18。").format(version=version),
        )
    if encoding != "UTF8":
        raise Refusal(
            "database_encoding",
            _("数据库的编码是 {encoding}，需要 UTF8。请另建一个 UTF8 的数据库。").format(encoding=encoding),
        )
    if not knows_chinese or (provider == "c" and ctype in {"C", "POSIX"}):
        raise Refusal(
            "database_locale",
            _(
                "数据库的 LC_CTYPE 是 {ctype}，认不出汉字，搜索会不准。请另建数据库：\n"
                "  CREATE DATABASE linli TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';"
            ).format(ctype=ctype),
        )


def check_app_role(app_url: str, owner_url: str) -> None:
    """Refuses an app role that would walk through row-level security."""
    owner = parts_of(owner_url).get("user", "")
    question = """
        select rolname, rolsuper or rolbypassrls
               or coalesce((select pg_has_role(current_user, owner.oid, 'member')
                              from pg_roles owner where owner.rolname = %s), false)
          from pg_roles where rolname = current_user
    """
    name, too_strong = _ask(app_url, question, owner)
    if too_strong:
        raise Refusal(
            "app_role_too_strong",
            _("应用账号 {role} 权限过大（超级用户、BYPASSRLS 或与属主相同），请换一个普通账号。").format(
                role=name
            ),
        )


def _ask(url: str, question: str, *values: str) -> tuple[Any, ...]:
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            row = connection.execute(question.encode(), values or None).fetchone()
    except psycopg.OperationalError as problem:
        parts = parts_of(url)
        raise Refusal(
            "database_unreachable",
            _("连不上数据库 {name}（{host}）：{reason}").format(
                name=parts.get("dbname", ""), host=parts.get("host", ""), reason=str(problem).strip()
            ),
        ) from problem
    assert row is not None  # noqa: S101  the current database and the current role are always listed
    return row
