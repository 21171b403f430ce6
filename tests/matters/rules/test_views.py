"""Views by stage: every running stage of every kind stands in exactly one, and a code means the same in all kinds."""

from linli.matters.kinds import kinds
from linli.matters.rules.views import View, stages_of

BY_STAGE = (View.FRESH, View.WORKING, View.ASKING)


def test_every_running_stage_stands_in_one_view():
    for kind in kinds().values():
        for stage in kind.stages:
            views = [view for view in BY_STAGE if stage.code in stages_of(view, [kind])]
            assert len(views) == (0 if stage.final else 1), (kind.code, stage.code)


def test_a_stage_code_means_the_same_view_in_all_kinds():
    everything = [stages_of(view, kinds().values()) for view in BY_STAGE]
    for at, stages in enumerate(everything):
        for other in everything[at + 1 :]:
            assert not stages & other


def test_views_that_do_not_go_by_stage():
    for view in set(View) - set(BY_STAGE):
        assert stages_of(view, kinds().values()) == frozenset()
    assert {view for view in View if not view.running} == {View.DECIDING, View.CLOSED, View.ALL}
