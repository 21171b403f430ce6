"""People follow their place when communities are split or merged."""

from django.db import connection

from linli.kernel import stamp
from linli.places.commands import Regrouped, follows_areas

from ..queries.postings import POSTINGS

_PATH = "area_path = %(after)s || substr(area_path, length(%(before)s) + 1)"

# Postings at the old community itself are not moved: who serves the new one is decided by a person.
STATEMENTS = tuple(
    f"update {table} set {more}{_PATH} where area_path ^@ %(before)s and {still}"  # noqa: S608  our own names
    for table, more, still in (
        ("people_person", "", "true"),
        ("people_household", "", "(until is null or until > %(on)s)"),
        ("people_residence", "", "(until is null or until > %(on)s)"),
        ("people_posting", "", "(to_on is null or to_on >= %(on)s) and area_id <> %(old_id)s"),
        (
            "people_organisation",
            "area_id = case area_id when %(old_id)s then %(new_id)s else area_id end, ",
            "(until is null or until > %(on)s)",
        ),
        ("people_apitoken", "", "revoked_at is null"),
    )
)


@follows_areas
def move_people(regrouped: Regrouped) -> None:
    """Persons, households, homes, postings at grids and below, organisations, and tokens bound to an area."""
    with connection.cursor() as cursor:
        for move in regrouped.moves:
            for statement in STATEMENTS:
                cursor.execute(statement, {**move.values, "on": regrouped.on})
    stamp.bump(POSTINGS)
