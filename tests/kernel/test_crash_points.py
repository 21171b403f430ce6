"""Each command cut after its k-th statement, and after its commit before the answer: all or nothing, and a
retry under the same id gives the same answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection, transaction
from tests.matters.petitions import petition
from tests.matters.reports import met, picture
from tests.town import Cast, square

from linli.assist.photos.box import Box, Line, Reading
from linli.board import commands as board
from linli.exchange import commands as exchange
from linli.kernel import files, sheets
from linli.kernel.command import Command, registry
from linli.kernel.days import read_days
from linli.kernel.models import EventRow, Notice, StoredFile
from linli.kernel.notice import _open as sealed_words
from linli.kernel.notice import tell
from linli.kernel.scope import GUEST, SYSTEM, Actor, scope
from linli.kernel.terms import Channel
from linli.kernel.undelivered import retry_notice
from linli.matters import commands as matters
from linli.matters.models import Category, IncidentStep, Matter
from linli.people import commands as people
from linli.people.models import Account, ApiToken
from linli.people.queries import actor_for_person
from linli.places import commands as places

pytestmark = pytest.mark.django_db

NAMES = UUID("6f1d8f0e-54a8-4d54-9a4e-3a3f9c1b7a11")


class CutError(Exception):
    """The moment the process would have died."""


@dataclass
class Cutter:
    """Counts statements and cuts after the k-th."""

    at: int | None = None
    seen: int = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        answer = execute(sql, params, many, context)
        self.seen += 1
        if self.at is not None and self.seen == self.at:
            raise CutError(sql)
        return answer


def fingerprint() -> dict[str, Any]:
    """Every table's content as one number."""
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'linli'::regnamespace"
            " and relname not in ('kernel_cache', 'django_session') order by 1"
        )
        tables = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            " union all ".join(
                f"select '{table}', count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) from {table} t"
                for table in tables
            )
        )
        return {row[0]: row[1:] for row in cursor.fetchall()}


Scene = Callable[[Cast, Any], tuple[Actor, dict[str, Any]]]
SCENES: dict[str, tuple[Command[..., Any], Scene]] = {}


def scene(verb: Command[..., Any]) -> Callable[[Scene], Scene]:
    def keep(prepare: Scene) -> Scene:
        SCENES[f"{verb.name}:{prepare.__name__}"] = (verb, prepare)
        return prepare

    return keep


def _opened(cast: Cast, now: Any, actor: str = "zhou", **more: Any) -> int:
    asked = {"kind": "snapshot", "text": "灯不亮", "area_id": cast.areas["building2"], **more}
    return matters.open_matter(actor=cast.actor(actor), now=now, **asked).subject_id


def _fixed(cast: Cast, now: Any) -> int:
    pk = _opened(cast, now)
    matters.move_matter(actor=cast.actor("chen"), now=now, matter_id=pk, move="fix", text="修好了。")
    return pk


@scene(matters.open_matter)
def by_a_resident(cast, now):
    asked = {
        "kind": "snapshot",
        "text": "井盖松动",
        "area_id": cast.areas["building2"],
        "phone": "12900002076",
    }
    return cast.actor("zhou"), asked


@scene(matters.open_matter)
def at_the_desk(cast, now):
    asked = {"kind": "hotline", "text": "暖气不热", "area_id": cast.areas["grid3"], "source": "hotline", "name": "郑女士",
             "phone": "12900005521", "order_type": "help"}  # fmt: skip
    return cast.actor("he"), asked


@scene(matters.understand)
def with_a_suggestion(cast, now):
    said = {"version": "20261130-ab", "band": "sure", "choices": [{"label": "light", "confidence": 0.95}]}
    spans = [("text", "phone", 0, 2, "mobile")]
    return SYSTEM, {"matter_id": _opened(cast, now), "spans": spans, "whole": True, "suggestion": said}


def _understood(cast: Cast, now: Any) -> int:
    pk = _opened(cast, now)
    spans = [("text", "phone", 0, 2, "mobile")]
    matters.understand(actor=SYSTEM, now=now, matter_id=pk, spans=spans, whole=True)
    return pk


def _photographed(cast: Cast, now: Any) -> tuple[int, UUID]:
    """A matter with one photo, and the photo's name."""
    uid = files.store_photo(picture().read(), actor=cast.actor("zhou"), now=now, claim="c" * 32)
    asked = {"kind": "snapshot", "text": "井盖松动", "area_id": cast.areas["building2"], "photos": (uid,)}
    return matters.open_matter(
        actor=cast.actor("zhou"), now=now, photo_claim="c" * 32, **asked
    ).subject_id, uid


def _file_id(uid: UUID) -> int:
    with scope(SYSTEM):
        return StoredFile.objects.get(uid=uid).pk


@scene(matters.keep_photo)
def with_a_face(cast, now):
    _pk, uid = _photographed(cast, now)
    found = Reading([Line("停水通知", 0.99, 1, 1, 9, 9)], [Box("face", 0, 0, 9, 9, 0.9)])
    return SYSTEM, {"file_id": _file_id(uid), "reading": found}


@scene(matters.cover_photo)
def covering_a_part(cast, now):
    pk, uid = _photographed(cast, now)
    return cast.actor("li"), {"matter_id": pk, "photo": uid, "box": (1, 1, 50, 50)}


@scene(matters.see_photo)
def to_see_what_is_covered(cast, now):
    pk, uid = _photographed(cast, now)
    return cast.actor("li"), {"matter_id": pk, "photo": uid, "reason": "verify", "words": "看清门牌"}


def _hinted(cast: Cast, now: Any) -> int:
    """A matter that lies in a grid, and seems to lie at a building there."""
    asked = {"kind": "snapshot", "text": "槐荫里2号楼灯不亮", "area_id": cast.areas["grid3"]}
    pk = matters.open_matter(actor=cast.actor("zhou"), now=now, **asked).subject_id
    given = [(cast.areas["building2"], 0.97, "槐荫里2号楼")]
    matters.hint_place(actor=SYSTEM, now=now, matter_id=pk, given=given)
    return pk


@scene(matters.hint_place)
def as_its_words_say(cast, now):
    given = [(cast.areas["building2"], 0.97, "槐荫里2号楼")]
    return SYSTEM, {"matter_id": _opened(cast, now), "given": given}


@scene(matters.take_place)
def it_is_there(cast, now):
    return cast.actor("chen"), {"matter_id": _hinted(cast, now), "area_id": cast.areas["building2"]}


@scene(matters.refuse_places)
def none_of_them(cast, now):
    return cast.actor("chen"), {"matter_id": _hinted(cast, now)}


@scene(matters.sort_matter)
def as_a_person_says(cast, now):
    return cast.actor("chen"), {"matter_id": _understood(cast, now), "category": "light"}


