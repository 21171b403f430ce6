"""Opening a number: a reason first, the row before the value, twenty a day, and the person can see it."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection

from linli.kernel.models import EventRow
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import open_matter, see_reporter
from linli.people.commands import look_up_person, person_field, register_person, see_person
from linli.people.models import Sight
from linli.people.queries import looks_at
from linli.people.rules.id_number import check_digit

PHONE = "12900002076"
ID = "99010119900307001" + check_digit("99010119900307001")


def refused(act, **asked) -> str:
    with pytest.raises(Refusal) as found:
        act(**asked)
    return found.value.code


@pytest.fixture
def asked(cast, now):
    return {
        "actor": cast.actor("li"), "now": now, "person_id": cast.people["zhou"], "field": "phone", "reason": "contact",
        "words": "约上门时间",
    }  # fmt: skip


def sights() -> int:
    with scope(SYSTEM):
        return Sight.objects.count()


def test_the_row_is_written_before_the_value_is_there(cast, asked):
    event = see_person(**asked)
    with scope(SYSTEM):
        row = Sight.objects.get(pk=event.sight_id)
    assert (row.person_id, row.field, row.reason, row.words) == (
        cast.people["zhou"],
        "phone",
        "contact",
        "约上门时间",
    )
    assert (row.by_person_id, row.by_name, row.by_role) == (cast.people["li"], "李晓梅", "community_desk")
    with scope(asked["actor"]):
        assert person_field(event) == PHONE
    with scope(SYSTEM):
        facts = EventRow.objects.latest("id").facts
    assert PHONE not in str(facts)
    assert "约上门" not in str(facts)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"reason": ""}, "reason_missing"), ({"reason": "curious"}, "reason_missing"), ({"words": ""}, "reason_missing"),
        ({"words": "x"}, "reason_missing"), ({"words": "x" * 201}, "text_too_long"), ({"words": "a\x00b"}, "text_unreadable"),
        ({"field": "name"}, "field_unknown"), ({"field": "area_path"}, "field_unknown"), ({"field": "id_number"}, "nothing_kept"),
        ({"person_id": 999_999}, "person_unknown"),
    ],
)  # fmt: skip
def test_without_a_reason_nothing_is_opened(asked, more, code):
    assert refused(see_person, **{**asked, **more}) == code
    assert sights() == 0


@pytest.mark.parametrize(
    ("who", "code"),
    [("wu", "person_unknown"), ("song", "person_unknown"), ("sun", "person_unknown"), ("shi", "person_unknown"), ("feng", "person_unknown"),
     ("xi", "person_unknown"), ("an", "person_unknown"), ("shen", "person_unknown"), ("zhou", "not_allowed")],
)  # fmt: skip
def test_who_has_nothing_to_do_there_does_not_even_learn_of_it(cast, asked, who, code):
    assert refused(see_person, **{**asked, "actor": cast.actor(who)}) == code


@pytest.mark.parametrize("who", ["chen", "qian", "li", "he", "tang"])
def test_those_in_charge_of_the_door_may(cast, asked, who):
    assert see_person(**{**asked, "actor": cast.actor(who)})


def test_twenty_a_day_in_china_over_persons_and_matters(cast, now, asked):
    matter = open_matter(
        actor=SYSTEM, now=now, kind="snapshot", text="灯不亮", area_id=cast.areas["building2"], name="吴女士", phone="12900005555"
    ).subject_id  # fmt: skip
    for n in range(20):
        if n % 2:
            see_person(**asked)
        else:
            see_reporter(
                actor=asked["actor"], now=now, matter_id=matter, field="phone", reason="contact", words="联系"
            )
    assert refused(see_person, **asked) == "sights_used_up"
    late = now.replace(hour=23, minute=59)
    assert refused(see_person, **{**asked, "now": late}) == "sights_used_up"
    see_person(**{**asked, "now": late + timedelta(minutes=1)})


def _run(statement: str) -> None:
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_row_can_never_be_changed_or_removed(cast, asked):
    see_person(**asked)
    for statement in (
        "update people_sight set words = 'x'",
        "delete from people_sight",
        "truncate people_sight",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"):
            _run(statement)


def test_the_person_sees_who_looked_and_nobody_elses(cast, asked):
    see_person(**asked)
    mine = looks_at(cast.actor("zhou"), ())
    assert [(one.by, one.role, one.field, one.words) for one in mine] == [
        ("李晓梅", "社区前台", "电话", "约上门时间")
    ]
    assert looks_at(cast.actor("feng"), ()) == []


def test_searching_wants_the_whole_number(cast, now, asked):
    li = asked["actor"]
    found = look_up_person(actor=li, now=now, number=" 129 0000 2076 ")
    assert found.found == (cast.people["zhou"],)
    assert (found.subject_id, found.field) == (cast.people["li"], "phone")
    for part in ("2076", "12900002", "1290000207", "129****2076"):
        assert refused(look_up_person, actor=li, now=now, number=part).startswith("phone_")


def test_searching_stays_in_the_own_area_and_every_search_is_a_fact(cast, now):
    assert look_up_person(actor=cast.actor("wu"), now=now, number=PHONE).found == ()
    with scope(SYSTEM):
        row = EventRow.objects.latest("id")
    assert row.code == "people.person_looked_up"
    assert PHONE not in str(row.facts)
    assert PHONE not in str(bytes(row.body_hash or b""))


def test_searching_by_an_id_number_old_or_new(cast, now):
    person = register_person(
        actor=SYSTEM, now=now, name="邻家老人", area_path=cast.path("home502"), id_number=ID.lower()
    ).subject_id
    li = cast.actor("li")
    for number in (ID, ID.lower(), "990101900307001"):
        assert look_up_person(actor=li, now=now, number=number).found == (person,)
    event = see_person(
        actor=li, now=now, person_id=person, field="id_number", reason="verify", words="核对补贴申请"
    )
    with scope(li):
        assert person_field(event) == ID


@pytest.mark.parametrize("who", ["zhou", "an", "shen", "xi", "shi", "fang"])
def test_who_may_not_see_people_may_not_search(cast, now, who):
    assert refused(look_up_person, actor=cast.actor(who), now=now, number=PHONE) == "not_allowed"
