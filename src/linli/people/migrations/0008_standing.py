"""Who somebody is and where they serve, in one question that asks past the wall: the first of every request."""

from django.db import migrations

from linli.kernel.walls import OwnerFunction

STANDING = """
#variable_conflict use_column
begin return query
    select posting.role, posting.area_id, posting.area_path, posting.organisation_id,
        coalesce(staff.name, person.name), exists (select from places_succession)
    from people_person person
    left join people_staff staff on staff.person_id = person.id
    left join people_posting posting on posting.person_id = person.id
        and from_on <= day and (to_on is null or to_on >= day)
    where person.id = who order by posting.id;
end
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0007_calls")]
    operations = [
        OwnerFunction(
            "standing(who bigint, day date)",
            "table (role text, area_id bigint, area_path text, organisation_id bigint, name text, regrouped boolean)",
            STANDING,
        ),
    ]