@scene(matters.choose_version)
def of_the_machine(cast, now):
    root = settings.LINLI_ASSIST
    (root / "versions" / "20261101-ab").mkdir(parents=True, exist_ok=True)
    return cast.actor("xi"), {"version": "20261101-ab", "reason": "试用"}


@scene(matters.change_mask)
def may_be_read(cast, now):
    pk = _understood(cast, now)
    return cast.actor("li"), {"matter_id": pk, "words": "text", "begin": 0, "end": 2, "hide": False}


def _alike(cast: Cast, now: Any, first: int = 0) -> tuple[int, ...]:
    """Two reports of two people at one grid."""
    asked = {"area_id": cast.areas["grid3"], "source": "desk", "name": "王先生"}
    numbers = (f"1290000{first + at:04}" for at in range(3001, 3003))
    return tuple(_opened(cast, now, "li", phone=number, **asked) for number in numbers)


def _issue(cast: Cast, now: Any, first: int = 0) -> tuple[int, tuple[int, ...]]:
    ids = _alike(cast, now, first)
    street = cast.areas["street"]
    event = matters.group_issues(actor=SYSTEM, now=now, street_id=street, looked=2, joined=(), fresh=[ids])
    return event.fresh[0], ids


@scene(matters.group_issues)
def new_ones_and_more(cast, now):
    issue, _ids = _issue(cast, now)
    more, other = _alike(cast, now, 50), _alike(cast, now, 80)
    asked = {"street_id": cast.areas["street"], "looked": 6, "joined": [(issue, more)], "fresh": [other]}
    return SYSTEM, asked


@scene(matters.ask_grouping)
def by_the_street(cast, now):
    return cast.actor("he"), {"street_id": cast.areas["street"]}


@scene(matters.take_out)
def as_an_issue_of_its_own(cast, now):
    issue, ids = _issue(cast, now)
    return cast.actor("he"), {"issue_id": issue, "matter_ids": ids[:1], "together": True}


@scene(matters.put_in)
def out_of_another(cast, now):
    (issue, _ids), (_other, ids) = _issue(cast, now), _issue(cast, now, 50)
    return cast.actor("he"), {"issue_id": issue, "matter_ids": ids}


@scene(matters.merge_issues)
def two_of_a_street(cast, now):
    (issue, _ids), (other, _others) = _issue(cast, now), _issue(cast, now, 50)
    return cast.actor("he"), {"issue_id": issue, "gone_id": other}


@scene(matters.part_issues)
def two_that_were_merged(cast, now):
    (issue, _ids), (other, _others) = _issue(cast, now), _issue(cast, now, 50)
    matters.merge_issues(actor=cast.actor("he"), now=now, issue_id=issue, gone_id=other)
    return cast.actor("he"), {"issue_id": issue, "back_id": other}


@scene(matters.name_issue)
def of_two_people(cast, now):
    return cast.actor("he"), {"issue_id": _issue(cast, now)[0], "title": "槐荫里电梯"}


@scene(matters.mark_issue)
def answered_together(cast, now):
    issue, _ids = _issue(cast, now)
    return cast.actor("he"), {"issue_id": issue, "state": "answered", "words": "12月5日换。"}


@scene(matters.move_matter)
def fixing(cast, now):
    return cast.actor("chen"), {"matter_id": _opened(cast, now), "move": "fix", "text": "修好了。"}


@scene(matters.name_accused)
def accusing_the_desk_that_has_it(cast, now):
    pk = petition(cast, now).pk
    return cast.actor("tang"), {"matter_id": pk, "people": (cast.people["guo"],)}


@scene(matters.renew_accused)
def after_a_posting(cast, now):
    petition(cast, now, accused_people=(cast.people["chen"],))
    return SYSTEM, {"person_id": cast.people["chen"]}


@scene(matters.name_agent)
def by_the_petitioner(cast, now):
    pk = petition(cast, now).pk
    return cast.actor("zhou"), {"matter_id": pk, "agent_person_id": cast.people["bai"]}


def _attended(cast: Cast, now: Any) -> int:
    pk = petition(cast, now).pk
    matters.name_agent(actor=cast.actor("zhou"), now=now, matter_id=pk, agent_person_id=cast.people["bai"])
    return pk


@scene(matters.end_agency)
def by_the_agent(cast, now):
    return cast.actor("bai"), {"matter_id": _attended(cast, now)}


@scene(matters.report_back)
def on_a_visit(cast, now):
    return cast.actor("bai"), {"matter_id": _attended(cast, now), "via": "visit", "text": "告诉她受理了。"}


@scene(matters.use_right)
def asking_for_a_review(cast, now):
    pk = _attended(cast, now)
    for move in ("ours", "accept"):
        matters.move_matter(actor=cast.actor("he"), now=now, matter_id=pk, move=move)
    matters.move_matter(
        actor=cast.actor("he"), now=now, matter_id=pk, move="answer", text="已拨付。", points=met("petition")
    )
    return cast.actor("zhou"), {"matter_id": pk, "move": "review", "text": "不认可。"}


@scene(matters.use_kind)
def the_seven_steps(cast, now):
    return cast.actor("xi"), {
        "area_id": cast.areas["street"], "kind": "city_event", "used": True, "since": now.date(),
    }  # fmt: skip


POINT = {"name": "槐树下", "place": "2号楼前", "times": "每周三下午"}


@scene(matters.edit_talk_point)
def a_new_point(cast, now):
    return cast.actor("li"), {"area_id": cast.areas["huaiyin"], **POINT}


@scene(matters.close_talk_point)
def a_point_no_longer_used(cast, now):
    li = cast.actor("li")
    point = matters.edit_talk_point(actor=li, now=now, area_id=cast.areas["huaiyin"], **POINT)
    return li, {"point_id": point.subject_id}


@scene(matters.set_firm_round)
def a_month_apart(cast, now):
    return cast.actor("he"), {"firm_id": cast.organisations["works"], "every_days": 30}


@scene(matters.visit_firm)
def at_a_firm(cast, now):
    matters.set_firm_round(
        actor=cast.actor("he"), now=now, firm_id=cast.organisations["works"], every_days=30
    )
    return cast.actor("he"), {"firm_id": cast.organisations["works"]}


@scene(matters.keep_text)
def a_standard_answer(cast, now):
    return cast.actor("li"), {
        "area_id": cast.areas["huaiyin"],
        "title": "灯好了",
        "text": "{number}的灯好了。",
    }


@scene(matters.retire_text)
def an_answer_no_longer_used(cast, now):
    text = {"area_id": cast.areas["huaiyin"], "title": "灯好了", "text": "好了。"}
    kept = matters.keep_text(actor=cast.actor("li"), now=now, **text)
    return cast.actor("li"), {"text_id": kept.subject_id}


