"""The security administrator's pages: postings, newcomers, accounts, organisations, tokens, leavers."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import town

from linli.kernel.scope import SYSTEM, holders, scope
from linli.people.commands import end_posting, post, register_person
from linli.people.models import Account, ApiToken, Organisation, Person, Posting, Staff
from linli.people.queries import bearer_of
from linli.site.permission_words import PERMISSIONS

PAGES = (
    "/admin/postings/", "/admin/postings/new/", "/admin/people/new/", "/admin/accounts/", "/admin/organisations/",
    "/admin/organisations/new/", "/admin/tokens/", "/admin/tokens/new/",
)  # fmt: skip


@pytest.fixture
def desk(client, cast, clock):
    return town.sign_in(client, "an")


def html(answer) -> str:
    return answer.content.decode()


def newcomer(cast, **more) -> dict:
    return {
        "name": "杜新来", "role": "grid_worker", "area_id": cast.areas["grid4"], "login": "duxin", "from_on": "2026-11-25",
        "phone": "12900003333", "work_phone": "12900004444", **more,
    }  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_open_for_the_security_administrator(desk, page):
    answer = desk.get(page)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["xi", "shen", "chen", "zhou"])
def test_and_for_nobody_else(cast, clock, page, who):
    other = town.sign_in(Client(), who)
    assert other.get(page).status_code == 403
    assert other.post(page, {}).status_code in (403, 405)


def test_desks_see_who_serves_but_change_nothing(cast, clock):
    li = town.sign_in(Client(), "li")
    page = html(li.get("/admin/postings/"))
    assert "陈思远" in page
    assert "/end/" not in page
    assert "宋远" not in page, "another street"
    assert li.get("/admin/postings/new/").status_code == 403


def test_postings_are_filtered_in_the_address(desk, cast):
    page = html(desk.get("/admin/postings/", {"role": "grid_worker"}))
    assert "陈思远" in page
    assert "李晓梅" not in page
    page = html(desk.get("/admin/postings/", {"area": cast.areas["heqiao"]}))
    assert "韩立新" in page
    assert "陈思远" not in page
    page = html(desk.get("/admin/postings/", {"name": "陈"}))
    assert "陈思远" in page
    assert "韩立新" not in page
    assert "这里没有任职" in html(desk.get("/admin/postings/", {"view": "ended"}))


@pytest.mark.parametrize(
    "hostile",
    [
        {"area": "x"},
        {"area": "999999999999999999999"},
        {"role": "king"},
        {"view": "x"},
        {"name": "\x00"},
        {"after": "x"},
    ],
)
def test_a_strange_address_is_answered_calmly(desk, hostile):
    assert desk.get("/admin/postings/", hostile).status_code in (200, 400, 404)
    assert desk.get("/admin/accounts/", hostile).status_code in (200, 400, 404)


def test_ending_a_posting(desk, cast):
    with scope(SYSTEM):
        row = Posting.objects.get(person=cast.people["chen"])
    page = html(desk.get(f"/admin/postings/{row.pk}/end/"))
    assert "陈思远·网格员" in page
    answer = desk.post(f"/admin/postings/{row.pk}/end/", {"to_on": "2026-11-30"})
    assert answer.headers["Location"] == "/admin/postings/"
    assert "陈思远的网格员到11月30日（周一）为止" in html(desk.get("/admin/postings/"))
    assert desk.post(f"/admin/postings/{row.pk}/end/", {"to_on": "2025-01-01"}).status_code == 200
    assert desk.get("/admin/postings/999999/end/").status_code == 404


def test_a_newcomer_gets_everything_and_a_password_once(desk, cast, clock):
    answer = desk.post("/admin/people/new/", newcomer(cast))
    page = html(answer)
    password = re.search(r"\b([a-z2-9]{4}(?:-[a-z2-9]{4}){3})\b", page)[1]
    account = Account.objects.get(login="duxin")
    assert account.check_password(password)
    assert account.must_change
    assert answer.headers["Cache-Control"] == "no-store"
    assert "12900003333" not in page
    assert password not in html(desk.get(f"/admin/accounts/{account.person_id}/"))
    fresh = Client()
    fresh.post("/account/login/", {"login": "duxin", "password": password})
    assert fresh.get("/menu/").headers["Location"] == "/account/password/change/"


@pytest.mark.parametrize(
    ("more", "said"),
    [({"login": "chen"}, "这个登录名有人用了"), ({"name": ""}, "请填写姓名"), ({"area_id": ""}, "请选择管哪里"), ({"area_id": "999999"}, "没有这个选项"),
     ({"role": "king"}, "没有这个选项"), ({"phone": "1290000"}, "电话号码少了4位"), ({"to_on": "2026-01-01"}, "截止日不能早于起始日"),
     ({"from_on": "tomorrow"}, "日期要写成")],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_what_was_typed(desk, cast, more, said):
    page = html(desk.post("/admin/people/new/", newcomer(cast, **more)))
    assert said in page
    assert not Account.objects.filter(login="duxin").exists()
    if "name" not in more:
        assert 'value="杜新来"' in page


def test_columns_of_the_tables_cannot_be_set_through_the_form(desk, cast):
    """Mass assignment: every column with a canary beside the form's own fields."""
    names = {field.name for model in (Person, Account, Posting, Staff) for field in model._meta.fields}
    canary = dict.fromkeys(names, "7") | {
        "is_active": "",
        "must_change": "",
        "area_path": "/1/",
        "sessions_era": "9",
        "to_on": "",
    }
    desk.post("/admin/people/new/", canary | newcomer(cast))
    account = Account.objects.get(login="duxin")
    with scope(SYSTEM):
        person = Person.objects.get(pk=account.person_id)
        posting = Posting.objects.get(person=person)
    assert (account.is_active, account.must_change, account.sessions_era) == (True, True, 0)
    assert person.area_path == posting.area_path == cast.path("grid4")
    assert person.pk != 7


