"""The second wall around people; the posted list of who serves where stands outside it."""

from django.db import migrations

from linli.kernel.walls import AppendOnly, OwnerFunction, Wall

POSTED_AT = """
#variable_conflict use_column
begin return query
    select staff.person_id, staff.name, staff.work_phone, organisation.short, posting.role, posting.area_id,
           area.level, posting.id
    from people_posting posting
    join people_staff staff on staff.person_id = posting.person_id
    join places_area area on area.id = posting.area_id
    left join people_organisation organisation
        on organisation.id = coalesce(posting.organisation_id, staff.organisation_id)
    where posting.area_id = any(areas) and posting.from_on <= day and (posting.to_on is null or posting.to_on >= day);
end
"""

# Everybody who holds one of the roles, now or later: what the routing of a new matter goes by.
DESKS_HELD = """
#variable_conflict use_column
begin return query
    select area_id, role, person_id, from_on, to_on from people_posting where role = any(roles)
    order by from_on, id;
end
"""

# Whose telephone it is, by the whole number's blind index; gives an id and nothing else. Several members of a
# family may have left one number: whoever signs in with it already goes first, then the newest.
PERSON_OF_PHONE = """
begin
    return (select person.id from people_person person where phone_index = mark
        order by exists (select from people_account where person_id = person.id) desc, person.id desc limit 1);
end
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("kernel", "0002_walls"), ("places", "0001_initial")]
    operations = [
        Wall("people_person", owner="id"),
        Wall("people_household"),
        Wall("people_residence", owner="person_id"),
        Wall("people_sight", owner="person_id"),
        Wall("people_posting", owner="person_id"),
        AppendOnly("people_sight"),
        OwnerFunction(
            "posted_at(areas bigint[], day date)",
            "table (person_id bigint, name text, work_phone text, organisation text, role text, area_id bigint,"
            " area_level smallint, posting_id bigint)",
            POSTED_AT,
        ),
        OwnerFunction(
            "desks_held(roles text[])",
            "table (area_id bigint, role text, person_id bigint, from_on date, to_on date)",
            DESKS_HELD,
        ),
        OwnerFunction("person_of_phone(mark bytea)", "bigint", PERSON_OF_PHONE),
    ]