@scene(matters.hand_up)
def up(cast, now):
    return cast.actor("chen"), {"matter_id": _opened(cast, now), "text": "要物业出面。"}


@scene(matters.send_down)
def down(cast, now):
    pk = _opened(cast, now)
    matters.hand_up(actor=cast.actor("chen"), now=now, matter_id=pk, text="要协调。")
    return cast.actor("li"), {"matter_id": pk, "text": "协调好了。", "fed_back": True}


@scene(matters.assign)
def to_a_unit(cast, now):
    return cast.actor("li"), {
        "matter_id": _opened(cast, now),
        "unit_id": cast.organisations["works"],
        "text": "请看",
    }


@scene(matters.undo)
def the_last_step(cast, now):
    pk = _opened(cast, now)
    matters.hand_up(actor=cast.actor("chen"), now=now, matter_id=pk, text="要协调。")
    with scope(SYSTEM):
        last = EventRow.objects.filter(subject_id=pk).latest("id").pk
    return cast.actor("chen"), {"matter_id": pk, "event_id": last}


@scene(matters.merge)
def two_into_one(cast, now):
    lead, rider, one_more = _opened(cast, now), _opened(cast, now), _opened(cast, now)
    matters.merge(actor=cast.actor("li"), now=now, lead_id=rider, member_ids=(one_more,))
    return cast.actor("li"), {"lead_id": lead, "member_ids": (rider,), "text": "同一盏灯。"}


@scene(matters.unmerge)
def out_again(cast, now):
    lead, rider = _opened(cast, now), _opened(cast, now)
    matters.merge(actor=cast.actor("li"), now=now, lead_id=lead, member_ids=(rider,))
    return cast.actor("li"), {"matter_id": rider}


@scene(matters.move_matter)
def answering_a_lead(cast, now):
    lead, rider = _opened(cast, now), _opened(cast, now)
    matters.merge(actor=cast.actor("li"), now=now, lead_id=lead, member_ids=(rider,))
    return cast.actor("chen"), {"matter_id": lead, "move": "fix", "text": "修好了。"}


@scene(matters.split)
def in_two(cast, now):
    return cast.actor("li"), {"matter_id": _opened(cast, now), "titles": ("灯", "电线")}


def _asked(cast, now) -> int:
    unit, pk = cast.organisations["works"], _opened(cast, now)
    return matters.ask_unit(actor=cast.actor("li"), now=now, matter_id=pk, unit_id=unit, text="请看").ask_id


@scene(matters.ask_unit)
def a_unit(cast, now):
    asked = {
        "matter_id": _opened(cast, now),
        "unit_id": cast.organisations["works"],
        "text": "请看",
        "span": "1wd",
    }
    return cast.actor("li"), asked


@scene(matters.answer_ask)
def its_part(cast, now):
    return cast.actor("shi"), {"ask_id": _asked(cast, now), "text": "看了，要换线。"}


@scene(matters.remind_unit)
def of_its_part(cast, now):
    return cast.actor("li"), {"ask_id": _asked(cast, now)}


@scene(matters.extend_ask)
def for_a_unit(cast, now):
    return cast.actor("li"), {"ask_id": _asked(cast, now), "span": "5wd", "text": "等配件。"}


@scene(matters.withdraw_ask)
def no_longer_needed(cast, now):
    return cast.actor("li"), {"ask_id": _asked(cast, now), "text": "已经好了。"}


def _meeting(cast, now, pk: int) -> dict[str, Any]:
    units = (cast.organisations["works"], cast.organisations["patrol"])
    return {
        "matter_id": pk,
        "unit_ids": units,
        "at": now + timedelta(days=1),
        "place": "二楼",
        "text": "谁来修",
    }


@scene(matters.call_consultation)
def two_units(cast, now):
    return cast.actor("li"), _meeting(cast, now, _opened(cast, now))


@scene(matters.conclude_consultation)
def of_two_units(cast, now):
    called = matters.call_consultation(
        actor=cast.actor("li"), now=now, **_meeting(cast, now, _opened(cast, now))
    )
    return cast.actor("li"), {"consultation_id": called.consultation_id, "text": "市政所修。"}


def _planned(cast, now) -> int:
    where = {"area_id": cast.areas["street"], "type": "gas"}
    unit = cast.organisations["works"]
    matters.add_plan_unit(actor=cast.actor("he"), now=now, **where, unit_id=unit)
    return matters.add_plan_step(actor=cast.actor("he"), now=now, **where, text="关阀门").subject_id


def _emergency(cast, now) -> int:
    _planned(cast, now)
    return _opened(cast, now, kind="incident", incident="gas", source="visit", actor="chen")


@scene(matters.open_matter)
def an_emergency(cast, now):
    _planned(cast, now)
    asked = {
        "kind": "incident",
        "incident": "gas",
        "text": "有燃气味",
        "area_id": cast.areas["building2"],
        "source": "visit",
    }
    return cast.actor("chen"), asked


@scene(matters.log_incident)
def what_happened(cast, now):
    return cast.actor("chen"), {"matter_id": _emergency(cast, now), "text": "阀门关了。"}


@scene(matters.tick_step)
def first_of_the_list(cast, now):
    pk = _emergency(cast, now)
    with scope(SYSTEM):
        step = IncidentStep.objects.get(matter_id=pk)
    return cast.actor("chen"), {"step_id": step.pk}


@scene(matters.add_plan_unit)
def to_call(cast, now):
    where = {"area_id": cast.areas["street"], "type": "fire", "unit_id": cast.organisations["works"]}
    return cast.actor("he"), where


@scene(matters.add_plan_step)
def to_do(cast, now):
    return cast.actor("he"), {"area_id": cast.areas["street"], "type": "fire", "text": "报119"}


@scene(matters.retire_plan_row)
def no_longer_to_do(cast, now):
    return cast.actor("he"), {"what": "step", "row_id": _planned(cast, now)}


@scene(matters.note)
def for_the_reporter(cast, now):
    return cast.actor("li"), {"matter_id": _opened(cast, now), "text": "明天上午来修。", "public": True}


@scene(matters.supplement)
def by_the_reporter(cast, now):
    return cast.actor("zhou"), {"matter_id": _opened(cast, now), "text": "晚上更黑。"}


@scene(matters.urge)
def once(cast, now):
    return cast.actor("zhou"), {"matter_id": _opened(cast, now)}


@scene(matters.withdraw)
def it_is_over(cast, now):
    return cast.actor("zhou"), {"matter_id": _opened(cast, now), "text": "自己好了。"}


@scene(matters.choose_follow_up)
def at_the_door(cast, now):
    return cast.actor("zhou"), {"matter_id": _opened(cast, now), "via": "visit"}


@scene(matters.support)
def me_too(cast, now):
    return cast.actor("feng"), {"matter_id": _opened(cast, now)}


