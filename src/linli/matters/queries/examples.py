"""What may be learned from: closed matters whose category a person has checked, never a machine's answer."""

from datetime import datetime
from typing import Any

from django.db import connection

from linli.kernel.scope import SYSTEM, scope

MOST = 40_000

# Checked: somebody decided or confirmed it, a clerk took it down, or it came from another desk with its category. What a
# resident chose, or was taken over untouched, is no label. Withdrawn ones were looked at by nobody.
CHECKED = """
(matter.origin <> ''
    or exists (select 1 from matters_reporter taken where taken.matter_id = matter.id and taken.registered_by is not null)
    or exists (select 1 from matters_suggestion decided where decided.matter_id = matter.id and decided.chosen_by is not null)
    or exists (select 1 from kernel_event told where told.subject = 'text' and told.subject_id = matter.id
        and told.code = 'matters.sorted' and told.actor_kind = 'person'))
"""

EXAMPLES = f"""
select matter.title, matter.text, category.code,
    coalesce('p' || coalesce(reporter.person_id, matter.reporter_person_id), encode(reporter.phone_index, 'hex'), ''),
    matter.opened_at, extract(epoch from matter.opened_at) / 86400
from matters_matter matter
join matters_category category on category.id = matter.category_id
left join matters_reporter reporter on reporter.matter_id = matter.id
where matter.closed_at is not null and matter.outcome not in ('', 'withdrawn') and {CHECKED}
order by matter.opened_at desc limit %s
"""  # noqa: S608  our own words

# Closed ones are few against all, and the newest stand first in the index of a street; asked every ten minutes.
SINCE = f"""
select count(*) from (select 1 from matters_matter matter
    where category_id is not null and outcome not in ('', 'withdrawn')
        and closed_at > coalesce(%(moment)s, '-infinity'::timestamptz) and {CHECKED} limit 1000) fresh
"""  # noqa: S608  our own words


def checked_examples(most: int = MOST) -> list[dict[str, Any]]:
    """The newest of them: title, text, label (code of the category), who (a mark of the person), at, day."""
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute(EXAMPLES, (most,))
        rows = cursor.fetchall()
    return [
        {"title": title, "text": text, "label": code, "who": who, "at": at.isoformat(), "day": float(day)}
        for title, text, code, who, at, day in rows
    ]


def examples_since(moment: datetime | None) -> int:
    """How many more were decided since a moment."""
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute(SINCE, {"moment": moment})
        return int(cursor.fetchall()[0][0])
