"""A city of ten sub-districts and a year of matters with their histories, written by the database itself.

The sample town is lived by the rules; here its matters are written again and again into copies of its street,
shifted over a year: the same stages, clocks, answers and verdicts, in other words, at other places and days. What
is still open stays within the last days, as it would.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from linli.site.door.ground import ground

from .city_words import pool

STREETS, DAYS, OPEN_DAYS = 10, 360, 6
WORDS = 100_000
"""Different texts, at most; a million matters take each of them ten times."""
MATTER = {
    "number": "to_char(row.received_at - {shift}, 'YYYYMMDD') || '-' || (row.id + c.n * {step}::bigint)",
    "follow_token": "decode(lpad(to_hex(row.id + c.n * {step}::bigint), 64, '0'), 'hex')",
    "reporter_person_id": "null", "lead_id": "null", "parent_id": "null",
    "holder_person_id": "null", "rides": "false", "hidden_from": "null", "agent_person_id": "null", "firm_id": "null",
    "title": "said.title", "text": "said.text", "place": "said.place", "search": "said.search",
}  # fmt: skip
TABLES: dict[str, tuple[dict[str, str], str]] = {
    "matters_matter": (MATTER, ""),
    "matters_clock": ({}, ""),
    "matters_followup": ({"remark_id": "null"}, ""),
    "matters_reporter": (
        {
            "person_id": "null", "uid": "gen_random_uuid()", "name": "null", "phone": "null", "email": "null",
            "phone_index": "case when row.phone_index is not null then sha256(((row.matter_id * 31 + c.n * 7) % 250000)::text::bytea) end",
        },
        "",
    ),
    "matters_remark": ({}, "row.kind = 'answer'"),
    "kernel_event": ({"command_id": "null", "door": "'history'"}, "row.code = 'matters.moved'"),
}  # fmt: skip
"""What is copied: the columns that are made anew, and which rows of the sample."""

# A copy of every area of the street down to the grids, for each further sub-district.
AREAS = """
create temp table copied as
select c.n, area.id as old, nextval(pg_get_serial_sequence('places_area', 'id')) as new, area.level, area.parent_id
from places_area area, generate_series(1, %(streets)s - 1) c(n) where area.level between 2 and 4 and area.until is null;
insert into copied select 0, id, id, level, parent_id from places_area where level between 2 and 4 and until is null;
create index on copied (n, old)
"""
PLACED = """
insert into places_area (id, parent_id, level, kind, code, name, short, pinyin, path, since, reason, polygon, west,
    south, east, north, lon, lat, source_crs, floors, homes, local)
select copied.new, coalesce(above.new, area.parent_id), area.level, area.kind,
    lpad((990200 + copied.n)::text, 6, '0') || substr(area.code, 7), area.name, area.short, area.pinyin, '/', area.since,
    area.reason, area.polygon, area.west, area.south, area.east, area.north, area.lon, area.lat, area.source_crs,
    area.floors, area.homes, area.local
from copied join places_area area on area.id = copied.old
left join copied above on above.n = copied.n and above.old = area.parent_id
where copied.n > 0 and area.level = %(level)s
"""
PATHS = """
update places_area area set path = above.path || area.id || '/' from places_area above
where above.id = area.parent_id and area.path = '/'
"""
ROWS = """
insert into {table} ({columns}) select {values} from {table} row {join}
join generate_series(%(first)s::int, %(last)s::int) c(n) on true
join copied grid on grid.n = c.n %% {streets} and grid.old = {matter}.grid_id
join places_area own on own.id = grid.new
join copied community on community.n = grid.n and community.old = {matter}.community_id
join copied street on street.n = grid.n and street.old = {matter}.street_id
{more} where {matter}.id <= %(base)s and {matter}.grid_id is not null and {which}
order by c.n, {order}
"""
SAID = """
left join copied held on held.n = grid.n and held.old = row.holder_area_id
join said on said.id = (row.id * 7919 + c.n * 104729) %% (select count(*) from said)
"""
SHIFT = (
    "make_interval(days => case when {matter}.closed_at is null then c.n %% {open_days}"
    " else (c.n * 7) %% {days} end)"
)


def columns(connection: psycopg.Connection[Any], table: str) -> list[tuple[str, str]]:
    """Names and types of a table's columns."""
    return connection.execute(
        "select column_name::text, data_type::text from information_schema.columns"
        " where table_schema = current_schema() and table_name = %s and is_generated = 'NEVER' order by ordinal_position",
        (table,),
    ).fetchall()


