"""Postings and organisations: by the security administrator of the area, never the own one, admin roles apart."""

from datetime import date

import pytest

from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.people.commands import add_organisation, change_organisation, end_posting, post, take_on
from linli.people.models import Account, Organisation, Person, Posting, Staff
from linli.people.queries import actor_for_person

DAY = date(2026, 11, 25)
GOOD = "t7wv-9hdn-p4re-k2mx"


def refused(act, **asked) -> str:
    with pytest.raises(Refusal) as found:
        act(**asked)
    return found.value.code


@pytest.fixture
def an(cast):
    return cast.actor("an")


def posting(name: str, role: str | None = None, cast=None) -> Posting:
    with scope(SYSTEM):
        rows = Posting.objects.filter(person=cast.people[name])
        return rows.filter(role=role).latest("id") if role else rows.latest("id")


def test_posting_gives_the_rights_at_once(cast, now, an):
    person = cast.people["gao"]
    post(
        actor=an, now=now, person_id=person, role="community_desk", area_id=cast.areas["heqiao"], from_on=DAY
    )
    assert actor_for_person(person, now).serves_as("community_desk", cast.path("grid1"))


@pytest.mark.parametrize(("from_on", "to_on", "in_force"), [
    (date(2026, 11, 25), None, True), (date(2026, 11, 26), None, False), (date(2026, 1, 1), date(2026, 11, 25), True),
    (date(2026, 1, 1), date(2026, 11, 24), False),
])  # fmt: skip
def test_the_first_and_the_last_day_count(cast, now, an, from_on, to_on, in_force):
    post(
        actor=an, now=now, person_id=cast.people["gao"], role="community_desk", area_id=cast.areas["heqiao"],
        from_on=from_on, to_on=to_on,
    )  # fmt: skip
    assert (
        actor_for_person(cast.people["gao"], now).serves_as("community_desk", cast.path("heqiao")) == in_force
    )


@pytest.mark.parametrize("who", ["li", "xi", "shen", "zhou", "chen", "tang"])
def test_nobody_else_posts(cast, now, who):
    asked = {
        "actor": cast.actor(who),
        "now": now,
        "person_id": cast.people["gao"],
        "area_id": cast.areas["huaiyin"],
    }
    assert refused(post, **asked, role="mediator") == "not_allowed"
    assert refused(take_on, actor=cast.actor(who), now=now, name="新人", area_id=cast.areas["huaiyin"], role="mediator",
                   login="xinren", password=GOOD) == "not_allowed"  # fmt: skip


def test_not_outside_the_own_area(cast, now):
    """A security administrator of one street has nothing to say in the other."""
    post(
        actor=SYSTEM,
        now=now,
        person_id=cast.people["gao"],
        role="security_admin",
        area_id=cast.areas["street"],
        from_on=DAY,
    )
    local = cast.actor("gao")
    asked = {"actor": local, "now": now, "person_id": cast.people["lu"], "role": "mediator"}
    assert refused(post, **asked, area_id=cast.areas["other_community"]) == "not_allowed"
    assert refused(post, **asked, area_id=cast.areas["district"]) == "not_allowed"
    post(**asked, area_id=cast.areas["heqiao"])


def test_nobody_posts_or_ends_themselves(cast, now, an):
    me = cast.people["an"]
    assert (
        refused(post, actor=an, now=now, person_id=me, role="district_desk", area_id=cast.areas["district"])
        == "own_posting"
    )
    mine = posting("an", cast=cast)
    assert refused(end_posting, actor=an, now=now, posting_id=mine.pk, to_on=DAY) == "own_posting"


@pytest.mark.parametrize(
    ("who", "role", "fine"),
    [("xi", "audit_admin", False), ("xi", "security_admin", False), ("shen", "system_admin", False), ("xi", "mediator", True),
     ("li", "audit_admin", True), ("xi", "system_admin", True)],
)  # fmt: skip
def test_the_three_administrators_are_three_people(cast, now, an, who, role, fine):
    asked = {
        "actor": an,
        "now": now,
        "person_id": cast.people[who],
        "role": role,
        "area_id": cast.areas["street"],
    }
    if fine:
        post(**asked)
    else:
        assert refused(post, **asked) == "admin_roles_apart"


def test_one_administrators_role_may_follow_another(cast, now, an):
    end_posting(actor=an, now=now, posting_id=posting("xi", cast=cast).pk, to_on=date(2026, 11, 30))
    asked = {
        "actor": an,
        "now": now,
        "person_id": cast.people["xi"],
        "role": "audit_admin",
        "area_id": cast.areas["street"],
    }
    assert refused(post, **asked, from_on=date(2026, 11, 30)) == "admin_roles_apart"
    post(**asked, from_on=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"role": "king"}, "role_unknown"), ({"role": "resident"}, "role_unknown"), ({"area_id": 999_999}, "area_unknown"),
        ({"person_id": 999_999}, "person_unknown"), ({"from_on": DAY, "to_on": date(2026, 11, 24)}, "days_reversed"),
        ({"role": "department_staff"}, "organisation_missing"),
        ({"role": "department_staff", "organisation_id": 999_999}, "organisation_unknown"),
    ],
)  # fmt: skip
def test_what_a_posting_refuses(cast, now, an, more, code):
    asked = {
        "person_id": cast.people["gao"],
        "role": "community_desk",
        "area_id": cast.areas["heqiao"],
        **more,
    }
    assert refused(post, actor=an, now=now, **asked) == code


