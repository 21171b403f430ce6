"""A batch of reactions runs as one; one that fails costs the others nothing and leaves its own debt."""

from datetime import timedelta

import pytest

from linli.kernel import reaction
from linli.kernel.models import Notice, Reacted
from linli.kernel.notice import gathered, tell
from linli.kernel.reaction import pay_debts, subjects
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import note, open_matter
from linli.matters.events import MatterNoted, MatterOpened

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_reactions(monkeypatch):
    """Only the reactions a test registers."""
    monkeypatch.setattr(reaction, "registry", {})


@pytest.fixture
def three(cast, now):
    """Three matters with a note each, in three events after all that was there before."""
    opened = [
        open_matter(actor=cast.actor("zhou"), now=now, kind="snapshot", text=f"第{n}件", area_id=cast.areas["building2"])
        for n in range(3)
    ]  # fmt: skip
    for one in opened:
        note(actor=cast.actor("li"), now=now, matter_id=one.subject_id, text="记下")
    return [one.subject_id for one in opened]


def marks() -> list[tuple[str, bool]]:
    return sorted((row.reaction, row.done_at is not None) for row in Reacted.objects.all())


def run_all(now) -> None:
    reaction._run_together(_happened(), now) or [reaction._run_all(one, now) for one in _happened()]


def _happened():
    """The events of the test itself: the reader waits for the end of transactions, and a test has none."""
    with scope(SYSTEM):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(
                "select id, xid, era, code, at, actor_kind, actor_id, subject_id, area_path, facts from kernel_event"
                " where code = any(%s) order by id",
                (list(reaction.registry),),
            )
            return [reaction._happened(row) for row in cursor.fetchall()]


def test_all_of_a_batch_run_once_and_write_their_notices_together(own_reactions, three, now):
    seen = []

    def reacts(event, happened):
        seen.append(event.subject_id)
        tell(key=f"own:{happened.id}", text="有一件", now=now, area_path=event.area_path, person_id=1)
        tell(key=f"own:{happened.id}", text="再说一遍", now=now, area_path=event.area_path, person_id=1)

    reaction.on(MatterOpened, MatterNoted)(reacts)
    with scope(SYSTEM):
        run_all(now)
        run_all(now)
        assert seen == [*three, *three]
        assert Notice.objects.filter(key__startswith="own:", text="有一件").count() == 6
        assert Reacted.objects.filter(done_at=None).count() == 0


def test_one_that_fails_leaves_a_debt_and_the_others_go_on(own_reactions, three, now):
    broken = {three[1]}

    def reacts(event, happened):
        tell(key=f"own:{event.subject_id}", text="有一件", now=now, area_path=event.area_path, person_id=1)
        if event.subject_id in broken:
            raise ValueError(event.subject_id)

    reaction.on(MatterOpened)(reacts)
    with scope(SYSTEM):
        run_all(now)
        told = set(Notice.objects.filter(key__startswith="own:").values_list("key", flat=True))
        assert told == {f"own:{three[0]}", f"own:{three[2]}"}, "what a failed one wrote is undone"
        assert [done for _, done in marks()] == [False, True, True]
        broken.clear()
        assert pay_debts(now=now + timedelta(minutes=1)) == 1
        assert [done for _, done in marks()] == [True, True, True]
        assert Notice.objects.filter(key__startswith="own:").count() == 3


def test_a_reaction_can_fetch_for_its_whole_batch(own_reactions, three, now):
    asked = []
    reaction.on(MatterOpened)(lambda event, happened: asked.append(subjects("matter")))
    with scope(SYSTEM):
        run_all(now)
    assert asked == [set(three)] * 3
    assert subjects("matter") == set()


def test_notices_gathered_in_vain_are_not_written(cast, now):
    def cut():
        with gathered():
            tell(key="own:cut", text="有一件", now=now, area_path="/", person_id=1)
            raise ValueError

    with scope(SYSTEM):
        with pytest.raises(ValueError):  # noqa: PT011
            cut()
        assert not Notice.objects.filter(key="own:cut").exists()