def write_city(connection: psycopg.Connection[Any], matters: int) -> int:
    """Copy until so many matters are there; gives how many there are. The owner's connection, no wall."""
    base, n = connection.execute(
        "select max(id), count(*) filter (where grid_id is not null) from matters_matter"
    ).fetchone() or (0, 0)
    connection.execute(AREAS % {"streets": STREETS})
    for level in (2, 3, 4):
        connection.execute(PLACED, {"level": level})
        connection.execute(PATHS)
    _say(connection, min(matters, WORDS))
    connection.execute("analyze copied; analyze said")
    copies = max(1, matters // max(n, 1))
    with _bare(connection):
        for table, (own, which) in TABLES.items():
            statement = _statement(connection, table, own, which, base + 1)
            for first in range(1, copies + 1, 50):
                values = {"first": first, "last": min(first + 49, copies), "base": base}
                connection.execute(statement, values)
            if table != "matters_reporter":
                connection.execute(
                    f"select setval(pg_get_serial_sequence('{table}', 'id'), (select max(id) from {table}))"
                )
    connection.execute("update kernel_stamp set version = version + 1000000 where name = 'areas'")
    connection.execute("vacuum (analyze)")
    found = connection.execute("select count(*) from matters_matter").fetchone()
    return int(found[0]) if found else 0


def _say(connection: psycopg.Connection[Any], how_many: int) -> None:
    """The texts, in a table of their own for as long as the writing lasts."""
    connection.execute("create temp table said (id bigint, title text, text text, place text, words text[])")
    with connection.cursor().copy("copy said from stdin") as out:
        for at, told in enumerate(pool(how_many)):
            out.write_row((at, told.title, told.text, told.place, told.search))
    connection.execute(
        "alter table said add search tsvector; update said set search = array_to_tsvector(words);"
        "create index on said (id)"
    )


@contextmanager
def _bare(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """The tables without indexes and references while many rows come; they are made again at the end."""
    names = list(TABLES)
    indexes = connection.execute(
        "select index.indexrelid::regclass::text, pg_get_indexdef(index.indexrelid) from pg_index index"
        " where index.indrelid = any(%s::regclass[]) and not exists"
        " (select from pg_constraint where conindid = index.indexrelid)",
        (names,),
    ).fetchall()
    links = connection.execute(
        "select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint"
        " where contype = 'f' and conrelid = any(%s::regclass[])",
        (names,),
    ).fetchall()
    for table, name, _made in links:
        connection.execute(f"alter table {table} drop constraint {name}")
    for name, _made in indexes:
        connection.execute(f"drop index {name}")
    yield
    connection.execute("set maintenance_work_mem = '512MB'")
    for _name, made in indexes:
        connection.execute(made)
    for table, name, made in links:
        connection.execute(
            f"alter table {table} add constraint {name} {made.removesuffix(' NOT VALID')} not valid"
        )


def _statement(
    connection: psycopg.Connection[Any], table: str, own: dict[str, str], which: str, step: int
) -> str:
    """One insert of copies: ids moved on, moments moved back, places those of the copy's street."""
    matter = "row" if table == "matters_matter" else "matter"
    link = {
        "matters_matter": "",
        "kernel_event": "join matters_matter matter on row.subject = 'matter' and matter.id = row.subject_id",
    }
    join = link.get(table, "join matters_matter matter on matter.id = row.matter_id")
    shift = SHIFT.format(matter=matter, open_days=OPEN_DAYS, days=DAYS)
    placed = {
        "area_path": "own.path", "area_id": "grid.new", "grid_id": "grid.new", "community_id": "community.new",
        "street_id": "street.new", "building_id": "null", "holder_area_id": "coalesce(held.new, row.holder_area_id)",
        "matter_id": f"row.matter_id + c.n * {step}::bigint", "subject_id": f"row.subject_id + c.n * {step}::bigint",
    }  # fmt: skip
    made = {}
    for name, kind in columns(connection, table):
        if (table != "matters_matter" and name == "id") or name in ("era", "xid", "recorded_at"):
            continue
        if name in own:
            made[name] = own[name].replace("{shift}", shift).replace("{step}", str(step))
            made[name] = made[name].replace(" % ", " %% ")
        elif name == "id":
            made[name] = f"row.id + c.n * {step}::bigint"
        elif name in placed:
            made[name] = placed[name]
        elif kind == "timestamp with time zone":
            made[name] = f"row.{name} - {shift}"
        else:
            made[name] = f"row.{name}"
    return ROWS.format(
        table=table, columns=", ".join(made), values=", ".join(made.values()), join=join, matter=matter,
        streets=STREETS, more=SAID if table == "matters_matter" else "", which=which or "true",
        order="row.matter_id" if table == "matters_reporter" else "row.id",
    )  # fmt: skip


if __name__ == "__main__":
    with ground(sys.argv[1]) as standing:
        assert standing.server is not None
        with psycopg.connect(standing.server.owner_url, autocommit=True) as owner:
            owner.execute(
                "set search_path = linli, jobs; set statement_timeout = 0; set synchronous_commit = off"
            )
            print(json.dumps({"matters": write_city(owner, int(sys.argv[2]))}))