def test_the_same_posting_does_not_stand_twice_in_the_same_days(cast, now, an):
    asked = {
        "actor": an,
        "now": now,
        "person_id": cast.people["li"],
        "role": "community_desk",
        "area_id": cast.areas["huaiyin"],
    }
    assert refused(post, **asked, from_on=DAY) == "posting_exists"
    end_posting(actor=an, now=now, posting_id=posting("li", cast=cast).pk, to_on=DAY)
    assert refused(post, **asked, from_on=DAY) == "posting_exists"
    post(**asked, from_on=date(2026, 11, 26))


def test_ending_takes_the_rights_after_the_last_day(cast, now, an):
    end_posting(actor=an, now=now, posting_id=posting("li", cast=cast).pk, to_on=date(2026, 11, 24))
    assert not actor_for_person(cast.people["li"], now).is_staff
    gone = posting("song", cast=cast)
    assert (
        refused(end_posting, actor=cast.actor("li"), now=now, posting_id=gone.pk, to_on=DAY)
        == "posting_unknown"
    )
    assert refused(end_posting, actor=an, now=now, posting_id=999_999, to_on=DAY) == "posting_unknown"
    assert (
        refused(end_posting, actor=an, now=now, posting_id=gone.pk, to_on=date(2025, 1, 1)) == "days_reversed"
    )


def test_taking_on_makes_all_of_it(cast, now, an):
    event = take_on(
        actor=an, now=now, name="杜新来", area_id=cast.areas["grid4"], role="grid_worker", login="DuXin", password=GOOD,
        phone="12900003333", work_phone="12900004444", from_on=DAY,
    )  # fmt: skip
    with scope(SYSTEM):
        person = Person.objects.get(pk=event.subject_id)
        assert Posting.objects.get(pk=event.posting_id).person_id == person.pk
    account = Account.objects.get(person=person)
    assert (account.login, account.must_change) == ("duxin", True)
    assert account.check_password(GOOD)
    assert Staff.objects.get(pk=person.pk).work_phone == "12900004444"
    assert person.phone_mark == "129****3333"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"login": "chen"}, "login_taken"), ({"login": " "}, "login_missing"), ({"role": "king"}, "role_unknown"), ({"name": ""}, "name_missing"),
        ({"phone": "123456"}, "phone_too_short"), ({"work_phone": "abc"}, "phone_unreadable"), ({"password": "easy"}, "password_too_easy"),
        ({"id_number": "1"}, "id_length"), ({"area_id": 999_999}, "area_unknown"),
    ],
)  # fmt: skip
def test_taking_on_is_all_or_nothing(cast, now, an, more, code):
    with scope(SYSTEM):
        before = (
            Person.objects.count(),
            Posting.objects.count(),
            Account.objects.count(),
            Staff.objects.count(),
        )
    asked = {
        "name": "杜新来",
        "area_id": cast.areas["grid4"],
        "role": "grid_worker",
        "login": "duxin",
        "password": GOOD,
    } | more
    assert refused(take_on, actor=an, now=now, **asked) == code
    with scope(SYSTEM):
        assert (
            Person.objects.count(),
            Posting.objects.count(),
            Account.objects.count(),
            Staff.objects.count(),
        ) == before


def test_organisations_are_added_changed_and_ended(cast, now, an):
    added = add_organisation(
        actor=an, now=now, area_id=cast.areas["street"], kind="property", name="槐安物业有限公司", short="槐安物业", phone="0473-2345678"
    )  # fmt: skip
    kept = Organisation.objects.get(pk=added.subject_id)
    assert (kept.short, kept.phone, kept.pinyin) == ("槐安物业", "04732345678", "huai an wu ye")
    change_organisation(
        actor=an,
        now=now,
        organisation_id=kept.pk,
        name="槐安物业服务公司",
        short="槐安",
        until=date(2026, 12, 31),
    )
    kept.refresh_from_db()
    assert (kept.name, kept.short, kept.phone, kept.until) == (
        "槐安物业服务公司",
        "槐安",
        "",
        date(2026, 12, 31),
    )


@pytest.mark.parametrize(
    ("more", "code"),
    [({"name": ""}, "name_missing"), ({"kind": "king"}, "name_missing"), ({"phone": "1"}, "phone_too_short"), ({"parent_id": 999_999}, "parent_unknown"),
     ({"area_id": 999_999}, "area_unknown"), ({"name": "x" * 61}, "text_too_long")],
)  # fmt: skip
def test_what_an_organisation_refuses(cast, now, an, more, code):
    asked = {"area_id": cast.areas["street"], "kind": "property", "name": "槐安物业", **more}
    assert refused(add_organisation, actor=an, now=now, **asked) == code


def test_an_organisation_is_changed_by_its_administrator_only(cast, now):
    works = cast.organisations["works"]
    for who in ("li", "xi", "shi"):
        assert (
            refused(change_organisation, actor=cast.actor(who), now=now, organisation_id=works, name="x")
            == "organisation_unknown"
        )
