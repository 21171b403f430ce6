"""The second wall, append-only facts, versions that never come twice, and the shared cache table."""

from django.db import migrations

from linli.kernel.walls import AppendOnly, Functions, OwnerFunction, Wall

# The first answer to a command id, whoever's wall it lies behind; the hash in it covers who asked.
FIRST_ANSWER = """
#variable_conflict use_column
begin return query
    select code, subject_id, area_path, facts, body_hash from kernel_event where command_id = asked;
end
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [
        migrations.RunSQL("create sequence kernel_stamp_version", "drop sequence kernel_stamp_version"),
        migrations.RunSQL(
            # Lost after a crash, which a cache may be.
            "create unlogged table kernel_cache ("
            "cache_key varchar(255) primary key, value text not null, expires timestamptz not null);"
            "create index kernel_cache_expires on kernel_cache (expires);",
            "drop table kernel_cache",
        ),
        Functions(),
        OwnerFunction(
            "first_answer(asked uuid)",
            "table (code text, subject_id bigint, area_path text, facts jsonb, body_hash bytea)",
            FIRST_ANSWER,
        ),
        Wall("kernel_event"),
        Wall("kernel_notice", owner="person_id"),
        Wall("kernel_storedfile", owner="made_by"),
        AppendOnly("kernel_event"),
        AppendOnly("kernel_seal"),
    ]
