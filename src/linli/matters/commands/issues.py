"""Hot issues: grouped by the worker, and what people decide about them, which the worker never undoes."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.assist.aside import aside
from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.jobs import task
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, Actor, may, may_at, scope
from linli.kernel.text import free_text, line
from linli.places.queries import lineage
from linli.places.terms import Level

from .. import access
from ..events import (
    GroupingAsked,
    IssueFilled,
    IssueMarked,
    IssueNamed,
    IssuesGrouped,
    IssuesMerged,
    IssuesParted,
    IssueSplit,
)
from ..models import HotIssue, IssueMatter, Matter
from ..queries.heat import heat_of
from ..queries.issue_lesson import grouped_kinds, lesson_of
from ..terms import IssueState

PATIENCE = 300.0
MOST = 200
"""Matters that people take out or put in at once."""
FEWEST = 2
MOST_TITLE, MOST_WORDS = 60, 500


@task("matters.group_issues", lock="group_issues")
def group_job(street_id: int, at: str) -> None:
    """Group a street's matters; without the libraries nothing happens. Safe to be run twice."""
    now = datetime.fromisoformat(at)
    lesson = lesson_of(street_id, now)
    told = aside("gather", lesson.said, seconds=PATIENCE) if len(lesson.ids) >= FEWEST else {"groups": []}
    if told is None:
        return
    groups = [(issue, tuple(lesson.ids[at] for at in members)) for issue, members in told["groups"]]
    group_issues(
        actor=SYSTEM, now=now, street_id=street_id, looked=len(lesson.ids),
        joined=[(issue, members) for issue, members in groups if issue > 0],
        fresh=[members for issue, members in groups if issue < 0],
    )  # fmt: skip


@command
def ask_grouping(*, actor: Actor, now: datetime, street_id: int) -> GroupingAsked:
    """Have a street's matters grouped now, by the worker. Refuses: street_unknown, not_allowed, grouping_runs."""
    street = lineage(street_id)
    if street is None or street.level != Level.STREET:
        raise Refusal("street_unknown", _("没有这个街道。"), status=404)
    if not may_at(actor, access.RUN_ISSUES, street.path):
        raise Refusal("not_allowed", _("您的岗位不能做这件事。"), status=403)
    if group_job.is_pending(street_id=street_id):
        raise Refusal("grouping_runs", _("正在归并，请过一会儿再看。"))
    group_job.defer(street_id=street_id, at=now.isoformat())
    return GroupingAsked(subject_id=street_id, area_path=street.path)


@command
def group_issues(
    *,
    actor: Actor,
    now: datetime,
    street_id: int,
    looked: int,
    joined: Sequence[tuple[int, Sequence[int]]],
    fresh: Sequence[Sequence[int]],
) -> IssuesGrouped:
    """Put matters into known issues (issue, matters) and into new ones; whatever people decided meanwhile stands.

    A new issue needs two people, or two matters without a name. Refuses: not_allowed, street_unknown.
    """
    street = lineage(street_id)
    if actor.kind != "system":
        raise Refusal("not_allowed", _("您的岗位不能做这件事。"), status=403)
    if street is None:
        raise Refusal("street_unknown", _("没有这个街道。"), status=404)
    alive = {one.pk: one for one in _locked(area_id=street_id, into=None)}
    wanted = {pk for _issue, members in joined for pk in members} | {pk for some in fresh for pk in some}
    kept = IssueMatter.objects.filter(matter_id__in=wanted).values_list("issue_id", "matter_id", "out")
    taken = {matter for _issue, matter, out in kept if not out}
    apart = {(issue, matter) for issue, matter, out in kept if out}
    here = {
        pk: (title, at)
        for pk, title, at in Matter.objects.filter(
            pk__in=wanted - taken, street_id=street_id, hidden_from=None, kind__in=grouped_kinds()
        ).values_list("id", "title", "received_at")
    }
    rows = [
        _member(alive[issue], pk, now)
        for issue, members in joined
        for pk in members
        if issue in alive and pk in here and (issue, pk) not in apart
    ]
    hot = heat_of([(at, pk) for at, members in enumerate(fresh) for pk in members if pk in here])
    made = []
    for at, members in enumerate(fresh):
        if at not in hot or max(hot[at].people, hot[at].nameless) < FEWEST:
            continue
        inside = sorted((here[pk][1], pk) for pk in members if pk in here)
        issue = HotIssue.objects.create(
            area_id=street_id, area_path=street.path, title=here[inside[0][1]][0][:MOST_TITLE],
            first_at=hot[at].first_at, last_at=hot[at].last_at,
        )  # fmt: skip
        made.append(issue.pk)
        rows += [_member(issue, pk, now) for _at, pk in inside]
    IssueMatter.objects.bulk_create(rows)
    count_anew(sorted({row.issue_id for row in rows}))
    return IssuesGrouped(
        subject_id=street_id, area_path=street.path, looked=looked, joined=len(rows), fresh=tuple(made)
    )


