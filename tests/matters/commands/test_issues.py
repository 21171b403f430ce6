"""Hot issues: people are counted, never messages; what people decide is never undone by the next grouping."""

from datetime import timedelta

import pytest
from tests.matters.issues import ALONE, LIFT, NOISE, grouping, issues, told
from tests.matters.petitions import petition
from tests.matters.reports import matter, reported

from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import (
    ask_grouping,
    group_job,
    mark_issue,
    merge_issues,
    name_accused,
    name_issue,
    part_issues,
    put_in,
    support,
    take_out,
)
from linli.matters.models import Category, HotIssue, Matter
from linli.matters.queries import streets_to_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def again(monkeypatch, cast, now):
    """The worker's next grouping."""
    return lambda hours=1: grouping(monkeypatch, cast, now + timedelta(hours=hours))


@pytest.fixture
def lift(cast, now, again):
    """Four people about one lift."""
    ids = told(cast, now)
    again()
    return ids


def refuses(code, verb, cast, now, who="he", **asked):
    with pytest.raises(Refusal) as refusal:
        verb(actor=cast.actor(who), now=now, **asked)
    assert refusal.value.code == code


def test_like_matters_become_issues_and_others_stay_alone(cast, now, lift, again):
    noise = told(cast, now, NOISE, who="1")
    told(cast, now, ALONE, who="2")
    again(2)
    found = issues()
    assert [one.members for one in found] == [lift, noise]
    assert [(one.people, one.matters) for one in found] == [(4, 4), (3, 3)]
    assert found[0].title == matter(lift[0]).title
    again(3)
    assert [one.members for one in issues()] == [lift, noise]


def test_one_man_who_writes_ten_times_is_one_and_no_issue_by_himself(cast, now, again):
    for text in LIFT:
        told(cast, now, (text,))
    again()
    assert issues() == []
    told(cast, now, LIFT[:1], who="5")
    again(2)
    assert [(one.people, one.matters) for one in issues()] == [(2, 5)]


def test_who_joined_counts_once_by_account_and_by_telephone(cast, now, lift, again):
    support(actor=cast.actor("feng"), now=now, matter_id=lift[0])
    again(2)
    assert issues()[0].people == 4, "nothing new came in, nothing is counted"
    reported(
        cast,
        cast.actor("feng"),
        now,
        text=LIFT[1],
        phone="12900008804",
        name="冯先生",
        area_id=cast.areas["grid3"],
    )
    again(3)
    assert (issues()[0].people, issues()[0].matters) == (5, 5)


def test_the_nameless_are_one_together(cast, now, again):
    for text in LIFT[:3]:
        reported(
            cast, cast.actor("li"), now, text=text, source="desk", area_id=cast.areas["grid3"], anonymous=True
        )
    again()
    assert [(one.people, one.matters, one.nameless) for one in issues()] == [(1, 3, 3)]


def test_another_community_petitions_and_accusations_stay_out(cast, now, lift, again):
    far = told(cast, now, LIFT[:1], who="6", area="grid1")
    own = petition(cast, now, text=LIFT[0], area_id=cast.areas["grid3"]).pk
    accusing = told(cast, now, LIFT[:1], who="7", accused_people=(cast.people["chen"],))
    again(2)
    inside = {pk for one in issues() for pk in one.members}
    assert not inside & {*far, own, *accusing}


def test_another_kind_of_thing_is_another_issue(cast, now, again):
    words = (
        "单元门口灯不亮，槐荫里",
        "槐荫里单元门口的灯不亮",
        "单元门口不平，槐荫里",
        "槐荫里单元门口的路不平",
    )
    ids = [pk for at, text in enumerate(words) for pk in told(cast, now, (text,), who=str(at))]
    with scope(SYSTEM):
        known = dict(Category.objects.values_list("code", "id"))
        for code, some in (("light", ids[:2]), ("road", ids[2:])):
            Matter.objects.filter(pk__in=some).update(category_id=known[code])
    again()
    assert sorted(one.members for one in issues()) == [ids[:2], ids[2:]]


def test_what_comes_to_accuse_leaves_at_once(cast, now, lift):
    name_accused(actor=cast.actor("tang"), now=now, matter_id=lift[0], people=(cast.people["chen"],))
    (one,) = issues()
    assert one.members == lift[1:]
    assert one.title == matter(lift[1]).title
    assert one.people == 3


def test_what_people_took_out_stays_out(cast, now, lift, again):
    issue = issues()[0].pk
    take_out(actor=cast.actor("he"), now=now, issue_id=issue, matter_ids=(lift[1],))
    told(cast, now, LIFT[:1], who="8")
    again(2)
    (one,) = issues()
    assert lift[1] not in one.members
    assert len(one.members) == 4
    put_in(actor=cast.actor("he"), now=now, issue_id=issue, matter_ids=(lift[1],))
    again(3)
    assert lift[1] in issues()[0].members