def test_objects_of_another_area_cannot_be_named(cast, clock):
    """A security administrator of one street names the other street's area and person in the form."""
    post(
        actor=SYSTEM,
        now=clock.at,
        person_id=cast.people["gao"],
        role="security_admin",
        area_id=cast.areas["street"],
        from_on=clock.at.date(),
    )
    local = town.sign_in(Client(), "gao")
    assert "没有这个选项" in html(
        local.post("/admin/people/new/", newcomer(cast, area_id=cast.areas["other_grid"]))
    )
    form = {
        "person_id": cast.people["song"],
        "role": "mediator",
        "area_id": cast.areas["huaiyin"],
        "from_on": "2026-11-25",
    }
    assert "没有找到这个人" in html(local.post("/admin/postings/new/?name=宋", form))
    assert "没有这个选项" in html(local.post("/admin/postings/new/?name=高", form))
    assert local.get(f"/admin/accounts/{cast.people['song']}/").status_code == 404
    assert local.post(f"/admin/accounts/{cast.people['song']}/close/").status_code == 404
    with scope(SYSTEM):
        theirs = Posting.objects.get(person=cast.people["song"])
    assert local.get(f"/admin/postings/{theirs.pk}/end/").status_code == 404


def test_posting_somebody_known(desk, cast):
    assert "没有找到这个人" in html(desk.get("/admin/postings/new/?name=诸葛"))
    page = html(desk.get("/admin/postings/new/?name=高"))
    assert "高敏　129****0112" in page
    assert "12900000112" not in page
    form = {
        "person_id": cast.people["gao"],
        "role": "community_desk",
        "area_id": cast.areas["heqiao"],
        "from_on": "2026-11-25",
    }
    assert desk.post("/admin/postings/new/?name=高", form).headers["Location"] == "/admin/postings/"
    again = html(desk.post("/admin/postings/new/?name=高", form))
    assert "他在这里已经有这个岗位了" in again


def test_posting_a_building_head(desk, cast):
    address = (
        f"/admin/postings/new/?name=高&community={cast.areas['huaiyin']}&building={cast.areas['building2']}"
    )
    form = {
        "person_id": cast.people["gao"],
        "role": "building_head",
        "area_id": cast.areas["building2"],
        "from_on": "2026-11-25",
    }
    assert "槐荫里2号楼" in html(desk.get(address))
    assert desk.post(address, form).status_code == 302


@pytest.mark.parametrize(
    ("act", "said"),
    [("close", "已停用"), ("end-sessions", "都已退出")],
)
def test_acts_on_an_account(desk, cast, act, said):
    chen = cast.people["chen"]
    answer = desk.post(f"/admin/accounts/{chen}/{act}/")
    assert answer.headers["Location"] == f"/admin/accounts/{chen}/"
    assert said in html(desk.get(f"/admin/accounts/{chen}/"))