def _member(issue: HotIssue, matter_id: int, now: datetime, actor: Actor | None = None) -> IssueMatter:
    by = actor.person_id if actor is not None else None
    return IssueMatter(issue=issue, matter_id=matter_id, at=now, by_person_id=by, area_path=issue.area_path)


def _locked(**wanted: object) -> list[HotIssue]:
    return list(HotIssue.objects.select_for_update(of=("self",)).filter(**wanted).order_by("pk"))


def count_anew(issue_ids: Sequence[int]) -> None:
    """Count matters and people of issues; one that nobody is left in counts nothing."""
    rows = IssueMatter.objects.filter(issue_id__in=issue_ids, out=False).values_list("issue_id", "matter_id")
    hot = heat_of(list(rows))
    for one in HotIssue.objects.filter(pk__in=issue_ids):
        found = hot.get(one.pk)
        if found is None:
            one.matters = one.people = one.nameless = 0
        else:
            one.matters, one.people, one.nameless, one.first_at, one.last_at = found
        one.save(update_fields=["matters", "people", "nameless", "first_at", "last_at"])


def _of(actor: Actor, *issue_ids: int) -> list[HotIssue]:
    """Issues the actor may run, locked, in the order asked. Refuses: issue_not_found, not_allowed, issue_over."""
    reach = HotIssue.objects.reachable(actor, access.SEE_ISSUES).select_for_update(of=("self",))
    found = {one.pk: one for one in reach.filter(pk__in=issue_ids).order_by("pk")}
    if len(found) < len(set(issue_ids)):
        raise Refusal("issue_not_found", _("没有找到这个热点。"), status=404)
    if not all(may(actor, access.RUN_ISSUES, one) for one in found.values()):
        raise Refusal("not_allowed", _("您的岗位不能做这件事。"), status=403)
    if any(one.into_id is not None for one in found.values()):
        raise Refusal("issue_over", _("这个热点已经并到别的热点里了。"))
    return [found[pk] for pk in issue_ids]


@command
def take_out(
    *, actor: Actor, now: datetime, issue_id: int, matter_ids: tuple[int, ...], together: bool = False
) -> IssueSplit:
    """Take matters out of an issue, for good: the worker never puts them back.

    together: they become an issue of their own, else each goes by itself.
    Refuses: issue_not_found, not_allowed, issue_over, issue_nothing, issue_everything.
    """
    (issue,) = _of(actor, issue_id)
    wanted = set(matter_ids)
    rows = list(issue.members.filter(matter_id__in=wanted, out=False).select_related("matter"))
    if not rows or len(rows) < len(wanted) or len(wanted) > MOST:
        raise Refusal("issue_nothing", _("请选要移出的诉求。"), facts={"field": "matters"})
    if not issue.members.filter(out=False).exclude(matter_id__in=wanted).exists():
        raise Refusal("issue_everything", _("不能全部移出，可以标记为不算热点。"), facts={"field": "matters"})
    for row in rows:
        row.out, row.by_person_id, row.at = True, actor.person_id, now
    IssueMatter.objects.bulk_update(rows, ["out", "by_person_id", "at"])
    fresh = None
    if together:
        first = min(rows, key=lambda row: (row.matter.received_at, row.matter_id)).matter
        fresh = HotIssue.objects.create(
            area_id=issue.area_id, area_path=issue.area_path, title=first.title[:MOST_TITLE],
            first_at=first.received_at, last_at=first.received_at, made_by=actor.person_id,
        )  # fmt: skip
        IssueMatter.objects.bulk_create(_member(fresh, row.matter_id, now, actor) for row in rows)
    count_anew([issue.pk, *([fresh.pk] if fresh else [])])
    return IssueSplit(
        subject_id=issue.pk, area_path=issue.area_path, matter_ids=tuple(sorted(wanted)),
        fresh_id=fresh.pk if fresh else None,
    )  # fmt: skip


