"""查人 and a person's card: whole numbers in, masked numbers out, one value for one reason."""

import pytest
from django.test import Client
from tests import town

from linli.kernel.scope import SYSTEM, scope
from linli.people.commands import register_person
from linli.people.models import Person, Sight
from linli.people.rules.id_number import check_digit

PHONE = "12900002076"
ID = "99010119900307001" + check_digit("99010119900307001")
REASON = {"field": "phone", "reason": "contact", "words": "约上门时间"}


@pytest.fixture
def desk(client, cast, clock):
    return town.sign_in(client, "li")


@pytest.fixture
def card(cast):
    return f"/people/{cast.people['zhou']}/"


def html(answer) -> str:
    return answer.content.decode()


def test_found_by_the_whole_number_and_shown_masked(desk, card):
    page = html(desk.post("/people/", {"number": PHONE}))
    assert card in page
    assert "129****2076" in page
    assert PHONE not in page.replace(f'value="{PHONE}"', ""), "only in the field where it was typed"
    assert "周**" in page


def test_a_number_never_stands_in_an_address(desk):
    page = html(desk.get(f"/people/?number={PHONE}"))
    assert PHONE not in page
    assert "查到的人" not in page


@pytest.mark.parametrize(
    ("number", "said"),
    [("2076", "电话"), ("", "请填写"), ("12900009999", "没有查到"), ("<script>", "只能有数字")],
)
def test_part_of_a_number_finds_nobody(desk, number, said):
    page = html(desk.post("/people/", {"number": number}))
    assert said in page
    assert "/people/1" not in page
    assert "<script>" not in page.replace("<script src", "")


def test_the_card_shows_no_whole_number(desk, card, cast, clock):
    with scope(SYSTEM):
        person = Person.objects.get(pk=cast.people["zhou"])
    page = html(desk.get(card))
    assert "129****2076" in page
    assert PHONE not in page
    assert person.phone_index.hex() not in page


def test_a_reason_opens_one_number_once(desk, card):
    page = html(desk.post(card, REASON))
    assert PHONE in page
    assert "只显示这一次" in page
    assert PHONE not in html(desk.get(card))


def test_the_id_number_is_opened_on_its_own(desk, cast, clock):
    person = register_person(
        actor=SYSTEM, now=clock.at, name="邻家老人", area_path=cast.path("home502"), phone="12900003333", id_number=ID
    ).subject_id  # fmt: skip
    page = html(desk.post(f"/people/{person}/", {**REASON, "field": "id_number"}))
    assert ID in page
    assert "12900003333" not in page


@pytest.mark.parametrize("missing", ["reason", "words", "field"])
def test_without_a_reason_the_form_stays_and_nothing_opens(desk, card, missing):
    answer = desk.post(card, {name: value for name, value in REASON.items() if name != missing})
    assert answer.status_code == 200
    assert PHONE not in html(answer)
    with scope(SYSTEM):
        assert not Sight.objects.exists()


def test_a_double_click_is_one_look(desk, card):
    form = {**REASON, "command_id": "8b0cb3a0-7c62-4b33-9d5f-3a1a3b5c7f10"}
    assert PHONE in html(desk.post(card, form))
    desk.post(card, form)
    with scope(SYSTEM):
        assert Sight.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "get", "post"),
    [("wu", 404, 404), ("song", 404, 404), ("sun", 404, 404), ("an", 403, 403), ("shen", 403, 403), ("zhou", 403, 403), ("shi", 403, 403)],
)  # fmt: skip
def test_who_may_not(cast, clock, card, who, get, post):
    other = town.sign_in(Client(), who)
    assert other.get(card).status_code == get
    answer = other.post(card, REASON)
    assert answer.status_code == post
    assert PHONE not in html(answer)


def test_guests_are_asked_to_sign_in(client, cast, clock, card):
    assert client.get(card).headers["Location"].startswith("/sign-in/")


def test_nothing_is_kept_by_a_cache(desk, card):
    for answer in (desk.get(card), desk.post(card, REASON), desk.post("/people/", {"number": PHONE})):
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_person_sees_it_on_their_own_page(desk, card, cast, clock):
    desk.post(card, REASON)
    mine = html(town.sign_in(Client(), "zhou").get("/me/"))
    assert "李晓梅（社区前台）看了电话" in mine
    assert "约上门时间" in mine


def test_what_somebody_typed_is_never_markup(desk, card, cast, clock):
    desk.post(card, {**REASON, "words": "<img src=x onerror=alert(1)>"})
    assert "<img src=x" not in html(town.sign_in(Client(), "zhou").get("/me/"))
    assert "<img src=x" not in html(town.sign_in(Client(), "shen").get("/admin/log/sights/"))