def test_closing_and_opening_again(desk, cast):
    chen = cast.people["chen"]
    desk.post(f"/admin/accounts/{chen}/close/")
    page = html(desk.get(f"/admin/accounts/{chen}/"))
    assert "重新开通" in page
    assert "停用账号" not in page
    desk.post(f"/admin/accounts/{chen}/open/")
    assert Account.objects.get(login="chen").is_active


def test_a_new_first_password_is_shown_once(desk, cast):
    chen = cast.people["chen"]
    page = html(desk.post(f"/admin/accounts/{chen}/give-password/"))
    password = re.search(r"\b([a-z2-9]{4}(?:-[a-z2-9]{4}){3})\b", page)[1]
    assert Account.objects.get(login="chen").check_password(password)


def test_the_second_factor_goes_only_with_a_reason(desk, cast):
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(
        user=Account.objects.get(login="chen"), type=Authenticator.Type.TOTP, data={}
    )
    address = f"/admin/accounts/{cast.people['chen']}/reset-factor/"
    assert "请选择为什么" in html(desk.post(address))
    assert Authenticator.objects.exists()
    assert desk.post(address, {"reason": "lost"}).status_code == 302
    assert not Authenticator.objects.exists()


def test_the_own_account_is_not_ones_own_to_administer(desk, cast):
    me = f"/admin/accounts/{cast.people['an']}/"
    assert "请另一位安全管理员" in html(desk.get(me))
    assert "请另一位安全管理员" in html(desk.post(f"{me}close/"))
    assert Account.objects.get(login="an").is_active


@pytest.mark.parametrize("act", ["fly", "close-all", "delete"])
def test_there_are_no_other_acts(desk, cast, act):
    assert desk.post(f"/admin/accounts/{cast.people['chen']}/{act}/").status_code == 404


def test_somebody_without_an_account_gets_one(desk, cast, clock):
    person = register_person(
        actor=SYSTEM, now=clock.at, name="新人", area_path=cast.path("huaiyin")
    ).subject_id
    assert desk.get(f"/admin/accounts/{person}/").headers["Location"] == f"/admin/people/{person}/account/"
    page = html(desk.post(f"/admin/people/{person}/account/", {"login": "xinren"}))
    assert "只显示这一次" in page
    assert Account.objects.get(person=person).must_change
    assert desk.get(f"/admin/people/{cast.people['chen']}/account/").status_code == 404


def test_leavers_are_counted_and_listed(desk, cast, clock):
    with scope(SYSTEM):
        row = Posting.objects.get(person=cast.people["chen"])
    end_posting(actor=SYSTEM, now=clock.at, posting_id=row.pk, to_on=date(2026, 11, 24))
    assert "有1个人的任职都结束了，账号还开着" in html(desk.get("/admin/postings/"))
    page = html(desk.get("/admin/accounts/?view=leavers"))
    assert "陈思远" in page
    assert "李晓梅" not in page
    desk.post(f"/admin/accounts/{cast.people['chen']}/close/")
    assert "没有离岗还开着的账号" in html(desk.get("/admin/accounts/?view=leavers"))
    assert "陈思远" in html(desk.get("/admin/accounts/?view=closed"))


def test_organisations(desk, cast):
    form = {"name": "槐安物业有限公司", "kind": "property", "area_id": cast.areas["street"]}
    assert desk.post("/admin/organisations/new/", form).status_code == 302
    kept = Organisation.objects.get(name="槐安物业有限公司")
    page = html(desk.get("/admin/organisations/"))
    assert "槐安物业有限公司" in page
    assert (
        desk.post(f"/admin/organisations/{kept.pk}/", {"name": "槐安物业", "until": "2026-11-30"}).status_code
        == 302
    )
    assert "槐安物业" not in html(desk.get("/admin/organisations/"))
    assert "槐安物业" in html(desk.get("/admin/organisations/?ended=1"))
    assert "请填写全称" in html(desk.post(f"/admin/organisations/{kept.pk}/", {"name": ""}))


