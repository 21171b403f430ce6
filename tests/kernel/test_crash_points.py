"""Each command cut after its k-th statement, and after its commit before the answer: all or nothing, and a
retry under the same id gives the same answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from tests.town import Cast, square

from linli.kernel import sheets
from linli.kernel.command import Command, registry
from linli.kernel.days import read_days
from linli.kernel.models import EventRow, Notice
from linli.kernel.notice import _open as sealed_words
from linli.kernel.notice import tell
from linli.kernel.scope import GUEST, SYSTEM, Actor, scope
from linli.kernel.terms import Channel
from linli.kernel.undelivered import retry_notice
from linli.matters import commands as matters
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


def _opened(cast: Cast, now: Any, **more: Any) -> int:
    asked = {"kind": "snapshot", "text": "灯不亮", "area_id": cast.areas["building2"], **more}
    return matters.open_matter(actor=cast.actor("zhou"), now=now, **asked).subject_id


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


@scene(matters.move_matter)
def fixing(cast, now):
    return cast.actor("chen"), {"matter_id": _opened(cast, now), "move": "fix", "text": "修好了。"}


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


@scene(matters.see_reporter)
def to_call_back(cast, now):
    pk = _opened(cast, now, phone="12900002076", name="周女士")
    return cast.actor("chen"), {"matter_id": pk, "field": "phone", "reason": "contact", "words": "问几点方便"}


@scene(matters.set_limit)
def from_tomorrow(cast, now):
    asked = {"area_id": cast.areas["district"], "kind": "snapshot", "stage": "new", "span": "2wh"}
    return cast.actor("xi"), {**asked, "since": now + timedelta(days=1)}


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


@scene(matters.import_categories)
def a_small_tree(cast, now):
    return cast.actor("xi"), {"rows": [["城建", "路灯"], ["噪声", "施工"]]}


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