def test_several_become_an_issue_of_their_own(cast, now, lift, again):
    issue = issues()[0].pk
    event = take_out(
        actor=cast.actor("he"), now=now, issue_id=issue, matter_ids=tuple(lift[2:]), together=True
    )
    again(2)
    found = {one.pk: one for one in issues()}
    assert found[event.fresh_id].members == lift[2:]
    assert found[issue].members == lift[:2]
    assert found[event.fresh_id].title == matter(lift[2]).title
    put_in(actor=cast.actor("he"), now=now, issue_id=issue, matter_ids=tuple(lift[2:]))
    assert [one.members for one in issues()] == [lift], "an emptied issue is over"


def test_what_people_merged_stays_merged_until_they_part_it(cast, now, lift, again):
    noise = told(cast, now, NOISE, who="1")
    again(2)
    one, other = (issue.pk for issue in issues())
    merge_issues(actor=cast.actor("he"), now=now, issue_id=one, gone_id=other)
    more = told(cast, now, NOISE[:1], who="2")
    again(3)
    assert [issue.members for issue in issues()] == [sorted([*lift, *noise, *more])]
    part_issues(actor=cast.actor("he"), now=now, issue_id=one, back_id=other)
    again(4)
    found = {issue.pk: issue.members for issue in issues()}
    assert found == {one: sorted([*lift, *more]), other: noise}
    refuses("issue_not_merged", part_issues, cast, now, issue_id=one, back_id=other)
    merge_issues(actor=cast.actor("he"), now=now, issue_id=one, gone_id=other)
    assert [issue.members for issue in issues()] == [sorted([*lift, *noise, *more])]
    part_issues(actor=cast.actor("he"), now=now, issue_id=one, back_id=other)
    assert {issue.pk: issue.members for issue in issues()} == found


def test_a_title_and_a_state_by_people(cast, now, lift, again):
    issue = issues()[0].pk
    name_issue(actor=cast.actor("he"), now=now, issue_id=issue, title="槐荫里电梯")
    mark_issue(actor=cast.actor("he"), now=now, issue_id=issue, state="answered", words="12月5日换新电梯。")
    again(2)
    assert (issues()[0].title, issues()[0].state) == ("槐荫里电梯", "answered")
    refuses("words_missing", mark_issue, cast, now, issue_id=issue, state="answered")
    refuses("state_unknown", mark_issue, cast, now, issue_id=issue, state="hot")
    refuses("words_missing", name_issue, cast, now, issue_id=issue, title=" ")


def test_only_the_centre_of_the_street_decides(cast, now, lift):
    issue = issues()[0].pk
    for who, code in (("song", "issue_not_found"), ("li", "issue_not_found"), ("lei", "not_allowed")):
        refuses(code, name_issue, cast, now, who=who, issue_id=issue, title="别的")
    refuses("not_allowed", ask_grouping, cast, now, who="song", street_id=cast.areas["street"])
    refuses("street_unknown", ask_grouping, cast, now, street_id=cast.areas["grid3"])


def test_refusals(cast, now, lift):
    issue = issues()[0].pk
    refuses("issue_nothing", take_out, cast, now, issue_id=issue, matter_ids=())
    refuses("issue_everything", take_out, cast, now, issue_id=issue, matter_ids=tuple(lift))
    refuses("issue_has_it", put_in, cast, now, issue_id=issue, matter_ids=(lift[0],))
    refuses("matter_not_found", put_in, cast, now, issue_id=issue, matter_ids=(petition(cast, now).pk,))
    refuses("issue_itself", merge_issues, cast, now, issue_id=issue, gone_id=issue)
    refuses("issue_not_found", merge_issues, cast, now, issue_id=issue, gone_id=10**9)


def test_a_street_is_grouped_where_something_came_in_an_hour_ago(cast, now, again):
    street = cast.areas["street"]
    assert streets_to_group(now) == []
    told(cast, now)
    assert streets_to_group(now + timedelta(minutes=5)) == [street]
    again(1)
    assert streets_to_group(now + timedelta(hours=2, minutes=5)) == []
    told(cast, now + timedelta(hours=1, minutes=1), ALONE, who="3")
    assert streets_to_group(now + timedelta(hours=1, minutes=9)) == []
    assert streets_to_group(now + timedelta(hours=2, minutes=5)) == [street]


def test_asked_for_twice_it_runs_once(cast, now, lift):
    ask_grouping(actor=cast.actor("he"), now=now, street_id=cast.areas["street"])
    assert group_job.is_pending(street_id=cast.areas["street"])
    refuses("grouping_runs", ask_grouping, cast, now, street_id=cast.areas["street"])


def test_without_the_libraries_nothing_happens(cast, now, monkeypatch):
    told(cast, now)
    monkeypatch.setattr("linli.assist.aside.installed", lambda: False)
    group_job(street_id=cast.areas["street"], at=now.isoformat())
    assert issues() == []


def test_the_process_of_its_own_groups_alike(cast, now):
    ids = told(cast, now)
    group_job(street_id=cast.areas["street"], at=now.isoformat())
    assert [one.members for one in issues()] == [ids]
    with scope(SYSTEM):
        assert HotIssue.objects.get().made_by is None
