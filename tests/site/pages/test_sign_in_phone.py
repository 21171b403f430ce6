"""Residents by telephone code: one answer for everybody, counted in the database, only digests kept."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from tests import town

from linli.kernel import notice, stamp
from linli.kernel.models import EventRow, Notice
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import open_matter
from linli.matters.models import Matter, Reporter
from linli.people.commands import close_account, post, register_person
from linli.people.models import Account, Person, PhoneCode

PAGE = "/sign-in/phone/"
NOBODY, ZHOU, LI = "12900007777", "12900002076", "12900000106"
NO = "验证码不对，或者已经过期"


def ask(client: Client, phone: str = NOBODY, **more):
    return client.post(PAGE, {"phone": phone}, **more)


def sent(phone_number: str = NOBODY) -> str:
    """The code of the newest message, as the sender would get it."""
    with scope(SYSTEM):
        row = Notice.objects.filter(key__startswith="code:").order_by("-id").first()
        assert notice._open(row, "address") == phone_number
        return notice._open(row, "secret")


def enter(client: Client, code: str, phone: str = NOBODY, **more):
    return client.post(PAGE, {"phone": phone, "code": code, **more.pop("form", {})}, **more)


def let_in(client: Client, phone: str = NOBODY):
    ask(client, phone)
    return enter(client, sent(phone), phone)


def who(client: Client) -> int | None:
    return client.get("/menu/").wsgi_request.actor.person_id


def test_a_first_comer_is_registered_with_no_place_and_no_password(client, cast, clock):
    answer = let_in(client)
    assert answer.headers["Location"] == "/me/"
    person = Person.objects.none()
    with scope(SYSTEM):
        person = Person.objects.get(pk=who(client))
    account = Account.objects.get(person=person)
    assert (person.area_path, person.phone_mark, person.name) == ("/", "129****7777", "居民")
    assert not account.has_usable_password()
    assert NOBODY not in account.login
    with scope(SYSTEM):
        codes = list(EventRow.objects.order_by("-id").values_list("code", flat=True)[:4])
    assert codes == ["people.signed_in", "matters.claimed", "people.code_tried", "people.code_asked"]


def test_who_is_known_comes_back_as_the_same_person(client, cast, clock):
    let_in(client, ZHOU)
    assert who(client) == cast.people["zhou"]
    client.post("/account/logout/")
    clock.move(minutes=2)
    let_in(client, ZHOU)
    assert who(client) == cast.people["zhou"]


@pytest.mark.parametrize(
    "written", ["129 0000 7777", "+8612900007777", "１２９００００７７７７", "129-0000-7777"]
)
def test_a_number_is_one_number_however_written(client, cast, clock, written):
    ask(client, written)
    enter(client, sent(), "12900007777")
    assert who(client) is not None


def test_the_answers_are_the_same_for_known_and_unknown(cast, clock):
    pages = {}
    for phone in (NOBODY, ZHOU, LI):
        browser, seen = Client(), []
        for answer in (ask(browser, phone), enter(browser, "000000", phone), enter(browser, "", phone)):
            page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
            page = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d\d:\d\d:\d\d[^\"]*", "", page).replace(phone, "?")
            seen.append((answer.status_code, page))
        pages[phone] = seen
    assert pages[NOBODY] == pages[ZHOU] == pages[LI]


def test_without_a_code_asked_the_answer_is_the_same(client, cast, clock):
    answer = enter(client, "123456")
    assert NO in answer.content.decode()
    assert who(client) is None


@pytest.mark.parametrize(
    ("phone", "said"),
    [
        ("", "请填写手机号码"), ("1290000777", "电话号码少了1位"), ("0473-2345678", "请填能收短信的手机号码"), ("12345", "请填能收短信"),
        ("abc", "只能有数字"), ("129\x0000007777", ""), ("🙂", "只能有数字"), ("1" * 500, ""), ("<script>", "只能有数字"),
    ],
)  # fmt: skip
def test_what_is_no_mobile_number_is_turned_down(client, cast, clock, phone, said):
    answer = ask(client, phone)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert "<script>" not in answer.content.decode().replace('<script src="', "")
    assert not PhoneCode.objects.exists()


@pytest.mark.parametrize("code", ["", "abcdef", "12345", "1234567890123", "\x00", "🙂", "' or 1=1 --"])
def test_what_is_no_code_is_turned_down(client, cast, clock, code):
    ask(client)
    assert enter(client, code).status_code == 200
    assert who(client) is None


def test_five_tries_and_the_right_one_comes_too_late(client, cast, clock):
    ask(client)
    code = sent()
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        assert NO in enter(client, wrong).content.decode()
    assert NO in enter(client, code).content.decode()
    assert who(client) is None


def test_the_fifth_try_may_be_the_right_one(client, cast, clock):
    ask(client)
    code = sent()
    for _ in range(4):
        enter(client, "000000" if code != "000000" else "111111")
    enter(client, code)
    assert who(client) is not None


def test_tries_are_counted_over_all_browsers(cast, clock):
    ask(Client())
    code = sent()
    for _ in range(5):
        enter(Client(), "000000" if code != "000000" else "111111")
    last = Client()
    enter(last, code)
    assert who(last) is None


def test_a_code_lives_ten_minutes(client, cast, clock):
    ask(client)
    clock.move(minutes=10)
    assert NO in enter(client, sent()).content.decode()


def test_a_code_is_good_once(client, cast, clock):
    let_in(client)
    code = sent()
    again = Client()
    assert NO in enter(again, code).content.decode()
    assert who(again) is None


def test_the_form_sent_again_signs_nobody_in(client, cast, clock):
    ask(client)
    form = {"command_id": "8b0cb3a0-7c62-4b33-9d5f-3a1a3b5c7f10"}
    enter(client, sent(), form=form)
    client.post("/account/logout/")
    enter(client, sent(), form=form)
    assert who(client) is None


def test_only_the_last_code_counts(client, cast, clock):
    ask(client)
    first = sent()
    clock.move(minutes=2)
    ask(client)
    second = sent()
    if first != second:
        assert NO in enter(client, first).content.decode()
    enter(client, second)
    assert who(client) is not None


def test_a_code_belongs_to_its_number(client, cast, clock):
    ask(client, NOBODY)
    code = sent()
    ask(Client(), ZHOU)
    if code != sent(ZHOU):
        assert NO in enter(client, code, ZHOU).content.decode()
        assert who(client) is None


def test_one_a_minute_and_five_an_hour_for_a_number(cast, clock):
    ask(Client())
    again = ask(Client()).content.decode()
    assert "验证码刚发过" in again
    assert PhoneCode.objects.count() == 1
    for _ in range(4):
        clock.move(minutes=1)
        ask(Client())
    assert PhoneCode.objects.count() == 5
    clock.move(minutes=1)
    assert "要的次数太多了" in ask(Client()).content.decode()
    assert PhoneCode.objects.count() == 5
    clock.move(minutes=56)
    ask(Client())
    assert PhoneCode.objects.count() == 6


def test_thirty_an_hour_for_an_address(cast, clock):
    for n in range(31):
        answer = ask(Client(), f"129000{n:05d}", REMOTE_ADDR="192.0.2.5")
    assert "要的次数太多了" in answer.content.decode()
    assert PhoneCode.objects.count() == 30
    ask(Client(), NOBODY, REMOTE_ADDR="192.0.2.6")
    assert PhoneCode.objects.count() == 31


def test_a_hundred_tries_an_hour_for_an_address(cast, clock):
    for n in range(100):
        answer = enter(Client(), "123456", f"129000{n:05d}", REMOTE_ADDR="192.0.2.5")
    assert NO in answer.content.decode()
    answer = enter(Client(), "123456", NOBODY, REMOTE_ADDR="192.0.2.5")
    assert "试的次数太多了" in answer.content.decode()


def test_a_telephone_never_opens_the_account_of_staff(client, cast, clock):
    ask(client, LI)
    answer = enter(client, sent(LI), LI)
    assert answer.status_code == 422
    assert "请用登录名和密码登录" in answer.content.decode()
    assert who(client) is None


def test_who_is_posted_later_is_led_to_the_password(client, cast, clock):
    let_in(client, ZHOU)
    post(
        actor=SYSTEM,
        now=clock.at,
        person_id=cast.people["zhou"],
        role="building_head",
        area_id=cast.areas["building2"],
    )
    answer = client.get("/menu/")
    assert answer.headers["Location"].startswith("/sign-in/")
    assert who(client) is None


def test_a_closed_account_stays_closed(client, cast, clock):
    let_in(client, ZHOU)
    client.post("/account/logout/")
    close_account(actor=SYSTEM, now=clock.at, person_id=cast.people["zhou"])
    clock.move(minutes=2)
    answer = let_in(client, ZHOU)
    assert answer.status_code == 422
    assert "已停用" in answer.content.decode()
    assert who(client) is None


def test_of_several_with_one_number_the_one_with_an_account_comes_first(client, cast, clock):
    let_in(client)
    first = who(client)
    client.post("/account/logout/")
    register_person(actor=SYSTEM, now=clock.at, name="邻家老人", area_path=cast.path("home502"), phone=NOBODY)
    clock.move(minutes=2)
    let_in(client)
    assert who(client) == first


def test_only_digests_lie_in_the_tables(client, cast, clock):
    ask(client)
    code = sent()
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(string_agg(row_to_json(people_phonecode)::text, ''), '') from people_phonecode"
        )
        codes = cursor.fetchone()[0]
        cursor.execute(
            "select coalesce(string_agg(row_to_json(kernel_event)::text, ''), '') from kernel_event"
        )
        events = cursor.fetchone()[0]
        cursor.execute("select coalesce(string_agg(session_data, ''), '') from django_session")
        sessions = cursor.fetchone()[0]
    assert codes
    for table in (codes, events, sessions):
        assert code not in table
        assert NOBODY not in table


def test_the_message_is_one_message_long(client, cast, clock):
    ask(client)
    with scope(SYSTEM):
        row = Notice.objects.get(key__startswith="code:")
    assert len(row.text) <= 67
    assert row.urgent
    assert row.until == clock.at + timedelta(minutes=10)
    assert "******" in row.text


def test_the_session_gets_a_new_key(client, cast, clock):
    client.get(PAGE)
    session = client.session
    session["planted"] = 1
    session.save()
    planted = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    let_in(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:1"]
)
def test_next_never_leads_away(client, cast, clock, elsewhere):
    ask(client, ZHOU)
    answer = enter(client, sent(ZHOU), ZHOU, form={"next": elsewhere})
    assert answer.headers["Location"] == "/"


def test_next_leads_on_inside(client, cast, clock):
    page = client.get(f"{PAGE}?next=/mine/").content.decode()
    assert 'name="next" value="/mine/"' in page
    ask(client, ZHOU)
    assert enter(client, sent(ZHOU), ZHOU, form={"next": "/mine/"}).headers["Location"] == "/mine/"


def test_who_is_in_is_led_on(client, cast, clock):
    town.sign_in(client, "zhou")
    assert client.get(f"{PAGE}?next=/mine/").headers["Location"] == "/mine/"


def test_no_token_no_message(cast, clock):
    careful = Client(enforce_csrf_checks=True)
    assert ask(careful).status_code == 403
    assert not PhoneCode.objects.exists()


def test_no_page_is_kept_by_a_cache(client, cast, clock):
    for answer in (client.get(PAGE), ask(client), enter(client, "000000")):
        assert answer.headers["Cache-Control"] == "no-store"


def test_fields_of_the_tables_cannot_be_set_through_the_form(client, cast, clock):
    """Mass assignment: every column of person and account with a canary value."""
    canary = {
        name: "canary"
        for model in (Person, Account, PhoneCode)
        for name in (field.name for field in model._meta.fields)
    } | {
        "is_active": "",
        "area_path": "/1/",
        "person": str(cast.people["li"]),
        "person_id": str(cast.people["li"]),
    }
    canary |= {"phone": NOBODY}
    client.post(PAGE, canary | {"code": ""})
    client.post(PAGE, {name: value for name, value in canary.items() if name != "code"})
    enter(
        client, sent(), form={name: value for name, value in canary.items() if name not in ("phone", "code")}
    )
    with scope(SYSTEM):
        person = Person.objects.get(pk=who(client))
    account = Account.objects.get(person=person)
    assert person.area_path == "/"
    assert person.pk != cast.people["li"]
    assert account.is_active
    assert "canary" not in (person.name, person.pinyin, account.login, account.language, account.password)


def report(cast, now, **more) -> int:
    return open_matter(
        actor=SYSTEM, now=now, kind="snapshot", text="楼道灯不亮", area_id=cast.areas["building2"], category="light", **more
    ).subject_id  # fmt: skip


def owners(matter_id: int) -> tuple[int | None, int | None]:
    with scope(SYSTEM):
        return (
            Matter.objects.values_list("reporter_person_id", flat=True).get(pk=matter_id),
            Reporter.objects.values_list("person_id", flat=True).get(pk=matter_id),
        )


def test_what_was_reported_with_the_number_becomes_ones_own(client, cast, clock):
    mine = report(cast, clock.at, name="周先生", phone=NOBODY)
    others = report(cast, clock.at, name="吴女士", phone="12900005555")
    nameless = report(cast, clock.at, anonymous=True, phone=NOBODY)
    assert owners(mine) == (None, None)
    let_in(client)
    me = who(client)
    assert owners(mine) == (me, me)
    assert owners(others) == (None, None)
    assert owners(nameless) == (None, None)
    with scope(SYSTEM):
        event = EventRow.objects.get(code="matters.claimed")
    assert event.facts == {"matters": [mine]}


def test_it_is_never_taken_from_somebody_else(client, cast, clock):
    mine = report(cast, clock.at, name="周先生", phone=NOBODY)
    with scope(SYSTEM):
        Reporter.objects.filter(pk=mine).update(person_id=cast.people["feng"])
        Matter.objects.filter(pk=mine).update(reporter_person_id=cast.people["feng"])
    let_in(client)
    assert owners(mine) == (cast.people["feng"], cast.people["feng"])


def test_the_outbox_page_is_of_the_sample_town_only(client, cast, clock):
    ask(client)
    assert client.get("/outbox/").status_code == 404
    with scope(SYSTEM):
        stamp.bump(stamp.SAMPLE_TOWN)
    page = client.get("/outbox/")
    assert sent() in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert "/outbox/" in ask(client, ZHOU).content.decode()


def test_what_is_kept_of_a_new_resident_is_chinese_in_every_language(client, cast, clock):
    client.cookies["django_language"] = "en"
    ask(client)
    enter(client, sent())
    with scope(SYSTEM):
        assert Person.objects.order_by("-id").first().name == "居民"