def _slip(cast, now):
    from linli.matters.models import Slip

    matters.print_slips(actor=cast.actor("li"), now=now, area_id=cast.areas["huaiyin"], count=1)
    with scope(SYSTEM):
        return Slip.objects.latest("id")


@scene(matters.open_matter)
def from_a_paper_slip(cast, now):
    asked = {"kind": "snapshot", "text": "灯不亮", "area_id": cast.areas["building2"], "source": "paper"}
    return cast.actor("li"), {**asked, "slip": _slip(cast, now).number, "name": "周女士"}


@scene(matters.open_matter)
def answered_on_the_telephone(cast, now):
    asked = {"kind": "hotline", "text": "老年证怎么办", "area_id": cast.areas["huaiyin"], "source": "phone"}
    return cast.actor("he"), {
        **asked,
        "order_type": "enquiry",
        "phone": "12900005521",
        "answer": "带身份证到社区。",
    }


@scene(matters.print_slips)
def a_few(cast, now):
    return cast.actor("li"), {"area_id": cast.areas["huaiyin"], "count": 3, "purpose": "重阳节"}


@scene(matters.lose_slip)
def a_slip(cast, now):
    return cast.actor("li"), {"slip_id": _slip(cast, now).pk}


@scene(matters.join_caller)
def somebody_rings(cast, now):
    return cast.actor("li"), {"matter_id": _opened(cast, now), "phone": "12900005533", "text": "我家也黑。"}


@scene(matters.see_caller)
def while_ringing(cast, now):
    return cast.actor("li"), {"matter_id": _opened(cast, now, phone="12900002076"), "phone": "12900002076"}


@scene(matters.transcribe)
def a_recording(cast, now):
    from linli.kernel.models import StoredFile

    pk = _opened(cast, now)
    file = StoredFile(
        subject="matter", subject_id=pk, purpose="voice", public=True, mime="audio/wav", size=9, sha256=b"x",
        made_at=now, area_path=cast.path("building2"),
    )  # fmt: skip
    with scope(SYSTEM):
        file.save()
    return cast.actor("li"), {"matter_id": pk, "file": file.uid, "text": "楼道太黑。"}


def _enrolled(cast, now):
    asked = {"area_id": cast.areas["street"], "trade": "rider"}
    return matters.ask_to_observe(actor=cast.actor("feng"), now=now, **asked).subject_id


@scene(matters.ask_to_observe)
def a_rider(cast, now):
    return cast.actor("feng"), {"area_id": cast.areas["street"], "trade": "rider", "words": "天天在这里跑。"}


@scene(matters.decide_observer)
def yes(cast, now):
    return cast.actor("he"), {"enrolment_id": _enrolled(cast, now), "approved": True, "answer": "欢迎。"}


@scene(matters.pause_observing)
def for_a_while(cast, now):
    pk = _enrolled(cast, now)
    matters.decide_observer(actor=cast.actor("he"), now=now, enrolment_id=pk, approved=True)
    return cast.actor("feng"), {"enrolment_id": pk, "paused": True}


@scene(matters.leave_observing)
def for_good(cast, now):
    return cast.actor("feng"), {"enrolment_id": _enrolled(cast, now)}


@scene(matters.save_view)
def under_a_name(cast, now):
    return cast.actor("li"), {
        "area_id": cast.areas["huaiyin"],
        "name": "灯",
        "query": "category=light",
        "shared": True,
    }


@scene(matters.drop_view)
def an_own_one(cast, now):
    asked = {"area_id": cast.areas["huaiyin"], "name": "灯", "query": "category=light"}
    return cast.actor("li"), {
        "view_id": matters.save_view(actor=cast.actor("li"), now=now, **asked).subject_id
    }


def _export(cast, now):
    asked = {"area_id": cast.areas["huaiyin"], "query": "view=open", "form": "csv", "reason": "周会上对账"}
    return matters.ask_export(actor=cast.actor("li"), now=now, **asked).subject_id


@scene(matters.ask_export)
def with_a_reason(cast, now):
    asked = {"area_id": cast.areas["huaiyin"], "query": "view=open", "form": "xlsx", "reason": "周会上对账"}
    return cast.actor("li"), asked


@scene(matters.export_made)
def by_the_worker(cast, now):
    return SYSTEM, {"export_id": _export(cast, now), "rows": 3, "cut": False}


@scene(matters.fetch_export)
def by_the_one_who_asked(cast, now):
    pk = _export(cast, now)
    matters.export_made(actor=SYSTEM, now=now, export_id=pk, rows=3, cut=False)
    return cast.actor("li"), {"export_id": pk}


@scene(matters.follow_up)
def unsolved(cast, now):
    asked = {"via": "phone", "reached": True, "verdict": "unsolved", "text": "还是不亮"}
    return cast.actor("li"), {"matter_id": _fixed(cast, now), **asked}


@scene(matters.make_follow_up_link)
def by_text_message(cast, now):
    return cast.actor("li"), {"matter_id": _fixed(cast, now), "token": "t" * 24}


@scene(matters.answer_follow_up)
def through_the_link(cast, now):
    pk = _fixed(cast, now)
    matters.make_follow_up_link(actor=cast.actor("li"), now=now, matter_id=pk, token="u" * 24)
    return Actor(kind="guest"), {"token": "u" * 24, "verdict": "solved", "satisfaction": "good"}


@scene(matters.answer_own)
def solved(cast, now):
    return cast.actor("zhou"), {"matter_id": _fixed(cast, now), "verdict": "solved"}


@scene(matters.set_urgency)
def not_so_urgent(cast, now):
    pk = _opened(cast, now, text="有燃气味")
    return cast.actor("li"), {"matter_id": pk, "urgency": "normal", "text": "到场看过，是油漆味。"}


@scene(matters.add_urgent_word)
def of_the_district(cast, now):
    return cast.actor("tang"), {
        "area_id": cast.areas["district"], "word": "冒氨水味", "family": "gas", "since": now.date(),
    }  # fmt: skip


@scene(matters.end_urgent_word)
def no_longer_used(cast, now):
    made = matters.add_urgent_word(
        actor=cast.actor("tang"), now=now, area_id=cast.areas["district"], word="冒氨水味", family="gas",
        since=now.date() - timedelta(days=9),
    )  # fmt: skip
    return cast.actor("tang"), {"word_id": made.subject_id}


def _order(cast: Cast, now: Any) -> int:
    return matters.open_matter(
        actor=cast.actor("he"), now=now, kind="hotline", source="hotline", text="问彩票号码", area_id=cast.areas["grid3"],
        order_type="enquiry",
    ).subject_id  # fmt: skip


@scene(matters.not_dispatch)
def beyond_duty(cast, now):
    return cast.actor("he"), {
        "matter_id": _order(cast, now),
        "reason": "beyond_duty",
        "text": "可以问彩票站。",
    }


