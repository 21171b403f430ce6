"""The sweep over requests for work outside a community's list: three working days are over, nobody has decided."""

from datetime import datetime

from django.db import connection

from ..events import OutsideDutyOverdue

LATE = """
with due as (
    select id from matters_dutyrequest where look_at <= %s order by look_at limit %s for update skip locked
)
update matters_dutyrequest request set look_at = null from due where request.id = due.id
returning request.id, request.area_path, request.due_at
"""


def lapse_outside_duty(now: datetime, most: int) -> list[OutsideDutyOverdue]:
    """Take the requests whose limit is over, inside the sweep's transaction; the decision stays open.

    Idempotent by construction: a taken row looks at nothing any more, in the same transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(LATE, (now, most))
        rows = cursor.fetchall()
    return [OutsideDutyOverdue(subject_id=pk, area_path=path, due_at=due) for pk, path, due in rows]
