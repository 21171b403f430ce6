"""Loading is all or nothing, and gives the same town for the same moment."""

from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from tests import town as standing

from linli.kernel.models import EventRow
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.matters.models import Matter
from linli.people.models import Person
from linli.people.queries import sample_town
from linli.places.models import Area
from linli.site import town

NOW = standing.NOW


class CutError(Exception):
    """The power goes."""


def _cut_after(statements: int):
    done = 0

    def wrapper(execute, sql, params, many, context):
        nonlocal done
        done += 1
        if done > statements:
            raise CutError
        return execute(sql, params, many, context)

    return wrapper


@pytest.mark.parametrize("statements", [3, 12, 25, 40])
def test_a_cut_load_leaves_nothing(empty_town, statements):
    with pytest.raises(CutError), connection.execute_wrapper(_cut_after(statements)):
        town.load(now=NOW, households=60, matters=60)
    with scope(SYSTEM):
        assert not sample_town()
        assert not any(model.objects.exists() for model in (Area, Person, Matter, EventRow))


def _content() -> list[object]:
    with scope(SYSTEM):
        return [
            list(Person.objects.order_by("id").values_list("name", "phone_mark", "uid")),
            list(Area.objects.order_by("code").values_list("name", "lon")),
            list(
                Matter.objects.order_by("number").values_list(
                    "number", "title", "text", "stage", "due_at", "ups"
                )
            ),
        ]


def test_the_same_moment_gives_the_same_town(empty_town):
    made = []
    for _ in range(2):
        with transaction.atomic():
            town.load(now=NOW, households=80, matters=120)
            made.append(_content())
            transaction.set_rollback(True)
    assert made[0] == made[1]


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 22, 10, 0, tzinfo=standing.CHINA),  # a Sunday
        datetime(2026, 12, 4, 17, 30, tzinfo=standing.CHINA),
        datetime(2027, 1, 1, 3, 0, tzinfo=standing.CHINA),  # a rest day in a year without a notice
        datetime(2027, 3, 3, 12, 0, tzinfo=standing.CHINA),
    ],
)
def test_whatever_the_moment_some_are_open_and_some_late(empty_town, moment):
    said = []
    with transaction.atomic():
        town.load(now=moment, say=said.append)
        with scope(SYSTEM):
            running = Matter.objects.filter(closed_at=None)
            assert 40 <= running.count() <= 100
            assert running.filter(due_at__lt=moment).count() >= 4
            assert not Matter.objects.filter(received_at__gt=moment).exists()
            assert not EventRow.objects.filter(at__gt=moment).exists()
        transaction.set_rollback(True)
    assert said


TOLD = 30
"""Matters that are told on top of the history in every town: proposals with their actions, what is handled together."""


@pytest.mark.parametrize("households", [1, 7, 2_500])
def test_towns_of_other_sizes(empty_town, households):
    with transaction.atomic():
        town.load(now=NOW, households=households, matters=50)
        with scope(SYSTEM):
            assert Area.objects.filter(level=7).count() == households
            assert Matter.objects.count() == 50 + TOLD
        transaction.set_rollback(True)


def test_no_tokens_outside_a_sample_town(empty_town):
    with pytest.raises(Refusal, match="not_a_sample_town"):
        town.token("grid_worker", now=NOW + timedelta(days=1))