def _refused(cast: Cast, now: Any) -> int:
    pk = _order(cast, now)
    matters.not_dispatch(actor=cast.actor("he"), now=now, matter_id=pk, reason="beyond_duty")
    return pk


@scene(matters.object_no_dispatch)
def not_accepted(cast, now):
    return cast.actor("guo"), {"matter_id": _refused(cast, now), "text": "来电人不同意。"}


@scene(matters.review_no_dispatch)
def dispatched_after_all(cast, now):
    pk = _refused(cast, now)
    matters.object_no_dispatch(actor=cast.actor("guo"), now=now, matter_id=pk, text="来电人不同意。")
    return cast.actor("tang"), {"matter_id": pk, "dispatch": True, "text": "应当受理。"}


@scene(matters.set_no_dispatch_text)
def own_answer(cast, now):
    return cast.actor("he"), {
        "area_id": cast.areas["street"], "reason": "beyond_duty", "text": "请找物业。", "since": now.date(),
    }  # fmt: skip


@scene(matters.merge_category)
def into_another(cast, now):
    return cast.actor("xi"), {"code": "light", "into": "other"}


@scene(matters.set_responsibility)
def roads_are_the_works(cast, now):
    return cast.actor("he"), {
        "area_id": cast.areas["street"], "category": "road", "organisation_id": cast.organisations["works"],
        "since": now.date(), "basis": "街道责任清单",
    }  # fmt: skip


@scene(matters.end_responsibility)
def no_longer_theirs(cast, now):
    made = matters.set_responsibility(
        actor=cast.actor("he"), now=now, area_id=cast.areas["street"], category="road",
        organisation_id=cast.organisations["works"], since=now.date() - timedelta(days=9),
    )  # fmt: skip
    return cast.actor("he"), {"row_id": made.subject_id}


@scene(matters.import_responsibilities)
def a_table_of_them(cast, now):
    light = Category.objects.get(code="light").pk
    row = matters.DutyRow(cast.areas["street"], light, cast.organisations["works"], now.date())
    return cast.actor("he"), {"area_id": cast.areas["street"], "rows": [row]}


@scene(matters.publish_duties)
def a_version(cast, now):
    item = matters.DutyWords("service", "平安服务", "夜间巡查", "街道派两人")
    return cast.actor("he"), {"area_id": cast.areas["street"], "since": now.date(), "items": [item]}


def _outside(cast: Cast, now: Any) -> dict[str, Any]:
    return {
        "area_id": cast.areas["huaiyin"], "what": "入户发放登记表", "reason": "限期完成普查", "from_on": now.date(),
        "until_on": now.date() + timedelta(days=30), "money": "每户2元", "people": "派3人", "category": "road",
    }  # fmt: skip


@scene(matters.ask_outside_duty)
def by_a_department(cast, now):
    return cast.actor("shi"), _outside(cast, now)


@scene(matters.decide_outside_duty)
def approved(cast, now):
    made = matters.ask_outside_duty(actor=cast.actor("shi"), now=now, **_outside(cast, now))
    return cast.actor("he"), {"request_id": made.subject_id, "approve": True, "answer": "同意，经费随事走。"}


def _proposed(cast: Cast, now: Any) -> int:
    return matters.open_matter(
        actor=cast.actor("zhou"),
        now=now,
        kind="proposal",
        text="楼下装一排座椅",
        area_id=cast.areas["huaiyin"],
    ).subject_id


@scene(matters.publish_topic)
def on_the_board(cast, now):
    return cast.actor("li"), {
        "matter_id": _proposed(cast, now),
        "title": "装座椅",
        "text": "在哪装，装几个？",
    }


@scene(matters.add_opinion)
def from_paper(cast, now):
    return cast.actor("li"), {"matter_id": _proposed(cast, now), "source": "paper", "text": "要有靠背"}


@scene(matters.say_opinion)
def from_the_screen(cast, now):
    pk = _proposed(cast, now)
    matters.publish_topic(actor=cast.actor("li"), now=now, matter_id=pk, title="装座椅", text="在哪装？")
    with scope(SYSTEM):
        number = Matter.objects.get(pk=pk).number
    return cast.actor("feng"), {"number": number, "text": "装在树下"}


@scene(matters.distil)
def one_wording(cast, now):
    return cast.actor("li"), {
        "matter_id": _proposed(cast, now),
        "title": "装座椅",
        "text": "装四个带靠背的座椅。",
    }


def _distilled(cast: Cast, now: Any) -> int:
    pk = _proposed(cast, now)
    matters.distil(actor=cast.actor("li"), now=now, matter_id=pk, title="装座椅", text="装四个。")
    return pk


@scene(matters.decide_proposal)
def accepted(cast, now):
    return cast.actor("li"), {
        "matter_id": _distilled(cast, now),
        "verdict": "accepted",
        "reason": "有钱有地方。",
    }


def _doing(cast: Cast, now: Any) -> int:
    pk = _distilled(cast, now)
    matters.decide_proposal(actor=cast.actor("li"), now=now, matter_id=pk, verdict="accepted", reason="好。")
    return pk


@scene(matters.open_action)
def buy_them(cast, now):
    asked = {"kind": "snapshot", "text": "采购四个座椅", "area_id": cast.areas["grid3"]}
    return cast.actor("li"), {"matter_id": _doing(cast, now), **asked}


@scene(matters.link_action)
def already_there(cast, now):
    with scope(SYSTEM):
        number = Matter.objects.get(pk=_opened(cast, now)).number
    return cast.actor("li"), {"matter_id": _doing(cast, now), "number": number}


@scene(matters.finish_proposal)
def all_done(cast, now):
    pk = _doing(cast, now)
    made = matters.open_action(actor=cast.actor("li"), now=now, matter_id=pk, kind="snapshot", text="装座椅",
                               area_id=cast.areas["grid3"])  # fmt: skip
    matters.move_matter(
        actor=cast.actor("chen"), now=now, matter_id=made.action_id, move="void", text="厂家已装。"
    )
    return cast.actor("li"), {"matter_id": pk, "text": "四个座椅都装好了。"}


def _working(cast: Cast, now: Any) -> int:
    """An order that the community has signed."""
    asked = {
        "kind": "hotline",
        "text": "暖气不热",
        "area_id": cast.areas["grid3"],
        "source": "hotline",
        "order_type": "help",
    }
    pk = matters.open_matter(actor=cast.actor("he"), now=now, **asked).subject_id
    matters.move_matter(actor=cast.actor("li"), now=now, matter_id=pk, move="sign")
    return pk


_EXTENSION = {"span": "3wd", "text": "配件没到。", "told": "电话里说了。"}
_RETURN = {"text": "不归社区。", "rung": 2}
_PAUSE = {"text": "等供暖季。", "review_on": date(2026, 12, 9)}


