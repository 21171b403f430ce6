"""Words in a matter: notes and progress by staff; supplement, urge, withdraw, support by residents."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.models import EventRow
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor, may, reaching

from .. import access
from ..events import FollowUpChosen, MatterNoted, MatterSupported, MatterUrged, MatterWithdrawn
from ..models import Clock, Matter, Supporter
from ..queries.nearby import shareable_path
from ..terms import Outcome, RemarkKind, Via
from .asks import end_asks
from .carrying import carry
from .settling import Case, case_of, drop_requests, lock, not_here, remark, still_open
from .splitting import end_parts

MOST_URGES = 10


def _own(actor: Actor, matter_id: int, now: datetime) -> Case:
    """The reporter's own matter, locked. Refuses matter_not_found."""
    reachable = Matter.objects.reachable(actor, access.SPEAK)
    matter = reachable.select_for_update(of=("self",)).filter(pk=matter_id).first()
    if matter is None:
        raise not_here()
    return case_of(matter, now)


@command
def note(
    *,
    actor: Actor,
    now: datetime,
    matter_id: int,
    text: str,
    public: bool = False,
    photos: tuple[UUID, ...] = (),
    photo_claim: str = "",
) -> MatterNoted:
    """Write something into the course of a matter (记一笔); `public` shows it to the reporter as progress.

    Anybody who can see the matter as staff may. photos: uids of stored files.
    Refuses: matter_not_found, words_missing, and what the photo check says.
    """
    case = lock(actor, matter_id, now)
    if not may(actor, access.ACT, case.matter):
        raise Refusal("not_allowed", _("您的岗位不能做这件事。"), status=403)
    kind = RemarkKind.PROGRESS if public else RemarkKind.NOTE
    said = remark(case, actor, now, text, kind, public=public, photos=photos, photo_claim=photo_claim)
    if said is None:
        raise Refusal("words_missing", _("请写点内容再记下。"), facts={"field": "text"})
    return MatterNoted(
        subject_id=matter_id,
        area_path=case.matter.area_path,
        remark_id=said.pk,
        kind=Code(kind),
        public=public,
    )


@command
def supplement(
    *,
    actor: Actor,
    now: datetime,
    matter_id: int,
    text: str,
    photos: tuple[UUID, ...] = (),
    photo_claim: str = "",
) -> MatterNoted:
    """The reporter adds something (补充情况): words, photos or both.

    Refuses: matter_not_found, matter_closed, words_missing, and what the photo check says.
    """
    case = _own(actor, matter_id, now)
    still_open(case)
    with reaching(case.matter.area_path):
        said = remark(
            case, actor, now, text, RemarkKind.SUPPLEMENT, public=True, photos=photos, photo_claim=photo_claim
        )
    if said is None:
        raise Refusal("words_missing", _("请写点内容再提交。"), facts={"field": "text"})
    return MatterNoted(
        subject_id=matter_id,
        area_path=case.matter.area_path,
        remark_id=said.pk,
        kind=Code(RemarkKind.SUPPLEMENT),
        public=True,
    )


@command
def urge(*, actor: Actor, now: datetime, matter_id: int) -> MatterUrged:
    """The reporter asks to be quicker (催一催): the holder is told, once an hour at most.

    Refuses: matter_not_found, matter_closed, urged_already.
    """
    case = _own(actor, matter_id, now)
    still_open(case)
    matter = case.matter
    with reaching(matter.area_path):
        recent = _last_urge(matter)
    if recent is not None and (now - recent).total_seconds() < 3600:
        raise Refusal("urged_already", _("刚才已经替您催过了，经办人看得到。"))
    if matter.urges >= MOST_URGES:
        raise Refusal("urged_already", _("已经催过很多次了，请直接打电话给经办人。"))
    matter.urges += 1
    matter.save(update_fields=["urges"])
    return MatterUrged(subject_id=matter_id, area_path=matter.area_path, times=matter.urges)


def _last_urge(matter: Matter) -> datetime | None:
    rows = EventRow.objects.filter(subject="matter", subject_id=matter.pk, code="matters.urged")
    return rows.order_by("-id").values_list("at", flat=True).first()


@command
def withdraw(*, actor: Actor, now: datetime, matter_id: int, text: str = "") -> MatterWithdrawn:
    """The reporter takes the matter back (撤回): it is over, or no longer wanted.

    Refuses: matter_not_found, matter_closed.
    """
    case = _own(actor, matter_id, now)
    still_open(case)
    matter = case.matter
    before = case.held(None)
    with reaching(matter.area_path):
        said = remark(case, actor, now, text, RemarkKind.SUPPLEMENT, public=True)
        Clock.objects.filter(matter_id=matter.pk, ended_at=None).update(ended_at=now)
        drop_requests(matter, now, all_of_them=True)
    matter.closed_at, matter.outcome, matter.rides = now, Outcome.WITHDRAWN, False
    matter.next_due_at = matter.due_at = None
    matter.save()
    carry(case, actor, now)
    end_parts(matter, actor, now)
    end_asks(matter, actor, now)
    return MatterWithdrawn(
        subject_id=matter_id,
        area_path=matter.area_path,
        before=before,
        remark_id=said.pk if said else None,
    )


@command
def choose_follow_up(*, actor: Actor, now: datetime, matter_id: int, via: str) -> FollowUpChosen:
    """The reporter says how to be asked afterwards (回访方式).

    Refuses: matter_not_found, matter_closed, via_unknown.
    """
    case = _own(actor, matter_id, now)
    still_open(case)
    if via not in {str(one) for one in case.kind.asking.via if one != Via.LINK}:
        raise Refusal("via_unknown", _("这种事项没有这个回访方式。"), facts={"field": "via"})
    case.matter.follow_via = via
    case.matter.save(update_fields=["follow_via"])
    return FollowUpChosen(subject_id=matter_id, area_path=case.matter.area_path, via=Code(via))


@command
def support(*, actor: Actor, now: datetime, matter_id: int) -> MatterSupported:
    """我也遇到了: join somebody else's open report instead of making another one.

    Refuses: sign_in_first, matter_not_found, support_own, supported_already.
    """
    if actor.person_id is None:
        raise Refusal("sign_in_first", _("先登录，我们才能把结果告诉您。"))
    if not actor.allows(access.SPEAK):
        raise Refusal("not_allowed", _("这个令牌不能替本人说话。"), status=403)
    place = shareable_path(matter_id)
    if place is None:
        raise not_here()
    with reaching(place):
        matter = Matter.objects.select_for_update().get(pk=matter_id)
        if matter.reporter_person_id == actor.person_id:
            raise Refusal("support_own", _("这就是您报的那一件。"))
        _joined, new = Supporter.objects.get_or_create(
            matter=matter, person_id=actor.person_id, defaults={"at": now, "area_path": matter.area_path}
        )
        if not new:
            raise Refusal("supported_already", _("您已经加入过了。"))
        matter.supporters += 1
        matter.save(update_fields=["supporters"])
    return MatterSupported(subject_id=matter_id, area_path=matter.area_path, person_id=actor.person_id)