@command
def put_in(*, actor: Actor, now: datetime, issue_id: int, matter_ids: tuple[int, ...]) -> IssueFilled:
    """Put matters of the street into an issue, or back; where they were in another, people have taken them out of it.

    Refuses: issue_not_found, not_allowed, issue_over, issue_nothing, matter_not_found, issue_elsewhere, issue_has_it.
    """
    (issue,) = _of(actor, issue_id)
    wanted = set(matter_ids)
    if not wanted or len(wanted) > MOST:
        raise Refusal("issue_nothing", _("请选要放进来的诉求。"), facts={"field": "number"})
    found = Matter.objects.reachable(actor, access.SEE).filter(pk__in=wanted)
    known = {one.pk: one for one in found.filter(hidden_from=None, kind__in=grouped_kinds())}
    if len(known) < len(wanted):
        raise Refusal("matter_not_found", _("没有找到这件事。"), facts={"field": "number"})
    if any(one.street_id != issue.area_id for one in known.values()):
        raise Refusal("issue_elsewhere", _("这件事不在这个街道。"), facts={"field": "number"})
    rows = list(IssueMatter.objects.select_for_update().filter(matter_id__in=wanted))
    if any(row.issue_id == issue.pk and not row.out for row in rows):
        raise Refusal("issue_has_it", _("已经在这个热点里了。"), facts={"field": "number"})
    left = [row for row in rows if not row.out]
    back = [row for row in rows if row.issue_id == issue.pk]
    for row in left:
        row.out = True
    IssueMatter.objects.bulk_update(left, ["out"])
    for row in back:
        row.out, row.by_person_id, row.at, row.origin = False, actor.person_id, now, None
    IssueMatter.objects.bulk_update(back, ["out", "by_person_id", "at", "origin"])
    missing = wanted - {row.matter_id for row in back}
    IssueMatter.objects.bulk_create(_member(issue, pk, now, actor) for pk in sorted(missing))
    before = sorted({row.issue_id for row in left})
    count_anew([issue.pk, *before])
    HotIssue.objects.filter(pk__in=before, matters=0, into=None).update(into=issue)
    return IssueFilled(
        subject_id=issue.pk,
        area_path=issue.area_path,
        matter_ids=tuple(sorted(wanted)),
        from_ids=tuple(before),
    )


@command
def merge_issues(*, actor: Actor, now: datetime, issue_id: int, gone_id: int) -> IssuesMerged:
    """Put another issue of the street together with this one; title and state of this one stay.

    Refuses: issue_not_found, not_allowed, issue_over, issue_itself, issue_elsewhere.
    """
    if issue_id == gone_id:
        raise Refusal("issue_itself", _("不能和自己合并，请选另一个热点。"), facts={"field": "other"})
    issue, gone = _of(actor, issue_id, gone_id)
    if issue.area_id != gone.area_id:
        raise Refusal("issue_elsewhere", _("只能合并同一个街道的热点。"), facts={"field": "other"})
    moving = list(gone.members.filter(out=False))
    known = {
        row.matter_id: row for row in issue.members.filter(matter_id__in=[one.matter_id for one in moving])
    }
    for row in moving:  # what had been taken out of this one comes back by a person's decision
        if row.matter_id in known:
            row.out = True
        else:
            row.issue, row.origin = issue, gone
    IssueMatter.objects.bulk_update(moving, ["out", "issue", "origin"])
    for row in known.values():
        row.out, row.origin = False, gone
    IssueMatter.objects.bulk_update(known.values(), ["out", "origin"])
    gone.into, gone.marked_by, gone.marked_at = issue, actor.person_id, now
    gone.save(update_fields=["into", "marked_by", "marked_at"])
    count_anew([issue.pk, gone.pk])
    return IssuesMerged(subject_id=issue.pk, area_path=issue.area_path, gone_id=gone.pk)


