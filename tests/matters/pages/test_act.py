"""A step with its words: by button, on its own page, in place; refused ones keep what was written."""

from uuid import uuid4

import pytest
from django.utils.html import escape
from tests import town
from tests.matters.desk import ordered, text_of
from tests.matters.reports import answered, kept_in, matter, picture, reported

from linli.kernel.models import EventRow, StoredFile
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import assign, hand_up, move_matter, send_down
from linli.matters.models import FollowUp, Remark

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp(cast, zhou, now, clock):
    return reported(cast, zhou, now)


def step(client, name, one, code, **values):
    """Sign in and press the button."""
    town.sign_in(client, name)
    return client.post(f"/matters/{one.number}/act/{code}/", {"command_id": str(uuid4()), **values})


def events(one, code):
    with scope(SYSTEM):
        return list(EventRow.objects.filter(subject="matter", subject_id=one.pk, code=code))


def remarks(one):
    with scope(SYSTEM):
        return list(Remark.objects.filter(matter=one).order_by("id"))


def test_one_press_says_what_was_done_who_has_it_and_by_when(client, lamp):
    answer = step(client, "chen", lamp, "accept")
    assert answer.url == f"/matters/{lamp.number}/"
    assert matter(lamp.pk).stage == "working"
    page = text_of(client.get(answer.url).content.decode())
    assert (
        "“三楼到四楼的声控灯不亮了”：到现场看过。现在在陈思远（第3网格）手里，11月27日（周五）18:00前要办。"
        in page
    )
    assert "撤销这一步" in page


def test_words_the_step_needs_are_asked_for_and_kept(client, lamp):
    town.sign_in(client, "chen")
    form = client.get(f"/matters/{lamp.number}/act/fix/").content.decode()
    assert "答复居民" in form
    assert "居民会看到" in form
    answer = step(client, "chen", lamp, "fix", text="  ")
    assert answer.status_code == 422
    assert "请写几句：办了什么，结果怎样。" in answer.content.decode()
    assert matter(lamp.pk).stage == "new"
    assert step(client, "chen", lamp, "fix", text="换了新的感应器。").status_code == 302
    assert matter(lamp.pk).stage == "fixed"
    assert [(one.text, one.public) for one in remarks(lamp)] == [("换了新的感应器。", True)]


def test_in_place_a_piece_is_fetched_and_a_good_answer_leads_on(client, lamp):
    town.sign_in(client, "chen")
    address, htmx = f"/matters/{lamp.number}/act/fix/", {"HX-Request": "true"}
    piece = client.get(address, headers=htmx).content.decode()
    assert "<!doctype" not in piece.lower()
    assert f'hx-post="{address}"' in piece
    refused = client.post(address, {"command_id": str(uuid4()), "text": ""}, headers=htmx)
    assert refused.status_code == 422
    assert "<!doctype" not in refused.content.decode().lower()
    done = client.post(
        address, {"command_id": str(uuid4()), "text": "好了。", "back": "/today/"}, headers=htmx
    )
    assert (done.status_code, done.headers["HX-Redirect"]) == (200, "/today/")


def test_photos_go_with_the_words(client, lamp):
    answer = step(
        client,
        "chen",
        lamp,
        "fix",
        text="换好了。",
        photos=[picture("一.jpg"), picture("二.jpg", colour="#333")],
    )
    assert answer.status_code == 302
    with scope(SYSTEM):
        kept = list(StoredFile.objects.filter(subject="remark", subject_id=remarks(lamp)[0].pk))
    assert [(file.public, file.made_by) for file in kept] == [(True, town.cast().people["chen"])] * 2
    page = client.get(f"/matters/{lamp.number}/").content.decode()
    assert all(f"/photos/{file.uid}/?s" in page for file in kept)


def test_an_error_keeps_the_photos_already_sent(client, lamp):
    answer = step(client, "chen", lamp, "fix", text="", photos=[picture()])
    assert answer.status_code == 422
    kept = kept_in(answer.content.decode())
    assert len(kept) == 1
    assert step(client, "chen", lamp, "fix", text="换好了。", kept=[str(kept[0])]).status_code == 302
    with scope(SYSTEM):
        assert StoredFile.objects.get(uid=kept[0]).subject_id == remarks(lamp)[0].pk


