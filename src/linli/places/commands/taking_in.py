"""A file of areas taken in: the rows that are sound, at once."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from linli.kernel import stamp
from linli.kernel.command import command
from linli.kernel.pinyin import pinyin_key
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor

from .. import access
from ..events import AreasImported
from ..models import Area
from ..queries import AREAS
from ..queries.area_files import AreaSheet, Standing, area_sheet, columns_of
from ..rules.area_values import AreaRow
from ..rules.codes import child_code
from ..terms import Level

_LOCK = "select pg_advisory_xact_lock(hashtext('linli areas'))"
_IDS = "select nextval(pg_get_serial_sequence('places_area', 'id')) from generate_series(1, %s)"


@command
def import_areas(
    *,
    actor: Actor,
    now: datetime,
    content: bytes,
    form: str,
    under: str = "",
    crs: str = "wgs84",
    official: bool = False,
    only_whole: bool = False,
) -> AreasImported:
    """Take in the sound rows of a CSV or GeoJSON file of areas: new ones begin today, known ones are changed.

    under: a code; only it and what lies below is read. crs: of rows that name none. official: the file is the
    statistics bureau's. only_whole: refuse everything when a row has a fault. The file is judged against the
    tree as it is inside this transaction.
    Refuses: not_allowed, rows_faulty, nothing_changed, and what is wrong with the whole file.
    """
    if actor.kind != "system" and not actor.holds(access.EDIT_AREAS):
        raise Refusal("not_allowed", _("区域由系统管理员维护。"), status=403)
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)  # two files at once would give the same free codes
    sheet = area_sheet(actor, content, form=form, under=under, crs=crs, official=official)
    if only_whole and sheet.faults:
        said = _("有{n}行要改，这次一行也没有写入。")
        raise Refusal("rows_faulty", format_lazy(said, n=sheet.faulty), facts={"faulty": sheet.faulty})
    if not (sheet.added or sheet.changed or sheet.units):
        raise Refusal("nothing_changed", _("没有要新增或改动的区域。"), facts={"faulty": sheet.faulty})
    _write(sheet, now.astimezone(settings.LINLI_ZONE).date(), local=not official)
    stamp.bump(AREAS)
    top = sheet.standing.get(under)
    return AreasImported(
        subject_id=top.id if top else 0,
        area_path=top.path if top else "/",
        added=len(sheet.added),
        changed=len(sheet.changed),
        same=sheet.same,
        faulty=sheet.faulty,
        units=len(sheet.units),
    )


def _write(sheet: AreaSheet, since: date, *, local: bool) -> None:
    for row, values in sheet.changed:
        named = {"pinyin": pinyin_key(values["short"])} if "short" in values else {}
        Area.objects.filter(pk=sheet.standing[row.code].id).update(**values, **named)
    ids = _fresh_ids(len(sheet.added) + len(sheet.units))
    places = dict(sheet.standing)
    fresh = [_area(next(ids), row, places, since, local=local) for row in sheet.added]
    fresh += [_unit(next(ids), row, n, places, since) for row, n in sheet.units]
    Area.objects.bulk_create(fresh, batch_size=1_000)


def _fresh_ids(n: int) -> Iterator[int]:
    with connection.cursor() as cursor:
        cursor.execute(_IDS, (n,))
        yield from _first(cursor.fetchall())


def _first(rows: Iterable[tuple[Any, ...]]) -> Iterator[int]:
    return (int(row[0]) for row in rows)


def _area(pk: int, row: AreaRow, places: dict[str, Standing], since: date, *, local: bool) -> Area:
    """The new area, noted among the places for those below it in the file."""
    parent = places.get(row.parent)
    path = f"{parent.path if parent else '/'}{pk}/"
    places[row.code] = Standing(pk, path, {})
    return Area(
        pk=pk, parent_id=parent.id if parent else None, level=row.level, code=row.code, short=row.short, path=path,
        pinyin=pinyin_key(row.short), since=since, local=local, **({"source_crs": row.source_crs.value} | columns_of(row)),
    )  # fmt: skip


def _unit(pk: int, row: AreaRow, n: int, places: dict[str, Standing], since: date) -> Area:
    """槐荫里2号楼3单元 below its building."""
    parent, name = places[row.code], f"{row.name}{n}单元"
    return Area(
        pk=pk, parent_id=parent.id, level=Level.UNIT, code=child_code(row.code, n), name=name, short=name,
        path=f"{parent.path}{pk}/", pinyin=pinyin_key(name), since=since, local=True,
    )  # fmt: skip
