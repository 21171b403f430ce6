"""What people change of themselves, and what the office keeps."""

import pytest

from linli.kernel.refusal import Refusal
from linli.kernel.scope import GUEST, SYSTEM, scope
from linli.people.commands import choose_home, register_person, rename_self, set_preferences
from linli.people.models import Account, Household, Person, Residence


def refused(act, **asked) -> str:
    with pytest.raises(Refusal) as found:
        act(**asked)
    return found.value.code


def person(pk: int) -> Person:
    with scope(SYSTEM):
        return Person.objects.get(pk=pk)


def test_a_resident_says_how_to_be_called(cast, now, zhou):
    rename_self(actor=zhou, now=now, name="周•小红")
    kept = person(zhou.person_id)
    assert (kept.name, kept.pinyin) == ("周·小红", "zhou · xiao hong")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "name_missing"),
        ("x" * 51, "text_too_long"),
        ("a\x00", "text_unreadable"),
        ("\u202e坏", "text_hidden_marks"),
    ],
)
def test_a_name_is_judged(cast, now, zhou, name, code):
    assert refused(rename_self, actor=zhou, now=now, name=name) == code


def test_staff_are_called_by_their_card(cast, now, li):
    assert refused(rename_self, actor=li, now=now, name="别的") == "name_kept_by_office"


@pytest.mark.parametrize("spot", ["building8", "unit2", "home502"])
def test_a_resident_chooses_where_home_is(cast, now, zhou, spot):
    event = choose_home(actor=zhou, now=now, area_id=cast.areas[spot])
    assert person(zhou.person_id).area_path == cast.path(spot)
    assert event.area_path == cast.path(spot)


@pytest.mark.parametrize("spot", ["grid3", "huaiyin", "street", "district"])
def test_nothing_wider_than_a_building_is_a_home(cast, now, zhou, spot):
    assert refused(choose_home, actor=zhou, now=now, area_id=cast.areas[spot]) == "place_unknown"


def test_somebody_without_a_place_gets_one(cast, now):
    new = register_person(actor=SYSTEM, now=now, name="新居民", area_path="/").subject_id
    from linli.people.queries import actor_for_person

    choose_home(actor=actor_for_person(new, now), now=now, area_id=cast.areas["building2"])
    assert person(new).area_path == cast.path("building2")


def test_a_registered_home_is_changed_by_the_community(cast, now, zhou):
    with scope(SYSTEM):
        home = Household.objects.create(
            home_id=cast.areas["home502"], area_path=cast.path("home502"), since=now.date()
        )
        Residence.objects.create(
            person_id=zhou.person_id, household=home, area_path=home.area_path, since=now.date()
        )
    assert refused(choose_home, actor=zhou, now=now, area_id=cast.areas["building8"]) == "home_kept_by_office"


def test_staff_do_not_move_out_of_their_administrators_sight(cast, now, chen):
    assert refused(choose_home, actor=chen, now=now, area_id=cast.areas["building8"]) == "home_kept_by_office"


@pytest.mark.parametrize("act", [rename_self, choose_home, set_preferences])
@pytest.mark.parametrize("actor", [GUEST, SYSTEM])
def test_only_people_have_something_of_their_own(cast, now, act, actor):
    more = {"rename_self": {"name": "x"}, "choose_home": {"area_id": 1}}.get(act.__name__, {})
    assert refused(act, actor=actor, now=now, **more) == "not_a_person"


def test_preferences_change_what_is_named(cast, now, zhou):
    def kept() -> tuple[str, bool, bool]:
        one = Account.objects.get(person=zhou.person_id)
        return one.language, one.large_type, one.shortcuts

    assert kept() == ("", False, True)
    set_preferences(actor=zhou, now=now, large_type=True)
    assert kept() == ("", True, True)
    set_preferences(actor=zhou, now=now, language="en", shortcuts=False)
    assert kept() == ("en", True, False)
    set_preferences(actor=zhou, now=now, language="")
    assert kept() == ("", True, False)
    assert refused(set_preferences, actor=zhou, now=now, language="xx") == "language_unknown"
