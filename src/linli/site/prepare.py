"""What must be done before the web may open: tables, the sample town once, static files."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg import sql

import linli
from linli.site.home import Home, write_whole
from linli.site.words import _

SOURCE = Path(linli.__file__).resolve().parent


@dataclass(frozen=True)
class Prepared:
    """What a finished preparation was made from, and who may sign in to the sample town."""

    code: str
    migrations: str
    sign_ins: list[tuple[str, str, str]]


def already(home: Home, owner_url: str, cell: str) -> Prepared | None:
    """The stored preparation when code and database are still the same: then a start may skip it."""
    try:
        known = Prepared(**json.loads(_note(home).read_text()))
    except (OSError, ValueError, TypeError):
        return None
    same = known.code == code_digest() and known.migrations == applied_digest(owner_url, cell)
    return known if same else None


def code_digest() -> str:
    """Changes with the code's version, its migrations, static files and locked packages (names, sizes, times)."""
    digest = hashlib.sha256(str(SOURCE).encode())
    for path in sorted(_watched()):
        found = path.stat()
        digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _watched() -> Iterator[Path]:
    yield from SOURCE.glob("*/migrations/*.py")
    yield from (path for folder in SOURCE.glob("**/static") for path in folder.rglob("*") if path.is_file())
    yield from SOURCE.glob("site/*.py")
    lock = SOURCE.parent.parent / "requirements.lock"
    if lock.exists():
        yield lock


def applied_digest(owner_url: str, cell: str) -> str:
    """Changes with the migrations that the database has seen."""
    table = sql.Identifier(cell, "django_migrations")
    try:
        with psycopg.connect(owner_url) as connection:
            rows = connection.execute(
                sql.SQL("select app, name from {} order by id").format(table)
            ).fetchall()
    except psycopg.errors.UndefinedTable:
        return ""
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def prepare(home: Home, owner_url: str, cell: str, *, sample: bool, households: int | None) -> Prepared:
    """Brings everything up to date; run in a process of its own with the framework loaded."""
    from django.core.management import call_command

    from linli.site.door.steps import step
    from linli.site.migrate import migrate

    code = code_digest()
    with step(_("更新数据库结构")):
        migrate()
    if sample:
        _load_sample(home, households)
    else:
        with step(_("录入历年放假安排")):
            _enter_days()
    with step(_("整理静态文件")):
        call_command("collectstatic", interactive=False, verbosity=0, clear=False)
    done = Prepared(code, applied_digest(owner_url, cell), _sign_ins())
    write_whole(_note(home), json.dumps(asdict(done), ensure_ascii=False).encode())
    return done


def _enter_days() -> None:
    """The official days that ship with the product, where nobody has entered any."""
    from django.conf import settings

    from linli.places.commands import load_shipped_days

    load_shipped_days(now=datetime.now(settings.LINLI_ZONE))


def _load_sample(home: Home, households: int | None) -> None:
    """Once, and never into a home that was begun empty."""
    from django.conf import settings

    from linli.people.queries import sample_town
    from linli.site import town
    from linli.site.door.steps import step

    if not sample_town():
        with step(_("载入示例街道")) as more:
            town.load(
                now=datetime.now(settings.LINLI_ZONE),
                households=households or town.HOUSEHOLDS,
                say=more.append,
            )


def _sign_ins() -> list[tuple[str, str, str]]:
    from linli.people.queries import sample_town

    if not sample_town():
        return []
    from linli.site import town

    return list(town.sign_ins())


def _note(home: Home) -> Path:
    return home.run / "prepared.json"


def main(environment: Mapping[str, str] = os.environ) -> None:
    """The process: everything comes by environment."""
    import django

    django.setup()
    households = environment.get("LINLI_HOUSEHOLDS")
    prepare(
        Home.at(),
        environment["LINLI_OWNER_URL"],
        environment.get("LINLI_CELL", "linli"),
        sample=environment.get("LINLI_EMPTY") != "1",
        households=int(households) if households else None,
    )


if __name__ == "__main__":
    main()
