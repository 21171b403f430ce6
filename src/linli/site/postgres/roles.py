"""The two roles: one owns the tables, the other works in them under row-level security."""

import psycopg
from psycopg import sql

from linli.kernel.refusal import Refusal
from linli.site.home import Home
from linli.site.postgres.address import as_role, parts_of
from linli.site.words import _

OWNER, APP, DATABASE = "linli_owner", "linli_app", "linli"

# Nobody waits longer for a page; longer work belongs to the owner's commands.
APP_LIMITS = {
    "statement_timeout": "15s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "30s",
}


def make_own_roles(superuser_url: str, home: Home) -> None:
    """Roles, database and limits of the embedded server. Safe to repeat."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        _role(connection, OWNER, home.key_text("owner_password"))
        if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            _run(connection, "create database {} owner {} template template0", DATABASE, OWNER)
        _run(connection, "revoke all on database {} from public", DATABASE)
        make_app_role(connection, DATABASE, home.key_text("app_password"))


def make_app_role(connection: "psycopg.Connection[tuple[object, ...]]", database: str, password: str) -> None:
    """The role of web and worker on that database; needs the right to create roles."""
    _role(connection, APP, password)
    _run(connection, "grant connect, temporary on database {} to {}", database, APP)
    for name, limit in APP_LIMITS.items():
        statement = sql.SQL("alter role {} set {} = {}")
        connection.execute(statement.format(sql.Identifier(APP), sql.Identifier(name), sql.Literal(limit)))


def app_url_of(owner_url: str, home: Home) -> str:
    """The app role's address on a server that is not ours; made there if the owner may make roles."""
    password = home.key_text("app_password")
    url = as_role(owner_url, APP, password)
    if _answers(url):
        return url
    database = parts_of(owner_url).get("dbname", "")
    try:
        with psycopg.connect(owner_url, autocommit=True) as connection:
            make_app_role(connection, database, password)
    except psycopg.errors.InsufficientPrivilege as problem:
        raise Refusal("app_role_missing", _app_role_sentence(database, home)) from problem
    if not _answers(url):
        raise Refusal("app_role_missing", _app_role_sentence(database, home))
    return url


def _app_role_sentence(database: str, home: Home) -> str:
    return _(
        "数据库里还没有应用账号 {role}，当前账号也不能建账号。请数据库管理员运行：\n"
        "  CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '……';\n"
        '  GRANT CONNECT, TEMPORARY ON DATABASE "{database}" TO {role};\n'
        "密码在 {path}；也可以另建账号，用 LINLI_APP_DATABASE_URL 给出。"
    ).format(role=APP, database=database, path=home.keys / "app_password")


def _role(connection: "psycopg.Connection[tuple[object, ...]]", name: str, password: str) -> None:
    if not _exists(connection, name):
        _run(connection, "create role {} nosuperuser nocreatedb nocreaterole nobypassrls noinherit", name)
    # Only the verifier travels: the password itself stands in no server log.
    verifier = connection.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256")
    statement = sql.SQL("alter role {} login password {}")
    connection.execute(statement.format(sql.Identifier(name), sql.Literal(verifier.decode())))


def _exists(connection: "psycopg.Connection[tuple[object, ...]]", role: str) -> bool:
    return connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone() is not None


def _run(connection: "psycopg.Connection[tuple[object, ...]]", statement: str, *names: str) -> None:
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=10).close()
    except psycopg.OperationalError:
        return False
    return True
