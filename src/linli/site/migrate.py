"""Bring the database to the code's shape: schema, rights of the application role, tables, job tables."""

from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.db import connections


def _rights(schema: str) -> str:
    role, own = f'"{settings.LINLI_APP_ROLE}"', f'"{schema}"'
    return (
        f"create schema if not exists {own};"
        f"grant usage on schema {own} to {role};"
        f"alter default privileges in schema {own} grant select, insert, update, delete on tables to {role};"
        f"alter default privileges in schema {own} grant usage, select on sequences to {role};"
    )


def migrate(say: Callable[[str], None] = lambda _line: None) -> None:
    """Run all migrations as the owner. A cut run goes on where it stopped: each migration is a transaction."""
    owner = connections["owner"]
    cell, jobs = settings.LINLI_CELL, settings.LINLI_JOBS_SCHEMA
    with owner.cursor() as cursor:
        for schema in (cell, jobs):
            cursor.execute(_rights(schema))
        cursor.execute("set lock_timeout = '5s'")
    # Job tables stay in their own schema: cells move between servers, queues do not.
    for app in ("kernel", "contenttypes"):
        call_command("migrate", app, database="owner", verbosity=0, interactive=False)
    with owner.cursor() as cursor:
        cursor.execute(f'set search_path = "{jobs}", "{cell}"')
    call_command("migrate", "procrastinate", database="owner", verbosity=0, interactive=False)
    with owner.cursor() as cursor:
        cursor.execute(f'set search_path = "{cell}", "{jobs}"')
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    say("ok")