@scene(matters.ask_extension)
def before_the_limit(cast, now):
    return cast.actor("li"), {"matter_id": _working(cast, now), **_EXTENSION}


@scene(matters.ask_return)
def to_the_street(cast, now):
    return cast.actor("li"), {"matter_id": _working(cast, now), **_RETURN}


@scene(matters.ask_pause)
def until_the_ninth(cast, now):
    return cast.actor("li"), {"matter_id": _working(cast, now), **_PAUSE}


@scene(matters.supervise)
def by_a_leader(cast, now):
    return cast.actor("lei"), {"matter_id": _working(cast, now), "text": "三天内答复。"}


@scene(matters.appeal)
def of_a_bad_rating(cast, now):
    from linli.matters.models import FollowUp

    pk = _fixed(cast, now)
    asked = {"via": "phone", "reached": True, "verdict": "unsolved"}
    matters.follow_up(actor=cast.actor("li"), now=now, matter_id=pk, **asked)
    with scope(SYSTEM):
        rating = FollowUp.objects.get(matter_id=pk).pk
    return cast.actor("chen"), {"matter_id": pk, "follow_up_id": rating, "text": "已经修好。"}


def _decided_command(verb, name, asked):
    """A scene of the street desk and a request of the community's."""

    def of_the_street(cast, now):
        pk = _working(cast, now)
        made = verb(actor=cast.actor("li"), now=now, matter_id=pk, **asked)
        return cast.actor("he"), {"request_id": made.request_id, "granted": True}

    of_the_street.__name__ = name
    scene(matters.decide_request)(of_the_street)


_decided_command(matters.ask_extension, "an_extension", _EXTENSION)
_decided_command(matters.ask_return, "a_return", _RETURN)
_decided_command(matters.ask_pause, "a_pause", _PAUSE)


@scene(matters.withdraw_request)
def one_that_stands(cast, now):
    asked = matters.ask_return(actor=cast.actor("li"), now=now, matter_id=_working(cast, now), **_RETURN)
    return cast.actor("li"), {"request_id": asked.request_id}


@scene(matters.end_pause)
def before_its_review(cast, now):
    pk = _working(cast, now)
    asked = matters.ask_pause(actor=cast.actor("li"), now=now, matter_id=pk, **_PAUSE)
    matters.decide_request(actor=cast.actor("he"), now=now, request_id=asked.request_id, granted=True)
    return cast.actor("li"), {"matter_id": pk}


@scene(matters.answer_supervision)
def how_it_stands(cast, now):
    pk = _working(cast, now)
    matters.supervise(actor=cast.actor("he"), now=now, matter_id=pk, text="三天内答复。")
    return cast.actor("li"), {"matter_id": pk, "text": "明天换。"}


@scene(matters.end_supervision)
def by_the_supervisor(cast, now):
    pk = _working(cast, now)
    matters.supervise(actor=cast.actor("he"), now=now, matter_id=pk, text="三天内答复。")
    return cast.actor("he"), {"matter_id": pk}


@scene(matters.see_reporter)
def to_call_back(cast, now):
    pk = _opened(cast, now, phone="12900002076", name="周女士")
    return cast.actor("chen"), {"matter_id": pk, "field": "phone", "reason": "contact", "words": "问几点方便"}


@scene(matters.set_limit)
def from_tomorrow(cast, now):
    asked = {"area_id": cast.areas["district"], "kind": "snapshot", "stage": "new", "span": "2wh"}
    return cast.actor("xi"), {**asked, "since": now + timedelta(days=1)}


@scene(matters.choose_preset)
def with_the_open_ones(cast, now):
    _working(cast, now)
    asked = {"area_id": cast.areas["street"], "preset": "daning", "since": now.date()}
    return cast.actor("xi"), {**asked, "open_ones": True}


@scene(matters.recompute_clocks)
def all_of_them(cast, now):
    _opened(cast, now)
    return SYSTEM, {"below": "/"}


@scene(matters.edit_category)
def a_new_one(cast, now):
    return cast.actor("xi"), {"code": "lift", "name": "电梯", "chip": True}


@scene(matters.retire_category)
def an_old_one(cast, now):
    return cast.actor("xi"), {"code": "noise"}


@scene(matters.edit_question)
def with_choices(cast, now):
    asked = {
        "code": "floor",
        "datatype": "singlevaluelist",
        "text": "在哪里",
        "choices": ["hall 楼道", "yard 院里"],
    }
    return cast.actor("xi"), {"category": "light", **asked}


@scene(matters.retire_question)
def asked_no_more(cast, now):
    xi = cast.actor("xi")
    matters.edit_question(actor=xi, now=now, category="light", code="pole", datatype="string", text="灯杆号")
    return xi, {"category": "light", "code": "pole"}


@scene(matters.open_matter)
def with_mail_and_answers(cast, now):
    matters.edit_question(
        actor=cast.actor("xi"), now=now, category="light", code="pole", datatype="string", text="灯杆号", required=True
    )  # fmt: skip
    asked = {
        "kind": "snapshot",
        "text": "灯不亮",
        "area_id": cast.areas["grid3"],
        "source": "mail",
        "category": "light",
    }
    return cast.actor("li"), {**asked, "email": "zhou@example.org", "answers": {"pole": "A-17"}}


@scene(matters.import_categories)
def a_small_tree(cast, now):
    return cast.actor("xi"), {"rows": [["城建", "路灯"], ["噪声", "施工"]]}


def _subscribed(cast, now):
    asked = {
        "name": "区平台", "address": "https://hooks.example.org/in", "types": ["matters.*"],
        "area_id": cast.areas["district"], "secret": "whsec_" + "s" * 32,
    }  # fmt: skip
    return exchange.make_subscription(actor=cast.actor("xi"), now=now, **asked).subject_id


@scene(exchange.make_subscription)
def of_another_system(cast, now):
    asked = {"name": "区平台", "address": "https://hooks.example.org/in", "types": ["matters.opened"]}
    return cast.actor("xi"), {**asked, "area_id": cast.areas["street"], "secret": "whsec_" + "s" * 32}


@scene(exchange.change_subscription)
def another_address(cast, now):
    asked = {"name": "区平台", "address": "https://other.example.org/in", "types": ["matters.moved"]}
    return cast.actor("xi"), {
        "subscription_id": _subscribed(cast, now),
        **asked,
        "secret": "whsec_" + "t" * 32,
    }


def _subscription_command(verb, **more):
    """A scene of the system administrator and a subscription."""

    def of_a_subscription(cast, now):
        return cast.actor("xi"), {"subscription_id": _subscribed(cast, now), **more}

    scene(getattr(exchange, verb))(of_a_subscription)