@command
def part_issues(*, actor: Actor, now: datetime, issue_id: int, back_id: int) -> IssuesParted:
    """Undo a merge: what came with the other issue goes back to it, and the worker never joins the two again.

    Refuses: issue_not_found, not_allowed, issue_over, issue_not_merged.
    """
    (issue,) = _of(actor, issue_id)
    back = HotIssue.objects.select_for_update(of=("self",)).filter(pk=back_id, into=issue).first()
    rows = list(issue.members.filter(origin_id=back_id)) if back is not None else []
    if back is None or not rows:
        raise Refusal("issue_not_merged", _("这两个热点没有合并过，或者已经分开了。"))
    at_home = {
        row.matter_id: row for row in back.members.filter(matter_id__in=[one.matter_id for one in rows])
    }
    staying = [row for row in rows if not row.out]
    for row in staying:
        row.out = True
    IssueMatter.objects.bulk_update(staying, ["out"])
    for one in at_home.values():
        one.out = False
    IssueMatter.objects.bulk_update(at_home.values(), ["out"])
    IssueMatter.objects.bulk_create(
        _member(back, row.matter_id, now, actor) for row in staying if row.matter_id not in at_home
    )
    back.into, back.marked_by, back.marked_at = None, actor.person_id, now
    back.save(update_fields=["into", "marked_by", "marked_at"])
    count_anew([issue.pk, back.pk])
    return IssuesParted(subject_id=issue.pk, area_path=issue.area_path, back_id=back.pk)


@command
def name_issue(*, actor: Actor, now: datetime, issue_id: int, title: str) -> IssueNamed:
    """Give an issue a title. Refuses: issue_not_found, not_allowed, issue_over, words_missing."""
    (issue,) = _of(actor, issue_id)
    words = line(title, most=MOST_TITLE, what=_("标题"))
    if not words:
        raise Refusal("words_missing", _("请写标题。"), facts={"field": "title"})
    issue.title, issue.named_by = words, actor.person_id
    issue.save(update_fields=["title", "named_by"])
    return IssueNamed(subject_id=issue.pk, area_path=issue.area_path)


@command
def mark_issue(*, actor: Actor, now: datetime, issue_id: int, state: str, words: str = "") -> IssueMarked:
    """Say how an issue stands: watched, answered together, or no hot issue at all.

    words: what was answered, or why. Refuses: issue_not_found, not_allowed, issue_over, state_unknown, words_missing
    (answered without saying what).
    """
    (issue,) = _of(actor, issue_id)
    if state not in IssueState.values:
        raise Refusal("state_unknown", _("请选怎么处置。"), facts={"field": "state"})
    said = free_text(words, most=MOST_WORDS, what=_("说明"))
    if state == IssueState.ANSWERED and not said:
        raise Refusal("words_missing", _("请写明怎么答复的。"), facts={"field": "words"})
    before = issue.state
    issue.state, issue.words, issue.marked_by, issue.marked_at = state, said, actor.person_id, now
    issue.save(update_fields=["state", "words", "marked_by", "marked_at"])
    return IssueMarked(subject_id=issue.pk, area_path=issue.area_path, before=Code(before), after=Code(state))


def leave_issues(matter_id: int) -> None:
    """A matter that accuses somebody stands in no issue any more, and gives none its title; inside the naming."""
    with scope(SYSTEM):
        rows = list(IssueMatter.objects.filter(matter_id=matter_id, out=False).select_related("issue"))
        for row in rows:
            row.out = True
            row.save(update_fields=["out"])
            others = row.issue.members.filter(out=False).order_by("matter__received_at", "matter_id")
            title = others.values_list("matter__title", flat=True).first()
            if row.issue.named_by is None and title is not None:
                row.issue.title = title[:MOST_TITLE]
                row.issue.save(update_fields=["title"])
        count_anew([row.issue_id for row in rows])
