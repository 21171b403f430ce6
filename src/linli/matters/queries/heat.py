"""How many distinct people stand behind groups of matters: whoever writes ten times is one, whoever leaves no name is not many."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection


class Heat(NamedTuple):
    """people: everybody known by person or telephone, and one for all the nameless together."""

    matters: int
    people: int
    nameless: int
    first_at: datetime
    last_at: datetime


# Somebody known by account in one matter and by telephone in another is one, where any matter of the group shows both.
HEAT = """
with wanted as (select * from unnest(%s::bigint[], %s::bigint[]) one(bunch, matter_id)),
shown as (
    select wanted.bunch, matter.id, matter.received_at, matter.reporter_person_id
    from wanted join matters_matter matter on matter.id = wanted.matter_id where matter.hidden_from is null),
said as (
    select shown.bunch, coalesce(reporter.person_id, shown.reporter_person_id) person_id, reporter.phone_index, true first
    from shown left join matters_reporter reporter on reporter.matter_id = shown.id
    union all
    select shown.bunch, supporter.person_id, supporter.phone_index, false
    from shown join matters_supporter supporter on supporter.matter_id = shown.id),
both_known as (
    select bunch, phone_index, min(person_id) person_id from said
    where person_id is not null and phone_index is not null group by bunch, phone_index),
known as (
    select said.bunch, said.first, coalesce('p' || coalesce(said.person_id, both_known.person_id),
        't' || encode(said.phone_index, 'hex')) who
    from said left join both_known on both_known.bunch = said.bunch and both_known.phone_index = said.phone_index),
counted as (
    select bunch, count(distinct who) people, count(*) filter (where who is null and first) nameless
    from known group by bunch)
select shown.bunch, count(*), min(counted.people) + (min(counted.nameless) > 0)::int, min(counted.nameless),
    min(shown.received_at), max(shown.received_at)
from shown join counted on counted.bunch = shown.bunch group by shown.bunch
"""


def heat_of(groups: Sequence[tuple[int, int]]) -> dict[int, Heat]:
    """Heat by group, of pairs (group, matter id); groups whose matters are all kept from somebody are not in it."""
    if not groups:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(HEAT, ([one for one, _matter in groups], [matter for _one, matter in groups]))
        return {bunch: Heat(*row) for bunch, *row in cursor.fetchall()}
