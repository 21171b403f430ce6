"""议事: opinions gathered, one wording with all of them, a decision with its reason, actions that are ordinary matters."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, reaching
from linli.kernel.text import free_text, line

from .. import access
from ..events import ActionOpened, MatterMoved, OpinionGathered, TopicPublished
from ..kinds import kinds
from ..models import Matter, Opinion, ProposalAction, Resolution, Topic, Wording
from ..queries.proposals import topic_place
from ..rules.steps import moved
from ..terms import OpinionSource, ProposalVerdict, Source
from .intake import open_matter
from .moving_on import move_on
from .settling import MOST_WORDS, Case, case_of, lock, not_here, still_open

KIND = "proposal"
TITLE = 40
MOST_VOICES = 5
"""Opinions of one person on one proposal."""
MOVES = {
    ProposalVerdict.ACCEPTED: "accept",
    ProposalVerdict.PARTLY: "partly",
    ProposalVerdict.DECLINED: "decline",
}


def _proposal(actor: Actor, matter_id: int, now: datetime, permission: str) -> Case:
    """An open proposal, locked. Refuses matter_not_found, not_allowed, not_a_proposal, matter_closed."""
    case = lock(actor, matter_id, now, permission)
    if case.kind.code != KIND:
        raise Refusal("not_a_proposal", _("这不是议事，不能这样办。"))
    still_open(case)
    return case


def _words(text: str, what: object, sentence: object, field: str = "text") -> str:
    clean = free_text(text, most=MOST_WORDS, what=what)
    if not clean:
        raise Refusal("words_missing", sentence, facts={"field": field})
    return clean


def _publish(matter: Matter, title: str, text: str, now: datetime, wordings: int) -> None:
    Topic.objects.update_or_create(
        matter=matter,
        defaults={"title": title, "text": text, "changed_at": now, "wordings": wordings},
        create_defaults={
            "title": title, "text": text, "changed_at": now, "wordings": wordings, "made_at": now,
            "area_path": matter.area_path,
        },
    )  # fmt: skip


@command
def publish_topic(*, actor: Actor, now: datetime, matter_id: int, title: str, text: str) -> TopicPublished:
    """Put a proposal on the public board in words a desk has looked at, so that neighbours can say what they think.

    Names never go there. Refuses: matter_not_found, not_allowed, not_a_proposal, matter_closed, words_missing,
    distilled_already (from then on the wording stands there).
    """
    case = _proposal(actor, matter_id, now, access.DECIDE_PROPOSAL)
    heading = line(title, most=TITLE, what=_("议题"))
    if not heading:
        raise Refusal("words_missing", _("请写议题。"), facts={"field": "title"})
    words = _words(text, _("说明"), _("请用几句话说清楚要议什么。"))
    if Wording.objects.filter(matter_id=matter_id).exists():
        raise Refusal("distilled_already", _("已经归纳过，公开的就是归纳后的议题。"))
    _publish(case.matter, heading, words, now, 0)
    return TopicPublished(subject_id=matter_id, area_path=case.matter.area_path)


@command
def add_opinion(
    *, actor: Actor, now: datetime, matter_id: int, source: str, text: str, said_by: str = ""
) -> OpinionGathered:
    """Write down an opinion from paper, a visit, a meeting or the telephone; whose it is may stay unsaid.

    Refuses: matter_not_found, not_allowed, not_a_proposal, matter_closed, source_unknown, words_missing.
    """
    case = _proposal(actor, matter_id, now, access.GATHER)
    if source not in OpinionSource.values or source == OpinionSource.SCREEN:
        raise Refusal("source_unknown", _("请选这条意见是怎么来的。"), facts={"field": "source"})
    row = Opinion.objects.create(
        matter=case.matter, source=source, at=now, entered_by=actor.person_id, area_path=case.matter.area_path,
        text=_words(text, _("意见"), _("请写下这条意见。")), said_by=line(said_by, most=40, what=_("谁说的")),
    )  # fmt: skip
    return _gathered(case.matter, row)


def _gathered(matter: Matter, row: Opinion) -> OpinionGathered:
    return OpinionGathered(
        subject_id=matter.pk, area_path=matter.area_path, opinion_id=row.pk, source=Code(row.source)
    )


@command
def say_opinion(
    *, actor: Actor, now: datetime, number: str, text: str, source: str = "screen", said_by: str = ""
) -> OpinionGathered:
    """An opinion on a proposal of the public board: one's own from the screen, or brought along by who serves there.

    A grid's worker cannot open the matter of the whole community, but can bring what people of the grid say.
    Refuses: sign_in_first, matter_not_found, matter_closed, not_allowed, source_unknown, words_missing,
    opinions_enough.
    """
    if actor.person_id is None:
        raise Refusal("sign_in_first", _("先登录，我们才能把结果告诉您。"))
    place = topic_place(number)
    if place is None:
        raise not_here()
    own = source == OpinionSource.SCREEN
    if not own:
        _may_bring(actor, place.path, source)
    with reaching(place.path):
        matter = Matter.objects.select_for_update(of=("self",)).get(pk=place.matter_id)
        still_open(case_of(matter, now))
        said = Opinion.objects.filter(matter=matter, person_id=actor.person_id).count() if own else 0
        if said >= MOST_VOICES:
            raise Refusal("opinions_enough", _("您已经说过好几条了，都会写进去。"))
        row = Opinion.objects.create(
            matter=matter, source=source, person_id=actor.person_id if own else None,
            entered_by=None if own else actor.person_id, at=now,
            said_by="" if own else line(said_by, most=40, what=_("谁说的")),
            text=_words(text, _("意见"), _("请写下您的意见。")), area_path=matter.area_path,
        )  # fmt: skip
        return _gathered(matter, row)


def _may_bring(actor: Actor, path: str, source: str) -> None:
    """Refuses source_unknown, not_allowed."""
    if source not in OpinionSource.values:
        raise Refusal("source_unknown", _("请选这条意见是怎么来的。"), facts={"field": "source"})
    serves = any(one.path.startswith(path) or path.startswith(one.path) for one in actor.standings)
    if not serves or not actor.holds(access.GATHER):
        raise Refusal("not_allowed", _("您的岗位不能做这件事。"), status=403)


@command
def distil(*, actor: Actor, now: datetime, matter_id: int, title: str, text: str) -> MatterMoved:
    """Make one wording of all that was said. It stands on every opinion so far; none can be left out.

    Refuses: matter_not_found, not_allowed, not_a_proposal, matter_closed, move_unknown, words_missing.
    """
    case = _proposal(actor, matter_id, now, access.DECIDE_PROPOSAL)
    after, move = moved(case.kind, case.state, "distil", case.desks)
    heading = line(title, most=TITLE, what=_("议题"))
    if not heading:
        raise Refusal("words_missing", _("请写议题。"), facts={"field": "title"})
    words = _words(text, _("归纳"), _("请把大家的意见归纳成一段话。"))
    voices = list(Opinion.objects.filter(matter_id=matter_id).order_by("id").values_list("pk", flat=True))
    version = Wording.objects.filter(matter_id=matter_id).count() + 1
    Wording.objects.create(
        matter=case.matter, version=version, title=heading, text=words, opinions=len(voices) + 1,
        last_opinion_id=voices[-1] if voices else 0, by_person_id=actor.person_id, at=now,
        area_path=case.matter.area_path,
    )  # fmt: skip
    _publish(case.matter, heading, words, now, version)
    return move_on(case, actor, now, after, move, "")


@command
def decide_proposal(*, actor: Actor, now: datetime, matter_id: int, verdict: str, reason: str) -> MatterMoved:
    """Accept, accept in part or decline, with a reason that everybody can read; it may not be empty.

    What is declined goes back to the proposer at once. Refuses: matter_not_found, not_allowed, not_a_proposal,
    matter_closed, move_unknown, verdict_unknown, words_missing.
    """
    case = _proposal(actor, matter_id, now, access.DECIDE_PROPOSAL)
    if verdict not in ProposalVerdict.values:
        raise Refusal("verdict_unknown", _("请选采纳、部分采纳还是不采纳。"), facts={"field": "verdict"})
    after, move = moved(case.kind, case.state, MOVES[ProposalVerdict(verdict)], case.desks)
    words = _words(reason, _("理由"), _("请写明理由，大家都看得到。"), "reason")
    wording = Wording.objects.filter(matter_id=matter_id).latest("version")
    Resolution.objects.create(
        matter=case.matter, wording=wording, verdict=verdict, reason=words, by_person_id=actor.person_id,
        at=now, area_path=case.matter.area_path,
    )  # fmt: skip
    return move_on(case, actor, now, after, move, words)


@command
def open_action(
    *,
    actor: Actor,
    now: datetime,
    matter_id: int,
    kind: str,
    text: str,
    title: str = "",
    area_id: int | None = None,
    category: str = "",
    order_type: str = "",
) -> ActionOpened:
    """Make an ordinary matter of a part of an accepted proposal, of any kind; it runs by its own clocks.

    area_id: where it is to be done, the proposal's own place unless said. Refuses: matter_not_found,
    not_allowed, not_a_proposal, matter_closed, not_decided, kind_is_proposal, and what intake refuses.
    """
    case = _proposal(actor, matter_id, now, access.DECIDE_PROPOSAL)
    if case.state.stage != "doing":
        raise Refusal("not_decided", _("决定采纳以后才能分出落实事项。"))
    if kind == KIND:
        raise Refusal("kind_is_proposal", _("落实事项不能又是议事。"), facts={"field": "kind"})
    known = kinds().get(kind)
    sources = known.sources if known is not None else ()
    wanted = (Source.PROPOSAL, Source.DESK, *sources)
    source = next((one for one in wanted if one in sources), Source.PROPOSAL)
    opened = open_matter(
        actor=actor, now=now, kind=kind, text=text, title=title, area_id=area_id or case.matter.area_id,
        category=category, order_type=order_type, source=source, anonymous=True,
    )  # fmt: skip
    ProposalAction.objects.create(
        matter=case.matter, action_id=opened.subject_id, by_person_id=actor.person_id, at=now,
        area_path=case.matter.area_path,
    )  # fmt: skip
    return ActionOpened(
        subject_id=matter_id, area_path=case.matter.area_path, action_id=opened.subject_id,
        number=opened.number, kind=opened.kind,
    )  # fmt: skip


@command
def link_action(*, actor: Actor, now: datetime, matter_id: int, number: str) -> ActionOpened:
    """Count a matter that is there already among the actions of a proposal.

    Refuses: matter_not_found, not_allowed, not_a_proposal, matter_closed, not_decided, action_unknown,
    kind_is_proposal, action_taken.
    """
    case = _proposal(actor, matter_id, now, access.DECIDE_PROPOSAL)
    if case.state.stage != "doing":
        raise Refusal("not_decided", _("决定采纳以后才能分出落实事项。"))
    found = Matter.objects.reachable(actor, access.SEE).filter(number=number.strip()).first()
    if found is None:
        raise Refusal("action_unknown", _("没有找到这个编号。"), facts={"field": "number"})
    if found.kind == KIND:
        raise Refusal("kind_is_proposal", _("落实事项不能又是议事。"), facts={"field": "number"})
    _row, new = ProposalAction.objects.get_or_create(
        action=found,
        defaults={
            "matter": case.matter, "by_person_id": actor.person_id, "at": now, "area_path": case.matter.area_path,
        },
    )  # fmt: skip
    if not new:
        raise Refusal("action_taken", _("这件已经是落实事项了。"), facts={"field": "number"})
    return ActionOpened(
        subject_id=matter_id, area_path=case.matter.area_path, action_id=found.pk,
        number=Code(found.number), kind=Code(found.kind),
    )  # fmt: skip


@command
def finish_proposal(*, actor: Actor, now: datetime, matter_id: int, text: str) -> MatterMoved:
    """All actions are over: tell the proposer what was done, who is then asked. It is not done before that.

    Refuses: matter_not_found, not_allowed, not_a_proposal, matter_closed, move_unknown, no_actions,
    actions_open, words_missing.
    """
    case = _proposal(actor, matter_id, now, access.DECIDE_PROPOSAL)
    after, move = moved(case.kind, case.state, "finish", case.desks)
    with reaching(case.matter.area_path):
        closed = list(
            ProposalAction.objects.filter(matter_id=matter_id).values_list("action__closed_at", flat=True)
        )
    if not closed:
        raise Refusal("no_actions", _("还没有落实事项，先分出要办的事。"))
    if running := sum(one is None for one in closed):
        raise Refusal("actions_open", _("还有%(n)d件没办完，不能说都落实了。") % {"n": running})
    return move_on(case, actor, now, after, move, _words(text, _("答复"), _("请写明落实得怎样。")))