for _verb in ("end_subscription", "pause_subscription", "test_subscription"):
    _subscription_command(_verb)


@scene(exchange.resume_subscription)
def of_a_paused_one(cast, now):
    pk = _subscribed(cast, now)
    exchange.pause_subscription(actor=cast.actor("xi"), now=now, subscription_id=pk)
    return cast.actor("xi"), {"subscription_id": pk}


@scene(exchange.record_mail)
def of_two_files(cast, now):
    rows = [
        ("a.eml", "opened", "", "", None),
        ("b.eml", "refused", "mail_unreadable", "这不是一封邮件", None),
    ]
    return cast.actor("he"), {"area_id": cast.areas["street"], "rows": rows}


@scene(exchange.replay_deliveries)
def of_an_hour(cast, now):
    _opened(cast, now)
    return cast.actor("xi"), {
        "subscription_id": _subscribed(cast, now),
        "since": now - timedelta(hours=1),
        "until": now + timedelta(hours=1),
    }


@scene(board.choose_rates)
def as_in_beijing(cast, now):
    return cast.actor("xi"), {"area_id": cast.areas["street"], "preset": "beijing", "since": now.date()}


@scene(board.ask_exclusion)
def beyond_the_duty(cast, now):
    with scope(SYSTEM):
        number = Matter.objects.values_list("number", flat=True).get(pk=_fixed(cast, now))
    return cast.actor("li"), {"number": number, "reason": "not_ours", "words": "归供热公司。"}


@scene(board.decide_exclusion)
def granted_by_the_street(cast, now):
    li, asked = beyond_the_duty(cast, now)
    asked_for = board.ask_exclusion(actor=li, now=now, **asked)
    return cast.actor("he"), {"exclusion_id": asked_for.subject_id, "granted": True}


@scene(board.freeze_month)
def october(cast, now):
    return SYSTEM, {"area_id": cast.areas["street"], "month": date(2026, 10, 1)}


@scene(board.count_again)
def on_appeal(cast, now):
    board.freeze_month(actor=SYSTEM, now=now, area_id=cast.areas["street"], month=date(2026, 10, 1))
    asked = {"area_id": cast.areas["street"], "month": date(2026, 10, 1), "words": "申诉成立。"}
    return cast.actor("tang"), asked


@scene(board.find_hint)
def an_answer_within_minutes(cast, now):
    pk = _fixed(cast, now)
    return SYSTEM, {"rule": "fast", "key": str(pk), "area_path": cast.path("grid3"), "matters": [pk]}


@scene(board.look_at_hint)
def and_set_it_aside(cast, now):
    _system, asked = an_answer_within_minutes(cast, now)
    found = board.find_hint(actor=SYSTEM, now=now, **asked)
    return cast.actor("he"), {"hint_id": found.subject_id, "aside": True, "words": "当场换的灯泡。"}


@scene(board.ask_report)
def of_a_month(cast, now):
    return cast.actor("he"), {"area_id": cast.areas["street"], "span": "monthly", "start": date(2026, 10, 1)}


@scene(places.add_area)
def a_grid(cast, now):
    asked = {"level": 4, "code": "990101001001005", "name": "第5网格", "parent_id": cast.areas["huaiyin"]}
    return cast.actor("xi"), {**asked, "polygon": square(106.82, 39.60)}


@scene(places.change_area)
def its_borders(cast, now):
    return cast.actor("xi"), {"area_id": cast.areas["grid3"], "polygon": square(106.80, 39.59), "homes": 210}


@scene(places.end_area)
def an_empty_one(cast, now):
    return cast.actor("xi"), {"area_id": cast.areas["home502"], "until": date(2026, 12, 1)}


@scene(places.split_community)
def with_an_open_matter(cast, now):
    _opened(cast, now)
    halves = [
        places.Part("990101001003", "槐北社区", (cast.areas["grid3"],)),
        places.Part("990101001004", "槐南社区", (cast.areas["grid4"],)),
    ]
    return cast.actor("xi"), {"area_id": cast.areas["huaiyin"], "parts": halves, "on": now.date()}


@scene(places.merge_communities)
def two_neighbours(cast, now):
    _opened(cast, now)
    both = [cast.areas["huaiyin"], cast.areas["heqiao"]]
    return cast.actor("xi"), {"area_ids": both, "code": "990101001003", "name": "槐河社区", "on": now.date()}


@scene(places.import_days)
def a_year(cast, now):
    content = b'{"year":2027,"days":[{"date":"2027-01-01","isOffDay":true,"name":"x"}]}'
    return cast.actor("xi"), {"sheet": read_days(content)}


@scene(places.set_hours)
def of_a_street(cast, now):
    week = ["08:30-12:00 14:30-17:30"] * 5
    return cast.actor("xi"), {"area_id": cast.areas["street"], "since": now.date(), "week": week}


@scene(places.import_areas)
def a_building_with_units(cast, now):
    content = "code,name,units\n99010100100100300001,槐荫里9号楼,2\n990101001001003,新名字,\n".encode()
    return cast.actor("xi"), {"content": content, "form": "csv"}


@scene(people.register_person)
def with_a_telephone(cast, now):
    return cast.actor("li"), {"name": "新居民", "area_path": cast.path("building2"), "phone": "12900009999"}


@scene(people.add_organisation)
def a_firm(cast, now):
    return cast.actor("an"), {"area_id": cast.areas["street"], "kind": "property", "name": "锦园物业"}


@scene(people.post)
def a_new_leader(cast, now):
    return cast.actor("an"), {
        "person_id": cast.people["ma"],
        "role": "grid_leader",
        "area_id": cast.areas["grid4"],
    }


@scene(people.end_posting)
def tomorrow(cast, now):
    from linli.people.models import Posting

    with scope(SYSTEM):
        posting = Posting.objects.get(person_id=cast.people["ma"])
    return cast.actor("an"), {"posting_id": posting.pk, "to_on": date(2026, 11, 26)}


@scene(people.card_staff)
def a_card(cast, now):
    return cast.actor("an"), {"person_id": cast.people["chen"], "work_phone": "12900000199"}


@scene(people.make_account)
def somebody_can_sign_in(cast, now):
    person = people.register_person(
        actor=cast.actor("an"), now=now, name="新网格员", area_path=cast.path("grid3")
    )
    return cast.actor("an"), {
        "person_id": person.subject_id,
        "login": "newone",
        "password": "一二三四-river-9917",
    }


@scene(matters.receive_orders)
def a_table_that_was_read(cast, now):
    columns = {"number": "编号", "text": "内容"}
    return cast.actor("he"), {
        "area_id": cast.areas["street"], "file_name": "工单.xlsx", "upload": UUID(int=7), "digest": "ab" * 32,
        "heads": ["编号", "内容"], "skip": 1, "total": 3, "columns": columns,
    }  # fmt: skip