def test_a_token_is_narrowed_to_a_place_where_its_person_serves(desk, cast):
    form = {
        "person_id": cast.people["he"],
        "name": "只看槐荫",
        "days": "30",
        "area_id": cast.areas["huaiyin"],
    }
    assert "linli_" in html(desk.post("/admin/tokens/new/?name=何", form))
    assert ApiToken.objects.get().area_path == cast.path("huaiyin")
    assert "只在云山街道 / 槐荫社区" in html(desk.get("/admin/tokens/"))
    elsewhere = {**form, "area_id": cast.areas["other_street"]}
    assert "本人在这个地方没有岗位" in html(desk.post("/admin/tokens/new/?name=何", elsewhere))
    assert desk.post("/admin/tokens/new/?name=何", {**form, "area_id": 10**9}).status_code == 200
    assert ApiToken.objects.count() == 1


def test_a_token_is_shown_once_and_works_until_it_is_ended(desk, cast, clock):
    form = {"person_id": cast.people["li"], "name": "12345对接", "days": "30", "permissions": ["matters.see"]}
    page = html(desk.post("/admin/tokens/new/?name=李", form))
    token = re.search(r"(linli_[\w-]{43})", page)[1]
    assert bearer_of(token, clock.at).actor.person_id == cast.people["li"]
    listed = html(desk.get("/admin/tokens/"))
    assert "12345对接" in listed
    assert token not in listed
    assert "只有1项权限" in listed
    kept = ApiToken.objects.get()
    assert desk.post(f"/tokens/{kept.pk}/revoke/").headers["Location"] == "/admin/tokens/"
    assert bearer_of(token, clock.at) is None
    assert town.sign_in(Client(), "wu").post(f"/tokens/{kept.pk}/revoke/").status_code == 404


def test_a_double_click_shows_the_token_that_works(desk, cast, clock):
    form = {"person_id": cast.people["li"], "name": "12345对接", "days": "30", "command_id": str(uuid4())}
    pages = [html(desk.post("/admin/tokens/new/?name=李", form)) for _time in range(2)]
    shown = [re.search(r"(linli_[\w-]{43})", page)[1] for page in pages]
    assert shown[0] == shown[1]
    assert bearer_of(shown[1], clock.at) is not None
    assert ApiToken.objects.count() == 1


def test_rights_are_offered_by_their_words(desk):
    assert set(PERMISSIONS) == set(holders)
    assert "看诉求（matters.see）" in html(desk.get("/admin/tokens/new/?name=何"))


def test_a_token_form_offers_no_sensitive_right(desk):
    page = html(desk.get("/admin/tokens/new/?name=李"))
    assert "matters.see" in page
    for right in ("people.unmask", "people.edit_accounts", "matters.unmask_reporter", "people.read_log"):
        assert right not in page


@pytest.mark.parametrize("page", ["/admin/postings/", "/admin/accounts/?view=all", "/admin/organisations/"])
def test_the_same_number_of_queries_for_few_rows_and_many(desk, cast, clock, page):
    counts = []
    for _round in range(2):
        desk.get(page)
        with CaptureQueriesContext(connection) as seen:
            desk.get(page)
        counts.append(len(seen))
        for n in range(3):
            desk.post("/admin/people/new/", newcomer(cast, login=f"more{n}", name=f"杜新来{n}"))
            desk.post(
                "/admin/organisations/new/",
                {"name": f"物业{n}", "kind": "property", "area_id": cast.areas["street"]},
            )
    assert counts[0] == counts[1]


def test_all_pages_together_list_everybody_once(desk, cast, clock):
    for n in range(60):
        person = register_person(
            actor=SYSTEM, now=clock.at, name=f"志愿者{n:02d}", area_path=cast.path("grid3")
        ).subject_id
        post(
            actor=SYSTEM,
            now=clock.at,
            person_id=person,
            role="grid_partner",
            area_id=cast.areas["grid3"],
            from_on=date(2026, 11, 1),
        )
    seen, address = [], "/admin/postings/?role=grid_partner"
    for _page in range(5):
        page = html(desk.get(address))
        seen += re.findall(r"志愿者\d\d", page)
        onward = re.search(r'href="(\?[^"]*after=[^"]*)" rel="next"', page)
        if onward is None:
            break
        address = "/admin/postings/" + onward[1].replace("&amp;", "&")
    assert sorted(seen) == [f"志愿者{n:02d}" for n in range(60)]


def test_no_whole_telephone_stands_on_any_page(desk, cast):
    """Work telephones are public and stand on cards only; private ones are masked everywhere here."""
    for page in (
        *PAGES,
        "/admin/postings/new/?name=陈",
        "/admin/tokens/new/?name=陈",
        f"/admin/accounts/{cast.people['chen']}/",
    ):
        assert "12900000101" not in html(desk.get(page)), page
