"""Who would come, and who has it: the promise before the report is what intake then does."""

import pytest
from tests.matters.reports import matter, reported

from linli.kernel.scope import GUEST, scope
from linli.matters.commands import assign, hand_up, move_matter
from linli.matters.kinds import kind_of
from linli.matters.queries import coming, holder_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("area", ["building2", "grid4", "huaiyin", "heqiao", "other_grid"])
def test_what_is_said_before_is_what_happens(cast, now, area):
    with scope(GUEST):
        said = coming(kind_of("snapshot"), cast.path(area), now)
    made = reported(cast, GUEST, now, area_id=cast.areas[area])
    assert said.due.at == made.due_at
    assert said.promised.at == made.promised_at
    with scope(GUEST):
        assert said.holder == holder_of(made, now)


def test_a_desk_is_called_by_its_area_and_has_a_telephone(cast, now, chen, li):
    one = reported(cast, GUEST, now)
    with scope(GUEST):
        assert holder_of(one, now).called == "网格员陈思远"
    hand_up(actor=chen, now=now, matter_id=one.pk, text="要协调")
    with scope(GUEST):
        held = holder_of(matter(one.pk), now)
    assert (held.called, held.phone, held.face) == ("槐荫社区前台", "12900000106", "槐")
    hand_up(actor=li, now=now, matter_id=one.pk, text="要协调")
    with scope(GUEST):
        assert holder_of(matter(one.pk), now).called == "云山街道中心"


def test_a_unit_is_called_by_its_name(cast, now, li):
    one = reported(cast, GUEST, now, area_id=cast.areas["huaiyin"])
    assign(actor=li, now=now, matter_id=one.pk, unit_id=cast.organisations["works"])
    with scope(GUEST):
        assert holder_of(matter(one.pk), now).called == "市政所"


def test_after_the_answer_the_desk_asks(cast, now, chen):
    one = reported(cast, GUEST, now)
    move_matter(actor=chen, now=now, matter_id=one.pk, move="fix", text="好了")
    with scope(GUEST):
        assert holder_of(matter(one.pk), now).called == "槐荫社区前台"