@scene(matters.import_orders)
def columns_said_and_kept(cast, now):
    he, received = a_table_that_was_read(cast, now)
    run = matters.receive_orders(actor=he, now=now, **received).subject_id
    sheets.path_of(received["upload"]).write_text('[1, ["编号", "内容"], false]\n')
    return he, {"run_id": run, "columns": received["columns"], "mapping_name": "常用"}


@scene(retry_notice)
def one_given_up(cast, now):
    with scope(SYSTEM):
        tell(key="a:1", text="有答复了。", now=now, area_path=cast.path("street"), channel=Channel.SMS)
        Notice.objects.filter(key="a:1").update(state="given_up")
        return cast.actor("xi"), {"notice_id": Notice.objects.get(key="a:1").pk}


@scene(matters.claim_matters)
def what_was_reported_by_telephone(cast, now):
    li, told = cast.actor("li"), {"phone": "12900004321", "name": "郑女士"}
    matters.open_matter(
        actor=li, now=now, kind="snapshot", text="灯不亮", area_id=cast.areas["building2"], **told
    )
    found = people.register_person(actor=SYSTEM, now=now, name="郑女士", area_path="/", phone="12900004321")
    return actor_for_person(found.subject_id, now), {}


def _account_command(name, **more):
    """A scene of the security administrator and an account."""
    verb = getattr(people, name)

    def of_chen(cast, now):
        return cast.actor("an"), {"person_id": cast.people["chen"], **more}

    scene(verb)(of_chen)


_account_command("close_account")
_account_command("end_sessions")
_account_command("give_password", password="t7wv-9hdn-p4re-k2mx")


@scene(people.open_account)
def of_somebody_closed(cast, now):
    people.close_account(actor=cast.actor("an"), now=now, person_id=cast.people["chen"])
    return cast.actor("an"), {"person_id": cast.people["chen"]}


@scene(people.reset_factor)
def of_a_lost_telephone(cast, now):
    account = Account.objects.get(person_id=cast.people["chen"])
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={})
    return cast.actor("an"), {"person_id": cast.people["chen"], "reason": "lost"}


def _own_command(verb, /, who="chen", **more):
    """A scene of somebody and the own account."""

    def of_ones_own(cast, now):
        return cast.actor(who), more

    scene(getattr(people, verb))(of_ones_own)


for _own in ("change_password", "add_factor", "remove_factor", "sign_out"):
    _own_command(_own)
_own_command("sign_in", how="password", factor=True)
_own_command("rename_self", who="zhou", name="周小红")
_own_command("set_preferences", language="en", large_type=True, shortcuts=False)
_own_command("read_log", who="shen", part="events")
_own_command("verify_seals", who="shen")
_own_command("look_up_person", who="li", number="12900002076")


@scene(people.lock_out)
def after_wrong_passwords(cast, now):
    return SYSTEM, {"login": "chen"}


@scene(people.ask_code)
def by_telephone(cast, now):
    return GUEST, {"phone": "12900002076"}


@scene(people.try_code)
def a_wrong_code(cast, now):
    people.ask_code(actor=GUEST, now=now, phone="12900002076")
    return GUEST, {"phone": "12900002076", "code": "no"}


@scene(people.try_code)
def a_right_code_of_a_first_comer(cast, now):
    asked = people.ask_code(actor=GUEST, now=now, phone="12900007777")
    with scope(SYSTEM):
        kept = Notice.objects.get(key=f"code:{asked.subject_id}")
    return GUEST, {"phone": "12900007777", "code": sealed_words(kept, "secret")}


@scene(people.choose_home)
def a_first_home(cast, now):
    found = people.register_person(actor=SYSTEM, now=now, name="新居民", area_path="/")
    return actor_for_person(found.subject_id, now), {"area_id": cast.areas["building2"]}


@scene(people.change_organisation)
def another_name(cast, now):
    return cast.actor("an"), {"organisation_id": cast.organisations["works"], "name": "市政养护所"}


@scene(people.make_token)
def for_the_desk(cast, now):
    return cast.actor("an"), {
        "person_id": cast.people["li"],
        "name": "12345对接",
        "token": "linli_" + "a" * 43,
    }


@scene(people.revoke_token)
def of_the_desk(cast, now):
    an = cast.actor("an")
    people.make_token(actor=an, now=now, person_id=cast.people["li"], name="对接", token="linli_" + "b" * 43)
    return an, {"token_id": ApiToken.objects.get(person=cast.people["li"]).pk}


@scene(people.see_person)
def a_telephone(cast, now):
    words = {"reason": "contact", "words": "约上门时间"}
    return cast.actor("li"), {"person_id": cast.people["zhou"], "field": "phone", **words}


@scene(people.take_on)
def a_grid_worker(cast, now):
    return cast.actor("an"), {
        "name": "方新来", "area_id": cast.areas["grid4"], "role": "grid_worker", "login": "fangxin",
        "password": "t7wv-9hdn-p4re-k2mx", "phone": "12900000198",
    }  # fmt: skip


def _without_ids(print_: dict[str, Any]) -> dict[str, Any]:
    return {table: row[0] for table, row in print_.items()}


@pytest.mark.parametrize("case", SCENES)
def test_cut_anywhere_it_is_all_or_nothing(case, cast, now):
    verb, prepare = SCENES[case]
    actor, asked = prepare(cast, now)
    key = uuid5(NAMES, case)
    before = fingerprint()

    for _warm in range(2):  # what processes keep in memory is read the first time only
        whole = Cutter()
        with transaction.atomic(), connection.execute_wrapper(whole):
            first = verb.once(key)(actor=actor, now=now, **asked)
            transaction.set_rollback(True)
        assert fingerprint() == before
    assert whole.seen > 3

    for k in range(1, whole.seen + 1):
        with pytest.raises(CutError), transaction.atomic(), connection.execute_wrapper(Cutter(at=k)):
            verb.once(key)(actor=actor, now=now, **asked)
        assert fingerprint() == before, f"cut after statement {k} left something behind"

    answer = verb.once(key)(actor=actor, now=now, **asked)
    assert type(answer) is type(first)
    after = fingerprint()
    assert after != before
    with scope(SYSTEM):
        assert EventRow.objects.filter(command_id=key).count() == 1, "one event row is the command's own"
    # The commit went through, the answer was lost: the retry gives it again and changes nothing.
    again = verb.once(key)(actor=actor, now=now + timedelta(seconds=30), **asked)
    assert again == answer
    assert fingerprint() == after


WITHOUT_SCENE = frozenset[str]()


def test_every_command_has_been_cut():
    cut = {verb.name for verb, _prepare in SCENES.values()}
    assert set(registry) - cut - WITHOUT_SCENE == set()
