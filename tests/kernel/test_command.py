"""Commands: one effect for one id, also when it arrives twice at once; refusals undo everything."""

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from tests import town

from linli.kernel.models import EventRow
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import note, open_matter
from linli.matters.models import Matter, Remark


def _count(model) -> int:
    with scope(SYSTEM):
        return model.objects.count()


def test_the_same_id_sent_eight_times_at_once_has_one_effect_and_one_answer(own_database, now):
    cast = town.cast()
    zhou, key, gate = cast.actor("zhou"), uuid4(), threading.Barrier(8)

    def send(_n: int):
        try:
            gate.wait()
            return open_matter.once(key)(
                actor=zhou, now=now, kind="snapshot", text="路灯不亮", area_id=cast.areas["building2"]
            )
        finally:
            connection.close()

    before = _count(EventRow)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))
    assert len({answer.subject_id for answer in answers}) == 1
    assert all(answer == answers[0] for answer in answers)
    assert _count(Matter) == 1
    assert _count(EventRow) == before + 1


def test_numbers_of_a_day_are_distinct_under_load_and_begin_anew_each_day(own_database, now):
    cast = town.cast()
    zhou = cast.actor("zhou")

    def send(n: int):
        try:
            return open_matter(
                actor=zhou, now=now, kind="snapshot", text=f"第{n}处", area_id=cast.areas["building2"]
            ).number
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        numbers = list(pool.map(send, range(30)))
    assert len(set(numbers)) == 30
    assert min(numbers) == "20261125-0001"
    tomorrow = now.replace(day=26)
    first = open_matter(
        actor=zhou, now=tomorrow, kind="snapshot", text="新的一天", area_id=cast.areas["building2"]
    )
    assert first.number == "20261126-0001"


@pytest.mark.django_db
def test_a_refusal_leaves_nothing(cast, li, zhou, now):
    pk = open_matter(
        actor=zhou, now=now, kind="snapshot", text="灯不亮", area_id=cast.areas["building2"]
    ).subject_id
    before = _count(EventRow), _count(Remark)
    with pytest.raises(Refusal, match="words_missing"):
        note(actor=li, now=now, matter_id=pk, text="   ")
    assert (_count(EventRow), _count(Remark)) == before


@pytest.mark.django_db
def test_an_id_is_bound_to_verb_body_and_person(cast, li, chen, zhou, now):
    pk = open_matter(
        actor=zhou, now=now, kind="snapshot", text="灯不亮", area_id=cast.areas["building2"]
    ).subject_id
    key = uuid4()
    note.once(key)(actor=li, now=now, matter_id=pk, text="记一笔")
    for actor, text in ((li, "别的话"), (chen, "记一笔")):
        with pytest.raises(Refusal, match="command_reused") as refused:
            note.once(key)(actor=actor, now=now, matter_id=pk, text=text)
        assert refused.value.status == 409