def test_a_double_click_is_one_step(client, lamp):
    town.sign_in(client, "chen")
    form = {"command_id": str(uuid4()), "text": "换好了。"}
    for _click in range(3):
        answer = client.post(f"/matters/{lamp.number}/act/fix/", {**form, "photos": [picture()]})
        assert answer.url == f"/matters/{lamp.number}/"
    assert len(events(lamp, "matters.moved")) == 1
    assert len(remarks(lamp)) == 1


def test_somebody_was_faster_what_was_written_is_still_there(client, chen, now, lamp):
    town.sign_in(client, "chen")
    move_matter(actor=chen, now=now, matter_id=lamp.pk, move="accept")
    answer = client.post(
        f"/matters/{lamp.number}/act/void/", {"command_id": str(uuid4()), "text": "这是物业的灯。"}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "这件事已经到了别的环节，请看最新情况。" in page
    assert escape("这是物业的灯。") in page
    assert client.get(f"/matters/{lamp.number}/act/void/").status_code == 404


def test_what_the_postings_do_not_allow_is_refused_in_words(client, lamp):
    answer = step(client, "li", lamp, "accept")
    assert answer.status_code == 422
    assert "这件事不在您手里" in answer.content.decode()
    assert matter(lamp.pk).stage == "new"


def test_up_the_ladder_and_the_result_back(client, lamp):
    assert step(client, "chen", lamp, "hand_up", text="").status_code == 422
    assert step(client, "chen", lamp, "hand_up", text="要换整条线。").status_code == 302
    up = matter(lamp.pk)
    assert (up.holder_role, up.ups) == ("community_desk", 1)
    town.sign_in(client, "li")
    assert "反馈给网格员" in client.get(f"/matters/{lamp.number}/").content.decode()
    assert step(client, "li", lamp, "feed_back", text="线已换。").status_code == 302
    assert matter(lamp.pk).holder_role == "grid_worker"
    assert events(lamp, "matters.sent_down")[0].facts["fed_back"] is True


def test_after_a_step_up_was_taken_back_nothing_is_fed_back(cast, chen, li, now, lamp):
    from linli.matters.commands import undo
    from linli.matters.queries import was_handed_up

    hand_up(actor=chen, now=now, matter_id=lamp.pk, text="要换线。")
    send_down(actor=li, now=now, matter_id=lamp.pk, text="先去看看。")
    hand_up(actor=chen, now=now, matter_id=lamp.pk, text="看过了，要换线。")
    with scope(SYSTEM):
        assert was_handed_up(matter(lamp.pk))
    undo(actor=chen, now=now, matter_id=lamp.pk, event_id=events(lamp, "matters.handed_up")[-1].pk)
    with scope(SYSTEM):
        assert not was_handed_up(matter(lamp.pk))


def test_what_came_up_two_levels_is_fed_back_level_by_level(cast, chen, li, now, lamp):
    from linli.matters.queries import was_handed_up

    he = cast.actor("he")
    hand_up(actor=chen, now=now, matter_id=lamp.pk, text="要换线。")
    hand_up(actor=li, now=now, matter_id=lamp.pk, text="整条街都要换。")
    send_down(actor=he, now=now, matter_id=lamp.pk, text="已列入计划。", fed_back=True)
    with scope(SYSTEM):
        assert was_handed_up(matter(lamp.pk))
    send_down(actor=li, now=now, matter_id=lamp.pk, text="街道已列入计划。", fed_back=True)
    with scope(SYSTEM):
        assert not was_handed_up(matter(lamp.pk))


def test_giving_it_to_a_person_or_a_unit(client, cast, lamp):
    town.sign_in(client, "li")
    form = client.get(f"/matters/{lamp.number}/act/assign/").content.decode()
    for words in (
        "陈思远（第3网格网格员）",
        "钱守义（第3网格网格长）",
        "李晓梅（槐荫社区社区前台）",
        "市政所",
    ):
        assert words in form
    assert "孙志强" not in form
    assert "何文涛" not in form
    assert step(client, "li", lamp, "assign", to="").status_code == 422
    assert step(client, "li", lamp, "assign", to="p999").status_code == 422
    assert (
        step(client, "li", lamp, "assign", to=f"u{cast.organisations['works']}", text="请派人。").status_code
        == 302
    )
    assert matter(lamp.pk).holder_unit_id == cast.organisations["works"]
    assert step(client, "shi", lamp, "accept").status_code == 302
    # once it is answered it no longer lies with the unit: the way leads to the list, not to a page that is gone
    answer = step(client, "shi", lamp, "fix", text="修好了。")
    assert answer.url == "/inbox/"
    assert client.get(answer.url).status_code == 200


def test_the_follow_up_closes_or_has_it_done_again(client, cast, now, lamp):
    one = answered(cast, lamp, now)
    town.sign_in(client, "li")
    form = client.get(f"/matters/{one.number}/act/follow_up/").content.decode()
    assert "没联系上" in form
    assert 'value="link"' not in form
    assert step(client, "li", one, "follow_up", via="phone").status_code == 422
    step(client, "li", one, "follow_up", via="phone", result="unreached")
    assert matter(one.pk).stage == "fixed"
    assert "没联系上" in text_of(client.get(f"/matters/{one.number}/").content.decode())
    step(
        client, "li", one, "follow_up", via="visit", result="unsolved", satisfaction="bad", text="还是不亮。"
    )
    again = matter(one.pk)
    assert (again.stage, again.redos, again.holder_role) == ("redoing", 1, "grid_worker")
    answered(cast, again, now)
    answer = step(client, "li", one, "follow_up", via="phone", result="solved", satisfaction="good")
    assert (matter(one.pk).stage, matter(one.pk).outcome) == ("closed", "solved")
    assert "已结束" in text_of(client.get(answer.url).content.decode())
    with scope(SYSTEM):
        tries = list(
            FollowUp.objects.filter(matter=one)
            .order_by("id")
            .values_list("reached", "verdict", "satisfaction")
        )
    assert tries == [(False, "", ""), (True, "unsolved", "bad"), (True, "solved", "good")]


def test_moves_of_the_follow_up_are_not_made_past_it(client, cast, now, lamp):
    one = answered(cast, lamp, now)
    town.sign_in(client, "li")
    assert client.get(f"/matters/{one.number}/act/confirm/").status_code == 404
    assert step(client, "li", one, "confirm").status_code == 422
    assert matter(one.pk).closed_at is None


def test_who_answered_an_order_does_not_ask_about_it(client, cast, he, now, clock):
    order = ordered(cast, now)
    for code in ("sign", "answer"):
        move_matter(
            actor=cast.actor("li"), now=now, matter_id=order.pk, move=code, text="已劝过，九点后不练。"
        )
    assert step(client, "li", order, "follow_up", via="phone", result="solved").status_code in (403, 404, 422)
    assert step(client, "guo", order, "follow_up", via="phone", result="solved").status_code == 302


@pytest.fixture
def he(cast):
    return cast.actor("he")


@pytest.mark.parametrize("name", ["wu", "song", "jin", "shi"])
def test_outside_the_area_nothing_is_found(client, lamp, name):
    assert step(client, name, lamp, "accept").status_code == 404
    assert client.get(f"/matters/{lamp.number}/act/accept/").status_code == 404
    assert matter(lamp.pk).stage == "new"


def test_residents_and_guests_have_no_steps(client, lamp):
    assert client.post(f"/matters/{lamp.number}/act/accept/").url.startswith("/sign-in/")
    assert step(client, "zhou", lamp, "accept").status_code == 403


@pytest.mark.parametrize("code", ["nothing", "confirm", "sign", "undo"])
def test_a_step_that_never_was_is_not_found(client, lamp, code):
    town.sign_in(client, "chen")
    assert client.get(f"/matters/{lamp.number}/act/{code}/").status_code == 404


def test_giving_out_is_not_offered_to_the_grid(client, cast, li, lamp, now):
    assert step(client, "chen", lamp, "assign", to=f"p{cast.people['qian']}").status_code == 404
    assign(actor=li, now=now, matter_id=lamp.pk, person_id=cast.people["qian"])
    assert matter(lamp.pk).holder_person_id == cast.people["qian"]


@pytest.mark.parametrize("text", ["甲" * 2001, "a\x00b", "\x07"])
def test_hostile_words_are_turned_back(client, lamp, text):
    answer = step(client, "chen", lamp, "fix", text=text)
    assert answer.status_code == 422
    assert matter(lamp.pk).stage == "new"


def test_the_way_back_stays_with_us(client, lamp):
    for back in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"):
        answer = step(client, "chen", lamp, "note-not-there", back=back)
        assert answer.status_code == 404
    answer = step(client, "chen", lamp, "accept", back="//evil.example/")
    assert answer.url == f"/matters/{lamp.number}/"
