"""Addresses of databases, as postgresql:// URLs between processes."""

from urllib.parse import quote, urlencode

import psycopg
from psycopg.conninfo import conninfo_to_dict

from linli.kernel.refusal import Refusal
from linli.site.words import _


def url_of(*, user: str, password: str, dbname: str, host: str, port: int | str = 5432, **more: str) -> str:
    """A postgresql:// URL; `host` may be a socket folder. `more` are libpq options like sslmode."""
    who = f"{quote(user, safe='')}:{quote(password, safe='')}"
    rest = urlencode({"host": host, "port": port, **more}, quote_via=quote)
    return f"postgresql://{who}@/{quote(dbname, safe='')}?{rest}"


def parts_of(url: str) -> dict[str, str]:
    """The URL taken apart by libpq's own rules; refuses `bad_database_url` without repeating the password."""
    try:
        return {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    except psycopg.ProgrammingError:  # its sentence may quote the password
        raise Refusal(
            "bad_database_url", _("数据库地址写得不对，应当像 postgresql://用户:密码@主机/库名。")
        ) from None


def as_role(url: str, user: str, password: str) -> str:
    """The same database as another role."""
    parts = parts_of(url) | {"user": user, "password": password}
    return url_of(**{"host": "", "dbname": user, **parts})
