"""Whom an API token acts for, in one question that asks past the wall."""

from django.db import migrations

from linli.kernel.walls import OwnerFunction

# Token, person and postings in force; nothing where the token is unknown, over, revoked, or the account closed.
BEARER = """
#variable_conflict use_column
begin return query
    select token.id, token.person_id, token.permissions, token.area_path, coalesce(staff.name, person.name),
        coalesce((
            select jsonb_agg(jsonb_build_array(role, posting.area_id, posting.area_path, posting.organisation_id)
                             order by posting.id)
            from people_posting posting
            where posting.person_id = token.person_id and from_on <= day and (to_on is null or to_on >= day)
        ), '[]'),
        exists (select from places_succession)
    from people_apitoken token
    join people_account account on account.person_id = token.person_id and is_active
    join people_person person on person.id = token.person_id
    left join people_staff staff on staff.person_id = token.person_id
    where token.digest = mark and revoked_at is null and expires_at > now_at;
end
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_walls")]
    operations = [
        OwnerFunction(
            "bearer(mark bytea, now_at timestamptz, day date)",
            "table (token_id bigint, person_id bigint, permissions jsonb, area_path text, name text, postings jsonb,"
            " regrouped boolean)",
            BEARER,
        ),
    ]
