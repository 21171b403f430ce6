"""A frozen month stays; a recount on appeal stands beside it with who and why."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from tests.board.figured import keep_all, solved

from linli.board.commands import count_again, freeze_due, freeze_month
from linli.board.models import Frozen
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)


def versions(area_id: int) -> list[tuple[int, int, str]]:
    with scope(SYSTEM):
        rows = Frozen.objects.filter(area_id=area_id).order_by("version")
        return [(row.version, row.figures[1]["whole"], row.words) for row in rows]


def test_what_was_frozen_stays_and_a_recount_stands_beside_it(cast, now):
    street, december = cast.areas["street"], now.replace(month=12, day=5)
    solved(cast, now, 12)
    keep_all()
    assert freeze_due(december) == 6  # a district, two streets, three communities
    assert freeze_due(december) == 0
    solved(cast, now, 3)
    keep_all()
    count_again(
        actor=cast.actor("tang", december), now=december, area_id=street, month=NOVEMBER, words="漏了三件。"
    )
    assert versions(street) == [(1, 12, ""), (2, 15, "漏了三件。")]
    for attack in ("update board_frozen set version = 9", "delete from board_frozen"):
        with pytest.raises(DatabaseError), transaction.atomic(), scope(SYSTEM), connection.cursor() as cursor:
            cursor.execute(attack)


def test_a_running_month_is_not_frozen_and_none_twice(cast, now):
    with pytest.raises(Refusal, match="month_runs"):
        freeze_month(actor=SYSTEM, now=now, area_id=cast.areas["street"], month=NOVEMBER)
    october = date(2026, 10, 1)
    freeze_month(actor=SYSTEM, now=now, area_id=cast.areas["street"], month=october)
    with pytest.raises(Refusal, match="already_frozen"):
        freeze_month(actor=SYSTEM, now=now, area_id=cast.areas["street"], month=october)
    with pytest.raises(Refusal, match="not_allowed"):
        count_again(actor=cast.actor("he"), now=now, area_id=cast.areas["street"], month=october, words="x")
    with pytest.raises(Refusal, match="text_missing"):
        count_again(actor=cast.actor("tang"), now=now, area_id=cast.areas["street"], month=october, words=" ")


def test_the_first_days_of_a_month_freeze_nothing(cast, now):
    assert freeze_due(now.replace(month=12, day=3)) == 0
